"""A translator small enough to learn before an audience, within two minutes."""
