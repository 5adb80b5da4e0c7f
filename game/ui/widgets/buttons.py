"""Buttons whose picture is made for the state that is shown, once for all that look alike.

pygame_gui draws five states of every button, whether they are ever shown or not, and its words fifteen times:
3 ms in all, and a scene has fifty buttons.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pygame
from pygame_gui.core.drawable_shapes import RectDrawableShape, RoundedRectangleShape
from pygame_gui.core.surface_cache import SurfaceCache
from pygame_gui.core.utility import translate
from pygame_gui.elements import UIButton

SHAPES = {"rectangle": RectDrawableShape, "rounded_rectangle": RoundedRectangleShape}
COLOURS = ("bg", "border", "text", "text_shadow")
SAME = (
    "font",
    "border_width",
    "border_overlap",
    "shadow_width",
    "text_horiz_alignment",
    "text_horiz_alignment_padding",
    "text_horiz_alignment_method",
    "text_vert_alignment",
    "text_vert_alignment_padding",
)
"""What a shape is made of, by pygame_gui's names: colours of every state, and what is the same in all."""
MOST_BYTES = 12 * 2**20
"""Of the pictures that are kept: several times what is on the screen at once, of a window of 1280 x 800."""
SIDES = ("left", "right", "top", "bottom")
TILE = 128
"""Pixels of a side of what a larger rounded shape is composed from."""
LARGE = 20_000
"""Pixels of a shape from which on it is composed."""


class Pictures:
    """Keeps pictures by what they are made of: those used last, up to so many bytes."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._kept: OrderedDict[object, pygame.Surface] = OrderedDict()
        self._bytes = 0

    def find(self, key: object) -> pygame.Surface | None:
        """The picture of a key, if it is kept; nobody may draw on it."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key: object, picture: pygame.Surface) -> pygame.Surface:
        """Keep a picture."""
        if key in self._kept:
            self._bytes -= _bytes(self._kept[key])
        self._kept[key] = picture
        self._bytes += _bytes(picture)
        while self._bytes > self._most:
            self._bytes -= _bytes(self._kept.popitem(last=False)[1])
        return picture


def _bytes(picture: pygame.Surface) -> int:
    return picture.get_pitch() * picture.get_height()


class ShapeKey(NamedTuple):
    """What a shape without words is made of, as pygame_gui passes it; a gradient is a text."""

    shape: str
    size: tuple[int, int]
    shadow: int
    border: tuple[int, ...]
    border_colour: tuple[int, ...] | str
    ground: tuple[int, ...] | str
    radii: tuple[int, ...]


class ShapeCache(SurfaceCache):
    """Shapes without words. pygame_gui's own cache copies each into a large surface, up to 5 ms a frame.

    Large rounded shapes are composed from a small one, whose middle is repeated. pygame_gui draws them on two
    or three surfaces of sixteen times their pixels: 100 MB and a quarter of a second for a large window.

    Args:
        ui: the manager of the widgets, which draws the small ones.
    """

    def __init__(self, ui: Any) -> None:
        self._ui = ui
        self._pictures = Pictures()

    def build_cache_id(  # type: ignore[override]
        self,
        shape: str,
        size: tuple[int, int],
        shadow_width: int,
        border_widths: Mapping[str, int],
        border_colour: Any,
        bg_colour: Any,
        corner_radius: Sequence[int] | None = None,
    ) -> ShapeKey:
        """The key of a shape."""
        edge, ground = (
            tuple(each) if isinstance(each, pygame.Color) else str(each)
            for each in (border_colour, bg_colour)
        )
        border = tuple(border_widths[side] for side in SIDES)
        radii = tuple(corner_radius or ())
        return ShapeKey(shape, (size[0], size[1]), shadow_width, border, edge, ground, radii)

    def find_surface_in_cache(self, lookup_id: Any) -> pygame.Surface | None:
        """A shape, if it is kept or can be composed."""
        return self._pictures.find(lookup_id) or self._compose(lookup_id)

    def add_surface_to_cache(self, surface: pygame.Surface, string_id: Any) -> None:
        """Keep a shape."""
        self._pictures.keep(string_id, surface)

    def _compose(self, key: ShapeKey) -> pygame.Surface | None:
        small = (min(key.size[0], TILE), min(key.size[1], TILE))
        edge = key.shadow + max(key.border) + max(key.radii, default=0) + 2
        large = key.shape == "rounded_rectangle" and key.size[0] * key.size[1] >= LARGE
        if not large or 2 * edge > TILE or isinstance(key.ground, str) or isinstance(key.border_colour, str):
            return None
        look = {
            "normal_bg": pygame.Color(key.ground),
            "normal_border": pygame.Color(key.border_colour),
            "border_width": dict(zip(SIDES, key.border, strict=True)),
            "shadow_width": key.shadow,
            "shape_corner_radius": list(key.radii),
            "border_overlap": 1,
        }
        shape = RoundedRectangleShape(pygame.Rect((0, 0), small), look, ["normal"], self._ui)
        return _stretched(shape.get_surface("normal"), key.size)

    def update(self) -> None:
        """Nothing is left to do."""

    def remove_user_from_cache_item(self, string_id: Any) -> None:
        """Who uses a shape does not matter."""

    def remove_user_and_request_clean_up_of_cached_item(self, string_id: Any) -> None:
        """Who uses a shape does not matter."""


