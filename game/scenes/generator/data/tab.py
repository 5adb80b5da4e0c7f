"""The data: what the networks learn from, on a wall; a click on a label shows all pictures that have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import pygame
from pygame_gui.elements import UIButton

from game.scenes.generator.data.session import DataSession
from game.scenes.generator.shared_state import SharedState
from game.ui.commands import Command, Commands
from game.ui.layout import column, grid, row
from game.ui.links import LinkError
from game.ui.scene import AT_REST
from game.ui.surfaces import CachedSurface, fit, thumbnail, to_surface
from game.ui.tabs import Tab
from game.ui.widgets.controls import button, enable, select
from game.ui.widgets.text import draw_paragraph, draw_text, draw_words, paragraph_height
from models.base.arrays import Byte
from models.base.typed_fields import Range

CELL = 92
"""The least width of a picture on the wall, in pixels at scale 1."""
COLUMN = 330
CHIP = 28
TURN = 2.0
"""Seconds for each picture when the tab plays itself."""


@dataclass(frozen=True)
class DataOptions:
    """What a link may ask for.

    Attributes:
        only: a slider and one of its stops, as in `fur.orange`: what all pictures have.
        page: of the wall.
    """

    only: str = ""
    page: Annotated[int, Range(0, 100_000)] = 0


class DataTab(Tab):
    """The wall at the left; the picture in hand and what is known of it at the right.

    Attributes:
        session: what hangs.
    """

    id: ClassVar[str] = "data"
    opens_with = DataOptions

    def __init__(self, shared: SharedState) -> None:
        self.shared = shared
        self._cells: list[pygame.Rect] = []
        self._buttons: list[UIButton] = []
        self._chips: dict[str, UIButton] = {}
        self._faces: list[CachedSurface] = []
        self._large = CachedSurface()
        self._shown_for = 0.0
        ghost = partial(Command, kind="ghost")
        self.commands = Commands(
            "generator",
            (
                Command("data_next", lambda: self.session.turn(1), ("N",), "shuffle", rank=2),
                Command("data_previous", lambda: self.session.turn(-1), ("Shift+N",)),
                Command("data_left", partial(self._walk, -1), ("←",)),
                Command("data_right", partial(self._walk, 1), ("→",)),
                Command(
                    "data_all",
                    lambda: self.session.look_for(None),
                    ("A",),
                    "grid-3x3",
                    lambda: self.session.only is not None,
                    rank=2,
                ),
                ghost("data_to_restyle", partial(self._hand, "restyle"), ("T",), "scissors"),
                ghost("data_to_judge", partial(self._hand, "judge"), ("J",), "gavel"),
            ),
        )

    def begin(self) -> None:
        """Make what reads pictures."""
        self.session = DataSession(self.shared.data, self.ctx.workers)

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """As many pictures as there is room for."""
        ctx, style, t, gap = self.ctx, self.ctx.style, self.ctx.t, self.ctx.style.gap
        width = min(style.text_px(COLUMN), area.width * 2 // 5)
        left, right = row(area, [-1, width], gap)
        wall = self.backdrop.panel(left, t("generator.data_wall"), corner=2)
        cells, foot = column(wall, [-1, style.row(34)], style.px(8))
        cell, between = style.px(CELL), style.px(6)
        columns = max(1, (cells.width + between) // (cell + between))
        side = (cells.width - between * (columns - 1)) // columns
        rows = max(1, (cells.height + between) // (side + between))
        block = pygame.Rect(
            cells.topleft, [count * side + (count - 1) * between for count in (columns, rows)]
        )
        self._cells = grid(block, columns, rows, between)
        self._faces = [CachedSurface() for _ in self._cells]
        self._buttons = [
            button(
                ctx,
                place,
                "",
                partial(self.session.choose, number),
                kind="card",
                tip=t("generator.data_card_tip"),
                object_id=f"#hung_{number}",
            )
            for number, place in enumerate(self._cells)
        ]
        words = max(style.px(150), style.font("body").size(t("generator.data_all"))[0] + style.px(70))
        self._count, all_, next_ = row(foot, [-1, words, words], style.px(6))
        self.commands.place(ctx, "data_all", all_, worded=True)
        self.commands.place(ctx, "data_next", next_, worded=True)
        self._lay_known(right)
        self.session.resize(len(self._cells), self._cells[0].width)

    def _lay_known(self, right: pygame.Rect) -> None:
        """The picture in hand, and a chip for everything that is known of it."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        inner = self.backdrop.panel(right, t("generator.data_picture"), corner=2)
        self.commands.corner(ctx, right, ("data_to_restyle", "data_to_judge"))
        credit = paragraph_height(style, t("generator.data_credit"), inner.width, size="tiny") + style.px(2)
        sliders = self._sliders()
        line, space = style.row(CHIP), style.px(4)
        known = len(sliders) * line + (len(sliders) - 1) * space
        room = inner.height - credit - known - 2 * style.px(10)
        side = max(style.px(64), min(inner.width, room))
        place, rest, self._credit = column(inner, [side, -1, credit], style.px(10))
        self._picture = fit((1, 1), place)
        self._known = column(rest, [min(line, rest.height // len(sliders))] * len(sliders), space)
        name = max(style.font("small").size(t(f"generator.knob_{each}"))[0] for each in sliders)
        self._name = min(name + style.px(10), rest.width // 2)
        self._chips = {}
        for each, cell in zip(sliders, self._known, strict=True):
            place = pygame.Rect(cell.x + self._name, cell.y, cell.width - self._name, cell.height)
            self._chips[each] = button(
                ctx,
                place,
                "",
                partial(self._look_for, each),
                kind="chip",
                tip=t("generator.data_label_tip"),
                object_id=f"#label_{each}",
            )
        self._show()

    def _sliders(self) -> list[str]:
        """The named sliders; a length of hair follows from its style."""
        return [name for name in self.shared.data.sliders if name != "hair_length"]

    def _show(self) -> None:
        """Write on the chips what is known of the picture in hand."""
        hung = self.session.hung
        for name, chip in self._chips.items():
            stop = hung.stops.get(name, "") if hung is not None else ""
            words = self.ctx.t(f"generator.class_{name}_{stop}") if stop else "–"
            if chip.text != words:
                chip.set_text(words)
            enable(chip, bool(stop))
            select(chip, (name, stop) == self.session.only)

    # ------------------------------------------------------------------ links

    def open_with(self, options: DataOptions) -> None:
        """Hang what a link asks for.

        Raises:
            LinkError: there is no such label.
        """
        name, _, stop = options.only.partition(".")
        slider = self.shared.data.sliders.get(name)
        if options.only and (slider is None or stop not in slider.stops):
            raise LinkError("link.bad_value", why=f"only={options.only}")
        self.session.open_page((name, stop) if options.only else None, options.page)

    def shown(self) -> DataOptions:
        """What hangs."""
        return DataOptions(".".join(self.session.only or ()), self.session.page)

    def keepsake(self) -> Mapping[str, object]:
        """The picture in hand."""
        hung = self.session.hung
        return {"picture": hung.picture} if hung is not None else {}

    # ------------------------------------------------------------------ commands

    def _walk(self, by: int) -> None:
        self.session.walk(by)
        self._show()

    def _look_for(self, name: str) -> None:
        hung = self.session.hung
        if hung is not None and name in hung.stops:
            self.session.toggle((name, hung.stops[name]))
            self._show()

    def _hand(self, tab: str) -> None:
        hung = self.session.hung
        if hung is not None:
            self.shared.hand(tab, hung.picture)

    # ------------------------------------------------------------------ frames

    @property
    def rest_rate(self) -> float:
        """Nothing moves by itself."""
        return AT_REST

    def update(self, dt: float) -> None:
        """Take a page."""
        self.session.update()
        wall = self.session.wall
        for number, made in enumerate(self._buttons):
            enable(made, wall is not None and number < len(wall.hung))
        self._show()

    def attract(self, dt: float) -> None:
        """Walk along the wall."""
        before, self._shown_for = self._shown_for, self._shown_for + dt
        if int(before / TURN) != int(self._shown_for / TURN):
            self._walk(1)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the wall, and the picture in hand."""
        style, t, session = self.ctx.style, self.ctx.t, self.session
        wall, hung = session.wall, session.hung
        if wall is None:
            words = session.problem or t("generator.data_hanging")
            colour = "bad" if session.problem else "muted"
            place = self._cells[0].unionall(self._cells)
            draw_paragraph(screen, style, words, place, "small", colour=colour)
            return
        for cell, face, each in zip(self._cells, self._faces, wall.hung, strict=False):
            shown = face.get(cell.size, partial(_face, each.small, cell.size, screen), each)
            screen.blit(shown, cell)
            if each is hung:
                edge = cell.inflate(style.px(4), style.px(4))
                pygame.draw.rect(screen, style.colour.accent, edge, style.px(3), border_radius=style.px(4))
        if hung is not None:
            size = self._picture.size
            screen.blit(self._large.get(size, partial(thumbnail, hung.picture, size), hung), self._picture)
            for name, cell in zip(self._chips, self._known, strict=True):
                at, words = cell.midleft, t(f"generator.knob_{name}")
                draw_text(screen, style, words, at, "small", colour="muted", anchor="midleft")
        key = "data_count" if session.only is None else "data_count_only"
        count = t(f"generator.{key}", n=wall.found, total=t.number(wall.total), found=t.number(wall.found))
        draw_text(screen, style, count, self._count.midleft, "small", colour="muted", anchor="midleft")
        draw_words(screen, style, self._credit, t("generator.data_credit"), "faint", size="tiny", whole=True)

    def close(self) -> None:
        """End the thread."""
        self.session.close()


def _face(small: Byte, size: tuple[int, int], screen: pygame.Surface) -> pygame.Surface:
    """A picture as it hangs, in the screen's format: a whole page is made in one frame, and drawn in each."""
    surface = to_surface(small)
    if surface.size != size:  # the window has another size by now, the page not yet
        surface = pygame.transform.smoothscale(surface, size)
    return surface.convert(screen)
