"""The shared state as options of a link, and as a file."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from game.scenes.learning.session import (
    EDGE,
    FARTHEST,
    FIRST_SEED,
    LearningSession,
    Recipe,
    State,
    fitting,
    held_out,
)
from game.ui.links import LinkError
from models.base.typed_fields import OneOf, Range, parse
from models.learning.datasets import MOST_POINTS, PRESETS, Data
from models.learning.descent import DescentConfig
from models.learning.losses import LOSSES
from models.learning.models import ModelSpec

Array = NDArray[np.float64]
O = TypeVar("O", bound="LearningOptions")  # noqa: E741 - the options of a tab

MOST_IN_LINK = 800
"""Points of one's own that a link can carry."""
MOST_KNOBS = 300
"""Knobs that a link can carry."""
FINEST = 4095
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class LearningOptions:
    """What a link opens any of the tabs with.

    Attributes:
        data: a preset, or "own".
        points: one's own points, as `pack_points` writes them.
        count, noise, held, sample: of the preset; `sample` is its seed.
        model, degree, hidden, activation: the model; `hidden` is like "8,8".
        extras: further inputs of a network, like "square1,product".
        loss: empty for the first one that suits the data.
        seed: of the knobs to begin with.
        knobs: how they stand, as `pack_knobs` writes them; empty where they stand as at the beginning.
        rate, batch, method, decay: of the descent.
    """

    data: Annotated[str, OneOf(lambda: ("own", *PRESETS))] = "line"
    points: str = ""
    count: Annotated[int, Range(2, MOST_POINTS)] = 20
    noise: Annotated[float, Range(0, 1)] = 0.3
    held: Annotated[float, Range(0, 0.8)] = 0.0
    sample: Annotated[int, Range(0, LARGEST_SEED)] = 1
    model: Literal["line", "polynomial", "network"] = "line"
    degree: Annotated[int, Range(1, 12)] = 3
    hidden: str = "4"
    activation: Literal["tanh", "relu"] = "tanh"
    extras: str = ""
    loss: Annotated[str, OneOf(lambda: ("", *LOSSES))] = ""
    seed: Annotated[int, Range(0, LARGEST_SEED)] = FIRST_SEED
    knobs: str = ""
    rate: Annotated[float, Range(1e-6, 100)] = 0.1
    batch: Annotated[int, Range(0, MOST_POINTS)] = 0
    method: Literal["sgd", "momentum", "adam"] = "sgd"
    decay: Annotated[float, Range(0, 10)] = 0.0


def open_options(session: LearningSession, options: LearningOptions) -> None:
    """Bring a session where a link asks for; what could be undone is forgotten.

    Raises:
        LinkError: It asks for what there is not; the session stays as it was.
    """
    try:
        extras = tuple(options.extras.split(",")) if options.extras else ()
        hidden = read_hidden(options.hidden)
        spec = ModelSpec(options.model, options.degree, hidden, options.activation, extras)
        recipe = Recipe(options.data, options.count, options.noise, options.held, options.sample)
        if options.data == "own":
            recipe = replace(recipe, name="")
            data = unpack_points(options.points)
            held = held_out(len(data), recipe.share, recipe.seed)
        else:
            data, held = recipe.make()
        model = spec.make(data.x.shape[1])
        w = unpack_knobs(options.knobs, model.size) if options.knobs else model.start(options.seed)
    except ValueError as error:
        raise LinkError("link.bad_value", why=str(error)) from error
    session.seed = options.seed
    session.config = DescentConfig(
        rate=options.rate, batch=options.batch, method=options.method, decay=options.decay, seed=options.seed
    )
    session.take_state(State(recipe, data, held, spec, fitting(options.loss, data.kind), w))
    session.forget()


def options_of(session: LearningSession, options: type[O], **fields: Any) -> O:
    """What opens a tab with a session as it is; `fields` are the tab's own."""
    state, config = session.state, session.config
    recipe, spec = state.recipe, state.spec
    own = not recipe.name
    few = own and len(state.data) <= MOST_IN_LINK
    turned = state.w.size <= MOST_KNOBS and not np.array_equal(state.w, session.model.start(session.seed))
    first = fitting("", state.data.kind)
    return options(
        data="own" if few else recipe.name or "line",
        points=pack_points(state.data) if few else "",
        count=recipe.count,
        noise=recipe.noise,
        held=recipe.share,
        sample=recipe.seed,
        model=spec.kind,  # type: ignore[arg-type]
        degree=spec.degree,
        hidden=write_hidden(spec.hidden),
        activation=spec.activation,  # type: ignore[arg-type]
        extras=",".join(spec.extras),
        loss="" if state.loss == first else state.loss,
        seed=session.seed,
        knobs=pack_knobs(state.w) if turned else "",
        rate=config.rate,
        batch=config.batch,
        method=config.method,
        decay=config.decay,
        **fields,
    )


def read_hidden(text: str) -> tuple[int, ...]:
    """The shape of a network from a text such as "8,8"; empty for no hidden layer.

    Raises:
        ValueError: It is none.
    """
    if len(text) > 100 or not all(part.isascii() and part.isdigit() for part in text.split(",") if text):
        raise ValueError(f"hidden: {text[:20]!r}")
    return tuple(int(part) for part in text.split(",")) if text else ()


