"""The labelled cartoon portraits, and the network that reads their labels."""
