"""The app: the one frame loop, the scenes, and what lies over every scene."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pygame
import pygame_gui

from game.app.background import Background
from game.app.commands import AppCommands
from game.app.dialogs import Dialogs
from game.app.endings import Endings
from game.app.focus import FocusRing
from game.app.frame_log import FrameLog
from game.app.frame_pacer import HISTORY, window_pacer
from game.app.gui_theme import gui_manager
from game.app.kiosk import Kiosk
from game.app.libraries import load_libraries
from game.app.rest import Rest
from game.app.saving import CLOSE_SECONDS, SettingsStore
from game.app.screenshots import Screenshots
from game.app.stage import Stage
from game.app.tidying import Tidying
from game.app.topbar import TopBar
from game.app.window import open_window, resized_window, start_display
from game.lecture.desk import Desk
from game.lecture.shell import PAGES
from game.lecture.tour import Tour
from game.scenes import SCENES
from game.ui.assets import Assets
from game.ui.context import Context
from game.ui.gamepads import Gamepads
from game.ui.keymap import in_latin
from game.ui.language import Language
from game.ui.scene import MOVING, Scene
from game.ui.settings import Folders, Settings
from game.ui.style import Scale, Style
from game.ui.widgets.toast import Toasts
from game.ui.widgets.tooltips import Manager
from game.workers.gc_policy import take_back
from game.workers.home import HomeLock
from game.workers.library_loader import LibraryLoader
from game.workers.workers import Workers

if TYPE_CHECKING:
    from game.app.options import Options

log = logging.getLogger(__name__)

RELAYOUT_DELAY = 0.12


class App:
    """The application.

    Args:
        options: the command line.
        folders: where to keep settings, agents and pictures; the user's own when absent.
        workers: makes what works beside the window; tests pass inline ones.
        endings: notes the signals that end the app.
    """

    t: Language

    def __init__(
        self,
        options: Options,
        *,
        folders: Folders | None = None,
        workers: Workers | None = None,
        endings: Endings | None = None,
    ) -> None:
        self.options = options
        users = folders or Folders.of_user()
        self.folders = Folders.passing() if options.kiosk else users
        self.endings = endings or Endings()
        self.home = HomeLock(users.data)
        self.workers = replace(workers or Workers(), window=self.home.number)
        self.assets = Assets()
        self.store = SettingsStore(users, options, self.workers)
        self.toasts = Toasts()
        self.loader = LibraryLoader(load_libraries, inline=self.workers.inline)
        start_display(self.assets.path("images", "icon.png"), headless=options.headless)
        self.dialogs = Dialogs(self, kiosk=options.kiosk)
        self.lecture = Desk(
            self, {spec.id: spec for spec in SCENES}, self.folders, self.workers, options.route
        )
        self.stage = Stage(self, {"lecture": self.lecture.scene})
        self.commands = AppCommands(self)
        self.kiosk = Kiosk(self, Tour(self, self.lecture.bundled)) if options.kiosk else None
        self.running = True
        self.frames = 0
        self.work: deque[float] = deque(maxlen=HISTORY)
        self._layout_due: float | None = None
        self._tidying, self._pads = Tidying(), Gamepads()
        self.screenshots = Screenshots(self.folders.pictures, self.workers)
        self._closed = False
        self.pacer = window_pacer(MOVING, alone=self.workers.inline)
        self.rest = Rest(self.pacer)
        self.screen = open_window(self.settings, headless=options.headless, kiosk=options.kiosk)
        if pygame.display.get_driver() == "x11":
            self.endings.watch_display(lambda: self.close(lost=True))
        self._build_ui()
        if self.store.broken is not None:
            self.toasts.add(self.t("settings.broken", file=self.store.broken.name), "bad")
        if self.home.number > 1:
            self.toasts.add(self.t("app.second_window", number=self.home.number), "bad")
        self._background = Background(self.workers, self.loader, self.folders)
        self.stage.show("generator" if options.scene == "gan" else options.scene)
        if options.open:
            self.go(options.open)
        elif self.kiosk is not None and self.scene_id == PAGES:
            self.kiosk.begin()

    # ------------------------------------------------------------------ life

    def run(self) -> int:
        """Run until the user or a signal ends it (or `--frames` are over); returns the exit status."""
        refused = False
        self.loader.start()
        self._pads.open()
        frame_log = FrameLog(self.options.diary)
        try:
            while self.running and not self.endings.came:
                self.turn()
                frame_log.note(self.scene_id, self.frames, self.pacer.presented)
                if self.options.frames is not None and self.frames >= self.options.frames:
                    self.running = False
            if self.options.screenshot is not None:
                try:
                    self.screenshots.save(self.options.screenshot, self.screen)
                except OSError as error:
                    refused = True
                    log.error("%s cannot be written: %s", self.options.screenshot, error.strerror or error)
        finally:
            frame_log.note(self.scene_id, self.frames, self.pacer.presented, last=True)
            self.close()
        return 2 if refused else self.endings.status

    def turn(self) -> None:
        """One turn of the loop: a rest where the scene allows one and nobody touches the app, and a frame."""
        events = self.rest.events(MOVING if self.telling is not None else self.scene.rest_rate)
        self.frame(events, self.pacer.tick(), self.pacer.wait)

    def frame(
        self, events: list[pygame.event.Event], dt: float, wait: Callable[[], None] | None = None
    ) -> None:
        """One frame: switch, events, update, draw, wait for the picture's moment, flip."""
        started = time.perf_counter()
        dt = min(dt, 0.25)
        self.stage.follow()
        self.lecture.update(dt)
        if self._layout_due is not None and started >= self._layout_due:
            self._relayout()
        if self.kiosk is not None:
            self.kiosk.track(events, dt)
        for event in events:
            self._handle(in_latin(event))
        if self.telling is not None:
            self.telling.attract(dt)
        self.scene.update(dt)
        self._background.update()
        self.store.tell(self.t, self.toasts.add)
        self.screenshots.tell(self.t, self.toasts.add)
        self.toasts.update(dt)
        self.ui.update(dt)
        self._tidying.look(self.ui.get_sprite_group().sprites(), dt)
        self.scene.draw(self.screen)
        self.bar.draw(self.screen)
        self.ui.draw_ui(self.screen)
        self.scene.draw_over(self.screen)
        self.focus.draw(self.screen, self.style)
        self.lecture.draw(self.screen)
        if self.telling is not None:
            self.telling.draw(self.screen, self.context())
        self.screenshots.catch(self.screen, self.frames)
        if self.telling is None:
            self.toasts.draw(self.screen, self.style)
        self.lecture.cover(self.screen, dt)
        self.work.append(time.perf_counter() - started)
        if wait is not None:
            wait()
        pygame.display.flip()
        self.frames += 1
        if self.frames == 1 and not self.workers.inline:
            self.loader.start()

    def close(self, *, lost: bool = False) -> None:
        """Save what was learned and the settings, close the window, stop every scene. Never raises.

        Args:
            lost: the display is gone, and must not be asked for anything.
        """
        if self._closed:
            return
        self._closed = True
        if not self.workers.inline:
            self.endings.limit()
        log.info("closing")
        self.store.save()
        self.workers.closing.begin()
        if not lost:
            pygame.display.quit()  # the window goes before anything is waited for
        self.stage.close()
        self.lecture.close()
        self.store.close()
        self.screenshots.close(CLOSE_SECONDS)
        self._background.close()
        if self.options.kiosk:
            self.folders.clear()
        self.home.free()
        if not lost:
            pygame.quit()
            take_back()
            self.endings.in_time()

    # ------------------------------------------------------------------ scenes

    @property
    def scene(self) -> Scene:
        """The scene on the screen."""
        return self.stage.scene

    @property
    def scene_id(self) -> str:
        """The id of the scene on the screen."""
        return self.stage.scene_id

    def go(self, link: str) -> None:
        """Open a link at the next frame; see `Stage.go`."""
        self.stage.go(link)

    def show(self, link: str, *, fresh: bool = False) -> None:
        """Open a link now, see `Stage.show`; `fresh` lays everything out again."""
        if fresh:
            self._layout_due = None
            self._renew_ui()
        self.stage.show(link, fresh=fresh)

    @property
    def telling(self) -> Tour | None:
        """The exhibition's story, while it is told."""
        return self.kiosk.tour if self.kiosk is not None and self.kiosk.playing else None

    def forget_visitor(self) -> None:
        """Leave no trace of an exhibition's visitor; a link must be shown next."""
        self.dialogs.close()
        self.stage.forget()
        self.lecture.forget()
        self.folders.clear()
        self.store.forget()
        self.toasts = Toasts()

    @property
    def typing(self) -> bool:
        """Whether letters and digits belong to a text field."""
        return self.commands.typing

    def context(self) -> Context:
        """What the scene on the screen is given now."""
        width, height = self.screen.get_size()
        top = self._card + (self.style.bar if self.telling is None else self.full_style.bar)
        return Context(
            assets=self.assets,
            t=self.t,
            style=self.style,
            ui=self.ui,
            settings=self.settings,
            folders=self.folders,
            loader=self.loader,
            area=pygame.Rect(0, top, width, height - top),
            seed=self.options.seed,
            workers=self.workers,
            go=self.go,
            notify=self.toasts.add,
            pick_file=self.dialogs.pick_file,
            modal=lambda: self.dialog_open,
            choose_keys=self.dialogs.choose_keys,
            title_free=not self.lecture.session.on,
        )

    # ------------------------------------------------------------------ settings and look

    @property
    def settings(self) -> Settings:
        """The settings in use."""
        return self.store.now

    def _build_ui(self) -> None:
        """Make language, style and UI manager from the settings."""
        size = self.screen.get_size()
        self.t = self.assets.language(self.settings.language)
        scale, theme = Scale.of(self.settings.ui_scale, size), self.settings.theme
        self.full_style = self.assets.style(theme, scale)
        self._card = self.lecture.height(size, self.full_style, self.t)
        if self.telling is not None:
            self._card = self.telling.height(self.context(), size) - self.full_style.bar
        # The lecture's text takes room from the scene, which is drawn smaller instead of being cut off.
        self.style = self.assets.style(theme, scale.times(1 - self._card / size[1]))
        self.ui = self.gui(self.style)
        self.focus = FocusRing(self.ui, lambda: self.lecture.bar.ui)
        self.bar = TopBar(self.commands)
        self.commands.remap(self.settings)

    def _renew_ui(self) -> None:
        """Remove every widget; make language, style and UI manager again."""
        before = self.ui
        self.clear_ui()
        self._build_ui()
        before.forget()

    def gui(self, style: Style) -> Manager:
        """A manager of widgets in a style."""
        return gui_manager(self.assets, style, self.screen.get_size(), self.settings.language)

    def lay_out(self) -> None:
        """Build everything on the screen again at the next frame."""
        self._layout_due = 0.0

    def clear_ui(self) -> None:
        """Remove every widget."""
        self.focus.clear()
        self.ui.clear_and_reset()  # type: ignore[no-untyped-call]

    def lay_out_bar(self) -> None:
        """Build the bar's buttons."""
        ctx = self.context()
        session = self.lecture.session
        self.bar.layout(
            ctx, self.scene_id, kiosk=self.options.kiosk, lecture=session.on, presenting=session.presenting
        )
        self.lecture.layout(ctx, self.full_style, self.bar.room)

    def _relayout(self) -> None:
        """Build everything on the screen again, after a change of size, language, theme or scale."""
        self._layout_due, open_windows = None, self.dialogs.windows
        self._renew_ui()
        self.lay_out_bar()
        self.scene.relayout(self.context())
        self.dialogs.reopen(open_windows)

    def change(self, **fields: object) -> None:
        """Change settings, e.g. `change(language="en")`; the screen follows at the next frame."""
        self.store.change(**fields)
        self.store.save()
        if set(fields) == {"volume"}:
            self.scene.settings_changed(self.settings)
        else:
            self.lay_out()

    def toggle_fullscreen(self) -> None:
        """Full screen and back to the window's former size."""
        if not (self.options.headless or self.options.kiosk):
            self.change(fullscreen=not self.settings.fullscreen)
            self.screen = open_window(self.settings, headless=False, kiosk=False)

    def _resized(self) -> None:
        self.screen = resized_window(self.screen)
        size = self.screen.get_size()
        if not self.settings.fullscreen and not self.options.kiosk:
            self.store.change(window=size)
        if size != self.ui.window_resolution:
            self._layout_due = time.perf_counter() + RELAYOUT_DELAY

    # ------------------------------------------------------------------ events

    def _handle(self, event: pygame.event.Event) -> None:
        if event.type in (pygame.JOYDEVICEADDED, pygame.JOYDEVICEREMOVED):
            self._pads.take(event)  # as long as it is kept, its buttons are heard in every scene
        if event.type == pygame.QUIT or (event.type == pygame.WINDOWCLOSE and event.window is None):
            self.commands.quit()
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self._resized()
        elif (
            self.lecture.handle(event)
            or (event.type == pygame.JOYBUTTONDOWN and self._pushed(event))
            or (event.type == pygame.KEYDOWN and (self._claimed(event) or self.commands.use(event)))
            or (not self.dialogs.choosing_key and self.focus.handle(event))
        ):
            return
        elif event.type == pygame_gui.UI_WINDOW_CLOSE:
            self.dialogs.closed()
        else:
            used = self.ui.process_events(event)
            if event.type == pygame.KEYUP or not (used or self.dialogs.blocks(event)):
                self.scene.handle(event)

    def _pushed(self, event: pygame.event.Event) -> bool:
        """Whether a gamepad's button is that of a command that is there everywhere."""
        return not self.dialog_open and self.commands.table.handle(event)

    def _claimed(self, event: pygame.event.Event) -> bool:
        """Whether the scene took the key for itself; once Tab walks through the controls, it goes on."""
        walking = event.key == pygame.K_TAB and self.focus.current is not None
        return not self.dialog_open and not walking and self.scene.claims(event)

    @property
    def dialog_open(self) -> bool:
        """Whether a window lies over the scene."""
        return bool(self.dialogs.windows)
