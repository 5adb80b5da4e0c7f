"""Adversarial training small enough to watch."""
