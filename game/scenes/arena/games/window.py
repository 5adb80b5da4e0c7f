"""Choosing a game: those with a ladder in pictures, all others in a list that can be searched."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
import pygame
import pygame_gui
from numpy.typing import NDArray
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UISelectionList

from agents.emulators.game_pictures import pictures
from agents.emulators.games import FOR_TWO, GAMES, OTHERS, GameSpec, game_spec
from game.scenes.arena.games.selection import ladder_of
from game.ui.context import Context
from game.ui.layout import column, grid, row
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import set_card
from game.ui.widgets.text import wrap
from game.ui.widgets.window import Window
from game.workers.status import State
from game.workers.workers import Workers
from models.base.worker_process import start_worker

Album = dict[str, NDArray[np.uint8]]


def _elsewhere(games: tuple[str, ...]) -> Iterator[Album]:
    """Make them in another process, because a console that is switched on holds the interpreter's lock."""
    process = start_worker("agents.emulators.game_pictures:main", *games)
    album: Album = {}
    try:
        assert process.stdout is not None
        for game in games:
            court = game_spec(game).court
            shape = (court.height, court.width, 3)
            pixels = np.frombuffer(process.stdout.read(math.prod(shape)), np.uint8)
            album = {**album, game: pixels.reshape(shape)}
            yield album
    finally:
        process.kill()
        process.communicate()


def _here(games: tuple[str, ...]) -> Iterator[Album]:
    yield dict(pictures(games))


class GamesAlbum:
    """Keeps the pictures of the games in `GAMES`."""

    def __init__(self, workers: Workers) -> None:
        make = workers.isolated(_elsewhere, _here)
        self._worker = workers.stream(lambda: make(tuple(GAMES)), name="game-pictures")
        self._pictures: Album = {}

    def look(self) -> Mapping[str, NDArray[np.uint8]]:
        """What there is so far; the first look has them made."""
        if self._worker.status.state is State.IDLE:
            self._worker.start()
        self._pictures = self._worker.poll() or self._pictures
        return self._pictures

    def close(self) -> bool:
        """Stop making them, and wait a little."""
        self._worker.stop()
        return self._worker.join(1.0)


Pictures = Callable[[], Mapping[str, NDArray[np.uint8]]]
PROPORTION = 1.6
"""Of a card's picture: width by height. Most courts come near to it."""
PIXEL = (7, 4)
"""How wide and how high a television shows the console's pixels."""


def found(words: str) -> list[GameSpec]:
    """The other games whose titles hold all of some words, in the order of their titles."""
    wanted = words.lower().split()
    games = sorted((*OTHERS.values(), *FOR_TWO.values()), key=lambda spec: spec.title.lower())
    return [spec for spec in games if all(word in f"{spec.title} {spec.id}".lower() for word in wanted)]


