"""A grammar that writes pairs: everyday sentences in both languages at once, right by construction."""
