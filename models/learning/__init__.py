"""Learning in small: data in the plane, models with few parameters, losses, and descent; NumPy alone."""
