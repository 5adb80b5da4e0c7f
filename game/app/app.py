"""The window, the one clock loop, and what lies over every scene: bar, dialogs, messages, global keys."""

from __future__ import annotations

import importlib
import logging
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UITextEntryLine, UIWindow

from game.app.display_mode import present_plainly
from game.app.focus import FocusRing
from game.app.frame_log import Diary
from game.app.frame_pacer import HISTORY, Pacer
from game.app.gui_theme import gui_theme
from game.app.libraries import load
from game.app.topbar import TopBar
from game.scenes import SCENES
from game.ui.assets import Assets
from game.ui.clipboard import write_text
from game.ui.context import Context, why
from game.ui.keymap import in_latin
from game.ui.language import system_language
from game.ui.links import Link, LinkError
from game.ui.scene import Scene
from game.ui.settings import MIN_SIZE, Folders, Settings, SettingsFile
from game.ui.style import auto_scale
from game.ui.widgets.toast import Toasts
from game.workers.gc_policy import clear_away, take_back
from game.workers.library_loader import LibraryLoader
from game.workers.priority import serve_first
from game.workers.workers import Workers

if TYPE_CHECKING:
    from game.app.options import Options

log = logging.getLogger(__name__)

FPS = 60
KIOSK_IDLE = 60.0
KIOSK_TURN = 40.0
RELAYOUT_DELAY = 0.12
EARLY = 0.0015
"""Seconds before a picture's moment at which to wake up, where the system may wake the window late."""
SWITCH_INTERVAL = 0.0005
"""Seconds until a thread that computes must hand over the interpreter; the usual 5 ms costs frames."""
BUILT_IN = {"menu": "game.scenes.menu.scene:MenuScene", "splash": "game.scenes.menu.splash:SplashScene"}
ACTIVITY = (
    *(pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEWHEEL, pygame.FINGERDOWN),
    *(pygame.JOYBUTTONDOWN, pygame.JOYHATMOTION),
)
PUSHED = 0.5
"""How far a gamepad's stick is pushed by a person; at rest it may tremble."""