def _stretched(small: pygame.Surface, size: tuple[int, int]) -> pygame.Surface:
    """A picture of this size: the small one with the column and the row in its middle repeated."""
    whole = pygame.Surface(size, pygame.SRCALPHA, 32)
    pixels = pygame.surfarray.array2d(small)
    for axis, (had, wanted) in enumerate(zip(small.get_size(), size, strict=True)):
        times = np.ones(had, int)
        times[had // 2] += wanted - had
        pixels = np.repeat(pixels, times, axis)
    pygame.surfarray.blit_array(whole, pixels)
    return whole


class Button(UIButton):
    """A button with a `Face`; after a press it looks as before, where pygame_gui forgets that it is selected.

    Once it is killed it refers to nothing that refers to it, and needs no collector to be freed.

    Args:
        unique: whether no other button looks like it.
        waits: whether it is not drawn before `rebuild` is called once more: an icon is still to come.
    """

    def __init__(self, *args: Any, unique: bool = False, waits: bool = False, **options: Any) -> None:
        self.unique = unique
        self._waits = waits
        super().__init__(*args, **options)
        self._waits = False

    def rebuild(self) -> None:
        """Draw it."""
        if self._waits:
            return
        if self.dynamic_width or self.dynamic_height:
            super().rebuild()  # type: ignore[no-untyped-call]
            return
        self.drawable_shape = Face(self)  # type: ignore[assignment]
        self.on_fresh_drawable_shape_ready()  # type: ignore[no-untyped-call]

    def kill(self) -> None:
        """Go, with all that was made for it."""
        super().kill()  # type: ignore[no-untyped-call]
        self.drawable_shape, self._handler = None, {}

    def _set_inactive(self) -> None:
        if self.drawable_shape is not None:
            self.drawable_shape.set_active_state(self._get_appropriate_state_name())  # type: ignore[no-untyped-call]


class Face:
    """What a button shows, in place of pygame_gui's drawable shape, with the same methods."""

    def __init__(self, element: Button) -> None:
        self._element = element
        self._state: str = element._get_appropriate_state_name()  # type: ignore[no-untyped-call]
        self._place = element.rect.copy()
        self._fresh = True

    def set_active_state(self, state_id: str) -> None:
        """Show another state."""
        self._fresh |= state_id != self._state
        self._state = state_id

    def set_text(self, text: str) -> None:
        """Show the button's words, which are others now."""
        self._fresh = True

    def set_position(self, point: tuple[float, float]) -> None:
        """Be elsewhere."""
        self._place.topleft = int(point[0]), int(point[1])

    def set_dimensions(self, dimensions: tuple[float, float]) -> bool:
        """Be larger or smaller; whether that is something new."""
        size = int(dimensions[0]), int(dimensions[1])
        changed: bool = size != self._place.size
        self._place.size = size
        return changed

    def collide_point(self, point: tuple[float, float]) -> bool:
        """Whether a point is on it."""
        return bool(self._place.collidepoint(point[0], point[1]))

    def update(self, time_delta: float) -> None:
        """Nothing moves."""

    def has_fresh_surface(self) -> bool:
        """Whether there is another picture than the one that was taken last."""
        return self._fresh

    def get_fresh_surface(self) -> pygame.Surface:
        """The picture of the state."""
        self._fresh = False
        look, element = self._look(), self._element
        if element.unique:
            return self._draw(look)
        kept: Pictures = element.ui_manager.pictures  # type: ignore[attr-defined]
        key = (element.shape, self._place.size, tuple(map(_hashable, look.values())))
        return kept.find(key) or kept.keep(key, self._draw(look))

    def _look(self) -> dict[str, Any]:
        """What the state looks like, as pygame_gui's shapes take it for their normal state."""
        element, state = self._element, self._state
        pictures = "selected" if state == "active" else state
        return {
            "text": translate(element.text, **element.text_kwargs),
            "text_shadow": (
                element.text_shadow_size,
                *element.text_shadow_offset,
                element.colours["normal_text_shadow"],
                True,
            ),
            "normal_images": getattr(element, f"{pictures}_images"),
            "normal_image_positions": getattr(element, f"{pictures}_image_positions"),
            "shape_corner_radius": list(element.shape_corner_radius),
            **{f"normal_{part}": element.colours[f"{state}_{part}"] for part in COLOURS},
            **{name: getattr(element, name) for name in SAME},
        }

    def _draw(self, look: dict[str, Any]) -> pygame.Surface:
        element, place = self._element, pygame.Rect((0, 0), self._place.size)
        shape = SHAPES[element.shape](place, look, ["normal"], element.ui_manager)
        return shape.get_surface("normal")


def _hashable(part: Any) -> object:
    if type(part) in (str, int, float, bool):
        return part
    if isinstance(part, pygame.Color):
        return tuple(part)
    if isinstance(part, Mapping):
        return tuple(part.items())
    if isinstance(part, Sequence) and not isinstance(part, str):
        return tuple(map(_hashable, part))
    return part
