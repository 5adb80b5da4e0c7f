"""The text size for a lecture hall: nothing is too small for the back row, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest
from pygame_gui.core.utility import translate
from pygame_gui.elements import UIButton, UILabel

from game.scenes import SCENES, _load
from game.ui.context import FileRequest
from game.ui.settings import HALL
from game.ui.style import TYPE
from game.ui.widgets.file_window import QuestionWindow
from game.ui.widgets.window import ColourWindow, NameWindow, in_window
from tests.game.conftest import Driver
from tests.game.scenes.test_scenes import assert_no_two_overlap, assert_nothing_sticks_out

Open = Callable[..., Driver]
TABS = [f"{spec.id}/{name}" for spec in SCENES for name in getattr(_load(spec.scene), "tab_classes", {})]
SIZES = [(1280, 800), (1920, 1080)]


PLACES = [
    *TABS,
    "lecture/start",
    *(f"arena/{mode}?game=pong" for mode in ("alongside", "against", "watch", "coach")),
    "arena/watch?game=pong&panel=saliency",
]
everywhere = pytest.mark.parametrize(
    ("size", "lang"), [(size, lang) for size in SIZES for lang in ("ru", "en")], ids=str
)


def assert_readable(driver: Driver, size: tuple[int, int], cut_texts: list[str]) -> None:
    """Body text is 1/36 of the window's height at least, and nothing is below 1/48 or cut off."""
    style = driver.app.style
    assert style.text_size("body") >= size[1] / 36
    assert style.text_size("small") >= size[1] / 42
    assert min(map(style.text_size, TYPE)) >= size[1] / 48
    for widget in driver.buttons():
        assert widget.font.get_point_size() >= size[1] / 48, widget.text
    assert_nothing_sticks_out(driver)
    assert_no_two_overlap(driver.buttons())
    assert not set(cut_texts)


@everywhere
@pytest.mark.parametrize("link", PLACES)
def test_no_text_is_small_and_none_is_cut(
    link: str, size: tuple[int, int], lang: str, one_console: None, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app(link.partition("/")[0], lang=lang, size=size, scale=HALL)
    driver.app.go(link)
    driver.frames(20)
    assert_readable(driver, size, cut_texts)


def run(name: str) -> Callable[[Driver], None]:
    """Runs a command of the open tab."""

    def use(driver: Driver) -> None:
        tables = [table for table in driver.scene.commands() if name in [each.id for each in table]]
        tables[0].run(name)

    return use


def pick(save: str) -> Callable[[Driver], None]:
    def use(driver: Driver) -> None:
        folder = driver.app.folders.pictures
        folder.mkdir(parents=True, exist_ok=True)
        pygame.image.save(pygame.Surface((64, 48)), folder / "a picture with quite a long name, of a cat.png")
        wanted = FileRequest("more.open_replay", frozenset({".png"}), print, save, folder)
        driver.app.context().pick_file(wanted)

    return use


def ask_name(driver: Driver) -> None:
    title = ("generator.judge_enter_title", "generator.judge_name", "generator.judge_enter_take")
    NameWindow(driver.app.context(), "name", title, print, longest=12, written="Ada")


DIALOGS: dict[str, tuple[str, Callable[[Driver], None]]] = {
    "help": ("convolution/draw", lambda driver: driver.tap(pygame.K_F1)),
    "settings": ("convolution/draw", lambda driver: driver.tap(pygame.K_F10)),
    "keys": ("arena/alongside?game=pong", lambda driver: driver.app.context().choose_keys()),
    "open": ("convolution/draw", pick("")),
    "save": ("convolution/draw", pick("picture.png")),
    "question": ("convolution/draw", lambda driver: ask_to_overwrite(driver)),
    "name": ("generator/judge", ask_name),
    "gallery": ("convolution/draw", run("gallery")),
    "portraits": ("generator/restyle", run("portraits")),
    "kernels": ("convolution/draw", lambda driver: driver.press_button("#kernels")),
    "games": ("arena/alongside?game=pong", run("choose_game")),
    "more": ("arena/alongside?game=pong", run("more")),
    "new agent": ("arena/alongside?game=pong", run("reset")),
    "forward": ("arena/alongside?game=pong", run("forward")),
    "colour": ("convolution/draw", run("colour")),
}


def ask_to_overwrite(driver: Driver) -> None:
    QuestionWindow(driver.app.context(), "app.overwrite", "a picture with a name.png", lambda: None)


@everywhere
@pytest.mark.parametrize("text", ["folded", "open"])
@pytest.mark.parametrize("dialog", DIALOGS)
def test_no_text_of_a_dialog_is_small_and_none_is_cut(
    dialog: str,
    text: str,
    size: tuple[int, int],
    lang: str,
    one_console: None,
    open_app: Open,
    cut_texts: list[str],
) -> None:
    link, use = DIALOGS[dialog]
    driver = open_app("lecture", lang=lang, size=size, scale=HALL)
    if text == "open":
        driver.app.lecture.open_stop("data")  # which shows a still
        driver.frames(2)
    driver.app.go(link)
    driver.frames(4)
    use(driver)
    driver.frames(3)
    (window,) = driver.app.dialogs.windows
    inside = [each for each in driver.widgets() if isinstance(each, (UIButton, UILabel)) and in_window(each)]
    assert inside
    scrolled = type(window).__name__ in ("GalleryWindow", "PortraitWindow", "KernelWindow", "GamesWindow")
    for each in inside:
        if each.text:
            assert each.font.get_point_size() >= size[1] / 48, each.text
            wide, high = each.font.get_rect(translate(each.text)).size
            assert wide <= each.rect.width, each.text
            if not (isinstance(window, ColourWindow) and isinstance(each, UILabel)):  # of single letters
                assert high <= each.rect.height, each.text
        if not scrolled:
            assert window.rect.contains(each.rect), each.text
    assert driver.app.screen.get_rect().contains(window.rect)
    assert not set(cut_texts)
