"""Readers: bytes to Document; all that knows a file format."""
