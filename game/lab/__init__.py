"""The convolution laboratory's tabs, one a file. The scene hosts them; they never import each other."""
