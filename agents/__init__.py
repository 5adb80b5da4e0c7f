"""Reinforcement learning: learners, and agents that play the console's games. Knows nothing of the window."""
