"""Q over two of the knobs, as a map and as a surface."""
