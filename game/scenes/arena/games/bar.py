"""In the top bar: which game it is, and how strong the agents are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UILabel

from agents.emulators.games import GameSpec
from agents.opponents.ladder import Rung
from game.scenes.arena.games.selection import Opponent
from game.ui.context import Context
from game.ui.style import Style
from game.ui.widgets.controls import Slider, button, slider
from game.ui.widgets.text import draw_text

LEAST_SLIDER = 60
STOP = 84
"""Pixels between two stops of a slider, where there is room."""


class GamesBar:
    """The button with the game's title, and for every agent that plays who it is, with a slider to choose."""

    def __init__(self, moved: Callable[[], None]) -> None:
        self._moved = moved
        self._places: list[tuple[str, Opponent, UILabel | None, Slider]] = []
        self._widgets: list[UIButton | UILabel | Slider] = []
        self._ctx: Context | None = None

    def layout(
        self, ctx: Context, spec: GameSpec, seats: Mapping[str, Opponent], choose_game: Callable[[], None]
    ) -> None:
        """Build everything in the place of what there was; `seats` by the names in their text keys."""
        for old in self._widgets:
            if old.alive():  # type: ignore[no-untyped-call]
                old.kill()
        self._ctx, self._places = ctx, []
        room = _room(ctx)
        style, font = ctx.style, ctx.style.font("body")
        words = font.size(spec.title)[0]
        wide = words + style.px(54) <= room.width // 3
        width = words + style.px(54) if wide else min(words + style.px(14), room.width // 2)
        made = button(
            ctx,
            pygame.Rect(room.topleft, (width, room.height)),
            spec.title,
            choose_game,
            icon="grid-3x3" if wide else "",
            tip=ctx.t("games.choose_tip"),
            object_id="#games",
        )
        self._widgets = [made]
        room = pygame.Rect(made.rect.right + style.px(20), room.y, 0, room.height)
        room.width = _room(ctx).right - room.x
        share = room.width // max(1, len(seats))
        for index, (name, seat) in enumerate(seats.items()):
            place = pygame.Rect(room.x + index * share, room.y, min(share, style.px(760)), room.height)
            self._lay_seat(ctx, name, seat, place.inflate(-style.px(10), 0))

    def _lay_seat(self, ctx: Context, name: str, seat: Opponent, room: pygame.Rect) -> None:
        style, font, ids = ctx.style, ctx.style.font("small"), seat.ids
        texts = [ctx.t(f"ladder.seat_{name}", who=ctx.t(f"ladder.{each}")) for each in ids]
        width = max(font.size(text)[0] for text in texts) + style.px(12)
        choice, label, made = len(ids) > 1, None, None
        if choice and width > room.width - style.px(LEAST_SLIDER):
            width = 0  # who it is stands below the slider, too
        else:
            label = UILabel(
                pygame.Rect(room.topleft, (min(width, room.width), room.height)),
                "",
                ctx.ui,
                object_id=ObjectID(f"#who_{name}", "@chip"),
            )
            self._widgets.append(label)
        if choice:
            rail = pygame.Rect(room.x + width + style.px(8), room.y, 0, room.height // 2)
            rail.width = min(room.right - rail.x, style.px(STOP) * len(ids))
            at, most = ids.index(seat.chosen), len(ids) - 1
            made = slider(ctx, rail, at, (0, most), object_id=f"#strength_{name}")
            self._widgets.append(made)
            self._places.append((name, seat, label, made))
        self._say(ctx, name, seat, label, made)

    def _say(
        self, ctx: Context, name: str, seat: Opponent, label: UILabel | None, made: Slider | None
    ) -> None:
        rung = seat.rung
        if rung is not None:
            tip = rung_facts(ctx, rung)
        else:
            tip = ctx.t("ladder.tip" if len(seat.ids) > 1 else "ladder.none")
        if label is not None:
            label.set_text(ctx.t(f"ladder.seat_{name}", who=ctx.t(f"ladder.{seat.chosen}")))
            label.set_tooltip(tip)
        if made is not None:
            made.explain(tip)

    def handle(self, event: pygame.event.Event) -> bool:
        """Take a slider's move; True when it was one of these."""
        if event.type != pygame_gui.UI_HORIZONTAL_SLIDER_MOVED or self._ctx is None:
            return False
        for name, seat, label, made in self._places:
            if event.ui_element is made:
                ids = seat.ids
                chosen = ids[min(max(round(event.value), 0), len(ids) - 1)]
                if chosen != seat.chosen:
                    seat.choose(chosen)
                    self._say(self._ctx, name, seat, label, made)
                    self._moved()
                return True
        return False

    def update(self) -> None:
        """Follow what was chosen otherwise than by a slider."""
        for name, seat, label, made in self._places:
            at = seat.ids.index(seat.chosen)
            if round(made.get_current_value()) != at and self._ctx is not None:
                made.stand(at)
                self._say(self._ctx, name, seat, label, made)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the sliders' stops, and as many names as have room: first the ends, then the chosen one."""
        for _, seat, _, made in self._places:
            if self._ctx is None:
                return
            style, t = self._ctx.style, self._ctx.t
            font, top = style.font("tiny"), made.rect.bottom + style.px(3)
            names = [t(f"ladder.{each}") for each in seat.ids]
            places = [made.place(index) for index in range(len(names))]
            rects = [pygame.Rect((0, 0), font.size(name)) for name in names]
            for rect, x in zip(rects, places, strict=True):
                rect.midtop = (x, top + style.px(2))
                rect.clamp_ip(made.rect.x, top, made.rect.width, screen.get_height())
                pygame.draw.line(screen, style.colour.muted, (x, made.rect.bottom), (x, top))
            chosen, last = seat.ids.index(seat.chosen), len(names) - 1
            drawn: list[pygame.Rect] = []
            for at in dict.fromkeys((0, last, chosen, *range(last))):
                if rects[at].inflate(style.px(6), 0).collidelist(drawn) < 0:
                    colour = "agent" if at == chosen else "muted"
                    drawn.append(
                        draw_text(screen, style, names[at], rects[at].topleft, "tiny", colour=colour)
                    )


def rung_facts(ctx: Context, rung: Rung) -> str:
    """How long a rung learned, and what it scored."""
    t = ctx.t
    return t(
        "ladder.facts",
        steps=t.number(rung.step),
        time=t.duration(rung.seconds),
        plain=t.number(rung.plain.mean, 1),
        sticky=t.number(rung.sticky.mean, 1),
        games=rung.plain.games,
    )


def line_height(style: Style) -> int:
    """Of a line of its own: a button, or a slider with the names of its stops."""
    names = style.control // 2 + style.px(5) + style.font("tiny").get_linesize()
    return max(style.control, names) + style.px(2)


def _room(ctx: Context) -> pygame.Rect:
    """The part of the top bar between the title and the buttons at the right, or the line above the tools."""
    style = ctx.style
    if not ctx.title_free:
        edge = style.px(16)
        top = ctx.area.y + style.px(8) - line_height(style)
        return pygame.Rect(edge, top, ctx.area.width - 2 * edge, style.control)
    title = style.font("heading", "bold").size(ctx.t("arena.title"))[0]
    left = style.margin + style.control + style.px(4) + title + style.px(24)
    right = ctx.area.width - style.margin - 4 * style.control - style.px(84) - style.px(20)
    return pygame.Rect(left, (style.bar - style.control) // 2, right - left, style.control)
