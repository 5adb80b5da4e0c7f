"""Restyle a portrait: its latent is found, then changed by slider or brush."""
