"""Choosing a game: those with a ladder in pictures, all others in a list that can be searched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import pygame
import pygame_gui
from numpy.typing import NDArray
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UILabel, UISelectionList, UITextEntryLine, UIWindow

from agents.emulators.games import GAMES, OTHERS, GameSpec
from game.scenes.arena.games.opponent import ladder_of
from game.ui.context import Context
from game.ui.surfaces import fit, to_surface
from game.ui.widgets.dialogs import centred
from game.ui.widgets.text import shorten, wrap

Pictures = Callable[[], Mapping[str, NDArray[np.uint8]]]
PROPORTION = 1.6
"""Of a card's picture: width by height. Most courts come near to it."""
PIXEL = (7, 4)
"""How wide and how high a television shows the console's pixels."""


def found(words: str) -> list[GameSpec]:
    """The other games whose titles hold all of some words, in the order of their titles."""
    wanted = words.lower().split()
    games = sorted(OTHERS.values(), key=lambda spec: spec.title.lower())
    return [spec for spec in games if all(word in f"{spec.title} {spec.id}".lower() for word in wanted)]


class GamesWindow(UIWindow):
    """Choosing a game closes the window.

    Args:
        ctx: the scene's context.
        current: id of the game that is played.
        pictures: asked every frame until every card has its picture.
        kept: whether there is an agent of the user's own, by the game's id.
        choose: called with the id of the chosen game.
    """

    def __init__(
        self,
        ctx: Context,
        current: str,
        pictures: Pictures,
        kept: Callable[[str], bool],
        choose: Callable[[str], None],
    ) -> None:
        super().__init__(
            centred(ctx, 1040, 680),
            ctx.ui,
            window_display_title=ctx.t("games.title"),
            object_id="#games_window",
        )
        self.set_blocking(True)
        self.ctx, self._pictures, self._kept, self._choose = ctx, pictures, kept, choose
        self._current = current
        style, gap = ctx.style, ctx.style.px(10)
        room = pygame.Rect((0, 0), self.get_container().get_size()).inflate(-2 * gap, -2 * gap)
        width = (room.width - gap * (len(GAMES) - 1)) // len(GAMES)
        self._pad = style.px(8)
        face = width - self._pad
        self._picture = pygame.Rect(0, 0, face, round(face / PROPORTION))
        # Every card has as many rows of words, so that all pictures are of one size.
        self._rows = max(len(self._words(spec)) for spec in GAMES.values())
        words = style.font("body", "bold").get_linesize() + self._rows * style.font("small").get_linesize()
        height = self._picture.height + words + style.px(6) + self._pad
        self._waiting: list[tuple[GameSpec, UIButton]] = []
        for index, spec in enumerate(GAMES.values()):
            made = UIButton(
                pygame.Rect(room.x + index * (width + gap), room.y, width, height),
                "",
                ctx.ui,
                container=self,
                object_id=ObjectID(f"#game_{spec.id}", "@card"),
                command=partial(self._take, spec.id),
            )
            self._waiting.append((spec, made))
            self._dress(spec, made, None)
        y = room.y + height + gap
        half = round(room.width * 0.62)
        label = pygame.Rect(room.x, y, half - gap, style.control)
        UILabel(label, ctx.t("games.others", n=len(OTHERS)), ctx.ui, container=self)
        self.search = UITextEntryLine(
            pygame.Rect(room.x + half, y, room.width - half, style.control),
            ctx.ui,
            container=self,
            object_id=ObjectID("#game_search", None),
            placeholder_text=ctx.t("games.search"),
        )
        y += style.control + gap
        self._specs = found("")
        self.list = UISelectionList(
            pygame.Rect(room.x, y, room.width, room.bottom - y),
            [self._line(spec) for spec in self._specs],
            ctx.ui,
            container=self,
            object_id=ObjectID("#game_list", None),
            allow_double_clicks=False,
        )

    def _line(self, spec: GameSpec) -> tuple[str, str]:
        text = spec.title
        if spec.id == self._current:
            text += f" · {self.ctx.t('games.playing')}"
        elif self._kept(spec.id):
            text += f" · {self.ctx.t('games.kept')}"
        return text, f"#other_{spec.id}"

    def _take(self, game: str) -> None:
        self.kill()  # type: ignore[no-untyped-call]
        self._choose(game)

    def process_event(self, event: pygame.event.Event) -> bool:
        """Search while typing; Enter takes the first that was found, a click the one under the pointer."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED and event.ui_element is self.search:
            self._specs = found(event.text)
            self.list.set_item_list([self._line(spec) for spec in self._specs])
            return True
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED and event.ui_element is self.search:
            if self._specs and event.text.strip():
                self._take(self._specs[0].id)
            return True
        if event.type == pygame_gui.UI_SELECTION_LIST_NEW_SELECTION and event.ui_element is self.list:
            chosen = next((spec for spec in self._specs if self._line(spec)[0] == event.text), None)
            if chosen is not None:
                self._take(chosen.id)
            return True
        return bool(super().process_event(event))

    def update(self, time_delta: float) -> None:
        """Put pictures on the cards as they come."""
        super().update(time_delta)
        if not self._waiting or not self.alive():  # type: ignore[no-untyped-call]
            return
        ready = self._pictures()
        for spec, made in [item for item in self._waiting if item[0].id in ready]:
            self._waiting.remove((spec, made))
            self._dress(spec, made, ready[spec.id])

    def _words(self, spec: GameSpec) -> list[str]:
        """What there is to play with, in rows that fit on a card."""
        t = self.ctx.t
        lines = [t("games.rungs", n=len(rungs)) if (rungs := ladder_of(spec.id)) else t("games.no_ladder")]
        if spec.id == self._current:
            lines.append(t("games.playing"))
        elif self._kept(spec.id):
            lines.append(t("games.kept"))
        font = self.ctx.style.font("small")
        return [row for line in lines for row in wrap(line, font, self._picture.width)]

    def _dress(self, spec: GameSpec, made: UIButton, picture: NDArray[np.uint8] | None) -> None:
        """Draw a card's face: the picture, the title, and what there is to play with."""
        style, room = self.ctx.style, self._picture
        face = pygame.Surface((room.width, made.rect.height - self._pad), pygame.SRCALPHA)
        title_font, font = style.font("body", "bold"), style.font("small")
        face.fill(style.colour.raised, room)
        if picture is not None:
            place = fit((PIXEL[0] * picture.shape[1], PIXEL[1] * picture.shape[0]), room)
            face.blit(pygame.transform.smoothscale(to_surface(picture), place.size), place)
        colour = style.colour.accent if spec.id == self._current else style.colour.text
        title = shorten(spec.title, title_font, room.width)
        face.blit(style.text(title, "body", "bold", colour), (0, room.bottom + style.px(4)))
        y = room.bottom + style.px(4) + title_font.get_linesize()
        for row in self._words(spec):
            face.blit(style.text(row, "small", "regular", style.colour.muted), (0, y))
            y += font.get_linesize()
        for state in ("normal", "hovered", "selected", "disabled"):
            setattr(made, f"{state}_images", [face.premul_alpha()])
            setattr(made, f"{state}_image_positions", [(0.5, 0.5)])
        made.rebuild()
