"""What the arena looks like."""
