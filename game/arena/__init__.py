"""What the arena's scene is made of: places, modes, the clock, matches, advice, and how the agent is kept."""
