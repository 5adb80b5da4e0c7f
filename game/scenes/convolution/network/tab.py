"""Inside a real network: guesses, feature maps, filters, where it looks; and the old way beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIHorizontalSlider

from game.scenes.convolution.network.filter_view import FilterView
from game.scenes.convolution.network.requests import LAYERS, MODES, Findings, Mode, Network, Question
from game.scenes.convolution.network.view import draw_guesses, draw_heat, draw_stages
from game.scenes.convolution.tabs import Tab
from game.scenes.convolution.workbench import Workbench
from game.ui.layout import row
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import button, select, slider
from game.ui.widgets.gallery_window import draw_card
from game.ui.widgets.mosaic import GAP
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text, shorten
from game.workers.latest_call import LatestCall
from game.workers.status import State

if TYPE_CHECKING:
    from models.base.gallery import GalleryItem

NICE = 6
ATTRACT_LAYER = 2.5
MARK = (92, 182, 255)  # bright in either theme, for the maps are dark
TRY = ("cat", "coffee", "rocket", "face", "shapes", "house")


class NetworkTab(Tab):
    """The shared canvas, the five best guesses, and one of three views."""

    id: ClassVar[str] = "network"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.mode: Mode = "maps"
        self.layer = 3
        self.channel: int | None = None
        self.page = 0
        self.rank = 0
        self.findings: Findings | None = None
        self.problem = ""
        self.filter = FilterView()
        self._call: LatestCall[Question, Findings] | None = None
        self._asked: object = None
        self._pictures: dict[str, pygame.Surface] = {}
        self._famous = -1
        self._class_shown: int | None = None
        self._script = 0.0

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; canvas and guesses, the view, and one filter below."""
        ctx, style, t, bench = self.ctx, self.ctx.style, self.ctx.t, self.bench
        tools = pygame.Rect(area.x, area.y, area.width, bench.tools.height(ctx, area.width))
        self.backdrop.panel(tools)
        top = tools.bottom + style.gap
        below = pygame.Rect(area.x, top, area.width, area.bottom - top)
        left, middle, right = row(below, [-31, -42, -27], style.gap)
        bars = style.px(222)
        canvas = pygame.Rect(left.x, left.y, left.width, left.height - bars - style.gap)
        bench.canvas.layout(style, self.backdrop.panel(canvas, t("convolution.input")))
        bench.canvas.hint = t("network.hint")
        self._bars = self.backdrop.panel(
            pygame.Rect(left.x, left.bottom - bars, left.width, bars), t("network.guesses")
        )
        bench.tools.layout(ctx, tools)
        self._view(self.backdrop.panel(middle))
        self._side = self.backdrop.panel(right)
        self._suggest()
        self._asked = None

    def _suggest(self) -> None:
        """Cards with pictures worth trying, below the words of the views that have room for them."""
        self._cards: list[tuple[GalleryItem, UIButton]] = []
        if self.mode == "maps":
            return
        from models.base.gallery import gallery

        style, gap = self.ctx.style, self.ctx.style.px(6)
        items = {item.id: item for item in gallery()}
        width = (self._side.width - gap) // 2
        height = min(style.px(112), self._side.height // 7)
        rows = -(-len(TRY) // 2)
        top = self._side.bottom - rows * (height + gap) + gap
        for index, name in enumerate(TRY):
            line, column = divmod(index, 2)
            place = pygame.Rect(
                self._side.x + column * (width + gap), top + line * (height + gap), width, height
            )
            made = button(
                self.ctx,
                place,
                "",
                partial(self.bench.desk.open_item, self.ctx, items[name]),
                kind="card",
                object_id=f"#try_{name}",
            )
            self._cards.append((items[name], made))
        self._side = pygame.Rect(self._side.x, self._side.y, self._side.width, top - gap - self._side.y)

    def _draw_cards(self) -> None:
        """Put a picture on a card, one a frame, when they have been made."""
        if self._cards:
            item, made = self._cards[0]
            small = self.bench.desk.thumbnails(self.ctx).get(item.id)
            if small is not None:
                draw_card(self.ctx, made, item, small, author=False)
                self._cards.pop(0)

    def _view(self, room: pygame.Rect) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        height, gap = style.px(34), style.px(6)
        modes = pygame.Rect(room.x, room.y, room.width, height)
        self._modes: dict[str, UIButton] = {
            mode: button(
                ctx,
                place,
                t(f"network.{mode}"),
                partial(self.choose_mode, mode),
                kind="chip",
                tip=t(f"network.{mode}_tip"),
                object_id=f"#mode_{mode}",
            )
            for mode, place in zip(MODES, row(modes, [-1, -1, -1], gap), strict=True)
        }
        y = modes.bottom + gap
        self._steppers: list[Stepper] = []
        self._slider: UIHorizontalSlider | None = None
        if self.mode == "maps":
            label, bar, pages = row(pygame.Rect(room.x, y, room.width, height), [-42, -34, -24], gap)
            self._layer_label = label
            self._slider = slider(ctx, bar, self.layer, (0, len(LAYERS) - 1), object_id="#layer")
            self._steppers.append(
                Stepper(
                    ctx,
                    pages,
                    self._page_text,
                    self._turn_page,
                    name="page",
                    tip=t("network.page_tip"),
                    signs=("‹", "›"),
                )
            )
            y += height + gap
            famous = pygame.Rect(room.x, room.bottom - height, room.width, height)
            self._steppers.append(
                Stepper(
                    ctx,
                    famous,
                    self._famous_text,
                    self._turn_famous,
                    name="famous",
                    tip=t("network.famous_tip"),
                    signs=("‹", "›"),
                    mono=False,
                )
            )
            self._room = pygame.Rect(room.x, y, room.width, famous.y - gap - y)
        else:
            self._room = pygame.Rect(room.x, y, room.width, room.bottom - y)
        for mode, made in self._modes.items():
            select(made, mode == self.mode)

    def _page_text(self) -> str:
        found = self.findings
        return f"{found.page + 1}/{found.grid.pages}" if found is not None and found.grid is not None else "–"

    def _famous_text(self) -> str:
        return self.ctx.t("network.famous") if self._famous < 0 else self._title()

    def _title(self) -> str:
        """The chosen filter in words."""
        t, view = self.ctx.t, self.filter
        if view.layer == "class":
            return t("network.class", name=self._class_name(view.channel))
        return t("network.filter", layer=self._layer_name(view.layer), n=view.channel)

    def _layer_name(self, layer: str) -> str:
        return self.ctx.t("network.layer", n=LAYERS.index(layer) + 1)

    def _class_name(self, index: int) -> str:
        if not self.ctx.loader.ready:
            return str(index)
        from models.classifier.network import class_names

        return class_names("ru" if self.ctx.settings.language == "ru" else "en")[index]

    # ------------------------------------------------------------------ actions

    def choose_mode(self, mode: Mode) -> None:
        """Show maps, heat, or the hand-made stages."""
        self.mode = mode
        self._pictures = {}
        self.ctx.ui.set_focus_set(None)
        self._rebuild = True

    _rebuild = False

    def choose_layer(self, index: int) -> None:
        """Show another layer's maps."""
        index = min(max(index, 0), len(LAYERS) - 1)
        if index != self.layer:
            self.layer, self.page, self.channel, self._famous = index, 0, None, -1
            if self._slider is not None and round(self._slider.get_current_value()) != index:
                self._slider.set_current_value(index)

    def choose_channel(self, channel: int) -> None:
        """Enlarge one map, and look at its filter."""
        self.channel, self._famous = channel, -1
        self.filter.choose(self.ctx, LAYERS[self.layer], channel)

    def _turn_page(self, step: int) -> None:
        found = self.findings
        if found is not None and found.grid is not None:
            self.page = (found.page + step) % found.grid.pages

    def _turn_famous(self, step: int) -> None:
        from models.base.gallery import rendered_features

        items = rendered_features()
        if not items or not self.ctx.loader.ready:
            return
        at = (self._famous + step) % len(items) if self._famous >= 0 or step > 0 else len(items) - 1
        item = items[at]
        if item.layer in LAYERS:
            self.choose_layer(LAYERS.index(item.layer))
            self.channel = item.channel
        else:
            self.channel = None
        self._famous = at
        self.filter.choose(self.ctx, item.layer, item.channel)
        if self.channel is None:
            self.filter.show_map(None)

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Paint, choose layers and maps, and which guess is explained."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self.choose_layer(round(event.value))
            return True
        if any(stepper.handle(event) for stepper in self._steppers) or self.bench.tools.handle(event):
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and self._click(event.pos):
            return True
        if event.type == pygame.KEYDOWN and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            commands: dict[int, Callable[[], object]] = {
                pygame.K_COMMA: lambda: self.choose_layer(self.layer - 1),
                pygame.K_PERIOD: lambda: self.choose_layer(self.layer + 1),
                pygame.K_LEFT: lambda: self._walk(-1),
                pygame.K_RIGHT: lambda: self._walk(1),
                pygame.K_UP: lambda: self._rank(-1),
                pygame.K_DOWN: lambda: self._rank(1),
                pygame.K_m: lambda: self.choose_mode(MODES[(MODES.index(self.mode) + 1) % len(MODES)]),
            }
            if event.key in commands:
                commands[event.key]()
                return True
        return self.bench.canvas.handle(event)

    def _walk(self, step: int) -> None:
        """The next map, on whatever page it is."""
        found = self.findings
        if self.mode == "maps" and found is not None and found.size is not None and found.grid is not None:
            channel = (-1 if self.channel is None and step > 0 else self.channel or 0) + step
            channel %= found.size[0]
            self.page = channel // found.grid.page_size
            self.choose_channel(channel)

    def _rank(self, step: int) -> None:
        self.rank = min(max(self.rank + step, 0), 4)

    def _click(self, pos: tuple[int, int]) -> bool:
        found = self.findings
        if found is None:
            return False
        if self._bars.collidepoint(pos) and found.guesses:
            self.rank = min((pos[1] - self._bars.y) * 5 // self._bars.height, len(found.guesses) - 1)
            if self.mode == "maps":
                self.choose_mode("heat")
            return True
        if self.mode == "maps" and found.grid is not None and self._room.collidepoint(pos):
            corner = self._corner(found)
            channel = found.grid.at(pos[0] - corner[0], pos[1] - corner[1], found.page)
            if channel is not None:
                self.choose_channel(channel)
            return True
        return False

    def _corner(self, found: Findings) -> tuple[int, int]:
        """Where the page of maps begins in the window."""
        width = found.grid.size[0] if found.grid is not None else 0
        return self._room.x + (self._room.width - width) // 2, self._room.y

    def update(self, dt: float) -> None:
        """Ask when something changed and nothing is under way; take answers."""
        if self._rebuild:
            self._rebuild = False
            self.rebuild()
        self.bench.tools.update()
        self._draw_cards()
        if not self.ctx.loader.ready:
            return
        if self._call is None:
            network = Network()
            self._call = LatestCall(network.answer, name="network", nice=NICE, inline=self.ctx.synchronous)
        key = (
            self.bench.painting.version,
            self.mode,
            self.layer,
            self.channel,
            self.page,
            self.rank,
            self._room.size,
        )
        if key != self._asked and not self._call.busy:
            self._asked = key
            self._call.submit(
                Question(
                    self.bench.painting.array(),
                    self.mode,
                    LAYERS[self.layer],
                    self.channel,
                    self._room.size,
                    self.ctx.style.px(46),
                    self.page,
                    self.rank,
                )
            )
        answer = self._call.poll()
        if answer is not None:
            self.problem = answer.error.error if answer.error is not None else ""
            if answer.value is not None:
                self._take(answer.value)
        # While a hand draws, the guesses come first: growing a picture takes a core for itself.
        if self.bench.painting.painting or self._call.busy or self.mode != "maps":
            self.filter.pause()
        else:
            self.filter.resume()
        self.filter.update(self.ctx, dt)

    def _take(self, found: Findings) -> None:
        self.findings = found
        pictures = {"maps": found.maps, "heat": found.heat, **dict(found.stages)}
        self._pictures = {name: to_surface(image) for name, image in pictures.items() if image is not None}
        if found.question.mode == "maps" and self.filter.layer == found.question.layer:
            self.filter.show_map(found.large)
        if found.question.mode == "maps" and self.channel is None and self.filter.layer == "":
            self.choose_channel(0)

    def attract(self, dt: float) -> None:
        """Walk up through the layers."""
        before, self._script = self._script, self._script + dt
        if int(before / ATTRACT_LAYER) != int(self._script / ATTRACT_LAYER):
            self.choose_layer((self.layer + 1) % len(LAYERS))

    def leave(self) -> None:
        """Rest."""
        self.bench.canvas.release()
        self.filter.pause()

    def close(self) -> None:
        """Stop the workers."""
        self.filter.close()
        if self._call is not None:
            self._call.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw canvas, guesses, the open view, and the filter or what the view means."""
        style, t = self.ctx.style, self.ctx.t
        self.bench.tools.draw(screen)
        self.bench.canvas.draw(screen)
        for stepper in self._steppers:
            stepper.draw(screen)
        found = self.findings
        if self.problem or found is None:
            words = t("network.failed", why=self.problem) if self.problem else self._waiting()
            draw_paragraph(screen, style, words, self._room, colour=style.colour.muted)
            return
        draw_guesses(screen, self.ctx, self._bars, found, self.rank)
        if self.mode == "maps":
            self._draw_maps(screen, found)
            return
        if self.mode == "heat":
            draw_heat(screen, self.ctx, self._room, found, self._pictures.get("heat"))
        else:
            draw_stages(screen, self.ctx, self._room, found, self._pictures)
        draw_paragraph(screen, style, t(f"network.note_{self.mode}"), self._side, colour=style.colour.muted)

    def _waiting(self) -> str:
        status = self.ctx.loader.status
        if status.state is State.ERROR:
            return self.ctx.t("app.load_failed", why=status.error)
        return self.ctx.t("network.loading")

    def _draw_maps(self, screen: pygame.Surface, found: Findings) -> None:
        style, t = self.ctx.style, self.ctx.t
        layer = LAYERS[self.layer]
        words = self._layer_name(layer)
        if found.size is not None and found.question.layer == layer:
            words += " " + t("network.size", n=found.size[0], side=found.size[1])
        font = style.font("small")
        draw_text(
            screen,
            style,
            shorten(words, font, self._layer_label.width),
            self._layer_label.midleft,
            size="small",
            anchor="midleft",
        )
        picture = self._pictures.get("maps")
        if picture is not None and found.grid is not None:
            corner = self._corner(found)
            screen.blit(picture, corner)
            if self.channel is not None and found.question.layer == layer:
                place = found.grid.place(self.channel, found.page)
                if place is not None:
                    mark = pygame.Rect(
                        corner[0] + place[0], corner[1] + place[1], found.grid.side, found.grid.side
                    )
                    pygame.draw.rect(screen, MARK, mark.inflate(2 * GAP, 2 * GAP), max(2, style.px(3)))
        if self.filter.layer:
            self.filter.draw(screen, self.ctx, self._side, self._title())
        else:
            draw_paragraph(
                screen, style, t("network.note_maps"), self._side, size="small", colour=style.colour.muted
            )
