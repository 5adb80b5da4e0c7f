"""The open view of the network: its maps with their layer and pages, the heat, or the hand-made stages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton

from game.scenes.convolution.network.drawings import draw_guesses, draw_heat, draw_stages, place_modes
from game.scenes.convolution.network.filter_view import FilterView
from game.scenes.convolution.network.requests import LAYERS, Findings
from game.scenes.convolution.network.session import SHOWN_GUESSES, NetworkSession
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, column, grid, row
from game.ui.picture_io import PictureIO
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import Slider, button, slider
from game.ui.widgets.gallery_window import draw_card
from game.ui.widgets.mosaic import GAP
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height
from game.workers.status import State

if TYPE_CHECKING:
    from models.base.gallery import GalleryItem

MARK = (92, 182, 255)  # bright in either theme, for the maps are dark
NOTE_SIZES = ("body", "small", "tiny")
TRY = ("cat", "coffee", "rocket", "face", "shapes", "house")


class NetworkView:
    """Draws a session."""

    def __init__(
        self,
        session: NetworkSession,
        filter_: FilterView,
        desk: PictureIO[None],
        explain: Callable[[int], None],
    ) -> None:
        self._session, self.filter, self._desk, self._explain = session, filter_, desk, explain
        self.room = pygame.Rect(0, 0, 1, 1)
        self._pictures: dict[str, pygame.Surface] = {}
        self._version = -1
        self._note = NOTE_SIZES[0]

    # ------------------------------------------------------------------ layout

    def layout(
        self,
        ctx: Context,
        backdrop: Backdrop,
        guesses: pygame.Rect,
        areas: tuple[pygame.Rect, pygame.Rect],
        commands: Commands,
    ) -> None:
        """Build the view and the column beside it; `guesses` is the panel under the canvas."""
        self._ctx = ctx
        self._bars = backdrop.panel(guesses, ctx.t("network.guesses"))
        self._steppers: list[Stepper] = []
        self._slider: Slider | None = None
        self._layout_view(backdrop.panel(areas[0]), commands)
        self._side = backdrop.panel(areas[1])
        self._cards: list[tuple[GalleryItem, UIButton]] = []
        if self._session.mode != "maps":
            self._suggest()

    def _layout_view(self, area: pygame.Rect, commands: Commands) -> None:
        ctx, style, t, session = self._ctx, self._ctx.style, self._ctx.t, self._session
        height, gap = style.row(34), style.px(6)
        parts = Stack(area, gap)
        place_modes(ctx, parts.take(height), commands)
        if session.mode != "maps":
            self.room = parts.rest
            return
        longest = self._layer_text(len(LAYERS) - 1, (1280, 7))
        label = style.font("small").size(longest)[0] + style.px(4)
        counted = 2 * height + style.font("small", "mono").size("00/00")[0]  # between the two buttons
        paging = max(style.text_px(106), counted)
        self._layer_label, bar, pages = row(parts.take(height), [label, -1, paging], gap)
        self._slider = slider(ctx, bar, session.layer, (0, len(LAYERS) - 1), object_id="#layer")
        self.room, famous = column(parts.rest, [-1, height], gap)
        for place, text, step, name, mono in (
            (pages, self._page_text, session.turn_page, "page", True),
            (famous, self._famous_text, session.turn_famous, "famous", False),
        ):
            tip = t(f"network.{name}_tip")
            self._steppers.append(
                Stepper(ctx, place, text, step, name=name, tip=tip, signs=("‹", "›"), mono=mono)
            )

    def _suggest(self) -> None:
        """Cards with pictures worth trying, as many as the words of the view leave room for."""
        from models.base.gallery import gallery

        ctx, style, gap = self._ctx, self._ctx.style, self._ctx.style.px(6)
        side, words = self._side, ctx.t(f"network.note_{self._session.mode}")
        rows, high = -(-len(TRY) // 2), min(style.px(112), side.height // 7)
        needed = {size: paragraph_height(style, words, side.width, size=size) for size in NOTE_SIZES}
        self._note = next((size for size in NOTE_SIZES if needed[size] <= side.height), NOTE_SIZES[-1])
        items = {item.id: item for item in gallery()}
        titles = [items[name].title[ctx.settings.language or "en"] for name in TRY]
        font, inside = style.font("small", "bold"), (side.width - gap) // 2 - style.px(8)
        if any(font.size(title)[0] > inside for title in titles):
            rows = 0
        while rows and needed[self._note] > side.height - rows * (high + gap):
            rows -= 1
        self._side, cards = column(side, [-1, max(0, rows * (high + gap) - gap)], gap)
        for name, place in zip(TRY, grid(cards, 2, rows, gap) if rows else [], strict=False):
            choose = partial(self._desk.open_item, self._ctx, items[name])
            made = button(self._ctx, place, "", choose, kind="card", object_id=f"#try_{name}")
            self._cards.append((items[name], made))

    def _page_text(self) -> str:
        found = self._session.findings
        return f"{found.page + 1}/{found.grid.pages}" if found is not None and found.grid is not None else "–"

    def _famous_text(self) -> str:
        if self._session.famous < 0:
            return self._ctx.t("network.famous")
        return self._looks() or self._title()

    def _looks(self) -> str:
        """What the picture of a selected filter looks like; of others nothing, for the lecture asks it."""
        if self._session.famous < 0:
            return ""
        from models.base.gallery import rendered_feature

        item = rendered_feature(self.filter.layer, self.filter.channel)
        return item.title.get(self._ctx.settings.language or "en", "") if item is not None else ""

    def _title(self) -> str:
        """The chosen filter in words."""
        t, filter_ = self._ctx.t, self.filter
        if filter_.layer == "class":
            return t("network.class", name=self._class_name(filter_.channel))
        words = t("network.filter", layer=self._layer_name(filter_.layer), n=filter_.channel)
        looks = self._looks()
        return f"{words}: {looks}" if looks else words

    def _layer_name(self, layer: str) -> str:
        return self._ctx.t("network.layer", n=LAYERS.index(layer) + 1)

    def _layer_text(self, index: int, size: tuple[int, ...] | None) -> str:
        """A layer with the number and the side of its maps, where they are known."""
        words = self._layer_name(LAYERS[index])
        return f"{words} {self._ctx.t('network.size', n=size[0], side=size[1])}" if size else words

    def _class_name(self, index: int) -> str:
        if not self._ctx.loader.ready:
            return str(index)
        from models.classifier.network import class_names

        return class_names("ru" if self._ctx.settings.language == "ru" else "en")[index]

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Choose layers and maps, and which guess is explained."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self._session.choose_layer(round(event.value))
            return True
        if any(stepper.handle(event) for stepper in self._steppers):
            return True
        return event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self._click(event.pos)

    def _click(self, pos: tuple[int, int]) -> bool:
        found = self._session.findings
        if found is None:
            return False
        if self._bars.collidepoint(pos) and found.guesses:
            line = (pos[1] - self._bars.y) * SHOWN_GUESSES // self._bars.height
            self._explain(min(line, len(found.guesses) - 1))
            return True
        if found.grid is not None and self._current(found) and self.room.collidepoint(pos):
            corner = self._corner(found)
            channel = found.grid.at(pos[0] - corner[0], pos[1] - corner[1], found.page)
            if channel is not None:
                self._session.choose_channel(channel)
            return True
        return False

    def _current(self, found: Findings) -> bool:
        """Whether an answer is about the layer that is looked at."""
        return self._session.mode == "maps" and found.question.layer == LAYERS[self._session.layer]

    def _corner(self, found: Findings) -> tuple[int, int]:
        """Where the page of maps begins in the window."""
        width = found.grid.size[0] if found.grid is not None else 0
        return self.room.x + (self.room.width - width) // 2, self.room.y

    def update(self) -> None:
        """Follow the session; put a picture on a card, one a frame."""
        session = self._session
        if self._slider is not None and round(self._slider.get_current_value()) != session.layer:
            self._slider.set_current_value(session.layer)
        if self._cards:
            item, made = self._cards[0]
            small = self._desk.thumbnails(self._ctx).get(item.id)
            if small is not None:
                draw_card(self._ctx, made, item, small, author=False)
                self._cards.pop(0)
        found = session.findings
        if session.version != self._version and found is not None:
            self._version = session.version
            pictures = {"maps": found.maps, "heat": found.heat, **dict(found.stages)}
            self._pictures = {n: to_surface(image) for n, image in pictures.items() if image is not None}

    def forget(self) -> None:
        """Drop the pictures of the view that was left."""
        self._pictures = {}

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw guesses, the open view, and the filter or what the view means."""
        ctx, style, session = self._ctx, self._ctx.style, self._session
        for stepper in self._steppers:
            stepper.draw(screen)
        found = session.findings
        if session.problem or found is None:
            words = ctx.t("network.failed", why=session.problem) if session.problem else self._waiting()
            draw_paragraph(screen, style, words, self.room, colour="muted")
            return
        draw_guesses(screen, ctx, self._bars, found, session.rank)
        if session.mode == "maps":
            self._draw_maps(screen, found)
            return
        if session.mode == "heat":
            draw_heat(screen, ctx, self.room, found, self._pictures.get("heat"))
        else:
            draw_stages(screen, ctx, self.room, found, self._pictures)
        words = ctx.t(f"network.note_{session.mode}")
        draw_paragraph(screen, style, words, self._side, self._note, colour="muted")

    def _waiting(self) -> str:
        status = self._ctx.loader.status
        if status.state is State.ERROR:
            return self._ctx.t("app.load_failed", why=status.error)
        return self._ctx.t("network.loading")

    def _draw_maps(self, screen: pygame.Surface, found: Findings) -> None:
        style, t, session = self._ctx.style, self._ctx.t, self._session
        current, label = self._current(found), self._layer_label
        words = self._layer_text(session.layer, found.size if current else None)
        draw_text(screen, style, words, label.midleft, size="small", anchor="midleft")
        if "maps" in self._pictures and found.grid is not None:
            screen.blit(self._pictures["maps"], self._corner(found))
            place = found.grid.place(session.channel, found.page)
            if current and place is not None:
                x, y = self._corner(found)
                mark = pygame.Rect(x + place[0], y + place[1], found.grid.side, found.grid.side)
                pygame.draw.rect(screen, MARK, mark.inflate(2 * GAP, 2 * GAP), max(2, style.px(3)))
        if self.filter.layer:
            self.filter.draw(screen, self._ctx, self._side, self._title())
        else:
            draw_paragraph(screen, style, t("network.note_maps"), self._side, size="small", colour="muted")