def write_hidden(hidden: tuple[int, ...]) -> str:
    """The shape of a network as a text."""
    return ",".join(map(str, hidden))


def pack_knobs(w: Array) -> str:
    """Knobs, (P,), as a text."""
    return base64.urlsafe_b64encode(w.astype("<f4").tobytes()).decode().rstrip("=")


def unpack_knobs(text: str, size: int) -> Array:
    """Read what `pack_knobs` wrote, (size,).

    Raises:
        ValueError: They are others, or no numbers.
    """
    w = np.frombuffer(_bytes(text), "<f4").astype(np.float64)
    if w.shape != (size,) or not np.isfinite(w).all() or np.abs(w).max(initial=0) > FARTHEST:
        raise ValueError(f"knobs: {len(w)} for a model of {size}")
    return w


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"{text[:20]!r}: {error}") from error


def pack_points(data: Data) -> str:
    """A sample as a text, four characters an object: places to a thousandth of the plane, and the class."""
    curve = data.kind == "curve"
    places = np.column_stack([data.x[:, 0], data.y]) if curve else data.x
    fine = np.rint(np.clip((places + EDGE) / (2 * EDGE), 0, 1) * FINEST).astype(np.uint32)
    label = np.zeros(len(data), np.uint32) if curve else data.y.astype(np.uint32)
    codes = (fine[:, 0] << 12) | (fine[:, 1] & ~np.uint32(1)) | label
    raw = codes.astype(">u4").view(np.uint8).reshape(-1, 4)[:, 1:]
    return ("c" if curve else "k") + base64.urlsafe_b64encode(raw.tobytes()).decode()


def unpack_points(text: str) -> Data:
    """Read what `pack_points` wrote.

    Raises:
        ValueError: It is something else, or there are fewer than two.
    """
    raw = _bytes(text[1:])
    if text[:1] not in ("c", "k") or len(raw) % 3 or not 2 <= len(raw) // 3 <= MOST_POINTS:
        raise ValueError("points: fewer than two, or damaged")
    parts = np.frombuffer(raw, np.uint8).reshape(-1, 3).astype(np.uint32)
    codes = parts[:, 0] << 16 | parts[:, 1] << 8 | parts[:, 2]
    x = (codes >> 12) / FINEST * 2 * EDGE - EDGE
    y = (codes & 0xFFE) / FINEST * 2 * EDGE - EDGE
    if text[0] == "c":
        return Data(x[:, None], y, "curve")
    return Data(np.stack([x, y], axis=1), (codes & 1).astype(float), "classes")


# ---------------------------------------------------------------------- files

VERSION = 1


@dataclass(frozen=True)
class Kept:
    """What a file holds: points are x, y and, for classes, the class; `checked` are held-out ones."""

    version: Annotated[int, Range(VERSION, VERSION)]
    kind: Literal["curve", "classes"]
    points: tuple[tuple[float, ...], ...]
    checked: tuple[int, ...]
    recipe: Recipe
    model: ModelSpec
    knobs: tuple[float, ...]
    descent: DescentConfig


def written(session: LearningSession) -> bytes:
    """A session as a file."""
    state = session.state
    data = state.data
    rows = [data.x[:, 0], data.y] if data.kind == "curve" else [data.x[:, 0], data.x[:, 1], data.y]
    kept = {
        "version": VERSION,
        "kind": data.kind,
        "points": np.column_stack(rows).tolist(),
        "checked": np.flatnonzero(state.held).tolist(),
        "recipe": asdict(state.recipe),
        "model": asdict(state.spec),
        "knobs": state.w.tolist(),
        "descent": asdict(session.config),
    }
    return json.dumps(kept, indent=1).encode()


def read_kept(raw: bytes) -> tuple[State, DescentConfig]:
    """Read what `written` wrote.

    Raises:
        ValueError: It is something else, damaged, or holds what is not finite.
    """
    try:
        kept = parse(json.loads(raw), Kept)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    width = 2 if kept.kind == "curve" else 3
    table = np.array([row for row in kept.points if len(row) == width], float).reshape(-1, width)
    if len(table) != len(kept.points) or not 2 <= len(table) <= MOST_POINTS or np.abs(table[:, :2]).max() > 2:
        raise ValueError("points")
    if kept.kind == "classes":
        if not np.isin(table[:, 2], (0, 1)).all():
            raise ValueError("a class is neither 0 nor 1")
        data = Data(table[:, :2], table[:, 2], "classes")
    else:
        data = Data(table[:, :1], table[:, 1], "curve")
    held = np.zeros(len(data), bool)
    if any(not 0 <= index < len(data) for index in kept.checked):
        raise ValueError("checked")
    held[list(kept.checked)] = True
    if (~held).sum() < 2:
        raise ValueError("nothing is left to learn from")
    model = kept.model.make(data.x.shape[1])
    w = np.array(kept.knobs)
    if w.shape != (model.size,) or not np.isfinite(w).all() or np.abs(w).max(initial=0) > FARTHEST:
        raise ValueError(f"{len(w)} knobs for a model of {model.size}")
    if kept.recipe.name not in ("", *PRESETS) or kept.descent.loss not in LOSSES:
        raise ValueError("recipe")
    loss = fitting(kept.descent.loss, data.kind)
    return State(kept.recipe, data, held, kept.model, loss, w), replace(kept.descent, loss=loss)
