"""The generator's knobs: a network that draws portraits, steered, judged, restyled and trained."""
