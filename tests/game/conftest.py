"""The app without threads or clock, driven frame by frame with posted events."""

from __future__ import annotations

import functools
import gc
import importlib
import itertools
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from pygame_gui.elements import UIButton, UIWindow

import agents.learning.config
import game.app
import game.lecture
import game.scenes
import game.ui
from agents.emulators.game_pictures import pictures
from agents.emulators.two_player import DUELS, DuelGame
from agents.learning.config import TrainConfig
from game.app.app import App
from game.app.libraries import load_libraries
from game.app.options import Options
from game.lecture.desk import BUNDLED
from game.lecture.route import Route
from game.lecture.route_file import read_route
from game.ui.assets import ROOT
from game.ui.language import Language
from game.ui.settings import Folders
from game.ui.style import Style
from game.ui.surfaces import to_array
from game.workers.workers import Workers
from tests.colours import colours
from tests.game.kept_emulators import kept_emulators, kept_vector_env
from tests.game.scenes.detection.quick import QuickEye, QuickHand

FRAME = 1 / 60
SMALL = TrainConfig(
    envs=2, groups=1, rollout=8, epochs=1, minibatches=2, channels=(4, 8), hidden=16, warmup=8, threads=1
)
"""Enough to go through all that training is."""


COLLECT_EVERY = 8
"""Tests with an app, which is made of circles and holds some thirty files of fonts open."""
_tests = itertools.count(1)


class Driver:
    """A person at the app: posts events, lets frames pass, looks at the screen."""

    def __init__(self, app: App) -> None:
        self.app = app

    # ------------------------------------------------------------------ time

    def frames(self, count: int = 1, dt: float = FRAME) -> None:
        """Let frames pass; what was posted arrives in the first one."""
        for _ in range(count):
            self.app.frame(pygame.event.get(), dt)

    def post(self, kind: int, **fields: Any) -> None:
        """Post an event and let a frame pass."""
        pygame.event.post(pygame.event.Event(kind, **fields))
        self.frames()

    # ------------------------------------------------------------------ keys

    def press(self, key: int, mod: int = 0, unicode: str = "") -> None:
        pygame.key.set_mods(mod)
        self.post(pygame.KEYDOWN, key=key, mod=mod, unicode=unicode, scancode=0)

    def release(self, key: int) -> None:
        pygame.key.set_mods(0)
        self.post(pygame.KEYUP, key=key, mod=0, unicode="", scancode=0)

    def tap(self, key: int, mod: int = 0, unicode: str = "") -> None:
        """Press and release a key; a frame more, because scenes and layouts change at its start."""
        self.press(key, mod, unicode)
        self.release(key)
        self.frames()

    def type(self, text: str) -> None:
        """Type characters one by one."""
        for character in text:
            self.tap(pygame.key.key_code(character), unicode=character)

    # ------------------------------------------------------------------ mouse

    def move(self, at: tuple[int, int], button: int = 0) -> None:
        pygame.mouse.set_pos(at)
        buttons = tuple(int(button == b) for b in (1, 2, 3))
        self.post(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=buttons)

    def down(self, at: tuple[int, int], button: int = 1) -> None:
        self.post(pygame.MOUSEBUTTONDOWN, pos=at, button=button)

    def up(self, at: tuple[int, int], button: int = 1) -> None:
        self.post(pygame.MOUSEBUTTONUP, pos=at, button=button)

    def click(self, at: tuple[int, int], button: int = 1) -> None:
        """Move there, press and release; a frame more, because scenes and layouts change at its start."""
        self.move(at)
        self.down(at, button)
        self.up(at, button)
        self.frames()

    def stroke(self, *points: tuple[int, int], button: int = 1) -> None:
        """Drag the mouse along points of the window."""
        self.move(points[0])
        self.down(points[0], button)
        for point in points[1:]:
            self.move(point, button)
        self.up(points[-1], button)

    def wheel(self, at: tuple[int, int], y: int, mod: int = 0) -> None:
        self.move(at)
        pygame.key.set_mods(mod)
        self.post(pygame.MOUSEWHEEL, x=0, y=y, flipped=False)
        pygame.key.set_mods(0)

    # ------------------------------------------------------------------ widgets

    def widgets(self) -> list[Any]:
        """Everything of pygame_gui that can be seen."""
        sprites = self.app.ui.get_sprite_group().sprites()
        root = self.app.ui.get_root_container()
        return [s for s in sprites if s is not root and getattr(s, "visible", True)]

    def buttons(self) -> list[UIButton]:
        return [w for w in self.widgets() if isinstance(w, UIButton)]

    def widget(self, name: str) -> Any:
        """The one widget with this object id."""
        found = [w for w in self.widgets() if w.object_ids[-1] == name]
        assert len(found) == 1, f"{name}: {len(found)} of {sorted(w.object_ids[-1] or '' for w in found)}"
        return found[0]

    def has(self, name: str) -> bool:
        return any(w.object_ids[-1] == name for w in self.widgets())

    def pixels(self, name: str) -> np.ndarray:
        """A widget as it is drawn, (H, W, 3) uint8."""
        return to_array(self.widget(name).image)

    def press_button(self, name: str) -> None:
        """Click a button where it is."""
        self.click(self.widget(name).rect.center)

    def choose_kernel(self, name: str) -> None:
        """Open the window with all kernels, wheel down to one of them, and click it."""
        self.press_button("#kernels")
        card, window = self.widget(f"#kernel_{name}"), self.window()
        for _ in range(20):
            self.frames(2)
            room = window.get_container().get_abs_rect()
            if room.contains(card.rect):
                break
            self.wheel(room.center, -1)
        self.click(card.rect.center)
        assert not self.app.dialog_open

    def window(self) -> UIWindow:
        """The dialog that lies on top."""
        stack = self.app.ui.get_window_stack().get_full_stack()
        windows = [w for w in stack if isinstance(w, UIWindow) and w.alive()]
        assert windows, "no dialog is open"
        return windows[-1]

    # ------------------------------------------------------------------ looking

    @property
    def scene(self) -> Any:
        return self.app.scene

    @property
    def toasts(self) -> list[str]:
        return self.app.toasts.texts

    def picture(self) -> np.ndarray:
        """The screen as (H, W, 3) uint8."""
        return to_array(self.app.screen)

    def colours(self) -> int:
        """How many colours a sample of the screen's pixels has."""
        return colours(self.picture()[::3, ::3])


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return Folders(tmp_path / "config", tmp_path / "data", tmp_path / "pictures")


