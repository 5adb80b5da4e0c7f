"""Inside a trained image classifier."""
