"""A generator of portraits with its discriminator and encoder."""
