"""A dictionary and rules of grammar: `translate` shows every step of a sentence's way through them."""

from models.translation.rules.dictionary import Dictionary
from models.translation.rules.engine import direction_of, rules, translate
from models.translation.rules.words import Direction, Rule, Translation

__all__ = ["Dictionary", "Direction", "Rule", "Translation", "direction_of", "rules", "translate"]
