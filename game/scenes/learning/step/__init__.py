"""One object, one answer, one comparison, one turn of the knobs."""
