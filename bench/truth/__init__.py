"""Tables against truth from outside: what other projects' test documents are known to hold. See bench/README.md."""
