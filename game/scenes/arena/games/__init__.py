"""Which game is played, and against whom."""
