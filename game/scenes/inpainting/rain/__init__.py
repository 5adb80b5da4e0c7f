"""Rain on a picture, and its removal."""
