"""Inside a real network: guesses, feature maps, filters, where it looks; and the old way beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar, Literal

import pygame

from game.scenes.convolution.network.filter_view import FilterView
from game.scenes.convolution.network.guess_view import NAMES, GuessView
from game.scenes.convolution.network.guessing import GuessSession
from game.scenes.convolution.network.requests import CHANNELS, LAYERS, MODES, Mode
from game.scenes.convolution.network.session import FIRST_LAYER, NetworkSession
from game.scenes.convolution.network.tasks import eye_filter, five_right
from game.scenes.convolution.network.view import NetworkView
from game.scenes.convolution.workbench import PICTURE, Workbench, gallery_ids
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.links import LinkError
from game.ui.tabs import Tab
from models.base.typed_fields import OneOf, Range

GUESS_KEYS = "ASDF"  # digits open scenes
ATTRACT_LAYER = 2.5
"""Seconds on a layer while the tab plays itself."""


@dataclass(frozen=True)
class NetworkOptions:
    """What a link opens the tab with.

    Attributes:
        view: one of the views.
        layer: counted from 1.
        filter: one of the layer's, counted from 0.
        picture: of the gallery, by its id; empty for what is on the canvas.
    """

    view: Literal["guess", "maps", "heat", "hand"] = "maps"
    layer: Annotated[int, Range(1, len(LAYERS))] | None = None
    filter: Annotated[int, Range(0, 1279)] | None = None
    picture: Annotated[str, OneOf(gallery_ids)] = PICTURE


class NetworkTab(Tab):
    """The shared canvas, the five best guesses, and one of three views."""

    id: ClassVar[str] = "network"
    opens_with = NetworkOptions
    opens_first: ClassVar[bool] = True
    session: NetworkSession

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self._script = 0.0

    def begin(self) -> None:
        """Make the session with its workers, and the commands."""
        session = self.session = NetworkSession(self.ctx.workers)
        quiz = self.quiz = GuessSession(self.ctx.seed, self.ctx.workers)
        self.guessing = GuessView(quiz)
        self.filter = FilterView(self.ctx.workers, self.ctx.seed)
        self.view = NetworkView(session, self.filter, self.bench.desk, self.explain)
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
                Command("layer_before", lambda: session.choose_layer(session.layer - 1), (",",)),
                Command("layer_after", lambda: session.choose_layer(session.layer + 1), (".",)),
                Command("map_before", partial(session.walk, -1), ("←",)),
                Command("map_after", partial(session.walk, 1), ("→",)),
                Command("guess_above", partial(session.turn_rank, -1), ("↑",)),
                Command("guess_below", partial(session.turn_rank, 1), ("↓",)),
            ),
        )
        self.answers = Commands(
            "network",
            (
                *(
                    Command(
                        name,
                        partial(quiz.guess, number),
                        (GUESS_KEYS[number],),
                        enabled=lambda: quiz.asking,
                        pressed=partial(self._chosen, number),
                        label=partial(self._choice, number),
                        kind="chip",
                    )
                    for number, name in enumerate(NAMES)
                ),
                Command(
                    "guess_next",
                    quiz.go_on,
                    ("Enter", "Space"),
                    enabled=lambda: quiz.told or quiz.over,
                    label=lambda: self.ctx.t(f"network.guess_{'again' if quiz.over else 'next'}"),
                    kind="primary",
                ),
            ),
        )

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; canvas and guesses, the view, and one filter below."""
        if self.contest:
            self.guessing.layout(self.ctx, self.backdrop, area, self.commands, self.answers)
            return
        ctx, style, bench = self.ctx, self.ctx.style, self.bench
        tools, below = column(area, [bench.tools.height(ctx, area.width), -1], style.gap)
        self.backdrop.panel(tools)
        left, middle, right = row(below, [-29, -46, -25] if style.hall else [-31, -42, -27], style.gap)
        canvas, guesses = column(left, [-1, style.text_px(222)], style.gap)
        bench.canvas.layout(style, self.backdrop.panel(canvas, ctx.t("convolution.input")))
        bench.canvas.hint = ctx.t("network.hint")
        bench.tools.layout(ctx, tools)
        self.view.layout(ctx, self.backdrop, guesses, (middle, right), self.commands)
        self.session.ask_again()

    def tables(self) -> Sequence[Commands]:
        """The tab's own, and the canvas's tools."""
        if self.contest:
            return (self.commands, self.answers)
        return (self.commands, self.bench.tools.commands)

    # ------------------------------------------------------------------ links

    def open_with(self, options: NetworkOptions) -> None:
        """Open a view, a layer and one of its filters.

        Raises:
            LinkError: the layer has no such filter.
        """
        session = self.session
        layer = FIRST_LAYER if options.layer is None else options.layer - 1
        channel = options.filter or 0
        if channel >= CHANNELS[layer]:
            raise LinkError(
                "link.bad_value", why=f"filter: {channel} is not between 0 and {CHANNELS[layer] - 1}"
            )
        if options.view != session.mode:
            self.choose_mode(options.view)
        self.quiz.restart()
        session.rank = 0
        session.look_at(layer, channel)
        self.bench.show(self.ctx, options.picture)

    def shown(self) -> NetworkOptions:
        """The view on the screen; with maps, the layer and the filter as well."""
        session, picture = self.session, self.bench.picture
        if session.mode != "maps":
            return NetworkOptions(session.mode, picture=picture)
        return NetworkOptions("maps", session.layer + 1, session.channel, picture)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of one of the tab's tasks."""
        if name == "five-right":
            return five_right(self.quiz)
        return {"eye-filter": eye_filter}[name](self.session)

    # ------------------------------------------------------------------ actions

    @property
    def contest(self) -> bool:
        """Whether human and network name pictures, instead of looking inside."""
        return self.session.mode == "guess"

    def _choice(self, number: int) -> str:
        """A name that can be chosen."""
        now = self.quiz.round
        return now.choices[number].name(self.ctx.settings.language or "en") if now is not None else "…"

    def _chosen(self, number: int) -> bool:
        """Whether it is told that a name is the right one."""
        now = self.quiz.round
        return self.quiz.told and now is not None and number == now.right

    def choose_mode(self, mode: Mode) -> None:
        """Show maps, heat, the hand-made stages, or the contest."""
        self.session.choose_mode(mode)
        self.view.forget()
        self.ctx.ui.set_focus_set(None)
        self.rebuild()

    def explain(self, rank: int) -> None:
        """Show what speaks for a guess."""
        self.session.rank = rank
        if self.session.mode == "maps":
            self.choose_mode("heat")

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Choose layers, maps and guesses; paint."""
        if self.contest:
            return False
        return self.view.handle(event) or self.bench.tools.handle(event) or self.bench.canvas.handle(event)

    def update(self, dt: float) -> None:
        """Ask when something changed; take answers."""
        bench, session = self.bench, self.session
        if self.contest:
            self.filter.pause()
            if self.ctx.loader.ready:
                self.quiz.update()
            self.guessing.update()
            return
        bench.tools.update()
        self.view.update()
        if not self.ctx.loader.ready:
            return
        least = self.ctx.style.px(46)
        self.filter.choose(*session.filter)
        session.update(bench.painting.array(), bench.painting.version, self.view.room.size, least)
        found = session.findings
        if found is not None:
            self.filter.show_map(found.question.layer, found.question.channel, found.large)
        # While a hand draws, the guesses come first: growing a picture takes a core for itself.
        if bench.painting.painting or session.busy or session.mode != "maps":
            self.filter.pause()
        else:
            self.filter.resume()
        self.filter.update(dt)

    def attract(self, dt: float) -> None:
        """Walk up through the layers."""
        before, self._script = self._script, self._script + dt
        if int(before / ATTRACT_LAYER) != int(self._script / ATTRACT_LAYER):
            self.session.choose_layer((self.session.layer + 1) % len(LAYERS))

    def draw(self, screen: pygame.Surface) -> None:
        """Draw canvas, guesses, the open view and the filter."""
        if self.contest:
            self.guessing.draw(screen)
            return
        self.bench.tools.draw(screen)
        self.bench.canvas.draw(screen)
        self.view.draw(screen)

    def leave(self) -> None:
        """Rest."""
        self.bench.canvas.leave()
        self.filter.pause()

    def close(self) -> None:
        """Stop the workers."""
        self.filter.close()
        self.session.close()
        self.quiz.close()
