"""The text size for a lecture hall: nothing is too small for the back row, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pygame
import pytest
from pygame_gui.core.utility import translate
from pygame_gui.elements import UIButton, UILabel

from game.app.about import AboutWindow
from game.app.help_window import HelpWindow
from game.app.keys_window import KeysWindow
from game.app.settings_window import SettingsWindow
from game.scenes import SCENES, _load
from game.scenes.arena.games.window import GamesWindow
from game.scenes.arena.scores.window import ScoresWindow
from game.scenes.arena.view.replay_window import ReplayWindow
from game.scenes.arena.view.windows import ForwardWindow, NewAgentWindow, OptionsWindow
from game.scenes.convolution.kernel_window import KernelWindow
from game.scenes.generator.crop_window import CropWindow
from game.scenes.inpainting.blind.window import BlindWindow
from game.scenes.inpainting.masked_image_io import MaskQuestion
from game.ui.context import FileRequest
from game.ui.settings import HALL
from game.ui.style import TYPE
from game.ui.widgets.file_window import FileWindow, QuestionWindow
from game.ui.widgets.gallery_window import GalleryWindow
from game.ui.widgets.menu import Menu
from game.ui.widgets.portrait_window import PortraitWindow
from game.ui.widgets.window import ColourWindow, NameWindow, Window, in_window
from tests.game.conftest import FRAME, Driver, _import_all
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


@contextmanager
def at(place: str) -> Iterator[None]:
    """A failure inside names the place: one app goes to all of them."""
    try:
        yield
    except Exception as error:
        error.add_note(f"at {place}")
        raise


@everywhere
def test_no_text_is_small_and_none_is_cut(
    size: tuple[int, int], lang: str, one_console: None, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app("lecture", lang=lang, size=size, scale=HALL)
    for link in PLACES:
        with at(link):
            driver.app.go(link)
            driver.frames(5, 4 * FRAME)
            assert str(driver.scene.link()).startswith(link.partition("?")[0])
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


def cut(driver: Driver) -> None:
    CropWindow(driver.app.context(), np.full((300, 400, 3), 90, np.uint8), print)


def ask_for_mask(driver: Driver) -> None:
    bits = np.zeros((48, 64), bool)
    bits[:9] = True
    name = "a picture with quite a long name, of a cat.png"
    MaskQuestion(driver.app.context(), name, pygame.Surface((64, 48)), bits, print)


def watch_replay(driver: Driver) -> None:
    driver.scene._dialogs.open_replay(driver.app.folders.data / "20261128-201510-pong-against-master.replay")


DIALOGS: dict[str, tuple[type, str, Callable[[Driver], None]]] = {
    "help": (HelpWindow, "convolution/draw", lambda driver: driver.tap(pygame.K_F1)),
    "settings": (SettingsWindow, "convolution/draw", lambda driver: driver.tap(pygame.K_F10)),
    "keys": (KeysWindow, "arena/alongside?game=pong", lambda driver: driver.app.context().choose_keys()),
    "open": (FileWindow, "convolution/draw", pick("")),
    "save": (FileWindow, "convolution/draw", pick("picture.png")),
    "question": (QuestionWindow, "convolution/draw", lambda driver: ask_to_overwrite(driver)),
    "name": (NameWindow, "generator/judge", ask_name),
    "gallery": (GalleryWindow, "convolution/draw", run("gallery")),
    "portraits": (PortraitWindow, "generator/restyle", run("portraits")),
    "kernels": (KernelWindow, "convolution/draw", lambda driver: driver.press_button("#kernels")),
    "games": (GamesWindow, "arena/alongside?game=pong", run("choose_game")),
    "more": (OptionsWindow, "arena/alongside?game=pong", run("more")),
    "new agent": (NewAgentWindow, "arena/alongside?game=pong", run("reset")),
    "forward": (ForwardWindow, "arena/alongside?game=pong", run("forward")),
    "colour": (ColourWindow, "convolution/draw", run("colour")),
    "about": (AboutWindow, "convolution/draw", lambda driver: driver.app.dialogs.about()),
    "crop": (CropWindow, "generator/restyle", cut),
    "blind": (BlindWindow, "inpainting/repair", lambda driver: driver.tap(pygame.K_q)),
    "mask": (MaskQuestion, "inpainting/repair", ask_for_mask),
    "scores": (ScoresWindow, "arena/alongside?game=pong", lambda driver: driver.scene._dialogs._scores()),
    "replay": (ReplayWindow, "arena/alongside?game=pong", watch_replay),
}
SCROLLED = (GalleryWindow, PortraitWindow, KernelWindow, GamesWindow)


def assert_fits(driver: Driver, cut_texts: list[str]) -> None:
    """All words of the open window have room, and it lies inside the app's."""
    (window,) = driver.app.dialogs.windows
    unfit = []
    for each in driver.widgets():
        if not isinstance(each, (UIButton, UILabel)) or not in_window(each) or not each.text:
            continue
        wide, high = each.font.get_rect(translate(each.text)).size
        letter = isinstance(window, ColourWindow) and isinstance(each, UILabel)
        if wide > each.rect.width or (high > each.rect.height and not letter):
            unfit.append(f"{each.text!r}: {wide} x {high} in {each.rect.size}")
        if not isinstance(window, SCROLLED) and not window.rect.contains(each.rect):
            unfit.append(f"{each.text!r} at {each.rect} outside {window.rect}")
    assert not unfit
    assert driver.app.screen.get_rect().contains(window.rect)
    assert not set(cut_texts)


