"""One sentence word by word, by rules and by the trained network."""