class GamesWindow(Window):
    """Choosing a game closes the window.

    Args:
        ctx: the scene's context.
        current: id of the game that is played.
        pictures: asked every frame until every card has its picture.
        kept: whether there is an agent of the user's own, by the game's id.
        choose: called with the id of the chosen game.
        open_rom: asks for a ROM file.
    """

    def __init__(
        self,
        ctx: Context,
        current: str,
        pictures: Pictures,
        kept: Callable[[str], bool],
        choose: Callable[[str], None],
        open_rom: Callable[[], None],
    ) -> None:
        super().__init__(ctx, (1040, 680), ctx.t("games.title"), "games_window", pad=10)
        self._current, self._pictures, self._kept, self._choose = current, pictures, kept, choose
        style, gap = ctx.style, ctx.style.px(10)
        self._face = (self.room.width - gap * (len(GAMES) - 1)) // len(GAMES) - style.px(8)
        # Every card has as many rows of words, so that all pictures are of one size.
        self._rows = max(len(self._words(spec)) for spec in GAMES.values())
        words = style.font("body", "bold").get_linesize() + self._rows * style.font("small").get_linesize()
        height = round(self._face / PROPORTION) + words + style.px(12)
        cards, line, others = column(self.room, [height, style.control, -1], gap)
        self._waiting: list[tuple[GameSpec, UIButton]] = []
        for spec, place in zip(GAMES.values(), grid(cards, len(GAMES), 1, gap), strict=True):
            made = self.card(place, f"game_{spec.id}", partial(self.finish, choose, spec.id))
            self._waiting.append((spec, made))
            self._draw(spec, made, None)
        label, search, own = row(line, [-37, -31, -32], gap)
        tip = ctx.t("games.rom_tip")
        command = partial(self.finish, open_rom)
        self.button(own, ctx.t("games.rom"), command, icon="folder-open", tip=tip, object_id="#open_rom")
        self.label(label, ctx.t("games.others", n=len(OTHERS) + len(FOR_TWO)))
        self.search = self.entry(search, ctx.t("games.search"), "game_search")
        self._specs = found("")
        self.list = UISelectionList(
            others,
            [self._line(spec) for spec in self._specs],
            ctx.ui,
            container=self,
            object_id=ObjectID("#game_list", None),
            allow_double_clicks=False,
        )

    def _line(self, spec: GameSpec) -> tuple[str, str]:
        text = spec.title
        if spec.id in FOR_TWO:
            text += f" · {self.ctx.t('games.for_two')}"
        if spec.id == self._current:
            text += f" · {self.ctx.t('games.playing')}"
        elif self._kept(spec.id):
            text += f" · {self.ctx.t('games.kept')}"
        return text, f"#other_{spec.id}"

    def process_event(self, event: pygame.event.Event) -> bool:
        """Search while typing; Enter takes the first that was found, a click the one under the pointer."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED and event.ui_element is self.search:
            self._specs = found(event.text)
            self.list.set_item_list([self._line(spec) for spec in self._specs])
            return True
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED and event.ui_element is self.search:
            if self._specs and event.text.strip():
                self.finish(self._choose, self._specs[0].id)
            return True
        if event.type == pygame_gui.UI_SELECTION_LIST_NEW_SELECTION and event.ui_element is self.list:
            chosen = next((spec for spec in self._specs if self._line(spec)[0] == event.text), None)
            if chosen is not None:
                self.finish(self._choose, chosen.id)
            return True
        return bool(super().process_event(event))

    def update(self, time_delta: float) -> None:
        """Put pictures on the cards as they come."""
        super().update(time_delta)
        if not self._waiting or not self.open:
            return
        ready = self._pictures()
        for spec, made in [item for item in self._waiting if item[0].id in ready]:
            self._waiting.remove((spec, made))
            self._draw(spec, made, ready[spec.id])

    def _words(self, spec: GameSpec) -> list[str]:
        """What there is to play with, in rows that fit on a card."""
        t = self.ctx.t
        lines = [t("games.rungs", n=len(rungs)) if (rungs := ladder_of(spec.id)) else t("games.no_ladder")]
        if spec.id == self._current:
            lines.append(t("games.playing"))
        elif self._kept(spec.id):
            lines.append(t("games.kept"))
        font = self.ctx.style.font("small")
        return [row for line in lines for row in wrap(line, font, self._face)]

    def _draw(self, spec: GameSpec, made: UIButton, picture: NDArray[np.uint8] | None) -> None:
        """Draw a card's face: the picture, the title, and what there is to play with."""
        colour = self.ctx.style.colour
        title = colour.accent if spec.id == self._current else colour.text
        rows = (self._words(spec) + [""] * self._rows)[: self._rows]
        lines = [(row, "small", "regular", colour.muted) for row in rows]
        shape = (PIXEL[0] * picture.shape[1], PIXEL[1] * picture.shape[0]) if picture is not None else None
        set_card(
            self.ctx,
            made,
            to_surface(picture) if picture is not None else None,
            [(spec.title, "body", "bold", title), *lines],
            shape=shape,
            ground=colour.raised,
        )
