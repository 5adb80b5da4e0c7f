"""The lecture's own pages: the start, and what no workshop shows."""
