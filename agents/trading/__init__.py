"""Trading as reinforcement learning: price series, and a trader that learns by the policy gradient."""
