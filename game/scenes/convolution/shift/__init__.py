"""A pattern moves, its feature map moves along, and the maximum stays."""
