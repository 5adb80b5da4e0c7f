"""The Pygame front end: window, scenes, widgets. Nothing outside `game` and `main` imports pygame."""

__version__ = "0.1.0"
