"""A real window, driven with real keys and a real mouse: Xvfb shows it, xdotool plays the person."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from PIL import Image

from agents.learning.agent import Agent
from game.app.app import App
from game.app.options import Options
from game.scenes import SCENES
from game.ui.settings import Folders
from game.workers.workers import Workers
from models.convolution.convolve import convolve
from models.convolution.display import display as as_colours
from models.convolution.kernels import KERNELS
from tests.colours import colours
from tests.game.conftest import Driver

ROOT = Path(__file__).parents[1]
SIZE = (1280, 800)
GLANCE = 0.05
MISSING = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]

pytestmark = [
    pytest.mark.window,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Look again and again until something is so; fail when it is not so in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not in {seconds} s: {what}"
        time.sleep(GLANCE)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


@pytest.fixture
def display() -> Iterator[str]:
    """An X server of our own, on a display that nobody uses."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    try:
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        stop(server)


class Person:
    """At the keyboard and the mouse of a display."""

    def __init__(self, display: str, app: subprocess.Popen[bytes], home: Path) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self.app = app
        self.home = home
        self.corner = (0, 0)

    def _tool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return done.stdout

    def find_window(self) -> None:
        """Wait until the app's window is there and has the keyboard."""

        found: dict[str, int] = {}

        def there() -> bool:
            assert self.app.poll() is None, "the app ended before it showed a window"
            name, *lines = self._tool(
                "getwindowfocus", "getwindowname", "getwindowgeometry", "--shell"
            ).split("\n")
            found.update((line.split("=")[0], int(line.split("=")[1])) for line in lines if "=" in line)
            return name == "Latent Arcade" and (found.get("WIDTH"), found.get("HEIGHT")) == SIZE

        wait_until(there, 30, "the window has the keyboard")
        self.corner = (found["X"], found["Y"])

    def tap(self, key: str) -> None:
        self._tool("key", key)

    def play(self, key: str, seconds: float) -> np.ndarray:
        """Hold a key for a while; what the screen shows then."""
        self._tool("keydown", key, "sleep", str(seconds), "keyup", key)
        return self.screenshot()

    def stroke(self, *points: tuple[int, int]) -> None:
        """Press the mouse at the first of some points of the window, and let go at the last."""
        x, y = self.corner
        words = ["mousemove", str(x + points[0][0]), str(y + points[0][1]), "sleep", "0.1", "mousedown", "1"]
        for at in points[1:]:
            words += ["sleep", "0.03", "mousemove", str(x + at[0]), str(y + at[1])]
        self._tool(*words, "sleep", "0.1", "mouseup", "1")

    def click(self, at: tuple[int, int]) -> None:
        x, y = self.corner[0] + at[0], self.corner[1] + at[1]
        self._tool(
            "mousemove", str(x), str(y), "sleep", "0.15", "mousedown", "1", "sleep", "0.1", "mouseup", "1"
        )
        time.sleep(0.2)

    def screenshot(self) -> np.ndarray:
        """Press F12 and look at the file that appears; (H, W, 3) uint8."""
        folder = self.home / "pictures"
        before = set(folder.glob("*.png"))
        self.tap("F12")
        found: list[np.ndarray] = []

        def appeared() -> bool:
            for path in set(folder.glob("*.png")) - before:
                with contextlib.suppress(OSError), Image.open(path) as image:
                    found.append(np.asarray(image.convert("RGB")))
                    return True
            return False

        wait_until(appeared, 10, "the screenshot")
        return found[0]

    def language(self) -> str:
        """The language that the settings file remembers; empty while there is none."""
        try:
            return str(json.loads((self.home / "config" / "settings.json").read_text("utf-8"))["language"])
        except FileNotFoundError:
            return ""


@pytest.fixture
def lang() -> str:
    return "en"


