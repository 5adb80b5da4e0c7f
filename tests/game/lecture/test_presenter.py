"""The presenter's black screen, laser and pen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pygame
import pytest

from game.lecture.ink import DOT, Ink
from game.ui.sound import Speaker
from game.ui.style import Style
from game.ui.surfaces import to_array
from tests.game.lecture.conftest import Visitor

Attend = Callable[..., Visitor]
DOWN = pygame.K_PAGEDOWN


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    yield
    Speaker.mute(False)
    pygame.mouse.set_visible(True) if pygame.display.get_init() else None


@pytest.fixture
def visitor(attend: Attend) -> Visitor:
    result = attend()
    result.driver.tap(pygame.K_F5)
    result.driver.frames(2)
    return result


def black(visitor: Visitor) -> bool:
    return not to_array(visitor.app.screen).any()


# ---------------------------------------------------------------------- black


@pytest.mark.parametrize("key", [pygame.K_b, pygame.K_PERIOD])
def test_black_and_back_without_doing_anything_else(key: int, visitor: Visitor) -> None:
    there = visitor.at
    for back in ("b", ".", "page down", "page up", "f5", "escape", "click"):
        visitor.driver.tap(key)
        assert black(visitor)
        visitor.driver.tap(pygame.K_SPACE)
        visitor.driver.move((300, 300))
        assert black(visitor), "other keys and the mouse do not wake it"
        if back == "click":
            visitor.driver.click((300, 300))
        else:
            visitor.driver.tap(pygame.key.key_code(back))
        assert not black(visitor), back
        assert visitor.at == there, back
        assert visitor.session.presenting


def test_the_screen_is_black_only_for_a_presenter(attend: Attend) -> None:
    visitor = attend()
    visitor.driver.tap(DOWN)
    visitor.driver.tap(pygame.K_b)
    assert not black(visitor)


def test_a_black_screen_is_silent(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    loud: list[float] = []

    class Channel:
        def get_queue(self) -> None:
            return None

        def get_busy(self) -> bool:
            return False

        def set_volume(self, volume: float) -> None:
            loud.append(volume)

        def play(self, sound: object) -> None:
            pass

        queue = play

    speaker = Speaker()
    monkeypatch.setattr(speaker, "_channel", Channel())
    samples = np.full(512, 128, np.uint8)
    for press in (False, True, True):
        if press:
            visitor.driver.tap(pygame.K_b)
        speaker.push(samples, 0.7)
    assert loud == [0.7, 0.0, 0.7]


def test_the_scene_gets_nothing_behind_a_black_screen(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.driver.tap(pygame.K_b)
    kinds: list[int] = []
    monkeypatch.setattr(visitor.app.scene, "handle", lambda event: kinds.append(event.type) or False)
    visitor.driver.tap(pygame.K_r)
    visitor.driver.stroke((300, 400), (320, 420))
    assert set(kinds) <= {pygame.KEYUP, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION}
    assert pygame.KEYUP in kinds


def test_the_end_of_the_presentation_brings_sound_and_cursor_back(visitor: Visitor) -> None:
    visitor.driver.tap(pygame.K_j, pygame.KMOD_CTRL)
    assert not pygame.mouse.get_visible()
    visitor.app.lecture.presenter.toggle_black()
    visitor.app.lecture.end()
    visitor.driver.frames(3)
    assert not black(visitor)
    assert pygame.mouse.get_visible()
    assert not visitor.session.on


# ---------------------------------------------------------------------- pen and laser


def test_the_pen_draws_over_the_scene_and_the_scene_gets_nothing(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[int] = []
    monkeypatch.setattr(visitor.app.scene, "handle", lambda event: kinds.append(event.type) or False)
    visitor.driver.tap(pygame.K_p, pygame.KMOD_CTRL)
    kinds.clear()
    before = to_array(visitor.app.screen)
    visitor.driver.stroke((300, 400), (500, 400), (500, 500))
    assert not {pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION} & set(kinds)
    after = to_array(visitor.app.screen)
    accent = visitor.app.style.colour.accent[:3]
    for x, y in ((300, 400), (400, 400), (500, 450)):
        assert tuple(after[y, x]) == accent
    assert (before[420, 400] == after[420, 400]).all()
    visitor.driver.tap(pygame.K_p, pygame.KMOD_CTRL)
    assert tuple(to_array(visitor.app.screen)[400, 400]) == accent, "the drawing stays"
    visitor.driver.click((400, 450))
    assert pygame.MOUSEBUTTONDOWN in kinds, "the pen is laid down"


@pytest.mark.parametrize("how", ["e", "ctrl+e", "button", "next stop"])
def test_the_drawing_goes(how: str, visitor: Visitor) -> None:
    ink = visitor.app.lecture.presenter.ink
    visitor.press("#pen")
    visitor.driver.stroke((300, 400), (500, 400))
    assert len(ink.strokes) == 1
    if how == "next stop":
        visitor.driver.tap(DOWN)
        visitor.driver.tap(DOWN)
        assert ink.strokes, "it stays until the stop's end"
        visitor.driver.tap(DOWN)
    elif how == "button":
        visitor.driver.frames(2)
        visitor.press("#erase")
    else:
        visitor.driver.tap(pygame.K_e, pygame.KMOD_CTRL if how.startswith("ctrl") else 0)
    assert not ink.strokes
    assert ink.pen
    assert not (to_array(visitor.app.screen)[400, 400] == visitor.app.style.colour.accent[:3]).all()


def test_the_bars_buttons_can_be_pressed_while_drawing(visitor: Visitor) -> None:
    visitor.press("#pen")
    visitor.press("#next")
    assert visitor.at == ("one", "question")
    visitor.driver.press_button("#help")
    assert visitor.app.dialog_open
    assert not visitor.app.lecture.presenter.ink.strokes


def test_a_clickers_point_begins_no_number(visitor: Visitor) -> None:
    visitor.driver.tap(DOWN)
    assert visitor.at == ("one", "question")
    visitor.driver.tap(pygame.K_PERIOD, unicode=".")
    assert black(visitor)
    visitor.driver.tap(pygame.K_PERIOD, unicode=".")
    for key, text in ((pygame.K_2, "2"), (pygame.K_PERIOD, "."), (pygame.K_5, "5")):
        visitor.driver.tap(key, unicode=text)
    assert visitor.card.written == "2.5"


def test_the_laser_follows_the_mouse_which_still_reaches_the_scene(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[int] = []
    monkeypatch.setattr(visitor.app.scene, "handle", lambda event: kinds.append(event.type) or False)
    visitor.driver.tap(pygame.K_j, pygame.KMOD_CTRL)
    for at in ((300, 400), (600, 500)):
        visitor.driver.move(at)
        near = to_array(visitor.app.screen)[at[1] - 6 : at[1] + 6, at[0] - 6 : at[0] + 6]
        assert (near == DOT[:3]).all(axis=2).any()
    assert pygame.MOUSEMOTION in kinds
    visitor.driver.tap(pygame.K_p, pygame.KMOD_CTRL)
    assert not visitor.app.lecture.presenter.ink.laser, "one thing in the hand"
    assert pygame.mouse.get_visible()


def test_escape_lays_down_the_pen_first_then_ends_the_presentation(visitor: Visitor) -> None:
    ink = visitor.app.lecture.presenter.ink
    visitor.press("#pen")
    visitor.driver.tap(pygame.K_ESCAPE)
    assert not ink.pen
    assert visitor.session.presenting
    visitor.driver.tap(pygame.K_ESCAPE)
    visitor.driver.frames(2)
    assert not visitor.session.on


def test_escape_lets_the_scene_stop_what_it_does(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor.app.scene, "claims", lambda event: True)
    visitor.driver.tap(pygame.K_ESCAPE)
    visitor.driver.frames(2)
    assert visitor.session.presenting


def test_the_drawing_keeps_its_place_in_a_window_of_another_size(style: Style) -> None:
    ink = Ink()
    ink.toggle_pen = lambda: None  # type: ignore[method-assign]
    ink.pen = True
    for size in ((200, 100), (400, 300)):
        if size == (200, 100):
            event = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(100, 50), button=1)
            assert ink.handle(event, size)
        screen = pygame.Surface(size)
        ink.draw(screen, style)
        assert screen.get_at((size[0] // 2, size[1] // 2)) == style.colour.accent
        assert screen.get_at((5, 5)) == pygame.Color("black")


# ---------------------------------------------------------------------- the clock


def test_the_clock_turns_when_the_time_is_over(visitor: Visitor) -> None:
    bad = visitor.app.style.colour.bad[:3]
    bar = visitor.app.style.bar

    def warned() -> bool:
        distance = np.abs(to_array(visitor.app.screen)[:bar].astype(int) - bad).sum(axis=2)
        return bool((distance < 100).any())

    assert not warned()
    visitor.session.seconds = 61.0
    visitor.driver.frames(1)
    assert warned()
    visitor.driver.tap(DOWN)
    visitor.driver.tap(DOWN)
    visitor.driver.tap(DOWN)
    assert visitor.session.stop.id == "two"
    assert not warned()
    visitor.session.elapsed = 301.0
    visitor.driver.frames(1)
    assert warned()
