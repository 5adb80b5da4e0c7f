"""A generator of portraits: steered, judged, restyled and trained live."""
