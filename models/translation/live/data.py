"""The bundled pairs, which `python -m tools.write_pairs` made, and the pieces that they are cut into."""

from dataclasses import dataclass
from functools import cache

from models.base.weights import ASSETS
from models.translation import vocabulary
from models.translation.corpus import Pair, read_pairs
from models.translation.live.settings import MOST, SHOWN
from models.translation.vocabulary import Vocabulary

FOLDER = ASSETS / "translation"


@dataclass(frozen=True)
class Material:
    """What is learned from, and what tells whether it was learned.

    Attributes:
        pairs: Learned from.
        unseen: Never learned from; the first SHOWN are on the screen.
        vocabulary: Pieces of both languages.
    """

    pairs: tuple[Pair, ...]
    unseen: tuple[Pair, ...]
    vocabulary: Vocabulary

    @property
    def shown(self) -> tuple[Pair, ...]:
        """The unseen sentences on the screen."""
        return self.unseen[:SHOWN]


@cache
def bundled() -> Material:
    """Return the bundled pairs, read once a process.

    Raises:
        OSError, ValueError: They are missing or damaged.
    """
    pairs, unseen = (tuple(read_pairs(FOLDER / f"{name}.tsv")) for name in ("pairs", "unseen"))
    if len(pairs) < MOST or len(unseen) < 2 * SHOWN:
        raise ValueError(f"{FOLDER} does not hold the pairs that it should")
    return Material(pairs, unseen, vocabulary.from_file(FOLDER / "pieces.model"))
