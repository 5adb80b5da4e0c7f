"""A small network learns to translate before the audience."""
