"""The portrait in hand and what can be done to it; knows nothing of widgets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.scenes.generator.knobs.interpolation import Film, Kind, Trip
from game.scenes.generator.knobs.latent_history import Edits, Point
from game.scenes.generator.knobs.painter import Around, Painter
from game.scenes.generator.knobs.requests import (
    Answer,
    Between,
    Drawn,
    Given,
    Met,
    Portrait,
    Readings,
    Sketch,
    Sketched,
    Source,
    Turned,
)
from game.scenes.generator.knobs.slides import NUMBERS, VECTORS
from game.scenes.generator.latent_files import Origin
from game.scenes.generator.shared_state import Atelier, Byte, Latent
from game.ui.context import Context

if TYPE_CHECKING:
    from models.generator.portrait_gan import Direction

KINDS = ("named", "unnamed")
"""Of the sliders."""
MOST = 1.5
"""The largest truncation."""
SEEDS = 1_000_000
"""Seeds that are drawn by lot are smaller, so that they can be read out."""


@dataclass
class Prefs:
    """What is remembered."""

    truncation: float = 0.8
    radius: float = 0.4
    knobs: str = "named"
    smooth: bool = True


LIMITS: dict[str, tuple[float, float] | tuple[str, ...]] = {
    "truncation": (0.0, MOST),
    "radius": (0.05, 1.0),
    "knobs": KINDS,
}


@dataclass(frozen=True)
class End:
    """A or B: a latent (64,) float32 and its picture (64, 64, 3) uint8."""

    latent: Latent
    picture: Byte


class Session:
    """Every command changes the latent at once, or asks for the one that the networks find.

    Args:
        atelier: the networks, and what is remembered.

    Attributes:
        edits: the latent in hand, and the way back.
        trip: what is played between portraits.
        drawn: the newest portrait; None before there is one.
        seed: what portraits are drawn from.
        ends: A and B.
        neighbours: those that have been drawn, by their place.
        positions: where the sliders stand, by name.
        directions: the sliders that there are.
    """

    def __init__(self, atelier: Atelier) -> None:
        self.atelier = atelier
        self.prefs: Prefs = atelier.memory.section("generator", Prefs(), LIMITS)
        self.edits, self.trip = Edits(), Trip()
        self.painter = Painter(atelier.studio)
        self.drawn: Portrait | None = None
        self.seed = 0
        self.ends: dict[str, End | None] = {"a": None, "b": None}
        self.neighbours: dict[int, End] = {}
        self.positions: dict[str, float] = {}
        self.directions: tuple[Direction, ...] = ()
        self._around: Around | None = None
        self._round = 0
        self._lot = random.Random(0)
        self._side = 64
        self._begun = False

    def begin(self, ctx: Context, side: int) -> None:
        """Draw so large from now on; the first portrait is drawn from the app's seed."""
        self.ctx, self._side = ctx, side
        if not self._begun:
            self._begun = True
            self._lot.seed(ctx.seed)
            self.take_seed(ctx.seed)
        elif self.edits.now is not None:
            self._draw(Given(self.edits.now.latent))

    # ------------------------------------------------------------------ what is shown

    @property
    def point(self) -> Point | None:
        """The latent in hand."""
        return self.edits.now

    @property
    def slide(self) -> int | None:
        """Which of the slides' vectors the latent begins with; None when with none of them."""
        if self.edits.now is None:
            return None
        first = self.edits.now.latent[:NUMBERS]
        for index, vector in enumerate(VECTORS):
            if np.abs(first - np.array(vector, np.float32)).max() < 1e-4:
                return index
        return None

    @property
    def origin(self) -> Origin | None:
        """What the portrait on the screen was made from."""
        if self.drawn is None:
            return None
        seed = self.edits.now.seed if self.edits.now is not None else None
        return Origin(self.drawn.latent, seed)

    # ------------------------------------------------------------------ asking

    def _draw(self, source: Source, truncation: float = 1.0) -> None:
        self.painter.draw(self.ctx, source, self._side, self.prefs.smooth, truncation)

    def _show(self) -> None:
        """Draw the latent in hand, whatever was under way."""
        self.painter.forget()
        if self.edits.now is not None:
            self.prefs.truncation = self.edits.now.truncation
            self._draw(Given(self.edits.now.latent))

    def take(self, latent: Latent, seed: int | None = None) -> None:
        """Take a latent as it is: one step."""
        self.stop()
        self.edits.set(Point(latent.copy(), 1.0, seed))
        if seed is not None:
            self.seed = seed
        self._show()

    def _begin(self, key: str) -> Point | None:
        """Begin a step, or go on with it: where it began. What an earlier step asked for no longer counts."""
        before = self.edits.steps
        start = self.edits.begin(key)
        if self.edits.steps != before:
            self.painter.forget()
        return start

    def _follow(self, latent: Latent, key: str) -> None:
        """Go on with a step that a hand is taking."""
        start = self._begin(key)
        if start is not None:
            self.edits.put(start.at(latent))
            self.prefs.truncation = start.at(latent).truncation
            self._draw(Given(latent))

    # ------------------------------------------------------------------ chance

    def take_seed(self, seed: int) -> None:
        """Draw the portrait of a seed."""
        self.stop()
        self.seed = seed
        self.painter.forget()
        self._draw(Drawn(seed), self.prefs.truncation)

    def random(self) -> None:
        """Draw by lot."""
        self.take_seed(self._lot.randrange(SEEDS))

    def reset(self) -> None:
        """Go back to the seed's own portrait."""
        self.take_seed(self.seed)

    def truncate(self, truncation: float) -> None:
        """Go nearer to the mean portrait, or away from it."""
        self.stop()
        self.prefs.truncation = min(max(truncation, 0.0), MOST)
        if self._begin("truncation") is not None and self.edits.now is not None:
            self.edits.put(self.edits.now.cut(self.prefs.truncation))
            self._draw(Given(self.edits.now.latent))

    def mean(self) -> None:
        """Set all numbers to 0."""
        if self.edits.now is not None:
            self._set(np.zeros_like(self.edits.now.base))

    def flip(self) -> None:
        """Turn all signs round."""
        if self.edits.now is not None:
            self._set(-self.edits.now.latent)

    def _set(self, latent: Latent) -> None:
        """A whole step to a latent, under the truncation that there is."""
        self.stop()
        if self.edits.now is not None:
            self.edits.set(self.edits.now.at(latent))
            self._show()

    # ------------------------------------------------------------------ knobs

    def turn(self, name: str, position: float) -> None:
        """Turn a slider; the latent follows when the networks have found it."""
        self.stop()
        start = self._begin(f"knob {name}")
        if start is not None:
            self.positions[name] = position
            self._draw(Turned(start.latent, name, position))

    def paint(self, latent: Latent, key: str) -> None:
        """Move the latent's own numbers."""
        self.stop()
        self._follow(latent, key)

    def take_slide(self, index: int) -> None:
        """Put one of the slides' vectors in place of the first numbers; the others stay."""
        if self.edits.now is not None:
            latent = self.edits.now.latent.copy()
            latent[:NUMBERS] = VECTORS[index]
            self._set(latent)

    def next_slide(self) -> None:
        """The next of the slides' vectors."""
        slide = self.slide
        self.take_slide(0 if slide is None else (slide + 1) % len(VECTORS))

    def undo(self) -> None:
        """Take the latest step back."""
        self.stop()
        if self.edits.undo():
            self._show()

    def redo(self) -> None:
        """Repeat the step that was taken back."""
        self.stop()
        if self.edits.redo():
            self._show()

    def settle(self) -> None:
        """The hand has let go."""
        if self.trip.playing is None:
            self.edits.settle()

    # ------------------------------------------------------------------ neighbours

    def widen(self, radius: float) -> None:
        """Look for neighbours farther away, or nearer."""
        self.prefs.radius = min(max(radius, 0.05), 1.0)

    def others(self) -> None:
        """Look at other neighbours."""
        self._round += 1

    def walk_to(self, index: int) -> None:
        """Make a neighbour the portrait."""
        if index in self.neighbours:
            self._set(self.neighbours[index].latent)

    # ------------------------------------------------------------------ from A to B

    def set_end(self, name: str) -> None:
        """Make the portrait A, or B."""
        if self.drawn is not None:
            self.stop()
            self.ends[name] = End(self.drawn.latent, self.drawn.picture)
            self.trip.share = 0.0 if name == "a" else 1.0

    def go_to_end(self, name: str) -> None:
        """Make A, or B, the portrait."""
        end = self.ends[name]
        if end is not None:
            self._set(end.latent)
            self.trip.share = 0.0 if name == "a" else 1.0

    def go_between(self, share: float) -> None:
        """Go somewhere between A and B."""
        self.stop()
        self.trip.share = min(max(share, 0.0), 1.0)
        self._between("between")

    def _between(self, key: str) -> None:
        a, b = self.ends["a"], self.ends["b"]
        if a is not None and b is not None:
            if key:
                self._begin(key)
            self._draw(Between(a.latent, b.latent, self.trip.share))

    def toggle(self, kind: Kind) -> None:
        """Play from A to B and back, or walk on and on; or stop."""
        playing = self.trip.playing
        self.stop()
        if playing == kind or self.edits.now is None:
            return
        self._begin(kind)
        self.trip.play(kind, self.edits.now.latent, self._lot.randrange(SEEDS))

    def stop(self) -> bool:
        """Stop what is played; False when nothing is."""
        if self.trip.playing is None:
            return False
        self.trip.stop()
        self.edits.settle()
        return True

    def film(self) -> Film | None:
        """What a film would show: what was played last; None before there is a portrait."""
        a, b, now = self.ends["a"], self.ends["b"], self.edits.now
        if a is None or b is None or now is None:
            return None
        start = a.latent if self.trip.kind == "morph" else now.latent
        return Film(
            self.trip.kind,
            start,
            b.latent,
            self._lot.randrange(SEEDS),
            self.prefs.truncation,
            self.prefs.smooth,
        )

    # ------------------------------------------------------------------ frames

    def redraw(self) -> None:
        """Draw the latent in hand again, in the way that is wanted now."""
        if self.edits.now is not None:
            self._draw(Given(self.edits.now.latent))

    def update(self, dt: float, *, held: bool) -> Answer | None:
        """Play on, and take an answer.

        Args:
            dt: seconds since the last call.
            held: whether a hand holds something: then nothing but the portrait is asked for.
        """
        if self.trip.playing == "morph":
            self.trip.morph(dt)
            self._between("")
        elif self.trip.playing == "walk" and self.edits.now is not None:
            self._draw(self.trip.walk(dt, self.edits.now.latent, self.prefs.truncation))
        resting = self.drawn is not None and self.trip.playing is None and not held
        around = None
        if resting and self.drawn is not None:
            around = Around(self.drawn.latent, self.prefs.radius, self._round)
        wanted = Sketch(Drawn(self.seed + 1), self.prefs.truncation) if self.ends["b"] is None else None
        found = self.painter.update(self.ctx, dt, around, wanted)
        self._take(found)
        return found

    def _take(self, found: Answer | None) -> None:
        if isinstance(found, Portrait):
            self._arrive(found)
        elif isinstance(found, Readings):
            self.positions = dict(found.positions)
        elif isinstance(found, Sketched):
            self.ends["b"] = End(found.latent, found.picture)
        elif isinstance(found, Met) and not self.painter.stale(found.request):
            self.neighbours[found.request.index] = End(found.latent, found.picture)

    def _arrive(self, found: Portrait) -> None:
        """A portrait has been drawn: where the networks found its latent, that is the one in hand now."""
        source = found.request.source
        if isinstance(source, Drawn):
            self.edits.set(Point(found.base, found.request.truncation, source.seed))
        elif not isinstance(source, Given) and self.edits.start is not None:
            self.edits.put(self.edits.start.at(found.latent))
            if self.edits.now is not None:
                self.prefs.truncation = self.edits.now.truncation
        self.drawn, self.directions = found, found.directions
        self.atelier.latent, self.atelier.portrait = found.latent, found.picture
        if self.ends["a"] is None:
            self.ends["a"] = End(found.latent, found.picture)

    def close(self) -> None:
        """End the worker."""
        self.painter.close()
