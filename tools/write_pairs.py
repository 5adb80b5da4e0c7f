"""Write the pairs that the small translator learns from: ``python -m tools.write_pairs``."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from random import Random

from models.translation import vocabulary
from models.translation.corpus import Pair, write_pairs
from models.translation.grammar.lexicon import IDIOMS, OWN, Lexicon
from models.translation.grammar.sentences import Writer
from models.translation.live.data import FOLDER
from models.translation.live.settings import MOST
from models.translation.live.state import SHAPE

UNSEEN = 100
LONGEST = 7
"""Words of an English sentence."""
WORDS = 4
"""Nouns of a kind."""
LEFT_OUT = ("joined", "says", "compares")
"""Sentences that take too long to learn."""
KNOWN_IDIOMS = 20


def small(lexicon: Lexicon) -> Lexicon:
    """Return a lexicon with the first few words of each kind."""

    def few(
        words: dict[str, tuple[tuple[str, str], ...]], count: int
    ) -> dict[str, tuple[tuple[str, str], ...]]:
        return {kind: group[:count] for kind, group in words.items()}

    return replace(
        lexicon,
        nouns=few(lexicon.nouns, WORDS),
        adjectives=few(lexicon.adjectives, 3),
        verbs=(*lexicon.verbs[:16], *lexicon.verbs[-12:-6]),
        places=lexicon.places[:7],
        targets=lexicon.targets[:6],
    )


def main() -> None:
    """Write pairs that differ in English; none of the unseen ones is an idiom."""
    writer = Writer(Random(5), small(OWN), IDIOMS[:KNOWN_IDIOMS])
    writer.makers = {make: share for make, share in writer.makers.items() if _name(make) not in LEFT_OUT}
    found: dict[str, Pair] = {}
    for pair in writer.pairs():
        if len(pair.en.split()) <= LONGEST:
            found.setdefault(pair.en.lower(), pair)
        if len(found) == MOST + UNSEEN:
            break
    pairs = list(found.values())
    Random(1).shuffle(pairs)
    fixed = {en for en, _ in IDIOMS}
    unseen = list(islice((pair for pair in pairs if pair.en not in fixed), UNSEEN))
    learned = [pair for pair in pairs if pair not in set(unseen)]
    write_pairs(FOLDER / "pairs.tsv", learned)
    write_pairs(FOLDER / "unseen.tsv", unseen)
    texts = [text for pair in learned for text in pair]
    pieces = vocabulary.learn(texts, SHAPE.vocabulary, lower_case=True, coverage=1.0)
    (FOLDER / "pieces.model").write_bytes(pieces)
    print(
        f"{len(learned)} pairs, {len(unseen)} unseen, {len({w for p in learned for w in p.ru.split()})} words"
    )


def _name(make: Callable[..., object]) -> str:
    return make.__name__


if __name__ == "__main__":
    main()
