"""The bundled pairs, which `python -m tools.write_pairs` made, and the pieces that they are cut into."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from models.base.weights import ASSETS
from models.translation.corpus import Pair, read_pairs
from models.translation.live.settings import MOST, SHOWN

if TYPE_CHECKING:
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
    from models.translation import vocabulary

    pairs, unseen = (tuple(read_pairs(FOLDER / f"{name}.tsv")) for name in ("pairs", "unseen"))
    if len(pairs) < MOST or len(unseen) < 2 * SHOWN:
        raise ValueError(f"{FOLDER} does not hold the pairs that it should")
    return Material(pairs, unseen, vocabulary.from_file(FOLDER / "pieces.model"))


def shown_pairs() -> tuple[Pair, ...]:
    """Return the unseen sentences on the screen, without loading anything else."""
    return tuple(read_pairs(FOLDER / "unseen.tsv")[:SHOWN])
