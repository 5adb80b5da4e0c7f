"""The quiz."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame

from game.scenes.generator.judge.requests import Dealt, Face
from tests.game.conftest import Driver, QuickGan
from tests.game.scenes.generator.judge.conftest import quiz_of

Open = Callable[..., Driver]


def test_ten_portraits_half_of_them_real(driver: Driver) -> None:
    quiz = quiz_of(driver)
    kinds = [face.kind for face in quiz.dealt.faces]
    assert sorted(kinds) == ["generated"] * 5 + ["real"] * 5
    wanted = [QuickGan().verdict(face.picture).score for face in quiz.dealt.faces]
    np.testing.assert_allclose(quiz.dealt.scores, wanted, rtol=1e-5)


def test_both_are_counted(driver: Driver) -> None:
    quiz = quiz_of(driver)
    faces = tuple(Face("real" if n % 2 else "generated", quiz.dealt.faces[n].picture) for n in range(10))
    scores = tuple(1.0 if n in (1, 3, 5) else -1.0 for n in range(10))
    quiz.dealt = Dealt(faces, scores, line=0.0)
    for n in range(10):
        assert not quiz.revealed
        assert quiz.number == n
        driver.tap(pygame.K_LEFT)
        assert quiz.revealed
        driver.tap(pygame.K_LEFT)
        assert len(quiz.guesses) == n + 1, "no second guess"
        driver.tap(pygame.K_RETURN)
    assert quiz.over
    assert quiz.points() == (5, 8)
    driver.tap(pygame.K_RETURN)
    driver.frames(4)
    assert quiz.guesses == []
    assert quiz.dealt is not None
    assert quiz.dealt.faces[0] is not faces[0]


def test_the_next_portrait_comes_by_itself(driver: Driver) -> None:
    quiz = quiz_of(driver)
    driver.press_button("#judge_quiz_generated")
    assert quiz.revealed
    driver.frames(40, dt=0.1)
    assert not quiz.revealed
    assert quiz.number == 1
