"""The network as a diagram: what every neuron answers over the plane, and weights as lines to grab.

Inputs that it is not given are there too, faintly: a click gives them to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.learning.fields import grid, shades
from game.scenes.learning.session import EDGE, LearningSession
from game.ui.style import Style, mix
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.widgets.text import draw_text
from models.learning.models import EXTRAS, Network, extras_for

Array = NDArray[np.float64]
SIDE = 26
"""Cells along an edge of a neuron's picture."""
PER_UNIT = 80
"""Pixels at scale 1 that a hand moves to change a weight by 1."""
EXTRA_NAMES = {"square1": "x₁²", "square2": "x₂²", "product": "x₁x₂", "sine1": "sin πx₁", "sine2": "sin πx₂"}
FAINT = 70
"""How much is seen of an input that the network is not given, of 255."""
_GRID = grid(SIDE)
_LINE = np.linspace(-EDGE, EDGE, SIDE)[:, None]


@dataclass(frozen=True)
class Spot:
    """What is pointed at: a weight or bias by its index, a neuron (layer, number), an input to switch."""

    knob: int | None = None
    neuron: tuple[int, int] | None = None
    extra: str = ""


class Diagram:
    """Draws a session's network; a hand changes its weights.

    Attributes:
        held: the weight that is grabbed.
        spot: what is pointed at.
    """

    def __init__(self, session: LearningSession) -> None:
        self._session = session
        self.held: int | None = None
        self.spot = Spot()
        self._from = (0.0, 0)
        self._tiles: list[list[pygame.Rect]] = []
        self._extras: dict[str, pygame.Rect] = {}
        self._offered: dict[str, CachedSurface] = {}
        self._ends: NDArray[np.float64] = np.empty((0, 4))
        self._knobs: list[int] = []
        self._shape: object = None
        self._w: Array = np.zeros(0)
        self._model: Network | None = None
        self._answering = self._w
        self._lines_of = self._answers_of = -1
        self._answers: tuple[object, list[list[pygame.Surface]]] | None = None
        self._picture, self._lines, self._frames = CachedSurface(), CachedSurface(), CachedSurface()

    def follow(self, *, lines: bool = True, neurons: bool = True) -> None:
        """Show the session's network as it is now, or only one half of it: each takes some milliseconds."""
        session = self._session
        if isinstance(session.model, Network) and len(session.model.widths) == len(self._columns):
            whole = self._model != session.model
            self._model = session.model
            self._arrange(session.model)
            if lines or whole:
                self._w, self._lines_of = session.w, session.version
            if neurons or whole:
                self._answering, self._answers_of = session.w, session.version

    # ------------------------------------------------------------------ places

    def layout(self, style: Style, room: pygame.Rect, columns: list[pygame.Rect]) -> None:
        """Take a room; one column for every layer, the inputs first and the answer last."""
        self.style, self._room, self._columns = style, room, columns
        self._shape, self._model = None, None

    def _arrange(self, model: Network) -> None:
        # All inputs that there could be have their places.
        known = (*(("",) * model.inputs), *extras_for(model.inputs))
        widths = len(known), *model.widths[1:]
        shape = widths, model.extras, self._room.size, self._room.topleft
        if self._shape == shape:
            return
        self._shape = shape
        most = max(widths)
        gap, height = self.style.px(5), self._room.height - self.style.px(8)
        side = min(self._columns[0].width * 0.62, (height - gap * (most - 1)) / most, self.style.px(64))
        self._tiles = []
        for column, count in zip(self._columns, widths, strict=True):
            step = min(side + self.style.px(18), (height - side) / max(1, count - 1)) if count > 1 else 0
            top = self._room.centery - (step * (count - 1) + side) / 2
            tiles = [
                pygame.Rect(
                    round(column.centerx - side / 2), round(top + step * number), round(side), round(side)
                )
                for number in range(count)
            ]
            self._tiles.append(tiles)
        places = list(zip(known, self._tiles[0], strict=True))
        self._extras = {name: tile for name, tile in places if name}
        self._tiles[0] = [tile for name, tile in places if not name or name in model.extras]
        ends, self._knobs, at = [], [], 0
        for left, right in zip(self._tiles, self._tiles[1:], strict=False):
            for j, target in enumerate(right):
                for i, source in enumerate(left):
                    ends.append((*source.midright, *target.midleft))
                    self._knobs.append(at + j * len(left) + i)
            at += (len(left) + 1) * len(right)
        self._ends = np.array(ends, float).reshape(-1, 4)

    def tile(self, layer: int, number: int) -> pygame.Rect:
        """Where a neuron's picture is; layer 0 are the inputs."""
        return self._tiles[layer][number]

    def bias_of(self, layer: int, number: int) -> int:
        """The index of a neuron's bias; layers are counted from the inputs, which have none."""
        model = self._session.model
        assert isinstance(model, Network)
        at = 0
        for before, width in zip(model.widths[: layer - 1], model.widths[1:layer], strict=False):
            at += (before + 1) * width
        return at + model.widths[layer - 1] * model.widths[layer] + number

    def at(self, pos: tuple[int, int]) -> Spot:
        """What lies under a point."""
        model = self._session.model
        if not isinstance(model, Network) or not self._tiles or not self._room.collidepoint(pos):
            return Spot()
        extra = next((name for name, tile in self._extras.items() if tile.collidepoint(pos)), "")
        if extra and extra not in model.extras:
            return Spot(extra=extra)
        for layer, tiles in enumerate(self._tiles):
            for number, tile in enumerate(tiles):
                if tile.inflate(4, 4).collidepoint(pos):
                    knob = self.bias_of(layer, number) if layer else None
                    return Spot(knob, (layer, number), "" if layer else extra)
        if not len(self._ends):
            return Spot()
        a, b = self._ends[:, :2], self._ends[:, 2:]
        along = b - a
        share = np.clip(((np.array(pos) - a) * along).sum(1) / np.maximum((along**2).sum(1), 1e-9), 0, 1)
        away = np.hypot(*(a + share[:, None] * along - pos).T)
        nearest = int(away.argmin())
        return Spot(self._knobs[nearest]) if away[nearest] < self.style.px(8) else Spot()

    # ------------------------------------------------------------------ the hand

    def grab(self, pos: tuple[int, int]) -> bool:
        """Grab what lies under a point; False where nothing can be grabbed."""
        self.spot = self.at(pos)
        if self.spot.knob is None:
            return False
        self.held, self._from = self.spot.knob, (float(self._session.w[self.spot.knob]), pos[1])
        return True

    def pulled(self, pos: tuple[int, int]) -> float:
        """The grabbed weight's value with the hand at a point: up is more."""
        value, y = self._from
        fine = 0.1 if pygame.key.get_mods() & pygame.KMOD_SHIFT else 1.0
        return value + fine * (y - pos[1]) / self.style.px(PER_UNIT)

    # ------------------------------------------------------------------ drawing

    def _neurons(self, model: Network) -> list[list[pygame.Surface]]:
        """A picture of every neuron of every layer, in the size of its tile."""
        curve = self._session.kind == "curve"
        found: list[list[pygame.Surface]] = []
        for tiles, values in zip(
            self._tiles, model.neurons(self._answering, _LINE if curve else _GRID), strict=True
        ):
            if curve:
                graphs = zip(tiles, values.T, strict=True)
                found.append([self._graph(tile.size, column) for tile, column in graphs])
                continue
            relu = model.activation == "relu" and 0 < len(found) < len(self._tiles) - 1
            scale = np.maximum(np.abs(values).max(axis=0), 1e-9) if relu or len(found) == 0 else 1.0
            strip = to_surface(shades(self.style, (0.5 + 0.5 * values / scale).T.reshape(-1, SIDE)))
            found.append(
                [
                    pygame.transform.smoothscale(strip.subsurface((0, number * SIDE, SIDE, SIDE)), tile.size)
                    for number, tile in enumerate(tiles)
                ]
            )
        return found

    def _graph(self, size: tuple[int, int], values: Array) -> pygame.Surface:
        colour = self.style.colour
        picture = pygame.Surface(size)
        picture.fill(mix(colour.surface, colour.background, 0.6))
        middle = size[1] / 2
        pygame.draw.line(picture, colour.line, (0, middle), (size[0], middle))
        scale = max(1.25, float(np.abs(values).max()))
        points = [
            (x, middle - value / scale * middle * 0.95)
            for x, value in zip(
                np.linspace(0, size[0] - 1, len(values)).tolist(), values.tolist(), strict=True
            )
        ]
        pygame.draw.aalines(picture, colour.human, False, points)
        return picture

    def draw(self, screen: pygame.Surface) -> None:
        """Draw lines and neurons; what is pointed at stands out."""
        model = self._model
        if model is None:
            return
        hot = self.held if self.held is not None else self.spot.knob
        key = self._lines_of, self._answers_of, self._shape, hot, self.spot
        screen.blit(self._picture.get(key, lambda: self._render(model, hot), self.style), self._room)

    def _render(self, model: Network, hot: int | None) -> pygame.Surface:
        left, top = self._room.topleft
        picture = self._lines.get(
            (self._lines_of, self._shape, hot), lambda: self._drawn_lines(hot), self.style
        ).copy()
        known = self._answers_of, self._shape, self._session.kind, self.style
        if self._answers is None or self._answers[0] != known:
            self._answers = known, self._neurons(model)
        for tiles, answers in zip(self._tiles, self._answers[1], strict=True):
            for place, answer in zip(tiles, answers, strict=True):
                picture.blit(answer, place.move(-left, -top))
        key = self._shape, self.spot, self._session.kind
        picture.blit(self._frames.get(key, lambda: self._still(model), self.style), (0, 0))
        for layer, tiles in enumerate(self._tiles[1:], 1):
            for number, place in enumerate(tiles):
                bias = float(self._w[self.bias_of(layer, number)])
                self._bias(picture, place.move(-left, -top), bias)
        return picture

    def _drawn_lines(self, hot: int | None) -> pygame.Surface:
        style, colour, w = self.style, self.style.colour, self._w
        picture = pygame.Surface(self._room.size)
        picture.fill(colour.surface)
        left, top = self._room.topleft
        strongest = max(2.0, float(np.abs(w).max()))
        ends = self._ends - (left, top, left, top)
        for knob, (x0, y0, x1, y1) in zip(self._knobs, ends.tolist(), strict=True):
            value = float(w[knob])
            strength = abs(value) / strongest
            sign = colour.human if value > 0 else colour.agent
            tint = mix(colour.surface, sign, 0.25 + 0.75 * min(1.0, 1.6 * strength))
            width = max(1, round(style.px(1) + style.px(4.5) * strength))
            if knob == hot:
                pygame.draw.aaline(picture, colour.text, (x0, y0), (x1, y1), width=width + style.px(4))
            pygame.draw.aaline(picture, tint, (x0, y0), (x1, y1), width=width)
        return picture

    def _still(self, model: Network) -> pygame.Surface:
        """What does not change while it learns: frames, inputs that it is not given, names."""
        style, colour = self.style, self.style.colour
        picture = pygame.Surface(self._room.size, pygame.SRCALPHA)
        left, top = self._room.topleft
        for layer, tiles in enumerate(self._tiles):
            for number, place in enumerate(tiles):
                here = self.spot.neuron == (layer, number)
                rim = colour.text if here else colour.line
                frame, width = place.move(-left, -top).inflate(2, 2), style.px(3 if here else 1.5)
                pygame.draw.rect(picture, rim, frame, width, border_radius=style.px(3))
        for name, place in self._extras.items():
            if name not in model.extras:
                self._offer(picture, name, place.move(-left, -top))
        names = dict(zip(self.session_names, self._tiles[0], strict=False))
        names |= {self.extra_name(extra): place for extra, place in self._extras.items()}
        for name, place in names.items():
            self._name(picture, name, place.move(-left, -top))
        return picture

    def _offer(self, picture: pygame.Surface, name: str, tile: pygame.Rect) -> None:
        """Draw an input that the network is not given."""
        here = self.spot.extra == name
        answer = self._offered.setdefault(name, CachedSurface()).get(
            (tile.size, self._session.kind, self.style), lambda: self._look_of(name, tile.size)
        )
        answer.set_alpha(255 if here else FAINT)
        picture.blit(answer, tile)
        if here:
            width, radius = self.style.px(2), self.style.px(3)
            pygame.draw.rect(picture, self.style.colour.text, tile.inflate(2, 2), width, border_radius=radius)

    def _look_of(self, extra: str, size: tuple[int, int]) -> pygame.Surface:
        if self._session.kind == "curve":
            return self._graph(size, EXTRAS[extra](_LINE))
        shaded = shades(self.style, (0.5 + 0.5 * EXTRAS[extra](_GRID)).reshape(SIDE, SIDE))
        return pygame.transform.smoothscale(to_surface(shaded), size)

    def _name(self, picture: pygame.Surface, name: str, tile: pygame.Rect) -> None:
        """Draw an input's name beside its picture, or on it where there is no room."""
        style = self.style
        size = style.font("tiny", "bold").size(name)
        if size[0] + style.px(3) <= tile.x:
            beside = tile.x - style.px(3), tile.centery
            draw_text(picture, style, name, beside, "tiny", "bold", anchor="midright")
            return
        ground = pygame.Rect((0, 0), size).inflate(style.px(4), 0)
        ground.midleft = (max(0, tile.x - style.px(6)), tile.centery)
        pygame.draw.rect(picture, style.colour.surface, ground, border_radius=style.px(3))
        draw_text(picture, style, name, ground.center, "tiny", "bold", anchor="center")

    def extra_name(self, extra: str) -> str:
        """An input's name as it is shown."""
        name = EXTRA_NAMES[extra]
        return name.replace("x₁", "x") if self._session.kind == "curve" else name

    def input_tile(self, extra: str) -> pygame.Rect:
        """Where an input beside the coordinates is, given or not."""
        return self._extras[extra]

    @property
    def session_names(self) -> tuple[str, ...]:
        """The inputs' names."""
        return ("x",) if self._session.kind == "curve" else ("x₁", "x₂")

    def _bias(self, screen: pygame.Surface, tile: pygame.Rect, value: float) -> None:
        """Draw a bias as a dot in the tile's corner, of its sign's colour and size."""
        colour, px = self.style.colour, self.style.px
        radius = px(2) + px(3) * min(abs(value), 2.0) / 2
        tint = colour.human if value > 0 else colour.agent
        at = (tile.x + 1, tile.bottom - 1)
        pygame.draw.aacircle(screen, colour.background, at, radius + px(1.5))
        pygame.draw.aacircle(screen, tint, at, radius)
