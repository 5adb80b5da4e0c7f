"""Attention and probabilities by words: networks work with pieces of words, people read words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from models.base.arrays import Float

if TYPE_CHECKING:
    from models.translation.translator import Look

BLANK = "▁"


def spans(pieces: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return where each word begins and ends among pieces; a piece with a blank in front begins one."""
    starts = [i for i, piece in enumerate(pieces) if not i or piece.startswith(BLANK) or _mark(piece)]
    return list(zip(starts, [*starts[1:], len(pieces)], strict=True))


def _mark(piece: str) -> bool:
    return piece.startswith("<") or not any(letter.isalnum() for letter in piece)


def by_words(look: Look) -> tuple[list[str], list[str], Float]:
    """Return the words that were read, those that were written, and how much each looked at each.

    Shares are (written, source); each row adds up to 1.
    """
    read, written = spans(look.source), spans(look.written)
    shares = np.array(
        [[look.shares[a:b, c:d].sum() / max(1, b - a) for c, d in read] for a, b in written], np.float32
    ).reshape(len(written), len(read))
    return (
        ["".join(look.source[a:b]).replace(BLANK, "") for a, b in read],
        ["".join(look.written[a:b]).replace(BLANK, "") for a, b in written],
        shares,
    )


def first_piece(look: Look, word: int) -> int:
    """Return the number of a written word's first piece."""
    written = spans(look.written)
    return written[min(word, len(written) - 1)][0]


def doubtful(look: Look) -> int:
    """Return the written word whose first piece was chosen with the least confidence."""
    written = spans(look.written)
    return min(range(len(written)), key=lambda i: look.following[written[i][0]][0][1])
