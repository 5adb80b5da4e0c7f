"""Paint over a part of a picture, and the network fills it."""
