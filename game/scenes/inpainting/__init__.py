"""Inpainting and rain removal."""
