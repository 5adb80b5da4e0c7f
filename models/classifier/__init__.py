"""EfficientNet-Lite0, and what can be seen inside it."""
