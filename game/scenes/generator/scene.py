"""The generator's knobs: networks that draw portraits or cats, and what one can do with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pygame
from pygame_gui.elements import UIButton

from game.scenes.generator.shared_state import SharedState
from game.ui.context import Context
from game.ui.language import Language
from game.ui.links import Link, LinkError
from game.ui.tabs import Tab, TabbedScene
from game.ui.widgets.controls import choices, select
from models.generator.data_sets import DATA_SETS, DataName

FIRST_TAB = "knobs"
WIDEST = 260
"""Of the switch between data sets, in pixels at scale 1."""


@dataclass(frozen=True)
class World:
    """Everything about one data set: what its tabs share, and those that have been made."""

    shared: SharedState
    tabs: dict[str, Tab]


class GeneratorScene(TabbedScene):
    """Five tabs over one set of networks for each data set; everything else is in `game.scenes.generator`.

    Each data set has tabs of its own: what is under way with portraits stands still while one is with cats.

    Args:
        weights: other weights than the shipped ones.
    """

    id: ClassVar[str] = "generator"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "data": "game.scenes.generator.data.tab:DataTab",
        "knobs": "game.scenes.generator.knobs.tab:KnobsTab",
        "restyle": "game.scenes.generator.restyle.tab:RestyleTab",
        "judge": "game.scenes.generator.judge.tab:JudgeTab",
        "training": "game.scenes.generator.training.tab:GanTrainingTab",
    }
    shared: SharedState
    _plain: Language

    def __init__(self, weights: Path | None = None) -> None:
        super().__init__()
        self._weights = weights
        self._worlds: dict[DataName, World] = {}
        self._chips: dict[str, UIButton] = {}
        self.data: DataName = "portraits"

    # ------------------------------------------------------------------ data sets

    def _world(self, name: DataName) -> World:
        if name not in self._worlds:
            ctx = self.ctx
            shared = SharedState(ctx.folders.config, ctx.workers, ctx.loader, ctx.seed, self._weights, name)
            self._worlds[name] = World(shared, {})
        return self._worlds[name]

    def _take(self, name: DataName) -> None:
        for other, left in self._worlds.items():
            if other != name:
                left.shared.networks.forget()
        self.data, world = name, self._world(name)
        self.shared, self.tabs = world.shared, world.tabs
        self.ctx = self._about(self.ctx)

    def _about(self, ctx: Context) -> Context:
        """A context whose texts are about the data set."""
        return replace(ctx, t=self._plain.about(self.data))

    def _switch(self, name: DataName) -> bool:
        """Go to the other data set, and stay in the tab; False where one is there already."""
        if name == self.data:
            return False
        if self._on:
            self.tab.leave()
            self.shared.save()
            self._on = False
        self._take(name)
        self.shared.remember_tab(self.tab_id)
        self._world("portraits").shared.remember_data(name)
        self._mark()
        self._rebuild()
        return True

    def choose(self, name: DataName) -> None:
        """Go to the other data set; nothing happens while a dialog is open."""
        if not self.ctx.modal():
            self._switch(name)
        self._mark()

    def _mark(self) -> None:
        for name, chip in self._chips.items():
            if chip.alive():
                select(chip, name == self.data)

    # ------------------------------------------------------------------ tabs

    def begin(self) -> str:
        """Read what is remembered."""
        self._take(self._world("portraits").shared.prefs.data)
        return self.shared.prefs.room if self.shared.prefs.room in self.names else FIRST_TAB

    def layout_strip(self, rect: pygame.Rect) -> None:
        """The switch between data sets, at the right."""
        width = min(self.ctx.style.text_px(WIDEST), rect.width)
        place = pygame.Rect(rect.right - width, rect.y, width, rect.height)

        def press(name: str) -> None:
            self.choose(next(each for each in DATA_SETS if each == name))

        self._chips = choices(self.ctx, place, "generator.data", tuple(DATA_SETS), press, "Ctrl+D")
        self._mark()

    def handle_first(self, event: pygame.event.Event) -> bool:
        """Ctrl+D goes to the other data set."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_d and event.mod & pygame.KMOD_CTRL:
            self.choose(next(name for name in DATA_SETS if name != self.data))
            return True
        return False

    def opened(self, name: str) -> None:
        """Remember which tab is open."""
        self.shared.remember_tab(name)

    def help(self) -> str:
        """The open tab's help."""
        super().help()
        key = "generator.help" if self.tab_id == FIRST_TAB else f"generator.help_{self.tab_id}"
        own = f"{key}@{self.data}"
        return own if self._plain.has(own) else key

    # ------------------------------------------------------------------ links

    def _follow(self, link: Link, *, laid_out: bool = False) -> None:
        """Go to the data set that a link is about, portraits if it names none; the tab does the rest."""
        query = dict(link.query)
        wanted = query.pop("data", "portraits")
        found = next((name for name in DATA_SETS if name == wanted), None)
        if found is None:
            raise LinkError("link.bad_value", why=f"data={wanted}")
        switched = self._switch(found)
        super()._follow(Link(link.scene, link.tab, query), laid_out=laid_out and not switched)

    def link(self) -> Link:
        """The address of what is on the screen."""
        link = super().link()
        return (
            link
            if self.data == "portraits"
            else Link(link.scene, link.tab, {"data": self.data, **link.query})
        )

    # ------------------------------------------------------------------ life

    def relayout(self, ctx: Context, link: Link | None = None) -> None:
        """Lay everything out once, with what a link asks for."""
        self._plain = ctx.t
        super().relayout(self._about(ctx), link)

    def update(self, dt: float) -> None:
        """Follow a portrait that was handed to another tab; the open tab does the rest."""
        wanted = self.shared.take_wanted()
        if wanted:
            self.open(wanted)
        super().update(dt)

    def leave(self) -> None:
        """Finish what the hand was doing, and remember how everything was left."""
        super().leave()
        for world in self._worlds.values():
            world.shared.save()

    def close(self) -> None:
        """Stop every tab's work."""
        for world in self._worlds.values():
            for tab in world.tabs.values():
                if tab.begun:
                    tab.close()
            world.shared.close()
