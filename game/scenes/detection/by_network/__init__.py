"""Detection by one network."""
