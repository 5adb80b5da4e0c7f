"""One palette, one type scale, one spacing: what every widget is drawn with.

A `Style` belongs to one theme and one scale. It hands out colours, fonts and lengths, and writes the theme
that pygame_gui's widgets read, so that both kinds of widget look alike.
"""

from __future__ import annotations

import io
import json
import math
from collections import OrderedDict
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import pygame

from game.ui.settings import HALL

FONTS = {
    "regular": "Inter-Regular.otf",
    "bold": "Inter-SemiBold.otf",
    "display": "InterDisplay-Bold.otf",
    "mono": "JetBrainsMono-Regular.ttf",
    "mono_bold": "JetBrainsMono-Bold.ttf",
}
# The type scale, in pixels at scale 1 (a window of 1280 x 800).
TYPE = {"tiny": 13, "small": 15, "body": 17, "heading": 22, "title": 30, "display": 54, "score": 44}
REFERENCE = (1280, 800)
# For the back row of a lecture hall: shares of the window's height, as a slide's text has them.
HALL_TYPE = TYPE | {"tiny": 800 / 48, "small": 800 / 42, "body": 800 / 36, "heading": 800 / 30, "title": 34}
KEPT_TEXTS = 400
"""Lines of text whose pictures are kept: more than any view shows."""


@dataclass(frozen=True)
class Palette:
    """The colours by their use. `human` and `agent` tell the two players apart for the colour-blind too."""

    background: pygame.Color
    surface: pygame.Color
    raised: pygame.Color
    line: pygame.Color
    text: pygame.Color
    muted: pygame.Color
    faint: pygame.Color
    accent: pygame.Color
    accent_hover: pygame.Color
    on_accent: pygame.Color
    human: pygame.Color
    agent: pygame.Color
    good: pygame.Color
    bad: pygame.Color
    shade: pygame.Color

    @classmethod
    def load(cls, path: Path) -> Palette:
        """Read a palette from `assets/theme`."""
        data = json.loads(path.read_text("utf-8"))
        return cls(**{item.name: pygame.Color(data[item.name]) for item in fields(cls)})


def mix(a: pygame.Color, b: pygame.Color, share: float) -> pygame.Color:
    """The colour between two, `share` of the way from a to b."""
    return a.lerp(b, min(max(share, 0.0), 1.0))


def luminance(colour: pygame.Color) -> float:
    """How bright a colour is, from 0 to 1: the relative luminance of WCAG 2.2."""
    parts = (part / 255 for part in colour[:3])
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: pygame.Color, b: pygame.Color) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2.2 defines it; text needs 4.5."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(ground: pygame.Color) -> pygame.Color:
    """Black or white, whichever can be read better on a colour; the contrast is at least 4.58."""
    return max((pygame.Color(0, 0, 0), pygame.Color(255, 255, 255)), key=lambda ink: contrast(ink, ground))


def auto_scale(size: tuple[int, int]) -> float:
    """The scale that suits a window: 0.75 at 960 x 600, 1 at 1280 x 800, 3 at 4K and beyond."""
    return min(max(round(_fitted(size) * 20) / 20, 0.75), 3.0)


def _fitted(size: tuple[int, int]) -> float:
    return min(size[0] / REFERENCE[0], size[1] / REFERENCE[1])


@dataclass(frozen=True)
class Scale:
    """How large things are drawn.

    Attributes:
        lengths: 1 in a window of 1280 x 800.
        hall: whether texts are larger than the lengths ask for, so that a lecture hall's back row can read
            them: body text is 1/36 of the window's height (in a window narrower than 16 : 10, of the height
            that such a one would have), nothing is below 1/48.
        texts: the scale of texts in a lecture hall; 0 means that of the lengths.
    """

    lengths: float
    hall: bool = False
    texts: float = 0.0

    @classmethod
    def of(cls, chosen: float, size: tuple[int, int]) -> Scale:
        """What a setting means in a window: a factor, 0 (follows the window) or `HALL`."""
        return cls(_fitted(size), hall=True) if chosen == HALL else cls(chosen or auto_scale(size))

    def times(self, share: float) -> Scale:
        """This one, larger or smaller; a lecture hall's texts stay."""
        return Scale(self.lengths * share, self.hall, self.texts or self.lengths)


