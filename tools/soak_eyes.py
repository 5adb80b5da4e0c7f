"""The eyes of `tools.soak`, inside the app: what can be pressed where, and what outlives its layout.

`python -m tools.soak_eyes FILE …` is `main.py …` that writes to FILE, as JSON, what is on the screen.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
from pygame_gui.elements import UIButton, UIHorizontalSlider, UITextEntryLine, UIWindow

from game.app.app import App
from game.scenes.arena.scene import ArenaScene
from game.ui.tabs import TabbedScene
from game.ui.widgets.window import Reopening, Window

EVERY = 0.2
"""Seconds between two looks for what can be pressed."""
KINDS = {UIButton: "button", UIHorizontalSlider: "slider", UITextEntryLine: "entry"}
BAR = frozenset({"#back", "#link", "#help", "#language", "#theme", "#settings"})


def place(app: App) -> str:
    """Where one is, such as "generator/judge" or "arena/watch+gradient"."""
    link = app.scene.link()
    panel = link.query.get("panel", "") if link.scene == "arena" else ""
    return "/".join(filter(None, (link.scene, link.tab))) + (f"+{panel}" if panel else "")


def owners(widget: Any) -> Iterator[Any]:
    """A widget, what it is a part of, and what holds it, and so on up to the window or the screen."""
    root = widget.ui_manager.get_root_container()
    yield widget
    for each in {widget.parent_element, widget.ui_container} - {None, root, widget}:
        yield from owners(each)


def window_of(widget: Any) -> UIWindow | None:
    """The window that a widget is or belongs to."""
    return next((each for each in owners(widget) if isinstance(each, UIWindow)), None)


def name_of(widget: Any) -> str:
    """What a widget is called, or else its kind."""
    return str(widget.object_ids[-1] or type(widget).__name__)


class Watch:
    """Finds widgets that outlive what made them: a scene, a layout of a tab or a mode, a window, a button.

    Attributes:
        foreign: what was found, one line each.
    """

    def __init__(self) -> None:
        self.foreign: list[str] = []
        self._scene: tuple[Any, ...] = ()
        self._part: tuple[Any, ...] = ()
        self._kept: set[Any] = set()
        self._made: dict[Any, tuple[tuple[Any, ...], str]] = {}
        """By widget: the part of the scene and the place where it was first seen."""

    def look(self, app: App) -> None:
        """Compare the widgets with where one is; call it after every frame."""
        root = app.ui.get_root_container()
        widgets = [each for each in app.ui.get_sprite_group().sprites() if each is not root]
        scene, here = app.scene, place(app)
        if self._scene != (app.ui, scene):
            self._judge([each for each in widgets if each in self._made], here, moved=True)
            self._scene, self._made, self._part = (app.ui, scene), {}, ()
            self._kept = set(scene._others) if isinstance(scene, TabbedScene) else set()
        part: tuple[Any, ...] = (here,)
        if isinstance(scene, TabbedScene):
            part = (scene.tab_id, scene._backdrop.surface)
        elif isinstance(scene, ArenaScene):
            part, self._kept = (here, scene.screen), self._of_arena(scene, widgets)
        new = [each for each in widgets if each not in self._made]
        for widget in new:
            self._made[widget] = part, here
        if part != self._part or new or len(widgets) != len(self._made):
            self._part = part
            self._made = {each: self._made[each] for each in widgets}
            self._judge(widgets, here)

    def _of_arena(self, scene: ArenaScene, widgets: list[Any]) -> set[Any]:
        """What its modes and tabs have in common now."""
        panel = scene.screen.insight
        bar = scene._bar._widgets
        return {
            *scene._commands.buttons.values(),
            *bar,
            *(each.button_container for each in bar if isinstance(each, UIHorizontalSlider)),
            *scene._choices._buttons,
            *(panel._tabs.values() if panel is not None else ()),
            *(each for each in widgets if name_of(each) in BAR),
        }

    def _judge(self, widgets: list[Any], here: str, *, moved: bool = False) -> None:
        for widget in widgets:
            part, made_at = self._made[widget]
            window, parent = window_of(widget), widget.parent_element
            if moved:
                why = "another scene"
            elif parent is not None and not parent.alive():
                why = "a parent that is gone"
            elif window is not None:
                why = "a window that is gone" if not window.alive() else ""
                why = why or ("a window of another tab" if part[0] != self._part[0] else "")
            else:
                kept = part == self._part or not self._kept.isdisjoint(owners(widget))
                why = "" if kept else "another layout"
            if why:
                self._tell(f"{name_of(widget)} of {made_at} in {here}: {why}")
        spots = Counter(
            (tuple(each.object_ids), tuple(each.rect)) for each in widgets if isinstance(each, tuple(KINDS))
        )
        for (names, rect), number in spots.items():
            if number > 1 and min(rect[2:]) > 0:
                self._tell(f"{names[-1]} in {here}: {number} at one place")

    def _tell(self, line: str) -> None:
        if line not in self.foreign:
            self.foreign.append(line)


def on_top(app: App) -> UIWindow | None:
    """The window that takes the mouse, if any."""
    windows = app.dialogs.windows
    return windows[-1] if windows else None


def pressable(app: App) -> list[tuple[str, str, int, int, int, int]]:
    """Kind, name, left, top, width and height of what the mouse can reach."""
    top, found = on_top(app), []
    for each in app.ui.get_sprite_group().sprites():
        kind = next((word for base, word in KINDS.items() if isinstance(each, base)), "")
        part = name_of(each) == "#sliding_button"  # of a slider
        if not kind or part or not each.visible or not each.is_enabled:
            continue
        if top is not None and window_of(each) is not top:
            continue
        holder, middle = each.ui_container, each.rect.center
        while holder is not None and holder.rect.collidepoint(middle) and holder.ui_container is not holder:
            holder = holder.ui_container
        if holder is None or holder.rect.collidepoint(middle):
            found.append((kind, name_of(each), *each.rect))
    return found


def windows_known(base: type = Reopening) -> set[str]:
    """The classes of all windows that have been imported."""
    below = base.__subclasses__()
    own = set() if base in (Reopening, Window) else {base.__name__}
    return own.union(*map(windows_known, below))


class Eyes:
    """Writes down what is on the screen, what was opened so far, and what is foreign.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._due = path, 0.0
        self._watch = Watch()
        self._places: set[str] = set()
        self._windows: set[str] = set()

    def look(self, app: App) -> None:
        """Look at the app; call it after every frame."""
        self._watch.look(app)
        top, now = on_top(app), time.monotonic()
        if top is not None:
            self._windows.add(type(top).__name__)
        if now < self._due:
            return
        self._due, here = now + EVERY, place(app)
        self._places.add(here)
        commands = [each for table in app.scene.commands() for each in table]
        seen = {
            "frames": app.frames,
            "place": here,
            "window": type(top).__name__ if top is not None else "",
            "tabs": list(getattr(app.scene, "names", ())),
            "things": pressable(app),
            "keys": [each.keys[0] for each in commands if each.keys and each.enabled()],
            "places": sorted(self._places),
            "windows": sorted(self._windows),
            "unopened": sorted(windows_known() - self._windows),
            "foreign": self._watch.foreign,
        }
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps(seen), "utf-8")
        os.replace(beside, self._path)


def main() -> None:
    """Run the app, and look at it."""
    import main as app_main

    eyes, frame = Eyes(Path(sys.argv.pop(1))), App.frame

    def watched(app: App, events: list[pygame.event.Event], dt: float, wait: Any = None) -> None:
        frame(app, events, dt, wait)
        eyes.look(app)

    App.frame = watched  # type: ignore[method-assign]
    app_main.run()


if __name__ == "__main__":
    main()
