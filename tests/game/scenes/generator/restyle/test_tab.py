"""The restyle room: find, turn, paint, undo; what is shown and where the portrait goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from PIL import Image

from game.scenes.generator.latent_files import Origin, portrait_png
from game.scenes.generator.restyle import session as restyle_state
from game.ui.surfaces import to_array
from game.workers.latest_call import LatestCall
from models.base.weights import WeightsError
from models.portraits.dataset import load_split
from tests.game.conftest import Driver, QuickGan

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """The room with one of the bundled portraits, found; sliders rest at once."""
    monkeypatch.setattr(restyle_state, "REST", 0.0)
    driver = open_app("generator")
    driver.scene.open("restyle")
    driver.frames(6)
    assert driver.scene.tab.session.now is not None
    return driver


def room(driver: Driver) -> Any:
    return driver.scene.tab


def latent(driver: Driver) -> np.ndarray:
    found: np.ndarray = room(driver).session.now.shown.latent
    return found


def at(driver: Driver, x: float, y: float) -> tuple[int, int]:
    rect = room(driver).canvas.rect
    return round(rect.x + x * rect.width), round(rect.y + y * rect.height)


def turn(driver: Driver, name: str, steps: int) -> None:
    """Turn a slider by the arrow keys, as one gesture."""
    driver.app.focus.focus(driver.widget(f"#knob_{name}"))
    for _ in range(abs(steps)):
        driver.press(pygame.K_RIGHT if steps > 0 else pygame.K_LEFT)
    driver.release(pygame.K_RIGHT)
    driver.app.focus.clear()
    driver.frames(3)


def test_it_begins_with_a_portrait_that_no_network_has_seen(driver: Driver) -> None:
    now = room(driver).session.now
    assert now.subject.picture.shape == (256, 256, 3)
    assert now.shown is now.found
    assert not room(driver).session.steps.can_undo
    shown = to_array(room(driver).result.outcome.surface)
    np.testing.assert_array_equal(shown, now.shown.large)


def test_a_slider_turns_its_trait_and_can_be_undone(driver: Driver) -> None:
    before = latent(driver).copy()
    readings = dict(room(driver).session.now.shown.readings)
    direction = 1 if readings["glasses"] < 0.5 else -1
    turn(driver, "glasses", direction)
    after = latent(driver)
    assert room(driver).session.now.shown.readings["glasses"] != readings["glasses"]
    assert np.count_nonzero(after != before) == 1
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    np.testing.assert_array_equal(latent(driver), before)
    driver.tap(pygame.K_z, pygame.KMOD_CTRL | pygame.KMOD_SHIFT)
    np.testing.assert_array_equal(latent(driver), after)


def test_one_drag_is_one_step(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    before = latent(driver).copy()
    session = room(driver).session
    monkeypatch.setattr(pygame.mouse, "get_pressed", lambda *_: (True, False, False))
    for position in (0.2, 0.6, 0.9, 0.4):
        session.turn("smile", position)
        driver.frames(2)
    monkeypatch.setattr(pygame.mouse, "get_pressed", lambda *_: (False, False, False))
    driver.frames(3)
    assert session.now.shown.readings["smile"] == pytest.approx(0.4)
    assert session.undo()
    np.testing.assert_array_equal(latent(driver), before)
    assert not session.steps.can_undo


def test_the_latent_follows_the_paint_while_the_brush_is_down(driver: Driver) -> None:
    before = latent(driver).copy()
    driver.move(at(driver, 0.3, 0.5))
    driver.down(at(driver, 0.3, 0.5))
    driver.move(at(driver, 0.7, 0.5), button=1)
    driver.frames(4)
    assert room(driver).session.layer.painting
    rows = np.flatnonzero(latent(driver) != before)
    assert len(rows), "it follows before the brush is lifted"
    assert abs(rows.mean() - 32) < 4, "and changes where the paint is"
    driver.up(at(driver, 0.7, 0.5))
    driver.frames(6)
    assert room(driver).session.now.paint.rgba
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.frames(3)
    np.testing.assert_array_equal(latent(driver), before)
    assert not room(driver).session.layer.paint.rgba, "the paint goes with the step"
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    assert room(driver).session.layer.paint.rgba


def test_what_is_not_painted_is_held_to_what_it_was(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[np.ndarray] = []
    brush = QuickGan.brush

    def watched(*arguments: Any, rest: np.ndarray, **more: Any) -> Any:
        kept.append(rest)
        return brush(*arguments, rest=rest, **more)

    before = room(driver).session.now.shown.picture
    monkeypatch.setattr(QuickGan, "brush", watched)
    driver.stroke(at(driver, 0.3, 0.2), at(driver, 0.7, 0.2))
    driver.frames(6)
    assert len(kept) > 1
    for rest in kept:
        np.testing.assert_array_equal(rest, before)


def test_delete_takes_the_paint_and_keeps_the_portrait(driver: Driver) -> None:
    driver.stroke(at(driver, 0.3, 0.5), at(driver, 0.7, 0.5))
    driver.frames(30)
    after = latent(driver).copy()
    driver.tap(pygame.K_DELETE)
    assert not room(driver).session.layer.paint.rgba
    driver.frames(3)
    np.testing.assert_array_equal(latent(driver), after)
    driver.tap(pygame.K_r)
    assert room(driver).session.now.shown is room(driver).session.now.found


def test_the_right_button_erases_paint(driver: Driver) -> None:
    driver.stroke(at(driver, 0.4, 0.5), at(driver, 0.6, 0.5))
    room(driver).canvas.brush = 90
    driver.stroke(at(driver, 0.3, 0.5), at(driver, 0.7, 0.5), button=3)
    driver.frames(2)
    assert not room(driver).session.layer.paint.rgba


def test_a_picture_of_ones_own_is_cropped_and_the_nearest_portrait_is_shown_with_words(
    driver: Driver, tmp_path: Path
) -> None:
    random = np.random.default_rng(0)
    photo = random.integers(0, 256, (90, 150, 3), dtype=np.uint8)
    path = tmp_path / "photo.png"
    Image.fromarray(photo).save(path)
    former = room(driver).session.now
    driver.post(pygame.DROPFILE, file=str(path))
    driver.frames(3)
    assert driver.has("#restyle_crop_take")
    driver.tap(pygame.K_RETURN)
    driver.frames(4)
    now = room(driver).session.now
    assert now.subject.name == "photo.png"
    assert now.subject.picture.shape[0] == now.subject.picture.shape[1]
    assert now.found.far
    words, colour = room(driver).panel.status()
    assert words == driver.app.t("generator.restyle_far", n=driver.app.t.number(now.found.distance, 1))
    assert colour == driver.app.style.colour.human
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert room(driver).session.now is former, "opening a picture can be undone"


def test_the_window_for_cropping_survives_a_change_of_size_but_not_escape(
    driver: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "photo.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (90, 150, 3), dtype=np.uint8)).save(path)
    driver.post(pygame.DROPFILE, file=str(path))
    driver.frames(3)
    largest = driver.window().square.side  # type: ignore[attr-defined]
    driver.tap(pygame.K_MINUS)
    side = driver.window().square.side  # type: ignore[attr-defined]
    assert side < largest
    driver.app.change(language="ru")
    driver.frames(3)
    assert driver.has("#restyle_crop_take")
    assert driver.window().square.side == side  # type: ignore[attr-defined]
    driver.tap(pygame.K_ESCAPE)
    driver.frames(2)
    assert not driver.has("#restyle_crop_take")
    driver.app.change(language="en")
    driver.frames(3)
    assert not driver.has("#restyle_crop_take")


def test_a_saved_portrait_comes_back_with_its_latent(driver: Driver, tmp_path: Path) -> None:
    turn(driver, "smile", 1)
    wanted = latent(driver).copy()
    path = tmp_path / "me.png"
    shown = room(driver).session.now.shown
    path.write_bytes(portrait_png(shown.picture, Origin(shown.latent)))
    driver.frames(2)
    driver.tap(pygame.K_n)
    driver.frames(4)
    driver.post(pygame.DROPFILE, file=str(path))
    driver.frames(4)
    assert not driver.app.dialog_open
    np.testing.assert_allclose(latent(driver), wanted, atol=1e-6)


@pytest.mark.parametrize("spoilt", [False, True])
def test_a_portrait_that_was_painted_over_is_looked_for(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: bool
) -> None:
    wanted = QuickGan().sample(5)
    picture = QuickGan().make(wanted)
    if spoilt:
        picture[20:24, 20:24] = (255, 0, 255)
    sought: list[np.ndarray] = []
    find = QuickGan.find

    def watched(self: QuickGan, given: np.ndarray, *arguments: Any, **more: Any) -> Any:
        sought.append(given)
        return find(self, given, *arguments, **more)

    monkeypatch.setattr(QuickGan, "find", watched)
    path = tmp_path / "me.png"
    path.write_bytes(portrait_png(picture, Origin(wanted, 5)))
    driver.post(pygame.DROPFILE, file=str(path))
    driver.frames(5)
    assert room(driver).session.now.subject.name == "me.png"
    assert len(sought) == spoilt


def test_a_portrait_cropped_by_another_program_is_cropped_again(driver: Driver, tmp_path: Path) -> None:
    wanted = QuickGan().sample(5)
    path = tmp_path / "me.png"
    path.write_bytes(portrait_png(QuickGan().make(wanted)[:40].copy(), Origin(wanted, 5)))
    driver.post(pygame.DROPFILE, file=str(path))
    driver.frames(5)
    assert driver.has("#restyle_crop_take"), "a vector does not make it a square"


def test_the_divider_is_off_at_first_and_before_is_what_its_name_says(driver: Driver) -> None:
    assert not room(driver).result.wipe.on
    turn(driver, "background", 1)
    now, rect = room(driver).session.now, room(driver).result.rect
    place = (rect.x + rect.width // 4, rect.y + rect.height // 4)

    def shown(picture: np.ndarray) -> bool:
        colour = driver.app.screen.get_at(place)[:3]
        return bool(np.abs(picture[64, 64].astype(int) - colour).max() < 12)

    driver.frames(2)
    assert shown(now.shown.large), "all of it is the result"
    for name, picture in (("found", now.found.large), ("given", now.given)):
        room(driver).commands.run(f"before_{name}")
        driver.move((rect.right + 2, rect.bottom + 2))
        driver.frames(2)
        assert room(driver).result.wipe.on
        assert shown(picture), name


def test_escape_stops_the_search_and_keeps_the_former_portrait(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = room(driver).session.now
    submitted: list[Any] = []

    def later(self: LatestCall[Any, Any], request: Any) -> int:
        submitted.append(request)
        self._stamp += 1
        self._running = self._stamp
        return self._stamp

    monkeypatch.setattr(LatestCall, "submit", later)
    room(driver).take(np.zeros((64, 64, 3), np.uint8), "black", None)
    driver.frames(2)
    assert room(driver).session.finding
    words, _ = room(driver).panel.status()
    assert words == driver.app.t("generator.restyle_finding", n=0)
    turn(driver, "smile", 1)
    assert room(driver).session.now is former, "nothing turns while something is looked for"
    driver.tap(pygame.K_ESCAPE)
    assert submitted[0].stop.is_set()
    assert not room(driver).session.finding
    assert driver.app.scene_id == "generator"
    assert room(driver).session.now is former


def test_holding_tab_shows_the_original(driver: Driver) -> None:
    turn(driver, "background", 1)
    driver.move(room(driver).result.rect.center)
    place = (room(driver).result.rect.centerx + 40, room(driver).result.rect.centery)
    driver.frames(2)
    after = driver.app.screen.get_at(place)
    driver.press(pygame.K_TAB)
    driver.frames(2)
    assert room(driver).result.held
    before = driver.app.screen.get_at(place)
    driver.release(pygame.K_TAB)
    driver.frames(2)
    assert before != after
    assert driver.app.screen.get_at(place) == after


def test_the_portrait_goes_on_to_judge_and_generator(driver: Driver) -> None:
    wanted = room(driver).session.now.shown.picture
    driver.tap(pygame.K_j)
    driver.frames(4)
    assert driver.scene.tab_id == "judge"
    assert driver.scene.tab.lineup.faces[0].kind == "own"
    np.testing.assert_array_equal(driver.scene.tab.lineup.faces[0].picture, wanted)
    driver.tap(pygame.K_t)
    driver.frames(4)
    assert driver.scene.tab_id == "restyle"
    np.testing.assert_array_equal(room(driver).session.now.shown.picture, wanted)


def test_without_weights_it_says_so(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(path: Path | None, data: str = "portraits") -> Any:
        raise WeightsError("missing", "gan.safetensors")

    monkeypatch.setattr("game.scenes.generator.network_calls.load_networks", missing)
    driver = open_app("generator")
    driver.scene.open("restyle")
    driver.frames(6)
    assert room(driver).trouble() == driver.app.t("generator.weights_missing")
    assert room(driver).session.now is None
    for key in (pygame.K_s, pygame.K_c):
        driver.tap(key, pygame.KMOD_CTRL)
    driver.tap(pygame.K_j)
    assert driver.scene.tab_id == "restyle", "there is nothing to hand on"


def test_alone_it_turns_slider_after_slider_and_takes_other_portraits(driver: Driver) -> None:
    first = room(driver).session.now.subject
    seen = set()
    for _ in range(60):
        room(driver).attract(0.5)
        seen.add(room(driver).session.turned)
        driver.frames()
    assert {"hair_colour", "hair_style", "glasses"} <= seen
    assert room(driver).session.now.subject is not first


def test_a_bundled_portrait_by_link_is_told_again(open_app: Open) -> None:
    driver = open_app("generator")
    driver.app.go("generator/restyle?portrait=5&before=found")
    driver.frames(8)
    assert room(driver).session.now.subject.portrait == 5
    np.testing.assert_array_equal(room(driver).session.now.subject.picture, load_split("sample").picture(5))
    link = str(driver.scene.link())
    assert link == "generator/restyle?portrait=5&before=found"
    driver.tap(pygame.K_n)
    driver.frames(6)
    driver.app.go(link)
    driver.frames(6)
    assert room(driver).session.now.subject.portrait == 5
    assert str(driver.scene.link()) == link


def test_a_link_leads_to_the_same_portrait_after_free_play(open_app: Open) -> None:
    driver = open_app("generator")
    driver.app.go("generator/restyle")
    driver.frames(8)
    first = str(driver.scene.link())
    assert "portrait=" in first
    driver.tap(pygame.K_n)
    driver.tap(pygame.K_w)
    driver.frames(6)
    driver.app.go("generator/restyle")
    driver.frames(8)
    assert str(driver.scene.link()) == first
    assert not room(driver).result.wipe.on


@pytest.mark.parametrize("wrong", ["portrait=99999", "portrait=-1", "portrait=x", "before=now", "hair=red"])
def test_a_wrong_link_gives_a_message_and_changes_nothing(wrong: str, driver: Driver) -> None:
    now, said = room(driver).session.now, len(driver.toasts)
    driver.app.go(f"generator/restyle?{wrong}")
    driver.frames(4)
    assert len(driver.toasts) > said
    assert room(driver).session.now is now


def test_enter_on_the_keypad_pulls_too(driver: Driver) -> None:
    driver.stroke(at(driver, 0.3, 0.5), at(driver, 0.7, 0.5))
    driver.tap(pygame.K_ESCAPE)
    assert not room(driver).session.pulling
    driver.press(pygame.K_KP_ENTER)
    assert room(driver).session.pulling


def test_b_e_and_i_take_the_tools(driver: Driver) -> None:
    for key, name in ((pygame.K_e, "eraser"), (pygame.K_i, "pipette"), (pygame.K_b, "brush")):
        driver.tap(key, unicode=pygame.key.name(key))
        assert room(driver).canvas.tool == name
        assert driver.widget(f"#{name}").is_selected
