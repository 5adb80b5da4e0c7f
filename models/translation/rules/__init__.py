"""A dictionary and rules of grammar."""
