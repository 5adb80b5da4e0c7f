"""What every model needs: checkpoints, the list of weights, pictures, the training loop, child processes."""
