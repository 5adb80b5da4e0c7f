"""One output pixel at a time, every sum written out."""