class Style:
    """Colours, fonts, lengths and icons of one theme at one scale.

    Args:
        assets: the `assets` folder.
        theme: "dark" or "light".
        scale: of its lengths and texts, or of both; 1 draws body text 17 pixels high.
    """

    def __init__(self, assets: Path, theme: str, scale: Scale | float) -> None:
        size = scale if isinstance(scale, Scale) else Scale(scale)
        self.assets = assets
        self.theme = theme
        self.scale = size.lengths
        self.hall = size.hall
        self._text_scale = (size.texts or size.lengths) if size.hall else size.lengths
        self.colour = Palette.load(assets / "theme" / f"{theme}.json")
        self._fonts: dict[tuple[str, str], pygame.font.Font] = {}
        self._icons: dict[tuple[str, int, tuple[int, ...], bool], pygame.Surface] = {}
        self._texts: OrderedDict[tuple[str, str, str, tuple[int, ...]], pygame.Surface] = OrderedDict()

    def forget(self) -> None:
        """Free its fonts and what was drawn with them; they come again for whoever asks."""
        self._fonts.clear()
        self._icons.clear()
        self._texts.clear()

    def px(self, length: float) -> int:
        """A length in the window's pixels; at least 1 for anything that is not 0."""
        return max(1, round(length * self.scale)) if length else 0

    def text_px(self, length: float) -> int:
        """The length of something that holds words, in the window's pixels: in a lecture hall it is more."""
        if not self.hall:
            return self.px(length)
        return round(length * self._text_scale * HALL_TYPE["body"] / TYPE["body"])

    def row(self, length: float, size: str = "body") -> int:
        """The height of a row with words, in the window's pixels: in a lecture hall no lower than they."""
        return max(self.px(length), self.font(size).get_linesize() + 4) if self.hall else self.px(length)

    def text_size(self, size: str) -> int:
        """The height in pixels of a font of the type scale."""
        pixels = math.ceil(HALL_TYPE[size] * self._text_scale) if self.hall else self.px(TYPE[size])
        return max(11, pixels)

    @cached_property
    def gap(self) -> int:
        """The distance between things that belong together."""
        return self.px(10)

    @cached_property
    def margin(self) -> int:
        """The distance from the window's edge."""
        return self.px(20)

    @cached_property
    def control(self) -> int:
        """The height of a button."""
        return self.row(40)

    @cached_property
    def bar(self) -> int:
        """The height of the top bar."""
        return self.px(56)

    def font(self, size: str, face: str = "regular") -> pygame.font.Font:
        """A font of the type scale."""
        key = (size, face)
        if key not in self._fonts:
            path = self.assets / "fonts" / FONTS[face]
            self._fonts[key] = pygame.font.Font(path, self.text_size(size))
        return self._fonts[key]

    def text(
        self, text: str, size: str = "body", face: str = "regular", colour: pygame.Color | str | None = None
    ) -> pygame.Surface:
        """One line of text as a surface; those used last are kept, so that unchanged text costs nothing.

        The colour may be a name of the palette's.
        """
        if colour is None or isinstance(colour, str):
            colour = getattr(self.colour, colour or "text")
        key = (text, size, face, tuple(colour))
        if key in self._texts:
            self._texts.move_to_end(key)
            return self._texts[key]
        if len(self._texts) >= KEPT_TEXTS:
            self._texts.popitem(last=False)
        surface = self._texts[key] = self.font(size, face).render(text, True, colour)
        return surface

    def icon(
        self, name: str, size: int, colour: pygame.Color | None = None, *, premultiplied: bool = False
    ) -> pygame.Surface:
        """An icon from `assets/icons`, `size` window pixels square; pygame_gui wants it premultiplied."""
        colour = colour or self.colour.text
        key = (name, size, tuple(colour), premultiplied)
        if key not in self._icons:
            svg = (self.assets / "icons" / f"{name}.svg").read_text("utf-8")
            red, green, blue = colour[:3]
            svg = svg.replace("currentColor", f"#{red:02x}{green:02x}{blue:02x}")
            drawn = pygame.image.load_sized_svg(io.BytesIO(svg.encode()), (size, size))
            self._icons[key] = drawn.premul_alpha() if premultiplied else drawn
        return self._icons[key]
