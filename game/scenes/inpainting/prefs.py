"""What the inpainting scene remembers from one run to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.base.typed_fields import Range

NAME = "inpainting.json"
MODELS = ("auto", "photo", "portrait")
LIMITS = {"density": (0.0, 1.0), "angle": (-60.0, 60.0), "length": (3.0, 200.0), "strength": (0.0, 1.0)}
"""Of the rain; angle in degrees from straight down, length in pixels."""


MOST = 10**6


@dataclass(frozen=True)
class BlindCount:
    """Of the blind choice: repairs that were asked about, and those that were found out."""

    asked: Annotated[int, Range(0, MOST)] = 0
    found: Annotated[int, Range(0, MOST)] = 0


@dataclass(frozen=True)
class Prefs:
    """Tools, mode and rain as they were left; `room` is the open tab."""

    room: Literal["repair", "rain"] = "repair"
    brush: Annotated[float, Range(1, 160)] = 36
    layer: Literal["mask", "picture"] = "mask"
    live: bool = True
    model: Literal["auto", "photo", "portrait"] = "auto"
    compare: bool = False
    wipe: bool = False
    rain_compare: bool = False
    density: Annotated[float, Range(*LIMITS["density"])] = 0.5
    angle: Annotated[float, Range(*LIMITS["angle"])] = 12.0
    length: Annotated[float, Range(*LIMITS["length"])] = 26.0
    strength: Annotated[float, Range(*LIMITS["strength"])] = 0.7
    blind_ours: BlindCount = BlindCount()
    blind_patchmatch: BlindCount = BlindCount()
    blind_telea: BlindCount = BlindCount()
