"""The contest with the network: what is asked in a game."""

from __future__ import annotations

import random

import numpy as np

from game.scenes.convolution.network.guessing import DREAMT, LEAST_VIEW, ROUNDS, GuessSession, view_of
from game.workers.workers import Workers
from models.base.gallery import picture


def test_another_game_asks_for_other_pictures_in_another_order() -> None:
    session = GuessSession(1, Workers(inline=True))
    games = set()
    for _ in range(6):
        cards = session._cards
        assert len(set(cards)) == ROUNDS
        assert sum(not card.picture for card in cards) == DREAMT
        games.add(tuple(card.right for card in cards))
        session.restart()
    session.close()
    assert len(games) == 6


def test_a_round_shows_most_of_a_photograph_and_each_another_part() -> None:
    image = picture("cat")
    views = [view_of(image, random.Random(seed)) for seed in range(8)]
    for view in views:
        assert min(np.array(view.shape[:2]) / image.shape[:2]) > LEAST_VIEW - 0.01
        assert view.dtype == np.uint8
    assert len({view.tobytes() for view in views}) == 8
    np.testing.assert_array_equal(views[0], view_of(image, random.Random(0)))
