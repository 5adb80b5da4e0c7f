"""Two small networks learn from each other, live."""