@pytest.fixture
def missing_texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every key that was asked for and has no text; the test fails if there is any."""
    missing: list[str] = []
    original = Language.__call__

    def watched(self: Language, key: str, **values: Any) -> str:
        if not self.has(key):
            missing.append(f"{self.code}: {key}")
        return original(self, key, **values)

    monkeypatch.setattr(Language, "__call__", watched)
    yield missing
    assert not missing, f"texts are missing: {sorted(set(missing))}"


@pytest.fixture
def quick_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """Updates of 16 steps of two games, instead of 2048 of 32."""
    importlib.import_module("agents.learning.trainer_process")  # with the true TrainConfig in its annotations
    small = functools.partial(replace, SMALL)
    monkeypatch.setattr(agents.learning.config, "TrainConfig", small)


class QuickInpainter:
    """In the place of a network that fills: answer n is one colour."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.variants = 1 if kind == "photo" else 4

    def colour(self, variant: int = 0) -> tuple[int, int, int]:
        return (20 + 40 * variant, 200 if self.kind == "photo" else 90, 60)

    def fill(self, rgb: np.ndarray, mask: np.ndarray, *, variant: int = 0, **_: Any) -> np.ndarray:
        assert rgb.dtype == np.uint8
        assert mask.dtype == bool
        assert mask.shape == rgb.shape[:2]
        result = rgb.copy()
        result[mask] = self.colour(variant)
        return result


class QuickRemover:
    """In the place of the network that takes rain away: it makes the picture a little darker."""

    def clean(self, rgb: np.ndarray, **_: Any) -> np.ndarray:
        return (rgb * 0.9).astype(np.uint8)


