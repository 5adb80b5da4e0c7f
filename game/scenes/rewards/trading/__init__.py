"""Is there anything to learn? A trader learns on one half of a price series, and is tested on the other."""
