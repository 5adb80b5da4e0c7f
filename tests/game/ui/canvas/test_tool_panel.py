from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame
import pygame_gui
import pytest

from game.ui.canvas.canvas_tools import COLOURS, CanvasTools
from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.canvas.painting import Painting
from game.ui.picture_io import PictureIO
from tests.game.conftest import Driver

AREA = pygame.Rect(20, 60, 900, 500)


@pytest.fixture
def driver(open_app: Callable[..., Driver]) -> Driver:
    driver = open_app("splash", load=False)
    driver.app.clear_ui()
    return driver


def panel(driver: Driver, width: int = AREA.width) -> CanvasTools:
    desk: PictureIO[Any] = PictureIO()
    tools = CanvasTools(PaintCanvas(Painting((64, 48))), desk)
    ctx = driver.app.context()
    rect = pygame.Rect(AREA.topleft, (width, tools.height(ctx, width)))
    tools.layout(ctx, rect)
    for made in driver.buttons():
        assert rect.contains(made.rect)
    return tools


@pytest.mark.parametrize("width", [300, 500, 900])
def test_tools_break_into_rows_and_never_overlap(driver: Driver, width: int) -> None:
    tools = panel(driver, width)
    places = [made.rect for made in tools.commands.buttons.values()]
    places += [rect for rect, _ in tools._swatches] + [tools.size_slider.rect]
    for index, place in enumerate(places):
        assert place.collidelist(places[:index]) == -1
    assert len(places) == len(COLOURS) + 1 + len(tools.commands.buttons)


def test_narrow_panels_are_higher(driver: Driver) -> None:
    tools, ctx = panel(driver), driver.app.context()
    assert tools.height(ctx, 300) > tools.height(ctx, 500) > tools.height(ctx, 1400)


def test_a_swatch_gives_its_colour_and_the_brush(driver: Driver) -> None:
    tools = panel(driver)
    tools.canvas.choose("eraser")
    rect, colour = tools._swatches[4]
    assert tools.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=rect.center, button=1))
    assert (tools.canvas.colour, tools.canvas.tool) == (colour, "brush")
    tools.canvas.choose("line")
    tools.take_colour((1, 2, 3))
    assert tools.canvas.tool == "line", "what draws goes on drawing"


def test_walking_goes_round_the_colours(driver: Driver) -> None:
    tools = panel(driver)
    tools.take_colour(COLOURS[-1])
    tools.walk(1)
    assert tools.canvas.colour == COLOURS[0]
    tools.walk(-1)
    assert tools.canvas.colour == COLOURS[-1]
    tools.take_colour((1, 2, 3))
    tools.walk(1)
    assert tools.canvas.colour == COLOURS[0], "from a mixed colour to the first one"


def test_slider_and_canvas_agree_on_the_brush(driver: Driver) -> None:
    tools = panel(driver)
    event = pygame.event.Event(
        pygame_gui.UI_HORIZONTAL_SLIDER_MOVED, ui_element=tools.size_slider, value=40, ui_object_id=""
    )
    assert tools.handle(event)
    assert tools.canvas.brush == 40
    for brush, shown in ((70, 70), (10_000, 160), (-3, 1)):
        tools.canvas.brush = brush
        tools.update()
        assert tools.canvas.brush == shown
        assert round(tools.size_slider.get_current_value()) == shown


@pytest.mark.parametrize("answer", ["#ok_button", "#cancel_button"])
def test_a_mixed_colour_outlives_a_new_layout(driver: Driver, answer: str) -> None:
    tools = panel(driver)
    tools.take_colour((200, 30, 40))
    tools.ask_colour()
    driver.frames(2)
    first: Any = driver.window()
    assert first.get_colour()[:3] == (200, 30, 40)
    first.set_colour(pygame.Color(1, 150, 250))
    driver.app.change(theme="light")
    driver.frames(2)
    again: Any = driver.window()
    assert again is not first
    assert again.get_colour()[:3] == (1, 150, 250)
    driver.press_button(answer)
    driver.frames(2)
    assert not driver.app.dialog_open
    assert tools.canvas.colour == ((1, 150, 250) if answer == "#ok_button" else (200, 30, 40))
