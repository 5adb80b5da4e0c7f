"""Sixty-four numbers, the portrait they make, and every way to change them."""
