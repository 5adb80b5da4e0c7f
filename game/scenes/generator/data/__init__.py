"""The data tab: what the networks learn from, on a wall, with everything that is known of each picture."""
