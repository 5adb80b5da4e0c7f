"""The whole sample, again and again, while the error falls."""
