"""Pages to Document: what PDF files and pictures share."""
