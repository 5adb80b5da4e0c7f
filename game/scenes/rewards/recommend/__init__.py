"""The program learns what somebody likes, while it shows pictures."""
