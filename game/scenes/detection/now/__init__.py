"""Now: one network from pixels to boxes."""
