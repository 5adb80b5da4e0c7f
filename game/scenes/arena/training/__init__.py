"""The agent that learns, and its files."""
