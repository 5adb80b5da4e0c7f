"""Figures that evaluations share: similarity of pictures, Fréchet distance, tables."""
