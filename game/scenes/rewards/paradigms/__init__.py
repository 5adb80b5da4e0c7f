"""One network learns the same game twice: from examples and from reward."""
