"""Learning to play by policy gradient: networks, rollouts, losses and the training loop."""
