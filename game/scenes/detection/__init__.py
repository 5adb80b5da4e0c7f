"""Finding objects: a hand-made chain of stages, and one network."""
