"""Atari: play beside, against or advised by an agent that is learning."""
