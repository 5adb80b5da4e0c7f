"""The lecture: the thread that leads from one scene to the next."""