def assert_each_fits(driver: Driver, cut_texts: list[str], look: Callable[[], None] | None = None) -> None:
    """Every dialog, opened where it belongs, fits, and `look` finds no fault with it."""
    # Those of one place in turn: to open a scene takes longest.
    for dialog, (kind, link, use) in sorted(DIALOGS.items(), key=lambda item: item[1][1]):
        with at(dialog):
            driver.app.go(link)
            driver.frames(4)
            use(driver)
            driver.frames(3)
            assert isinstance(driver.app.dialogs.windows[0], kind)
            if look is not None:
                look()
            assert_fits(driver, cut_texts)
            driver.app.dialogs.close()
            driver.frames()
            assert not driver.app.dialog_open


@pytest.mark.parametrize(("lang", "scale"), [("ru", 0.0), ("en", 0.0), ("ru", HALL)])
def test_all_words_of_a_dialog_fit_in_the_smallest_window(
    lang: str, scale: float, one_console: None, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app("lecture", lang=lang, size=(960, 600), scale=scale)
    assert_each_fits(driver, cut_texts)


def test_every_window_is_among_the_dialogs() -> None:
    """Whoever makes another one finds out here that it has to be looked at."""
    _import_all()
    found, left = {ColourWindow}, [Window]
    while left:
        left += (kinds := left.pop().__subclasses__())
        found |= {kind for kind in kinds if kind.__module__.startswith("game.")}
    menus = {Menu}  # as wide as their words
    assert found - menus == {kind for kind, _, _ in DIALOGS.values()}


def ask_to_overwrite(driver: Driver) -> None:
    QuestionWindow(driver.app.context(), "app.overwrite", "a picture with a name.png", lambda: None)


@everywhere
@pytest.mark.parametrize("text", ["folded", "open"])
def test_no_text_of_a_dialog_is_small_and_none_is_cut(
    text: str, size: tuple[int, int], lang: str, one_console: None, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app("lecture", lang=lang, size=size, scale=HALL)
    if text == "open":
        driver.app.lecture.open_stop("data")  # which shows a still
        driver.frames(2)

    def look() -> None:
        assert driver.app.lecture.open == (text == "open")
        inside = [
            each for each in driver.widgets() if isinstance(each, (UIButton, UILabel)) and in_window(each)
        ]
        assert inside
        for each in inside:
            assert not each.text or each.font.get_point_size() >= size[1] / 48, each.text

    assert_each_fits(driver, cut_texts, look)
