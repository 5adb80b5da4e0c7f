"""Filling live and on demand, with either network."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from tests.game.conftest import Driver, QuickInpainter
from tests.game.scenes.inpainting.conftest import PHOTO, Open, assert_filled, at, put, ramp, shown


def test_on_demand_nothing_is_filled_before_it_is_asked_for(driver: Driver) -> None:
    driver.tap(pygame.K_d)
    assert driver.widget("#mode_manual").is_selected
    assert not driver.widget("#run").is_enabled
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    driver.frames(5)
    assert driver.scene.tab.session.job.result is None
    assert not (shown(driver) == PHOTO).all(axis=2).any()
    driver.tap(pygame.K_RETURN)
    assert_filled(driver)
    result = shown(driver)
    driver.stroke(at(driver, 0.2, 0.7), at(driver, 0.8, 0.7))
    driver.frames(5)
    np.testing.assert_array_equal(shown(driver), result)
    assert driver.scene.tab.panel.status() == driver.app.t("inpainting.stale")
    driver.press_button("#run")
    assert_filled(driver)


def test_portraits_have_several_answers(driver: Driver) -> None:
    put(driver, ramp(64, 64), kind="portrait")
    driver.tap(pygame.K_i)
    session = driver.scene.tab.session
    assert session.model == "portrait"
    assert_filled(driver, (20, 90, 60))
    driver.tap(pygame.K_n)
    assert_filled(driver, (60, 90, 60))
    driver.press_button("#answer_more")
    assert_filled(driver, (100, 90, 60))
    driver.tap(pygame.K_n, pygame.KMOD_SHIFT)
    assert_filled(driver, (60, 90, 60))
    driver.tap(pygame.K_a)
    assert driver.scene.shared.prefs.model == "photo"
    assert_filled(driver)
    assert session.variants == 1
    driver.tap(pygame.K_n)
    assert_filled(driver)


def test_a_portrait_stays_one_when_undone_and_redone(driver: Driver) -> None:
    put(driver, ramp(64, 64), kind="portrait")
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert driver.scene.tab.session.model == "photo"
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    assert driver.scene.tab.session.model == "portrait"


def test_a_network_that_fails_becomes_a_sentence(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(QuickInpainter, "fill", fail)
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    assert "out of memory" in driver.scene.tab.panel.trouble()
    monkeypatch.undo()
    monkeypatch.setattr("game.scenes.inpainting.requests.load_inpainter", QuickInpainter)
    driver.stroke(at(driver, 0.2, 0.6), at(driver, 0.8, 0.6))
    assert_filled(driver)


def test_without_the_truth_there_are_no_numbers(driver: Driver) -> None:
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    driver.frames(4)
    room = driver.scene.tab
    assert room.session.measurement.psnr is not None
    driver.press_button("#intact")
    driver.frames(4)
    assert room.session.measurement.psnr is None
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.frames(4)
    assert room.session.measurement.psnr is not None
    driver.press_button("#intact")
    driver.press_button("#intact")
    driver.frames(4)
    assert room.session.measurement.psnr is not None


@pytest.mark.parametrize(
    "link", ["picture=coffee&mask=scratches", "picture=7&mask=eyes", "picture=flower&mask=none"]
)
def test_links_open_a_picture_and_hide_a_part_of_it(link: str, open_app: Open) -> None:
    link = f"inpainting/repair?{link}"
    driver = open_app("menu")
    driver.app.go(link)
    driver.frames(4)
    assert str(driver.scene.link()) == link
    assert bool(driver.scene.shared.masked.share) is not link.endswith("none")
    driver.app.go("inpainting/repair?picture=astronaut&mask=none")
    driver.frames(4)
    assert not driver.scene.shared.masked.share
    driver.app.go(link)
    driver.frames(4)
    assert str(driver.scene.link()) == link
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    assert "mask" not in driver.scene.link().query, "a mask that was painted has no address"


def test_a_link_leads_to_the_same_state_after_free_play(open_app: Open) -> None:
    driver = open_app("menu")
    driver.app.go("inpainting/repair")
    driver.frames(4)
    assert str(driver.scene.link()) == "inpainting/repair?picture=cat&mask=scratches"
    tab = driver.scene.tab
    driver.tap(pygame.K_m)
    driver.tap(pygame.K_d)
    driver.tap(pygame.K_x)
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    assert (tab.canvas.layer, tab.session.prefs.live, tab.session.look) == ("picture", False, "error")
    driver.app.go("inpainting/repair")
    driver.frames(4)
    assert str(driver.scene.link()) == "inpainting/repair?picture=cat&mask=scratches"
    assert (tab.canvas.layer, tab.session.prefs.live, tab.session.look) == ("mask", True, "result")
    assert not tab.session.stale


@pytest.mark.parametrize("link", ["picture=nothing", "mask=ears", "portrait=3", "picture=999999999"])
def test_wrong_links_are_told(link: str, driver: Driver) -> None:
    before = driver.scene.shared.masked.array()
    driver.app.go(f"inpainting/repair?{link}")
    driver.frames(4)
    assert link.rpartition("=")[2] in driver.toasts[-1] or "portrait" in driver.toasts[-1]
    np.testing.assert_array_equal(driver.scene.shared.masked.array(), before)


def test_texture_follows_once_the_hand_rests(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fill(self: QuickInpainter, rgb: np.ndarray, mask: np.ndarray, **how: object) -> np.ndarray:
        asked.append(how["texture"])
        return np.where(mask[..., None], np.uint8(200 if how["texture"] else 100), rgb)

    monkeypatch.setattr(QuickInpainter, "fill", fill)
    start, end = at(driver, 0.2, 0.3), at(driver, 0.8, 0.3)
    driver.post(pygame.MOUSEBUTTONDOWN, pos=start, button=1)
    driver.post(pygame.MOUSEMOTION, pos=end, rel=(1, 0), buttons=(1, 0, 0))
    driver.frames(5)
    assert asked
    assert not any(asked), "not while the hand is painting"
    driver.post(pygame.MOUSEBUTTONUP, pos=end, button=1)
    driver.frames(6)
    assert asked[-1] is True
    assert asked.count(True) == 1
    assert_filled(driver, (200, 200, 200))
    driver.tap(pygame.K_d)
    driver.stroke(at(driver, 0.2, 0.7), at(driver, 0.8, 0.7))
    driver.tap(pygame.K_RETURN)
    assert asked[-1] is True, "on demand it comes at once"


def test_texture_gives_way_to_a_new_stroke(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    driver.frames(5)
    session = driver.scene.tab.session
    assert session.job._request.texture
    monkeypatch.setattr(type(session.job), "running", True)
    driver.post(pygame.MOUSEBUTTONDOWN, pos=at(driver, 0.2, 0.6), button=1)
    driver.frames(1)
    assert session.job._request.stop.is_set()
