"""The line-up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame

from tests.game.conftest import Driver, QuickGan
from tests.game.scenes.generator.judge.conftest import exercise

Open = Callable[..., Driver]


def test_a_line_up_of_real_and_generated_ones_is_judged_one_by_one(driver: Driver) -> None:
    lineup = exercise(driver)
    driver.frames(30)
    kinds = [face.kind for face in lineup.faces]
    assert sorted(kinds) == ["generated"] * 6 + ["real"] * 6
    assert set(lineup.judged) == set(range(12))
    gan = QuickGan()
    for index, judged in lineup.judged.items():
        wanted = gan.verdict(lineup.faces[index].picture)
        assert (judged.probability, judged.score) == (wanted.probability, wanted.score)
    chosen = lineup.judged[lineup.chosen].probability
    assert exercise(driver).meter.target == chosen


def test_arrows_and_clicks_show_others_large(driver: Driver) -> None:
    lineup = exercise(driver)
    driver.frames(30)
    driver.tap(pygame.K_RIGHT)
    assert lineup.chosen == 1
    driver.tap(pygame.K_LEFT)
    driver.tap(pygame.K_LEFT)
    assert lineup.chosen == 11
    driver.press_button("#face_4")
    assert lineup.chosen == 4
    assert exercise(driver).meter.target == lineup.judged[4].probability
    faces = list(lineup.faces)
    driver.tap(pygame.K_n)
    driver.frames(4)
    assert all(face is not former for face, former in zip(lineup.faces, faces, strict=True))


def test_the_heat_map_can_be_hidden(driver: Driver) -> None:
    driver.frames(30)
    shown = driver.picture()
    driver.tap(pygame.K_h)
    driver.frames(2)
    place = exercise(driver)._picture
    area = np.s_[place.y : place.bottom, place.x : place.right]
    assert (driver.picture()[area] != shown[area]).any()
    driver.tap(pygame.K_h)
    assert driver.scene.tab.session.heat


def test_a_picture_from_elsewhere_comes_first_and_a_second_takes_its_place(driver: Driver) -> None:
    driver.frames(30)
    lineup = exercise(driver)
    before = dict(lineup.judged)
    driver.scene.shared.hand("judge", np.full((64, 64, 3), 255, np.uint8))
    driver.frames(4)
    assert len(lineup.faces) == 13
    assert lineup.chosen == 0
    assert lineup.judged[0].probability == 1.0
    assert {index + 1: judged for index, judged in before.items()} == {
        index: judged for index, judged in lineup.judged.items() if index
    }
    driver.scene.shared.hand("judge", np.zeros((64, 64, 3), np.uint8))
    driver.frames(4)
    assert len(lineup.faces) == 13
    assert lineup.judged[0].probability == 0.0
