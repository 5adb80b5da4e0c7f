"""Finding objects in pictures."""
