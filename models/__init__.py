"""Image models and what they need: convolution, pictures, checkpoints. Plain libraries, no window."""
