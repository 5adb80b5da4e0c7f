"""Inside a real network: guesses, feature maps, filters, where it looks; and the old way beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.network.filter_view import FilterView
from game.scenes.convolution.network.requests import LAYERS, MODES, Mode
from game.scenes.convolution.network.session import NetworkSession
from game.scenes.convolution.network.view import NetworkView
from game.scenes.convolution.workbench import Workbench
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.tabs import Tab
from models.base.typed_fields import Range

if TYPE_CHECKING:
    from models.base.gallery import GalleryItem

ATTRACT_LAYER = 2.5
"""Seconds on a layer while the tab plays itself."""


@dataclass(frozen=True)
class NetworkOptions:
    """What a link opens the tab with: a view, a layer counted from 1, and one of its filters, from 0."""

    view: Literal["guess", "maps", "heat", "hand"] = "maps"
    layer: Annotated[int, Range(1, len(LAYERS))] | None = None
    filter: Annotated[int, Range(0, 1279)] | None = None


class NetworkTab(Tab):
    """The shared canvas, the five best guesses, and one of three views."""

    id: ClassVar[str] = "network"
    opens_with = NetworkOptions
    session: NetworkSession

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self._begun = False
        self._script = 0.0

    def _begin(self) -> None:
        self._begun = True
        session = self.session = NetworkSession(self.ctx.workers)
        self.filter = FilterView(self.ctx.workers, self.ctx.seed)
        self.view = NetworkView(session, self.filter, self)
        views = [
            Command(
                mode,
                partial(self.choose_mode, mode),
                pressed=lambda mode=mode: session.mode == mode,  # type: ignore[misc]
                kind="chip",
            )
            for mode in MODES
        ]
        self.commands = Commands(
            "network",
            (
                *views,
                Command("next_view", lambda: self.choose_mode(session.next_mode()), ("M",)),
                Command("layer_before", lambda: self.choose_layer(session.layer - 1), (",",)),
                Command("layer_after", lambda: self.choose_layer(session.layer + 1), (".",)),
                Command("map_before", partial(self._walk, -1), ("←",)),
                Command("map_after", partial(self._walk, 1), ("→",)),
                Command("guess_above", partial(session.turn_rank, -1), ("↑",)),
                Command("guess_below", partial(session.turn_rank, 1), ("↓",)),
            ),
        )

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; canvas and guesses, the view, and one filter below."""
        if not self._begun:
            self._begin()
        ctx, style, bench = self.ctx, self.ctx.style, self.bench
        tools, below = column(area, [bench.tools.height(ctx, area.width), -1], style.gap)
        self.backdrop.panel(tools)
        left, middle, right = row(below, [-31, -42, -27], style.gap)
        canvas, guesses = column(left, [-1, style.px(222)], style.gap)
        bench.canvas.layout(style, self.backdrop.panel(canvas, ctx.t("convolution.input")))
        bench.canvas.hint = ctx.t("network.hint")
        bench.tools.layout(ctx, tools)
        self.view.layout(ctx, self.backdrop, guesses, (middle, right), self.commands)
        self.session.ask_again()

    def tables(self) -> Sequence[Commands]:
        """The tab's own, and the canvas's tools."""
        return (self.commands, self.bench.tools.commands)

    # ------------------------------------------------------------------ links

    def open_with(self, options: NetworkOptions) -> None:
        """Open a view, a layer and one of its filters."""
        mode: Mode = "maps" if options.view == "guess" else options.view
        if mode != self.session.mode:
            self.choose_mode(mode)
        if options.layer is not None:
            self.session.choose_layer(options.layer - 1)
        if options.filter is not None:
            self.choose_channel(options.filter)

    def shown(self) -> NetworkOptions:
        """The view on the screen; with maps, the layer and the filter as well."""
        session = self.session
        if session.mode != "maps":
            return NetworkOptions(session.mode)
        return NetworkOptions("maps", session.layer + 1, session.channel)

    # ------------------------------------------------------------------ actions

    def choose_mode(self, mode: Mode) -> None:
        """Show maps, heat, or the hand-made stages."""
        self.session.choose_mode(mode)
        self.view.forget()
        self.ctx.ui.set_focus_set(None)
        self.rebuild()

    def choose_layer(self, index: int) -> None:
        """Show another layer's maps."""
        self.session.choose_layer(index)

    def choose_channel(self, channel: int) -> None:
        """Enlarge one map, and look at its filter."""
        self.session.choose_channel(channel)
        self.filter.choose(LAYERS[self.session.layer], channel)

    def choose_rank(self, rank: int) -> None:
        """Explain a guess."""
        self.session.rank = rank
        if self.session.mode == "maps":
            self.choose_mode("heat")

    def turn_famous(self, step: int) -> None:
        """Show the next or previous filter that was rendered ahead."""
        from models.base.gallery import rendered_features

        items, session = rendered_features(), self.session
        if not items or not self.ctx.loader.ready:
            return
        at = (session.famous + step) % len(items) if session.famous >= 0 or step > 0 else len(items) - 1
        item = items[at]
        in_layer = item.layer in LAYERS
        if in_layer:
            session.choose_layer(LAYERS.index(item.layer))
        session.channel, session.famous = item.channel if in_layer else None, at
        self.filter.choose(item.layer, item.channel)
        if not in_layer:
            self.filter.show_map(None)

    def open_item(self, item: GalleryItem) -> None:
        """Put a bundled picture on the canvas."""
        self.bench.desk.open_item(self.ctx, item)

    def thumbnails(self) -> dict[str, NDArray[np.uint8]]:
        """Small pictures of the gallery, (H, W, 3) by id, as far as they have been made."""
        return self.bench.desk.thumbnails(self.ctx)

    def _walk(self, step: int) -> None:
        """The next map, on whatever page it is."""
        channel = self.session.neighbour(step)
        if channel is not None:
            self.choose_channel(channel)

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Choose layers, maps and guesses; paint."""
        return self.view.handle(event) or self.bench.tools.handle(event) or self.bench.canvas.handle(event)

    def update(self, dt: float) -> None:
        """Ask when something changed; take answers."""
        bench, session = self.bench, self.session
        bench.tools.update()
        self.view.update()
        if not self.ctx.loader.ready:
            return
        least = self.ctx.style.px(46)
        if session.update(bench.painting.array(), bench.painting.version, self.view.room.size, least):
            self._take()
        # While a hand draws, the guesses come first: growing a picture takes a core for itself.
        if bench.painting.painting or session.busy or session.mode != "maps":
            self.filter.pause()
        else:
            self.filter.resume()
        self.filter.update(dt)

    def _take(self) -> None:
        found = self.session.findings
        if found is None or found.question.mode != "maps":
            return
        if self.filter.layer == found.question.layer:
            self.filter.show_map(found.large)
        if self.session.channel is None and self.filter.layer == "":
            self.choose_channel(0)

    def attract(self, dt: float) -> None:
        """Walk up through the layers."""
        before, self._script = self._script, self._script + dt
        if int(before / ATTRACT_LAYER) != int(self._script / ATTRACT_LAYER):
            self.choose_layer((self.session.layer + 1) % len(LAYERS))

    def draw(self, screen: pygame.Surface) -> None:
        """Draw canvas, guesses, the open view and the filter."""
        self.bench.tools.draw(screen)
        self.bench.canvas.draw(screen)
        self.view.draw(screen)

    def leave(self) -> None:
        """Rest."""
        self.bench.canvas.release()
        self.filter.pause()

    def close(self) -> None:
        """Stop the workers."""
        if self._begun:
            self.filter.close()
            self.session.close()
