"""Doodles: a small network that says whether a drawing of a few lines shows a cat."""
