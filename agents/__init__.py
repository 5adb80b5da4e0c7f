"""Reinforcement learning: learners, and agents that play the console's games. Knows nothing of the window.

`emulators` run the games, `learning` trains and evaluates agents, `opponents` are who they play against, and
`insight` looks into them. The modules beside them are the commands.
"""
