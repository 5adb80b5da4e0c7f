"""Filling holes: networks for photographs and portraits, and the classical fills."""
