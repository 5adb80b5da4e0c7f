"""What the inpainting scene remembers from one run to the next; the file is untrusted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from game.workers import json_store as remembered

NAME = "inpainting.json"
MODELS = ("auto", "photo", "portrait")
CHOICES: dict[str, tuple[str, ...]] = {
    "room": ("repair", "rain"),
    "model": MODELS,
    "layer": ("mask", "picture"),
}
LIMITS: dict[str, tuple[float, float]] = {
    "brush": (1, 160),
    "density": (0, 1),
    "angle": (-60, 60),
    "length": (3, 200),
    "strength": (0, 1),
}


@dataclass
class Prefs:
    """Tools, mode and rain as they were left."""

    room: str = "repair"
    brush: float = 36
    layer: str = "mask"
    live: bool = True
    model: str = "auto"
    compare: bool = False
    wipe: bool = True
    rain_compare: bool = False
    density: float = 0.5
    angle: float = 12.0
    length: float = 26.0
    strength: float = 0.7


def load(folder: Path) -> Prefs:
    """Read them; what makes no sense keeps its default, and so does everything when there is no file."""
    prefs = Prefs()
    data = remembered.read(folder / NAME)
    for item in fields(Prefs):
        value = data.get(item.name)
        if _makes_sense(item.name, value, getattr(prefs, item.name)):
            setattr(prefs, item.name, value)
    return prefs


def _makes_sense(name: str, value: Any, default: Any) -> bool:
    if isinstance(default, bool):
        return isinstance(value, bool)
    if isinstance(default, str):
        return value in CHOICES[name]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    low, high = LIMITS[name]
    return low <= value <= high


def save(folder: Path, prefs: Prefs) -> None:
    """Write them; that they cannot be written is no reason to disturb anyone."""
    remembered.write(folder / NAME, asdict(prefs))
