"""The menu, and the splash screen before it."""
