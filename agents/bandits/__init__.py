"""Recommending as a contextual bandit: show something, see whether it was liked, learn what is liked."""
