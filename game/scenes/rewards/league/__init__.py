"""Self-play: a network that plays both sides, the league of its earlier selves, and a game against them."""
