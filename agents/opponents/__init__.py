"""Who can be played with and against: scripted players, ladders of trained agents, duels."""
