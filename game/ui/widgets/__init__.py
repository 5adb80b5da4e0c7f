"""Widgets, one a file. They know pygame and the style, but no scene."""
