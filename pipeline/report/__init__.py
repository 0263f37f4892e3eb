"""Reports: Result to bytes; draws from the contract alone."""
