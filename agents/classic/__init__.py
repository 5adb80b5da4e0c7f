"""Gymnasium's classic games, and one small network that learns them from examples and from reward."""