class QuickGan:
    """In the place of the generator's networks: every number of a latent greys one row of the picture.

    The sliders with names stand on numbers from 20 on, those without on the first ones.
    """

    def __init__(self, weights: Path | None = None, data: Any = "portraits") -> None:
        from models.generator.data_sets import DATA_SETS
        from models.generator.trained_gan import Direction

        self.data = DATA_SETS[data]
        named = tuple(
            Direction(name, "named", tuple(slider.stops), slider.colours)
            for name, slider in self.data.sliders.items()
        )
        self._all = (*named, *(Direction(f"pc_{number + 1}", "unnamed") for number in range(8)))
        self._rows = {
            item.name: index + 20 if item.kind == "named" else index - len(named)
            for index, item in enumerate(self._all)
        }

    def sample(self, seed: int, truncation: float = 1.0) -> np.ndarray:
        drawn = np.random.default_rng(seed).standard_normal(64).astype(np.float32)
        return (drawn * truncation).astype(np.float32)

    def make(self, latent: np.ndarray) -> np.ndarray:
        assert latent.shape == (64,)
        assert latent.dtype == np.float32
        rows = np.clip(128 + 40 * latent, 0, 255).astype(np.uint8)
        return np.ascontiguousarray(np.broadcast_to(rows[:, None, None], (64, 64, 3)))

    def make_many(self, latents: np.ndarray) -> np.ndarray:
        return np.stack([self.make(latent) for latent in latents])

    def directions(self) -> tuple[Any, ...]:
        return self._all

    def read(self, latent: np.ndarray) -> dict[str, float]:
        return {
            item.name: float(latent[self._rows[item.name]])
            if item.kind == "unnamed"
            else float(np.clip(latent[self._rows[item.name]] / 6 + 0.5, 0, 1))
            for item in self._all
        }

    def turn(self, latent: np.ndarray, name: str, position: float) -> np.ndarray:
        result = latent.copy()
        unnamed = name.startswith("pc_")
        result[self._rows[name]] = position if unnamed else (position - 0.5) * 6
        return result

    def encode(self, picture: np.ndarray) -> np.ndarray:
        rows = np.linspace(0, len(picture) - 1, 64).round().astype(int)
        return ((picture[rows].mean(axis=(1, 2)) - 128) / 40).astype(np.float32)

    def find(self, picture: np.ndarray, seconds: float = 2.0, **_: Any) -> Any:
        return self.compare(self.encode(picture), picture)

    def compare(self, latent: np.ndarray, picture: np.ndarray) -> Any:
        from models.generator.trained_gan import Found

        return Found(latent, self.make(latent), 24.0, 9.0, bool(picture.std(axis=1).mean() > 20))

    def verdict(self, picture: np.ndarray) -> Any:
        from models.generator.trained_gan import Verdict

        share = float(picture.mean()) / 255
        heat = np.tile(np.linspace(-1, 1, 64, dtype=np.float32), (64, 1))
        return Verdict(score=6 * share - 3, probability=share, heat=heat)

    def scores(self, pictures: list[np.ndarray]) -> np.ndarray:
        return np.array([self.verdict(picture).score for picture in pictures], np.float32)

    def brush(self, latent: np.ndarray, target: np.ndarray, mask: np.ndarray, *_: Any, **__: Any) -> Any:
        wanted = self.encode(target)
        return np.where(mask.any(axis=1), wanted, latent).astype(np.float32)

    def neighbours(self, latent: np.ndarray, radius: float, count: int, seed: int) -> np.ndarray:
        noise = np.random.default_rng(seed).standard_normal((count, 64))
        return (latent + radius * noise).astype(np.float32)

    def between(self, a: np.ndarray, b: np.ndarray, t: float) -> np.ndarray:
        return ((1 - t) * a + t * b).astype(np.float32)


@functools.cache
def _translate_once() -> Callable[..., str]:
    from models.translation.translator import Translator

    return functools.cache(Translator.translate)


@pytest.fixture
def quick_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is computed for long; the translator alone is real, and translates each sentence once."""
    monkeypatch.setattr("models.translation.translator.Translator.translate", _translate_once())
    monkeypatch.setattr("game.scenes.inpainting.requests.load_inpainter", QuickInpainter)
    monkeypatch.setattr("game.scenes.inpainting.requests.load_remover", QuickRemover)
    monkeypatch.setattr("game.scenes.generator.network_calls.load_networks", QuickGan)
    monkeypatch.setattr("game.scenes.rewards.recommend.requests.load_networks", QuickGan)
    monkeypatch.setattr("game.scenes.detection.by_network.session.Eye", QuickEye)
    monkeypatch.setattr("game.scenes.detection.by_hand.session.HandMade", QuickHand)


load_once = functools.cache(load_libraries)
pictures_once = functools.cache(lambda games: tuple(pictures(games)))
bundled_once = functools.cache(lambda: read_route(BUNDLED))


def _read_route(path: Path, bundled: Route | None = None) -> Route:
    return bundled_once() if path == BUNDLED and bundled is None else read_route(path, bundled)


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Apps of one process share libraries, consoles, the games' pictures and the bundled route."""
    monkeypatch.setattr("ale_py.ALEInterface", kept_emulators())
    monkeypatch.setattr("agents.emulators.envs.vector_env", kept_vector_env())
    monkeypatch.setattr("game.lecture.desk.read_route", _read_route)
    monkeypatch.setattr("game.app.app.load_libraries", load_once)
    monkeypatch.setattr("game.scenes.arena.games.window.pictures", pictures_once)


