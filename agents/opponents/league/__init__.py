"""Self-play: one network that knows nothing plays both sides of a game, and becomes strong against itself.

Of most games it learns from both sides: what one did well, the other did badly. In the others it meets
earlier selves, or it would learn to beat nobody but itself, and forget how to answer what it no longer sees.
Copies of it enter the league at even steps, and the points that are made in games against them say how strong
each is.
"""
