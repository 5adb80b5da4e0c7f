"""Gradient descent recovers a secret kernel from two pictures."""
