"""Cats composed of David Revoy's labelled layers (CC BY 4.0): the generator's second data set."""
