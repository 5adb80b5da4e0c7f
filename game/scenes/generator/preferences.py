"""What the scene remembers, a file for each data set; a section a tab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.base.typed_fields import Range
from models.generator.data_sets import DataName

NAMES: dict[DataName, str] = {"portraits": "gan.json", "cats": "gan_cats.json"}
"""The files."""
HIGHEST_TRUNCATION = 1.5
Kind = Literal["named", "unnamed"]
KINDS: tuple[Kind, ...] = ("named", "unnamed")
"""Of the sliders."""
Before = Literal["given", "found"]
BEFORE: tuple[Before, ...] = ("given", "found")
"""What stands left of the divider: the picture as it was given, or the portrait that was found."""
BRUSH = (4, 96)
"""The smallest and the largest latent brush, in pixels of the canvas."""


@dataclass(frozen=True)
class KnobsPreferences:
    """Of the knobs: truncation and the neighbours' radius, which sliders, a smooth picture or pixels."""

    truncation: Annotated[float, Range(0.0, HIGHEST_TRUNCATION)] = 0.8
    radius: Annotated[float, Range(0.05, 1.0)] = 0.4
    knobs: Kind = "named"
    smooth: bool = True


@dataclass(frozen=True)
class RestylePreferences:
    """Of the restyling: whether there is a divider, what stands left of it, the brush."""

    wipe: bool = False
    before: Before = "given"
    brush: Annotated[float, Range(*BRUSH)] = 28.0


@dataclass(frozen=True)
class JudgePreferences:
    """Of the judge: the open part, and whether it shows what convinced it."""

    part: Literal["stand", "draw", "quiz"] = "stand"
    heat: bool = True


@dataclass(frozen=True)
class GeneratorPreferences:
    """The file.

    Attributes:
        room: the open tab.
        data: what was generated last; only the portraits' file knows.
        generator: the knobs' part.
    """

    room: str = ""
    generator: KnobsPreferences = KnobsPreferences()
    restyle: RestylePreferences = RestylePreferences()
    judge: JudgePreferences = JudgePreferences()
    data: DataName = "portraits"
