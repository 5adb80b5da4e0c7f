"""Pieces become words for people."""

from __future__ import annotations

import numpy as np

from game.scenes.translation.learn.words import by_words, doubtful, first_piece, spans
from models.translation.translator import Look

LOOK = Look(
    ("▁I", "▁se", "e", "▁it", "."),
    ("▁Я", "▁ви", "жу", "</s>"),
    np.array(
        [[1, 0, 0, 0, 0], [0, 0.5, 0.5, 0, 0], [0, 0.2, 0.2, 0.6, 0], [0, 0, 0, 0, 1]],
        np.float32,
    ),
    ((("▁Я", 0.9),), (("▁ви", 0.4), ("▁ем", 0.3)), (("жу", 0.8),), (("</s>", 0.7),)),
)


def test_a_blank_or_a_mark_begins_a_word() -> None:
    assert spans(LOOK.source) == [(0, 1), (1, 3), (3, 4), (4, 5)]
    assert spans(LOOK.written) == [(0, 1), (1, 3), (3, 4)]


def test_attention_of_words_is_that_of_their_pieces() -> None:
    read, written, shares = by_words(LOOK)
    assert read == ["I", "see", "it", "."]
    assert written == ["Я", "вижу", "</s>"]
    assert np.allclose(shares.sum(1), 1)
    assert np.allclose(shares[1], [0, 0.7, 0.3, 0])


def test_the_most_doubtful_word_is_the_one_chosen_with_least_confidence() -> None:
    assert doubtful(LOOK) == 1
    assert first_piece(LOOK, 1) == 1
    assert first_piece(LOOK, 99) == 3
