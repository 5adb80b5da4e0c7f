from __future__ import annotations

import numpy as np
import pygame
import pytest

from game.ui.canvas.before_after import BeforeAfter
from game.ui.canvas.paint_canvas import ZOOM_STEP
from game.ui.canvas.view import View
from game.ui.style import Style
from game.ui.surfaces import to_array

ROOM = pygame.Rect(100, 50, 400, 300)
RED, GREEN = (200, 10, 10), (10, 200, 10)


class Outcome:
    def __init__(self) -> None:
        self.surface = pygame.Surface((40, 30), depth=32)
        self.surface.fill(GREEN)
        self.version = 1


@pytest.fixture
def both() -> BeforeAfter[Outcome]:
    made = BeforeAfter(View(), Outcome())
    made.wipe.on = True
    made.layout(ROOM)
    return made


def drawn(both: BeforeAfter[Outcome], style: Style) -> np.ndarray:
    screen = pygame.Surface((640, 400), depth=32)
    before = pygame.Surface((40, 30), depth=32)
    before.fill(RED)
    both.draw(screen, style, (before, 1, ""), "")
    return to_array(screen)


def mouse(kind: int, pos: tuple[int, int], **values: object) -> pygame.event.Event:
    return pygame.event.Event(kind, pos=pos, **values)


def test_what_was_before_is_left_of_the_divider(both: BeforeAfter[Outcome], style: Style) -> None:
    both.wipe.share = 0.25
    picture = drawn(both, style)
    assert tuple(picture[60, 110]) == RED
    assert tuple(picture[60, 300]) == GREEN
    both.held = True
    assert tuple(drawn(both, style)[60, 300]) == RED, "a key shows it alone"
    both.held, both.wipe.on = False, False
    assert tuple(drawn(both, style)[60, 110]) == GREEN


def test_the_divider_is_dragged_and_let_go_of(both: BeforeAfter[Outcome]) -> None:
    assert both.handle(mouse(pygame.MOUSEBUTTONDOWN, (300, 200), button=1))
    assert both.handle(mouse(pygame.MOUSEMOTION, (400, 200), rel=(100, 0)))
    assert both.wipe.share == pytest.approx(0.75)
    both.release()
    assert not both.handle(mouse(pygame.MOUSEMOTION, (200, 200), rel=(-200, 0)))
    assert both.wipe.share == pytest.approx(0.75)
    assert not both.handle(mouse(pygame.MOUSEBUTTONDOWN, (20, 20), button=1)), "beside it"


def test_both_zoom_about_the_pointer_and_pan(
    both: BeforeAfter[Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=4, flipped=False)
    assert not both.handle(wheel), "the pointer is elsewhere"
    monkeypatch.setattr(pygame.mouse, "get_pos", lambda: (150, 100))
    both.handle(mouse(pygame.MOUSEMOTION, (150, 100), rel=(0, 0)))
    assert both.over
    point = both.view.to_picture((150, 100), both.size, ROOM)
    assert both.handle(wheel)
    assert both.view.zoom == pytest.approx(ZOOM_STEP**4)
    assert both.view.to_picture((150, 100), both.size, ROOM) == pytest.approx(point)
    assert both.handle(mouse(pygame.MOUSEBUTTONDOWN, (150, 100), button=3))
    assert both.handle(mouse(pygame.MOUSEMOTION, (160, 105), rel=(10, 5)))
    assert both.view.to_picture((160, 105), both.size, ROOM) == pytest.approx(point)
    assert both.handle(mouse(pygame.MOUSEBUTTONUP, (160, 105), button=3))
    assert not both.handle(mouse(pygame.MOUSEMOTION, (170, 105), rel=(10, 0)))
    both.zoom(-4)
    assert both.view.zoom == pytest.approx(1.0)


def test_why_there_is_no_result_is_said_over_it(both: BeforeAfter[Outcome], style: Style) -> None:
    screen = pygame.Surface((640, 400), depth=32)
    both.note(screen, style, "")
    assert not to_array(screen).any()
    both.note(screen, style, "There is nothing to show yet, because nothing has been painted. " * 3)
    inked = np.argwhere(to_array(screen).any(axis=2))
    assert ROOM.contains(pygame.Rect(inked.min(axis=0)[::-1].tolist(), (1, 1)))
    assert ROOM.contains(pygame.Rect(inked.max(axis=0)[::-1].tolist(), (1, 1)))
