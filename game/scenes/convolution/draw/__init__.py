"""Draw, and see the picture convolved while you draw."""
