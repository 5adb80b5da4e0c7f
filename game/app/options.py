"""The command line's options."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import tyro

from game.scenes import SCENES
from game.ui.settings import MAX_SIZE, MIN_SIZE

Size = Annotated[
    tuple[int, int],
    tyro.constructors.PrimitiveConstructorSpec(
        nargs=1,
        metavar="WIDTHxHEIGHT",
        instance_from_str=lambda words: parse_size(words[0]),
        is_instance=lambda value: isinstance(value, tuple) and len(value) == 2,
        str_from_instance=lambda value: [f"{value[0]}x{value[1]}"],
    ),
]


def parse_size(text: str) -> tuple[int, int]:
    """Read "1280x800".

    Raises:
        ValueError: not two numbers, or outside 960x600 to 7680x4320.
    """
    width, height = (int(part) for part in text.lower().replace("×", "x").split("x"))
    if not (MIN_SIZE[0] <= width <= MAX_SIZE[0] and MIN_SIZE[1] <= height <= MAX_SIZE[1]):
        raise ValueError(f"the window is at least {MIN_SIZE[0]}x{MIN_SIZE[1]}")
    return width, height


def parse_scale(text: str) -> float:
    """Read "1.25".

    Raises:
        ValueError: neither 0 nor a number from 0.5 to 4.
    """
    scale = float(text)
    if scale != 0 and not 0.5 <= scale <= 4:
        raise ValueError("the scale is 0, or from 0.5 to 4")
    return scale


def parse_seed(text: str) -> int:
    """Read "7".

    Raises:
        ValueError: not a whole number from 0 to 2^31 - 1, which is what the emulator takes.
    """
    seed = int(text)
    if not 0 <= seed < 2**31:
        raise ValueError("the seed is a whole number from 0 to 2147483647")
    return seed


Scale = Annotated[
    float,
    tyro.constructors.PrimitiveConstructorSpec(
        nargs=1,
        metavar="FLOAT",
        instance_from_str=lambda words: parse_scale(words[0]),
        is_instance=lambda value: isinstance(value, float),
        str_from_instance=lambda value: [f"{value:g}"],
    ),
]
Seed = Annotated[
    int,
    tyro.constructors.PrimitiveConstructorSpec(
        nargs=1,
        metavar="INT",
        instance_from_str=lambda words: parse_seed(words[0]),
        is_instance=lambda value: isinstance(value, int),
        str_from_instance=lambda value: [str(value)],
    ),
]


if TYPE_CHECKING:
    SceneName = str
else:
    SceneName = Literal[("menu", "gan", *(spec.id for spec in SCENES))]


@dataclass(frozen=True)
class Options:
    """A playable lecture: how computers generate pictures and play games."""

    scene: SceneName = "menu"
    """The scene to open; gan is another word for generator."""
    open: str = ""
    """A link to open, such as 'convolution/microscope?example=3'."""
    lang: Literal["ru", "en"] | None = None
    """Language; the remembered one, or the system's, when absent."""
    size: Size | None = None
    """Window size, such as 1280x800; the remembered one when absent."""
    theme: Literal["dark", "light"] | None = None
    """Colours: dark, or light for a projector."""
    scale: Scale | None = None
    """Scale of texts and buttons; 0 follows the window's size."""
    seed: Seed = 1
    """Seed of everything that is drawn at random."""
    frames: int | None = None
    """Quit after so many frames."""
    screenshot: Path | None = None
    """Save the last frame to this PNG file."""
    headless: bool = False
    """Open no window (SDL's dummy drivers)."""
    kiosk: bool = False
    """Exhibition: full screen, no settings; after 60 idle seconds the scenes play themselves."""
    version: bool = False
    """Print the version and quit."""
    diary: Path | None = None
    """Add what every frame took to this file, a line of JSON every ten seconds."""
    bench: Literal["startup", "arena", "convolution", "inpainting", "gan"] | None = None
    """Measure instead of opening the app; the last line is one JSON object."""
    seconds: float = 30.0
    """How long to measure."""
    json: bool = False
    """With --bench: print nothing but the JSON line."""
