"""What the inpainting scene asks its workers, and their answers: frozen values, made off the main thread."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from game.ui.pictures import packed, unpacked
from game.workers.slot import Slot

log = logging.getLogger(__name__)

Byte = NDArray[np.uint8]
Bits = NDArray[np.bool_]
Packed = NDArray[np.uint32]
Model = Literal["photo", "portrait"]
Box = tuple[int, int, int, int]
"""x, y, width, height in the picture's pixels."""

GAP = 0x1B2133
"""The colour of a hole that nothing has filled."""
COMMON = 4
"""How many answers of the portrait network are compared with one another."""


@dataclass(frozen=True)
class Patch:
    """Pixels to be laid over a picture.

    Attributes:
        box: where.
        pixels: (height, width), packed as `game.ui.pictures.packed` does.
        hole: (height, width) bool: which of them.
    """

    box: Box
    pixels: Packed
    hole: Bits

    @property
    def part(self) -> tuple[slice, slice]:
        """Its rows and columns in the picture."""
        x, y, width, height = self.box
        return slice(y, y + height), slice(x, x + width)


NOTHING = Patch((0, 0, 0, 0), np.zeros((0, 0), np.uint32), np.zeros((0, 0), bool))


def bounds(bits: Bits) -> Box | None:
    """The smallest box around all that is missing; None when nothing is."""
    rows = np.flatnonzero(bits.any(axis=1))
    if not len(rows):
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(bits[top:bottom].any(axis=0))
    left, right = int(columns[0]), int(columns[-1]) + 1
    return left, top, right - left, bottom - top


def patch_of(rgb: Byte, bits: Bits | None) -> Patch:
    """The part of a picture that a mask covers; all of it without one."""
    height, width = rgb.shape[:2]
    if bits is None:
        return Patch((0, 0, width, height), packed(rgb), np.ones((height, width), bool))
    box = bounds(bits)
    if box is None:
        return NOTHING
    part = (slice(box[1], box[1] + box[3]), slice(box[0], box[0] + box[2]))
    return Patch(box, packed(rgb[part]), bits[part].copy())


def gap_patch(bits: Bits) -> Patch:
    """A dark hole where the picture is missing and nothing has filled it yet."""
    box = bounds(bits)
    if box is None:
        return NOTHING
    hole = bits[box[1] : box[1] + box[3], box[0] : box[0] + box[2]].copy()
    return Patch(box, np.full(hole.shape, GAP, np.uint32), hole)


@dataclass(frozen=True)
class Request:
    """A picture to be filled or to be cleaned of rain.

    Attributes:
        key: what tells this request from others.
        pixels: the picture, packed.
        bits: what is missing; None when the whole picture is to be cleaned of rain.
        model: which network fills.
        variant: which of its answers.
        texture: whether large holes of photographs get texture, which takes longer.
        stop: set to cancel it.
    """

    key: object
    pixels: Packed
    bits: Bits | None = None
    model: Model = "photo"
    variant: int = 0
    texture: bool = False
    stop: threading.Event = field(default_factory=threading.Event, compare=False)


@dataclass(frozen=True)
class Result:
    """What a network made of a request.

    Attributes:
        request: the request.
        rgb: the whole picture, (H, W, 3) uint8; the given one when there is a problem.
        given: the picture that it was made from.
        patch: what has changed.
        milliseconds: how long it took, without loading the network.
        variants: how many answers the network has.
        problem: empty, or "cancelled", "weights_missing", "weights_changed", or what went wrong.
    """

    request: Request
    rgb: Byte
    given: Byte
    patch: Patch
    milliseconds: float = 0.0
    variants: int = 1
    problem: str = ""


def load_inpainter(model: str) -> Any:
    """Load one of the networks that fill."""
    from models.inpainting.inpainter import Inpainter

    return Inpainter("portrait" if model == "portrait" else "photo")


def load_remover() -> Any:
    """Load the network that takes rain away."""
    from models.rain.remover import RainRemover

    return RainRemover()


class Worker:
    """Runs the networks, loading each when it is first asked for; one thread at a time gets in.

    Attributes:
        progress: the share that is done, 0 to 1; written by the worker.
    """

    def __init__(self) -> None:
        self.progress: Slot[float] = Slot()
        self._loaded: dict[str, Any] = {}
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Result:
        """Fill, or clean of rain."""
        from models.base.tiles import Cancelled
        from models.base.weights import WeightsError

        given = unpacked(request.pixels)
        self.progress.put(0.0)
        try:
            with self._lock:
                network = self._network(request.model if request.bits is not None else "rain")
                started = time.perf_counter()
                rgb = self._run(network, request, given)
            spent = 1000 * (time.perf_counter() - started)
        except Cancelled:
            problem = "cancelled"
        except WeightsError as error:
            problem = f"weights_{error.code}"
        except Exception as error:
            log.exception("the network failed")
            problem = (str(error).strip() or type(error).__name__).splitlines()[0]
        else:
            variants = int(getattr(network, "variants", 1))
            return Result(request, rgb, given, patch_of(rgb, request.bits), spent, variants)
        return Result(request, given, given, NOTHING, problem=problem)

    def others(self, result: Result) -> list[Byte]:
        """A few more answers to a request that has been answered; [] where the network has none."""
        request, fills = result.request, []
        for step in range(1, min(COMMON, result.variants)):
            with self._lock:
                network = self._network(request.model)
                variant = (request.variant + step) % result.variants
                fills.append(network.fill(result.given, request.bits, variant=variant))
        return fills

    def _run(self, network: Any, request: Request, given: Byte) -> Byte:
        how = {"progress": self.progress.put, "cancelled": request.stop.is_set}
        if request.bits is None:
            cleaned: Byte = network.clean(given, **how)
            return cleaned
        chosen = {"variant": request.variant, "texture": request.texture}
        filled: Byte = network.fill(given, request.bits, **chosen, **how)
        return filled

    def _network(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = load_remover() if name == "rain" else load_inpainter(name)
        return self._loaded[name]
