"""The ways to play, and the consoles that they are played on."""
