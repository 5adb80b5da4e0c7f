"""The command line's options."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from tyro.constructors import PrimitiveConstructorSpec

from game.scenes import SCENES
from game.ui.settings import HALL, MAX_SIZE, MIN_SIZE


def parse_size(text: str) -> tuple[int, int]:
    """Read "1280x800".

    Raises:
        ValueError: not two numbers, or outside 960x600 to 7680x4320.
    """
    width, height = (int(part) for part in text.lower().replace("×", "x").split("x"))
    if not (MIN_SIZE[0] <= width <= MAX_SIZE[0] and MIN_SIZE[1] <= height <= MAX_SIZE[1]):
        raise ValueError(f"the window is at least {MIN_SIZE[0]}x{MIN_SIZE[1]}")
    return width, height


def _parse_scale(text: str) -> float:
    if text == "hall":
        return HALL
    scale = float(text)
    if scale != 0 and not 0.5 <= scale <= 4:
        raise ValueError("the scale is hall, 0, or from 0.5 to 4")
    return scale


def _show_scale(scale: float) -> str:
    return "hall" if scale == HALL else f"{scale:g}"


def _parse_seed(text: str) -> int:
    seed = int(text)
    if not 0 <= seed < 2**31:  # what the emulator takes
        raise ValueError("the seed is a whole number from 0 to 2147483647")
    return seed


def _read_by(
    parse: Callable[[str], Any], metavar: str, show: Callable[[Any], str]
) -> PrimitiveConstructorSpec[Any]:
    return PrimitiveConstructorSpec(
        nargs=1,
        metavar=metavar,
        instance_from_str=lambda words: parse(words[0]),
        is_instance=lambda value: value is not None,
        str_from_instance=lambda value: [show(value)],
    )


Size = Annotated[tuple[int, int], _read_by(parse_size, "WIDTHxHEIGHT", lambda size: f"{size[0]}x{size[1]}")]
Scale = Annotated[float, _read_by(_parse_scale, "FLOAT|hall", _show_scale)]
Seed = Annotated[int, _read_by(_parse_seed, "INT", str)]

if TYPE_CHECKING:
    SceneName = str
else:
    SceneName = Literal[("lecture", "menu", "gan", *(spec.id for spec in SCENES))]


@dataclass(frozen=True)
class Options:
    """A playable lecture: how computers generate pictures and play games."""

    scene: SceneName = "lecture"
    """The scene to open; gan is another word for generator, menu for the lecture's start."""
    open: str = ""
    """A link to open, such as 'convolution/microscope?example=3'."""
    route: Path | None = None
    """A lecturer's own route: a TOML file, or a folder of them."""
    lang: Literal["ru", "en"] | None = None
    """Language; the remembered one, or the system's, when absent."""
    size: Size | None = None
    """Window size, such as 1280x800; the remembered one when absent."""
    theme: Literal["dark", "light"] | None = None
    """Colours: dark, or light for a projector."""
    scale: Scale | None = None
    """Scale of texts and buttons; 0 follows the window's size, hall is for the back row of a lecture hall."""
    seed: Seed = 1
    """Seed of everything that is drawn at random."""
    frames: int | None = None
    """Quit after so many frames."""
    screenshot: Path | None = None
    """Save the last frame to this PNG file."""
    headless: bool = False
    """Open no window (SDL's dummy drivers)."""
    kiosk: bool = False
    """Exhibition: full screen; the lecture tells itself, and hands over the scene at a touch."""
    version: bool = False
    """Print the version and quit."""
    diary: Path | None = None
    """Add what every frame took to this file, a line of JSON every ten seconds."""
    bench: (
        Literal[
            "startup",
            "lecture",
            "arena",
            "learning",
            "convolution",
            "detection",
            "inpainting",
            "gan",
            "translation",
            "rewards",
        ]
        | None
    ) = None
    """Measure instead of opening the app; the last line is one JSON object."""
    seconds: float = 30.0
    """How long to measure."""
    json: bool = False
    """With --bench: print nothing but the JSON line."""
