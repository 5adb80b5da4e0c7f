"""Synthetic rain, and the network that removes it."""