@pytest.fixture
def person(display: str, tmp_path: Path, lang: str) -> Iterator[Person]:
    environment = {**os.environ, "DISPLAY": display, "LATENT_ARCADE_HOME": str(tmp_path)}
    environment |= {"SDL_VIDEODRIVER": "x11", "SDL_AUDIODRIVER": "dummy"}
    size = f"{SIZE[0]}x{SIZE[1]}"
    with (tmp_path / "errors.txt").open("wb") as errors:
        app = subprocess.Popen(
            [sys.executable, "main.py", "--lang", lang, "--size", size, "--seed", "3"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    try:
        yield Person(display, app, tmp_path)
    finally:
        stop(app)


def places(scene: str, tmp_path: Path) -> App:
    """The same app without a window, to see where things are."""
    folders = Folders(tmp_path / "a", tmp_path / "b", tmp_path / "c")
    app = App(
        Options(scene=scene, lang="en", size=SIZE, headless=True),
        folders=folders,
        workers=Workers(inline=True),
    )
    for _ in range(3):  # the first picture comes and is laid out
        app.frame([], 1 / 60)
    app.close()
    return app


def bat_height(picture: np.ndarray, rect: pygame.Rect) -> float:
    """Where the human's bat is: 0 at the top of the game's picture, 1 at its bottom; NaN without a bat."""
    game = picture[rect.y : rect.bottom, rect.x : rect.right]
    rows, columns = game.shape[0] / 210, game.shape[1] / 160
    court = game[round(34 * rows) : round(194 * rows), round(140 * columns) : round(144 * columns)]
    bat = np.flatnonzero((court == (92, 186, 92)).all(axis=2).any(axis=1))
    return float(bat.mean()) / len(court) if bat.size else float("nan")


def number(scene: str) -> str:
    """The key that opens a scene."""
    return str([spec.id for spec in SCENES].index(scene) + 1)


def test_a_visit(person: Person, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    aside = tmp_path_factory.mktemp("places")
    game = places("arena", aside).scene.places.human  # type: ignore[attr-defined]
    canvas = places("convolution", aside).scene.canvas.rect  # type: ignore[attr-defined]
    ink = places("convolution", aside).scene.canvas.colour  # type: ignore[attr-defined]
    veiled = places("inpainting", aside).scene.canvas.rect  # type: ignore[attr-defined]
    autosave = tmp_path / "data" / "agents" / "pong-autosave.safetensors"

    person.find_window()
    person.tap("0")
    assert colours(person.screenshot()) > 200, "the menu is all but blank"

    # Play Pong, until the agent beside has learned something too.
    person.tap(number("arena"))
    wait_until(lambda: bat_height(person.play("Up", 1.0), game) < 0.3, 40, "the bat goes up")
    wait_until(lambda: bat_height(person.play("Down", 1.0), game) > 0.7, 10, "the bat goes down")
    assert colours(person.screenshot()) > 200

    def saved_on_leaving() -> bool:
        person.play("Up", 1.5)
        person.tap(number("convolution"))
        with contextlib.suppress(AssertionError):
            wait_until(autosave.exists, 1.0, "the agent is saved on leaving")
        if not autosave.exists():
            person.tap(number("arena"))
        return autosave.exists()

    wait_until(saved_on_leaving, 60, "the agent has learned something")
    assert Agent.load(autosave).step > 0
    saved = autosave.stat().st_mtime_ns

    # Draw a stroke; its result appears beside it.
    before = person.screenshot()
    row = canvas.centery
    person.stroke(*((canvas.x + canvas.width * i // 8, row) for i in range(2, 7)))
    after = person.screenshot()

    def inked(picture: np.ndarray) -> int:
        """How many pixels of the row have the brush's colour, as nearly as the smooth scaling shows it."""
        off = np.abs(picture[row, canvas.x : canvas.right].astype(int) - np.array(ink))
        return int((off <= 6).all(axis=1).sum())

    assert inked(after) > canvas.width * 0.45
    assert inked(before) < canvas.width * 0.2
    beside = (slice(row - 20, row + 20), slice(canvas.right + 60, canvas.right + 60 + canvas.width // 2))
    assert (after[beside] != before[beside]).any(), "the convolution did not follow"

    # Paint over a part of a picture: the mask shows at once.
    person.tap(number("inpainting"))
    wait_until(lambda: colours(person.screenshot()) > 3000, 30, "the first picture is there")
    before = person.screenshot()
    row = veiled.y + veiled.height * 9 // 10
    person.stroke(*((veiled.x + veiled.width * i // 8, row) for i in range(2, 7)))
    after = person.screenshot()

    def masked(picture: np.ndarray) -> int:
        """How many pixels of the row are far from green, as a veil in magenta is."""
        line = picture[row, veiled.x : veiled.right].astype(int)
        return int(((line[:, 0] - line[:, 1] > 70) & (line[:, 2] - line[:, 1] > 20)).sum())

    assert masked(after) > veiled.width * 0.45
    assert masked(before) < veiled.width * 0.1

    # Another language.
    assert person.language() != "ru"
    person.tap("F2")
    wait_until(lambda: person.language() == "ru", 10, "the settings remember the language")
    wait_until(lambda: bool((person.screenshot()[:40] != after[:40]).any()), 10, "the texts have changed")

    person.tap("ctrl+q")
    assert person.app.wait(30) == 0
    assert (tmp_path / "errors.txt").read_text() == ""
    assert autosave.stat().st_mtime_ns >= saved
    assert Agent.load(autosave).step > 0
    assert person.language() == "ru"


@dataclass(frozen=True)
class Laboratory:
    """Where things are in the first tab, looked up in the same app without a window."""

    canvas: pygame.Rect
    photograph: np.ndarray
    ink: tuple[int, int, int]
    clear: tuple[int, int]
    kernels: tuple[int, int]
    emboss: tuple[int, int]
    ok: tuple[int, int]
    files: pygame.Rect


def laboratory(lang: str, tmp_path: Path) -> Laboratory:
    folders = Folders(tmp_path / "a", tmp_path / "b", tmp_path / "c")
    options = Options(scene="convolution", lang=lang, size=SIZE, headless=True)
    app = App(options, folders=folders, workers=Workers(inline=True))
    try:
        driver = Driver(app)
        driver.frames(3)
        canvas, ink = driver.scene.canvas.rect.copy(), driver.scene.canvas.colour
        shown = driver.picture()[canvas.y : canvas.bottom, canvas.x : canvas.right]
        clear, kernels = (driver.widget(name).rect.center for name in ("#clear", "#kernels"))
        driver.press_button("#kernels")
        emboss = driver.widget("#kernel_emboss").rect
        assert driver.window().rect.contains(emboss), "it is seen without scrolling"
        driver.tap(pygame.K_ESCAPE)
        driver.tap(pygame.K_s, pygame.KMOD_LCTRL)
        dialog: Any = driver.window()
        files = dialog.file_selection_list.rect.copy()
        files.height //= 2
        return Laboratory(
            canvas, shown, ink, clear, kernels, emboss.center, dialog.ok_button.rect.center, files
        )
    finally:
        app.close()


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_a_drawing_and_its_convolution_are_saved(
    lang: str, person: Person, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = laboratory(lang, tmp_path_factory.mktemp("places"))
    canvas, pictures = there.canvas, tmp_path / "pictures"
    drawing, result = pictures / "drawing.png", pictures / "convolution.png"

    def looks(rect: pygame.Rect) -> np.ndarray:
        return person.screenshot()[rect.y : rect.bottom, rect.x : rect.right]

    def open_dialog(keys: str) -> None:
        before = looks(there.files)
        person.tap(keys)
        wait_until(lambda: bool((looks(there.files) != before).mean() > 0.5), 10, "the dialog is open")

    def load(path: Path) -> np.ndarray:
        with Image.open(path) as image:
            image.verify()
        with Image.open(path) as image:
            assert image.format == "PNG"
            return np.asarray(image.convert("RGB"))

    person.find_window()

    def photograph() -> bool:
        person.tap("3")  # the first key may only have ended the splash
        upper = canvas.height // 2  # messages appear over the lower half
        return np.array_equal(looks(canvas)[:upper], there.photograph[:upper])

    wait_until(photograph, 30, "the photograph is on the canvas")
    person.click(there.clear)
    wait_until(
        lambda: bool((looks(canvas)[: canvas.height // 3] > 250).mean() > 0.95), 10, "the canvas is empty"
    )
    x, y, width, height = canvas
    person.stroke(*((x + width * i // 8, y + height // 4) for i in range(2, 7)))
    person.stroke(*((x + width * i // 8, y + height * i // 9) for i in range(1, 8)))
    person.click(there.kernels)
    person.click(there.emboss)
    assert not list(pictures.glob("[dc]*.png"))

    # What was drawn, confirmed with the mouse.
    open_dialog("ctrl+s")
    person.click(there.ok)
    wait_until(drawing.exists, 10, "the drawing is saved")
    drawn = load(drawing)
    assert max(drawn.shape) == 512
    inked = (drawn == there.ink).all(axis=2)
    assert 0.02 < inked.mean() < 0.3
    assert inked[drawn.shape[0] // 4].mean() > 0.45, "the level stroke"
    assert (drawn == 255).all(axis=2).mean() > 0.7, "and paper around it"

    # What the kernel makes of it, confirmed with Enter while the keyboard is in the name's field.
    open_dialog("ctrl+shift+s")
    person.tap("Return")
    wait_until(result.exists, 10, "the result is saved")
    emboss = KERNELS["emboss"]
    convolved = convolve(drawn, emboss.weights, divisor=emboss.divisor, bias=emboss.bias)
    expected = as_colours(convolved, emboss.display).astype(int)
    shown = load(result)
    assert np.abs(shown - expected).max() <= 1
    assert shown.std() > 5, "it is not blank"

    # Once more, with the keyboard on nothing.
    drawing.unlink()
    open_dialog("ctrl+s")
    person.click((there.files.x + 20, there.ok[1]))  # beside the buttons
    person.tap("KP_Enter")
    wait_until(drawing.exists, 10, "the drawing is saved again")
    np.testing.assert_array_equal(load(drawing), drawn)

    person.tap("ctrl+q")
    assert person.app.wait(30) == 0
    assert (tmp_path / "errors.txt").read_text() == ""


def test_full_screen_and_back(person: Person) -> None:
    """The server's screen has 1600 by 1000 pixels."""
    person.find_window()
    for wide in (1600, SIZE[0], 1600, SIZE[0]):
        person.tap("F11")
        wait_until(lambda wide=wide: person.screenshot().shape[1] == wide, 10, f"{wide} pixels across")


def test_a_signal_ends_it_well(person: Person) -> None:
    person.find_window()
    person.app.terminate()
    assert person.app.wait(30) == 0
    assert person.language() == "en", "the settings are saved"
