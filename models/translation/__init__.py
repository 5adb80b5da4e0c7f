"""Translation between Russian and English: by rules of grammar, and by a network that learned from pairs."""
