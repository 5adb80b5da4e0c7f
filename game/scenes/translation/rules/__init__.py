"""Translation by a dictionary and rules of grammar, every step on the screen."""
