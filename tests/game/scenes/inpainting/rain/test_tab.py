"""Rain, sprayed and removed."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from game.ui.pictures import unpacked
from game.ui.surfaces import to_array
from tests.game.conftest import Driver, QuickRemover
from tests.game.scenes.inpainting.conftest import ramp, shown


def test_rain_is_sprayed_and_washed_off(rain: Driver) -> None:
    session = rain.scene.tab.session
    dry, wet = ramp(64, 96), session.rainy.rgb
    assert (wet.astype(int) >= dry).all()
    assert (wet != dry).any()
    np.testing.assert_array_equal(to_array(rain.scene.tab.rainy.outcome.surface), wet)
    np.testing.assert_array_equal(session.truth, dry)
    np.testing.assert_array_equal(shown(rain), (wet * 0.9).astype(np.uint8))
    rain.frames(4)
    measurements = session.comparison.measurements
    for name, picture in (("rainy", wet), ("ours", session.job.result.rgb)):
        error = (picture.astype(float) - dry) ** 2
        assert measurements[name].psnr == pytest.approx(10 * np.log10(255**2 / error.mean()), abs=0.01)
    np.testing.assert_array_equal(rain.scene.shared.masked.array(), dry)


def test_the_sliders_change_the_rain_and_so_do_other_drops(rain: Driver) -> None:
    session = rain.scene.tab.session
    first = session.rainy.rgb
    slider = rain.widget("#rain_density")
    grip = slider.sliding_button.rect.center
    rain.stroke(grip, (grip[0] + 10, grip[1]), (slider.rect.right - 4, grip[1]))
    rain.frames(4)
    assert rain.scene.shared.prefs.density > 0.8
    heavy = session.rainy.rgb
    assert heavy.mean() > first.mean()
    rain.tap(pygame.K_n)
    rain.frames(3)
    assert (session.rainy.rgb != heavy).any()
    assert session.job.result.request.key == session.rainy.request.key


def test_a_rainy_picture_is_taken_as_it_is(rain: Driver) -> None:
    rain.press_button("#source_given")
    rain.frames(4)
    room = rain.scene.tab
    np.testing.assert_array_equal(room.session.rainy.rgb, ramp(64, 96))
    assert room.session.truth is None
    assert room.session.measurement.psnr is None
    rain.press_button("#look_dry")
    assert rain.toasts[-1] == rain.app.t("rain.no_truth")
    rain.press_button("#source_spray")
    rain.frames(4)
    assert room.session.truth is not None


def test_rain_looks_and_comparison(rain: Driver) -> None:
    room = rain.scene.tab
    rain.press_button("#look_dry")
    rain.frames(2)
    np.testing.assert_array_equal(shown(rain), ramp(64, 96))
    rain.tap(pygame.K_x)
    rain.frames(4)
    assert room.session.look == "error"
    rain.tap(pygame.K_x)
    rain.tap(pygame.K_k)
    rain.frames(12)
    assert room.session.comparison.fresh >= {"rainy", "ours", "median", "bilateral", "nlm"}
    rain.press_button("#method_median")
    rain.frames(2)
    np.testing.assert_array_equal(shown(rain), room.session.comparison.measurements["median"].rgb)
    rain.tap(pygame.K_k)
    rain.frames(2)
    assert room.session.method == "ours"
    rain.tap(pygame.K_t)
    rain.frames(3)
    np.testing.assert_array_equal(
        rain.scene.shared.masked.array(), (unpacked(room.session.rainy.pixels)).astype(np.uint8)
    )
    assert not room.session.sprayed
    rain.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert room.session.sprayed, "it rains on the dry picture again"
    np.testing.assert_array_equal(rain.scene.shared.masked.array(), ramp(64, 96))


def test_a_remover_that_fails_becomes_a_sentence(rain: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(QuickRemover, "clean", fail)
    rain.tap(pygame.K_n)
    rain.frames(3)
    assert "out of memory" in rain.scene.tab.panel.trouble()
    monkeypatch.undo()


def test_a_link_says_how_it_rains(driver: Driver) -> None:
    link = "inpainting/rain?picture=coffee&density=0.9&angle=-30&length=40&strength=0.5"
    driver.app.go(link)
    driver.frames(6)
    session = driver.scene.tab.session
    assert session.rainy.request.rain[:4] == (0.9, -30, 40, 0.5)
    assert str(driver.scene.link()) == link
    driver.app.go("inpainting/rain?source=given")
    driver.frames(4)
    assert str(driver.scene.link()) == "inpainting/rain?picture=cat&source=given"
    driver.app.go(link)
    driver.frames(6)
    assert str(driver.scene.link()) == link


def test_a_link_leads_to_the_same_rain_after_free_play(driver: Driver) -> None:
    driver.app.go("inpainting/rain")
    driver.frames(6)
    session = driver.scene.tab.session
    first, link = session.rainy.request.rain, str(driver.scene.link())
    session.new_rain()
    session.turn("density", 0.9)
    driver.scene.tab.choose_look("error")
    driver.scene.tab.toggle_compare()
    driver.frames(4)
    assert session.rainy.request.rain != first
    driver.app.go("inpainting/rain")
    driver.frames(6)
    assert session.rainy.request.rain == first
    assert (session.look, session.compared) == ("cleaned", False)
    assert str(driver.scene.link()) == link


@pytest.mark.parametrize("link", ["density=2", "angle=down", "picture=nothing"])
def test_wrong_links_are_told(link: str, rain: Driver) -> None:
    before = rain.scene.link()
    rain.app.go(f"inpainting/rain?{link}")
    rain.frames(3)
    assert link.partition("=")[2] in rain.toasts[-1]
    assert rain.scene.link() == before