class App:
    """The application.

    Args:
        options: the command line.
        folders: where to keep settings, agents and pictures; the user's own when absent.
        workers: makes what works beside the window; tests pass inline ones.
    """

    def __init__(
        self, options: Options, *, folders: Folders | None = None, workers: Workers | None = None
    ) -> None:
        self.options = options
        self.folders = folders or Folders.of_user()
        self.workers = workers or Workers()
        self.assets = Assets()
        self.file = SettingsFile(self.folders.config)
        self.settings = self._first_settings()
        self.toasts = Toasts()
        self.loader = LibraryLoader(load, inline=self.workers.inline)
        self.running = True
        self.frames = 0
        self.work: deque[float] = deque(maxlen=HISTORY)
        self.first_frame_at: float | None = None
        self.scenes: dict[str, Scene] = {}
        self.scene_id = ""
        self._next: Link | None = None
        self._layout_due: float | None = None
        self._idle = 0.0
        self._attract_left = KIOSK_TURN
        self._attracting = False
        self._shoot = False
        self._reopen: Callable[[], UIWindow] | None = None
        sys.setswitchinterval(SWITCH_INTERVAL)
        served_first = not self.workers.inline and serve_first()
        self.pacer = Pacer(FPS, early=0.0 if served_first else EARLY)
        pygame.display.init()
        present_plainly()
        pygame.font.init()
        pygame.key.set_repeat(350, 40)
        pygame.display.set_caption("Latent Arcade")
        pygame.display.set_icon(pygame.image.load(self.assets.path("images", "icon.png")))
        self._open_window()
        self._build_ui()
        if self.file.problem is not None:
            self.toasts.add(self.t("settings.broken", file=self.file.problem.name), "bad")
        scene = "generator" if options.scene == "gan" else options.scene
        splash = not self.workers.inline and scene == "menu" and not options.open
        self._switch(Link("splash" if splash else scene))
        if options.open:
            self.go(options.open)

    # ------------------------------------------------------------------ life

    def run(self) -> int:
        """Run until the user quits (or `--frames` are over); returns the exit status."""
        self.loader.start()
        diary = Diary(self.options.diary) if self.options.diary is not None else None
        try:
            while self.running:
                self.frame(pygame.event.get(), self.pacer.tick(), self.pacer.wait)
                if diary is not None:
                    diary.note(self)
                if self.options.frames is not None and self.frames >= self.options.frames:
                    self.running = False
            if self.options.screenshot is not None:
                self.save_picture(self.options.screenshot)
        finally:
            if diary is not None:
                diary.note(self, last=True)
            self.close()
        return 0

    def frame(
        self, events: list[pygame.event.Event], dt: float, wait: Callable[[], None] | None = None
    ) -> None:
        """One frame: switch, events, update, draw, wait for the picture's moment, flip."""
        started = time.perf_counter()
        dt = min(dt, 0.25)
        if self._next is not None:
            wanted, self._next = self._next, None
            self._switch(wanted)
        if self._layout_due is not None and started >= self._layout_due:
            self._relayout()
        self._track_idleness(events, dt)
        for event in events:
            self._handle(in_latin(event))
        if self._attracting:
            self.scene.attract(dt)
        self.scene.update(dt)
        self.toasts.update(dt)
        self.ui.update(dt)
        self.scene.draw(self.screen)
        self.bar.draw(self.screen)
        self.ui.draw_ui(self.screen)
        self.scene.draw_over(self.screen)
        self.focus.draw(self.screen, self.style)
        if self._shoot:
            self._save_screenshot()
        self.toasts.draw(self.screen, self.style)
        self.work.append(time.perf_counter() - started)
        if wait is not None:
            wait()
        pygame.display.flip()
        self.frames += 1
        if self.first_frame_at is None:
            self.first_frame_at = time.perf_counter()
            if not self.workers.inline:
                self.loader.start()

    def close(self) -> None:
        """Stop every scene, save the settings, close the window. Never raises."""
        self._save_settings()
        pygame.display.quit()  # the window goes at once; saving may take a moment longer
        for scene in self.scenes.values():
            try:
                scene.close()
            except Exception:
                log.exception("scene %s failed to close", scene.id)
        pygame.quit()
        take_back()

    # ------------------------------------------------------------------ scenes

    @property
    def scene(self) -> Scene:
        """The scene on the screen."""
        return self.scenes[self.scene_id]

    def go(self, link: str) -> None:
        """Open a link, such as "menu" or "convolution/steal", at the next frame; or say what is wrong."""
        try:
            wanted = Link.parse(link)
            if wanted.scene not in BUILT_IN and wanted.scene not in {spec.id for spec in SCENES}:
                raise LinkError("link.no_scene", scene=wanted.scene)
        except LinkError as error:
            self.toasts.add(self.t(error.key, **error.values), "bad")
        else:
            self._next = wanted

    def copy_link(self) -> None:
        """Copy the address of what is on the screen."""
        link = str(self.scene.link())
        write_text(link)
        self.toasts.add(self.t("link.copied", link=link), "good")

    def _switch(self, link: Link) -> None:
        if link.scene == self.scene_id:
            self.close_dialogs()
        else:
            self._enter(link.scene)
        if link.tab or link.query:
            try:
                self.scene.open_link(link)
            except LinkError as error:
                self.toasts.add(self.t(error.key, **error.values), "bad")

    def _enter(self, scene_id: str) -> None:
        if self.scene_id:
            self.scene.leave()
        self._clear_ui()
        self._reopen = None
        if scene_id not in self.scenes:
            self.scenes[scene_id] = self._make(scene_id)
        self.scene_id = scene_id
        self.bar.layout(self._context(), kiosk=self.options.kiosk)
        self.scene.enter(self._context())
        clear_away()

    def _make(self, scene_id: str) -> Scene:
        for spec in SCENES:
            if spec.id == scene_id:
                return spec.make()
        module, _, name = BUILT_IN[scene_id].partition(":")
        scene: Scene = getattr(importlib.import_module(module), name)()
        return scene

    def _context(self) -> Context:
        width, height = self.screen.get_size()
        return Context(
            assets=self.assets,
            t=self.t,
            style=self.style,
            ui=self.ui,
            settings=self.settings,
            folders=self.folders,
            loader=self.loader,
            area=pygame.Rect(0, self.style.bar, width, height - self.style.bar),
            seed=self.options.seed,
            workers=self.workers,
            go=self.go,
            notify=self.toasts.add,
            pick_file=self.pick_file,
            modal=lambda: self.dialog_open,
            choose_keys=self.choose_keys,
        )

    # ------------------------------------------------------------------ window and look

    def _open_window(self) -> None:
        if self.options.headless or not (self.settings.fullscreen or self.options.kiosk):
            flags = 0 if self.options.headless else pygame.RESIZABLE
            with warnings.catch_warnings():
                # On X11 a window that was full screen minds its size only when it is told twice.
                warnings.simplefilter("ignore", RuntimeWarning)
                self.screen = pygame.display.set_mode(self.settings.window, flags)
                if self.screen.get_size() != self.settings.window:
                    self.screen = pygame.display.set_mode(self.settings.window, flags)
        else:
            self.screen = pygame.display.set_mode((0, 0), pygame.FULLSCREEN)

    def _build_ui(self) -> None:
        """Make language, style and UI manager from the settings."""
        size = self.screen.get_size()
        self.t = self.assets.language(self.settings.language)
        self.style = self.assets.style(self.settings.theme, self.settings.ui_scale or auto_scale(size))
        self.ui = pygame_gui.UIManager(
            size, None, enable_live_theme_updates=False, starting_language=self.settings.language
        )
        fonts = self.assets.path("fonts")
        self.ui.add_font_paths("inter", str(fonts / "Inter-Regular.otf"), str(fonts / "Inter-SemiBold.otf"))
        mono = str(fonts / "JetBrainsMono-Regular.ttf")
        self.ui.add_font_paths("mono", mono, str(fonts / "JetBrainsMono-Bold.ttf"))
        self.ui.get_theme().load_theme(gui_theme(self.style))
        self.focus = FocusRing(self.ui)
        self.bar = TopBar(self)

    def _clear_ui(self) -> None:
        self.focus.clear()
        self.ui.clear_and_reset()

    def _relayout(self) -> None:
        """Build everything on the screen anew, after a change of size, language, theme or scale."""
        self._layout_due = None
        self._clear_ui()
        self._build_ui()
        context = self._context()
        self.bar.layout(context, kiosk=self.options.kiosk)
        self.scene.relayout(context)
        if self._reopen is not None:
            self._reopen()
        clear_away()

    def change(self, **fields: object) -> None:
        """Change settings, e.g. `change(language="en")`; the screen follows at the next frame."""
        self.settings = replace(self.settings, **fields)  # type: ignore[arg-type]
        self._save_settings()
        if set(fields) == {"volume"}:
            self.scene.ctx = replace(self.scene.ctx, settings=self.settings)
        else:
            self._layout_due = 0.0

    def toggle_fullscreen(self) -> None:
        """Full screen and back to the window's former size."""
        if self.options.headless or self.options.kiosk:
            return
        self.settings = replace(self.settings, fullscreen=not self.settings.fullscreen)
        self._save_settings()
        self._open_window()
        self._layout_due = 0.0

    def _first_settings(self) -> Settings:
        settings = self.file.load()
        options = self.options
        return replace(
            settings,
            language=options.lang or settings.language or system_language(),
            theme=options.theme or settings.theme,
            window=options.size or settings.window,
            ui_scale=settings.ui_scale if options.scale is None else options.scale,
            fullscreen=settings.fullscreen and options.size is None,
        )

    def _save_settings(self) -> None:
        try:
            self.file.save(self.settings)
        except OSError as error:
            self.toasts.add(self.t("settings.unsaved", why=why(self.t, error)), "bad")

    # ------------------------------------------------------------------ events

    def _handle(self, event: pygame.event.Event) -> None:
        if event.type == pygame.QUIT:
            self.running = False
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self._resized()
        elif (event.type == pygame.KEYDOWN and (self._claimed(event) or self._global_key(event))) or (
            not self._choosing_key and self.focus.handle(event)
        ):
            return
        elif event.type == pygame_gui.UI_FILE_DIALOG_PATH_PICKED:
            event.ui_element.picked(Path(event.text))
        elif event.type == pygame_gui.UI_WINDOW_CLOSE:
            if not self.dialog_open:  # a new layout closes a dialog too, and opens it again
                self._reopen = None
                self.focus.clear()
        else:
            used = self.ui.process_events(event)
            if event.type == pygame.KEYUP or not (used or self._blocked(event)):
                self.scene.handle(event)

    def _blocked(self, event: pygame.event.Event) -> bool:
        """Whether a dialog keeps the event from the scene."""
        return self.dialog_open and event.type in (
            pygame.KEYDOWN,
            pygame.TEXTINPUT,
            pygame.MOUSEBUTTONDOWN,
            pygame.MOUSEMOTION,
            pygame.MOUSEWHEEL,
            pygame.DROPFILE,
        )

    @property
    def dialog_open(self) -> bool:
        """Whether a window lies over the scene."""
        return bool(self._windows())

    def _windows(self) -> list[UIWindow]:
        stack = self.ui.get_window_stack().get_full_stack()
        return [window for window in stack if isinstance(window, UIWindow) and window.alive()]

    @property
    def _choosing_key(self) -> bool:
        return any(getattr(window, "choosing_key", False) for window in self._windows())

    @property
    def typing(self) -> bool:
        """Whether letters and digits belong to a text field."""
        focused = self.ui.get_focus_set() or set()
        in_field = any(isinstance(e, UITextEntryLine) for e in focused)
        return in_field or self.scene.typing

    def _claimed(self, event: pygame.event.Event) -> bool:
        """Whether the scene took the key for itself; once Tab walks through the controls, it goes on."""
        walking = event.key == pygame.K_TAB and self.focus.current is not None
        return not self.dialog_open and not walking and self.scene.claims(event)

    def _global_key(self, event: pygame.event.Event) -> bool:
        key, control = event.key, bool(event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META))
        if control and key == pygame.K_q:
            self.running = False
        elif control and key == pygame.K_l and not self.dialog_open:
            self.copy_link()
        elif key == pygame.K_F1:
            self.toggle_help()
        elif key == pygame.K_F11 or (key == pygame.K_RETURN and event.mod & pygame.KMOD_ALT):
            self.toggle_fullscreen()
        elif key == pygame.K_F12:
            self.take_screenshot()
        elif key == pygame.K_F2:
            self.toggle_language()
        elif key == pygame.K_F3:
            self.toggle_theme()
        elif key == pygame.K_F10:
            self.open_settings()
        elif key == pygame.K_ESCAPE:
            return self._escape()
        elif not control and not self.typing and not self.dialog_open and pygame.K_0 <= key <= pygame.K_9:
            index = key - pygame.K_1
            if key == pygame.K_0:
                self.go("menu")
            elif index < len(SCENES):
                self.go(SCENES[index].id)
        else:
            return False
        return True

    def _escape(self) -> bool:
        if self.dialog_open:
            self.close_dialogs()
        elif self.typing:
            return False
        elif self.focus.current is not None:
            self.focus.clear()
        elif self.scene_id != "menu":
            self.go("menu")
        return True

    def _resized(self) -> None:
        size = self.screen.get_size()
        surface = pygame.display.get_surface()
        if surface is not None:
            self.screen = surface
            size = surface.get_size()
        if size[0] < MIN_SIZE[0] or size[1] < MIN_SIZE[1]:
            size = (max(size[0], MIN_SIZE[0]), max(size[1], MIN_SIZE[1]))
            self.screen = pygame.display.set_mode(size, pygame.RESIZABLE)
        if not self.settings.fullscreen and not self.options.kiosk:
            self.settings = replace(self.settings, window=size)
        if size != self.ui.window_resolution:
            self._layout_due = time.perf_counter() + RELAYOUT_DELAY

    def _track_idleness(self, events: list[pygame.event.Event], dt: float) -> None:
        """Kiosk: after a minute alone the scenes play themselves in turn, until someone touches a key."""
        if not self.options.kiosk:
            return
        if any(_by_a_person(event) for event in events):
            self._idle = 0.0
            if self._attracting:
                self._attracting = False
                events.clear()
                self.go("menu")
            return
        self._idle += dt
        if self._idle < KIOSK_IDLE:
            return
        self._attract_left -= dt
        if not self._attracting or self._attract_left <= 0:
            self._attract_left = KIOSK_TURN
            ids = [spec.id for spec in SCENES]
            index = ids.index(self.scene_id) + 1 if self._attracting and self.scene_id in ids else 0
            self._attracting = True
            self.go(ids[index % len(ids)])

    # ------------------------------------------------------------------ what the bar and the keys do

    def toggle_language(self) -> None:
        """Russian, English."""
        self.change(language="en" if self.settings.language == "ru" else "ru")

    def toggle_theme(self) -> None:
        """Dark, light."""
        self.change(theme="light" if self.settings.theme == "dark" else "dark")

    def toggle_help(self) -> None:
        """Open or close the scene's help."""
        from game.ui.widgets.dialogs import HelpWindow

        if self.dialog_open:
            self.close_dialogs()
            return
        key = self.scene.help()
        shown = key if self.t.has(key) else "menu.help"
        self._open(lambda: HelpWindow(self._context(), shown, self.scene.commands()))

    def open_settings(self) -> None:
        """Open the settings."""
        from game.ui.widgets.dialogs import SettingsWindow

        if self.options.kiosk or self.dialog_open:
            return
        self._open(lambda: SettingsWindow(self._context(), self.change, self.toggle_fullscreen))

    def choose_keys(self) -> None:
        """Open the window in which keys are chosen, in the place of what is open."""
        from game.app.keys_window import KeysWindow

        if not self.options.kiosk:
            self.close_dialogs()
            self._open(lambda: KeysWindow(self._context(), lambda keys: self.change(keys=keys)))

    def _open(self, make: Callable[[], UIWindow]) -> None:
        """Open a window, now and again after every new layout."""
        self._reopen = make
        make()

    def pick_file(
        self,
        title: str,
        suffixes: frozenset[str],
        callback: Callable[[Path], None],
        *,
        save: str = "",
        folder: Path | None = None,
    ) -> None:
        """Open the file dialog."""
        from game.ui.widgets.dialogs import FileWindow

        if not self.dialog_open:
            self._reopen = None
            FileWindow(self._context(), title, suffixes, callback, save, folder or self.folders.pictures)

    def close_dialogs(self) -> None:
        """Close whatever lies over the scene."""
        self._reopen = None
        for window in self._windows():
            window.on_close_window_button_pressed()
        self.focus.clear()

    def take_screenshot(self) -> None:
        """Save the next picture as PNG among the user's pictures, without messages over it, and say where."""
        self._shoot = True

    def _save_screenshot(self) -> None:
        self._shoot = False
        path = self.folders.pictures / f"latent-arcade-{time.strftime('%Y%m%d-%H%M%S')}-{self.frames}.png"
        try:
            self.save_picture(path)
        except OSError as error:
            self.toasts.add(self.t("app.screenshot_failed", why=why(self.t, error)), "bad")
        else:
            self.toasts.add(self.t("app.screenshot", file=str(path)), "good")

    def save_picture(self, path: Path) -> None:
        """Save what is on the screen.

        Raises:
            OSError: the file cannot be written.
        """
        from game.ui.pictures import save_png

        save_png(path, self.screen)


def _by_a_person(event: pygame.event.Event) -> bool:
    """Whether somebody is at the app."""
    pushed = event.type == pygame.JOYAXISMOTION and abs(event.value) >= PUSHED
    return pushed or event.type in ACTIVITY
