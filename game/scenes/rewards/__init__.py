"""Where rewards are used: two paradigms side by side."""
