"""Replays and recordings."""
