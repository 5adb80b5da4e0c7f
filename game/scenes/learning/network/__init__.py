"""A network as the model: what every neuron sees, and weights to grab."""
