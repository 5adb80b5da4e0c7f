"""Translation: by rules, by data, and the two side by side."""