@pytest.fixture
def open_app(
    folders: Folders, missing_texts: list[str], quick_training: None, quick_networks: None
) -> Iterator[Callable[..., Driver]]:
    """Opens apps, `open_app("arena", lang="ru", size=(960, 600))`, and closes them at the end."""
    if next(_tests) % COLLECT_EVERY == 0:
        gc.collect()
        gc.freeze()  # what was imported meanwhile, and what an app with threads has unfrozen
    opened: list[App] = []

    def start(scene: str = "menu", *, load: bool = True, inline: bool = True, **fields: Any) -> Driver:
        fields = {"lang": "en", "size": (960, 600), "headless": True, **fields}
        app = App(Options(scene=scene, **fields), folders=folders, workers=Workers(inline=inline))
        opened.append(app)
        if load:
            app.loader.start()
        driver = Driver(app)
        driver.frames(2)
        return driver

    yield start
    for app in opened:
        app.close()


@pytest.fixture(autouse=True)
def served_as_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """An app with threads takes no real-time priority, which the test process would keep."""
    monkeypatch.setattr("game.app.frame_pacer.serve_first", lambda: False)


@pytest.fixture
def style() -> Style:
    pygame.font.init()
    return Style(ROOT, "dark", 1.0)


@functools.cache
def _import_all() -> None:
    for part in (game.app, game.lecture, game.scenes, game.ui):
        for found in pkgutil.walk_packages(part.__path__, part.__name__ + "."):
            importlib.import_module(found.name)


@pytest.fixture
def cut_texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fills with every text that was drawn over the window's edge, shortened, or not drawn to its end."""
    from game.ui.widgets import text as module

    _import_all()
    cut: list[str] = []
    draw_text, draw_paragraph, shorten = module.draw_text, module.draw_paragraph, module.shorten

    def line(screen: pygame.Surface, style: Style, text: str, *rest: Any, **options: Any) -> pygame.Rect:
        rect = draw_text(screen, style, text, *rest, **options)
        if not screen.get_rect().contains(rect):
            cut.append(f"outside: {text!r} at {rect}")
        return rect

    def paragraph(
        screen: pygame.Surface,
        style: Style,
        text: str,
        rect: pygame.Rect,
        size: str = "body",
        face: str = "regular",
        *rest: Any,
        **options: Any,
    ) -> int:
        used = draw_paragraph(screen, style, text, rect, size, face, *rest, **options)
        needed = module.paragraph_height(style, text, rect.width, size=size, face=face)
        font = style.font(size, face)
        widest = max(font.size(part)[0] for part in module.wrap(text, font, rect.width))
        if used < needed or widest > rect.width + 1:
            cut.append(f"cut: {text!r} in {rect}")
        elif not screen.get_rect().contains(pygame.Rect(rect.x, rect.y, rect.width, used)):
            cut.append(f"outside: {text!r} at {rect}")
        return used

    def short(text: str, font: pygame.font.Font, width: int) -> str:
        result = shorten(text, font, width)
        if result != text:
            cut.append(f"shortened: {text!r}")
        return result

    watched = {"draw_text": line, "draw_paragraph": paragraph, "shorten": short}
    for name, loaded in list(sys.modules.items()):
        if name.startswith("game."):
            for function, replacement in watched.items():
                if getattr(loaded, function, None) is getattr(module, function) and loaded is not module:
                    monkeypatch.setattr(loaded, function, replacement)
    return cut


@pytest.fixture(scope="module")
def console() -> Iterator[DuelGame]:
    game = DuelGame(DUELS["pong"], 1)
    yield game
    game.close()


@pytest.fixture
def one_console(console: DuelGame, monkeypatch: pytest.MonkeyPatch) -> None:
    """Switching a two-player console on takes most of a second: all tests share one."""

    def switched_on(spec: Any, seed: int, *, sound: bool) -> DuelGame:
        assert sound
        console.reset(seed)
        return console

    monkeypatch.setattr("game.scenes.arena.play.consoles.DuelGame", switched_on)
    monkeypatch.setattr(console, "close", lambda: None)
