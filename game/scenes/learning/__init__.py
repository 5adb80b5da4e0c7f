"""Learning in small: one data set, one model, one loss, seen from five sides."""
