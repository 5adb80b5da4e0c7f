"""The portrait in hand and what can be done to it; knows nothing of widgets."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from game.scenes.generator.knobs.interpolation import Film, Kind, Playback
from game.scenes.generator.knobs.latent_history import LatentHistory, Point
from game.scenes.generator.knobs.painter import Painter
from game.scenes.generator.knobs.requests import (
    Answer,
    Around,
    Draw,
    Drawn,
    Edited,
    Fixed,
    Interpolated,
    Portrait,
    Readings,
    Sampled,
    Small,
    Source,
)
from game.scenes.generator.latent_files import Origin
from game.scenes.generator.preferences import HIGHEST_TRUNCATION, KnobsPreferences
from game.scenes.generator.shared_state import Latent, SharedState

if TYPE_CHECKING:
    from models.generator.trained_gan import Direction, Found

VECTORS: tuple[tuple[float, ...], ...] = (
    (0.4, -2, 0.9, 1.7, -0.4, 1),
    (0.05, -0.1, -1.2, -1.7, -0.9, 1.3),
    (0.05, 0.1, 1.2, 1.7, 0.9, 1.3),
)
"""The lecture's vectors, exactly as they stand on the slides (part 3); the last one is the second one without
its minus signs: another vector, another picture."""
NUMBERS = len(VECTORS[0])
"""How many numbers a slide's vector has."""
SEEDS = 1_000_000
"""Seeds that are chosen at random are smaller, so that they can be read out."""


class Session:
    """Every command changes the latent at once, or asks for the one that the networks find.

    Attributes:
        history: the latent in hand, and the way back.
        playback: what is played between portraits.
        drawn: the newest portrait; None before there is one.
        ends: A and B.
        neighbours: those that have been drawn, by their place.
        positions: where the sliders stand, by name.
        directions: the sliders that there are.
        found: the portrait that is nearest to a picture from elsewhere; None while another one is shown.
    """

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared
        self.history, self.playback = LatentHistory(), Playback()
        self.painter = Painter(shared.networks)
        self.drawn: Portrait | None = None
        self.ends: dict[str, Drawn | None] = {"a": None, "b": None}
        self.neighbours: dict[int, Drawn] = {}
        self.positions: dict[str, float] = {}
        self.directions: tuple[Direction, ...] = ()
        self.found: Found | None = None
        self._asked: Sampled | None = None
        self._next_slide: int | None = None
        self._round = 0
        self._random = random.Random(shared.seed)
        self._side = 64

    @property
    def prefs(self) -> KnobsPreferences:
        """What is remembered."""
        return self._shared.prefs.generator

    def remember(self, **fields: Any) -> None:
        """Change what is remembered."""
        self._shared.remember("generator", **fields)

    def resize(self, side: int) -> None:
        """Draw portraits of so many pixels a side from now on, beginning with the seed's."""
        self._side = side
        if self.point is None:
            self._draw(Sampled(self._shared.seed), self.prefs.truncation)
        else:
            self.redraw()

    # ------------------------------------------------------------------ what is shown

    @property
    def point(self) -> Point | None:
        """The latent in hand."""
        return self.history.now

    @property
    def seed(self) -> int | None:
        """What the portrait was drawn from, or edited after that; None where it comes from elsewhere."""
        return self._shared.seed if self.point is None else self.point.seed

    @property
    def slide(self) -> int | None:
        """Which of the slides' vectors the latent begins with; None when with none of them."""
        if self.point is None:
            return None
        apart = np.abs(self.point.latent[:NUMBERS] - np.array(VECTORS, np.float32)).max(axis=1)
        return int(apart.argmin()) if apart.min() < 1e-4 else None

    @property
    def origin(self) -> Origin | None:
        """What the portrait on the screen was made from."""
        if self.drawn is None:
            return None
        return Origin(self.drawn.latent, self.seed if self.point is None or not self.point.edited else None)

    # ------------------------------------------------------------------ asking

    def _draw(self, source: Source, truncation: float = 1.0) -> None:
        self._asked = source if isinstance(source, Sampled) else None
        self.painter.draw(Draw(source, self._side, self.prefs.smooth, truncation))

    def _show(self) -> None:
        """Draw the latent in hand, whatever was under way."""
        self.painter.call.cancel()
        if self.point is not None:
            self.remember(truncation=self.point.truncation)
            self._draw(Fixed(self.point.latent))

    def take(self, point: Point, found: Found | None = None) -> None:
        """Take a latent from elsewhere, such as one that was `found` for a picture: one step."""
        self.stop()
        self.history.set(point)
        self._show()
        self.found = found

    def _begin(self, key: str) -> Point | None:
        """Begin a step, or go on with it: where it began. What an earlier step asked for no longer counts."""
        before = self.history.steps
        start = self.history.begin(key)
        if self.history.steps != before:
            self.painter.call.cancel()
        return start

    # ------------------------------------------------------------------ chance

    def take_seed(self, seed: int) -> None:
        """Draw the portrait of a seed."""
        self.stop()
        self.painter.call.cancel()
        self._next_slide = None
        self._draw(Sampled(seed), self.prefs.truncation)

    def random(self) -> None:
        """Draw from a seed chosen at random."""
        self.take_seed(self._random.randrange(SEEDS))

    def reset(self) -> None:
        """Go back to the seed's own portrait, if there is a seed."""
        if self.seed is not None:
            self.take_seed(self.seed)

    def truncate(self, truncation: float) -> None:
        """Go nearer to the mean portrait, or away from it."""
        self.stop()
        self.remember(truncation=min(max(truncation, 0.0), HIGHEST_TRUNCATION))
        if self._begin("truncation") is not None and self.point is not None:
            self.history.now = replace(self.point, truncation=self.prefs.truncation)
            self._draw(Fixed(self.point.latent))

    def mean(self) -> None:
        """Set all numbers to 0."""
        if self.point is not None:
            self._set(np.zeros_like(self.point.base))

    def flip(self) -> None:
        """Turn all signs round."""
        if self.point is not None:
            self._set(-self.point.latent)

    def _set(self, latent: Latent) -> None:
        """A whole step to a latent, under the truncation that there is."""
        self.stop()
        if self.point is not None:
            self.history.set(self.point.at(latent))
            self._show()

    # ------------------------------------------------------------------ knobs

    def turn(self, name: str, position: float) -> None:
        """Turn a slider; the latent follows when the networks have found it."""
        self.stop()
        start = self._begin(f"knob {name}")
        if start is not None:
            self.positions[name] = position
            self._draw(Edited(start.latent, name, position))

    def paint(self, latent: Latent, key: str) -> None:
        """Move the latent's own numbers."""
        self.stop()
        start = self._begin(key)
        if start is not None:
            point = start.at(latent)
            self.history.now = point
            self.remember(truncation=point.truncation)
            self._draw(Fixed(latent))

    def take_slide(self, index: int) -> None:
        """Put one of the slides' vectors in place of the first numbers; the others stay.

        While a portrait is being drawn from a seed, this waits for it.
        """
        if self._asked is not None:
            self._next_slide = index
        elif self.point is not None:
            latent = self.point.latent.copy()
            latent[:NUMBERS] = VECTORS[index]
            self._set(latent)

    def next_slide(self) -> None:
        """The next of the slides' vectors."""
        self.take_slide(0 if self.slide is None else (self.slide + 1) % len(VECTORS))

    def undo(self) -> None:
        """Take the latest step back."""
        self.stop()
        if self.history.undo():
            self._show()

    def redo(self) -> None:
        """Repeat the step that was taken back."""
        self.stop()
        if self.history.redo():
            self._show()

    def settle(self) -> None:
        """The hand has let go."""
        if self.playback.playing is None:
            self.history.settle()

    # ------------------------------------------------------------------ neighbours

    def widen(self, radius: float) -> None:
        """Look for neighbours farther away, or nearer."""
        self.remember(radius=min(max(radius, 0.05), 1.0))

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
            self.ends[name] = self.drawn
            self.playback.share = 0.0 if name == "a" else 1.0

    def go_to_end(self, name: str) -> None:
        """Make A, or B, the portrait."""
        end = self.ends[name]
        if end is not None:
            self._set(end.latent)
            self.playback.share = 0.0 if name == "a" else 1.0

    def go_between(self, share: float) -> None:
        """Go somewhere between A and B."""
        self.stop()
        self.playback.share = min(max(share, 0.0), 1.0)
        self._between("between")

    def _between(self, key: str) -> None:
        a, b = self.ends["a"], self.ends["b"]
        if a is not None and b is not None:
            if key:
                self._begin(key)
            self._draw(Interpolated(a.latent, Fixed(b.latent), self.playback.share))

    def toggle(self, kind: Kind) -> None:
        """Play from A to B and back, or walk on and on; or stop."""
        playing = self.playback.playing
        self.stop()
        if playing == kind or self.point is None:
            return
        self._begin(kind)
        self.playback.play(kind, self.point.latent, self._random.randrange(SEEDS))

    def stop(self) -> bool:
        """Stop what is played; False when nothing is."""
        if self.playback.playing is None:
            return False
        self.playback.stop()
        self.history.settle()
        return True

    def film(self) -> Film | None:
        """What a film would show: what was played last; None before there is a portrait."""
        a, b, now, kind, prefs = self.ends["a"], self.ends["b"], self.point, self.playback.kind, self.prefs
        if a is None or b is None or now is None:
            return None
        start = a.latent if kind == "morph" else now.latent
        return Film(kind, start, b.latent, self._random.randrange(SEEDS), prefs.truncation, prefs.smooth)

    # ------------------------------------------------------------------ frames

    def redraw(self) -> None:
        """Draw the latent in hand again, in the way that is wanted now."""
        if self.point is not None:
            self._draw(Fixed(self.point.latent))

    def update(self, dt: float, *, held: bool) -> Answer | None:
        """Play on by `dt` seconds, and take an answer.

        While something is `held` by a hand, nothing but the portrait is asked for.
        """
        if self.playback.playing == "morph":
            self.playback.morph(dt)
            self._between("")
        elif self.playback.playing == "walk" and self.point is not None:
            self._draw(self.playback.walk(dt, self.point.latent, self.prefs.truncation))
        around = sketch = None
        if self.drawn is not None and self.playback.playing is None and not held:
            around = Around(self.drawn.latent, self.prefs.radius, self._round)
        if self.ends["b"] is None:
            sketch = Draw(Sampled((self.seed or 0) + 1), 0, self.prefs.smooth, self.prefs.truncation)
        busy = self.painter.call.busy
        found = self.painter.update(dt, around, sketch)
        if found is None and not busy:
            self._asked = self._next_slide = None  # it failed
        if isinstance(found, Portrait):
            self._arrive(found)
        elif isinstance(found, Readings):
            self.positions = dict(found.positions)
        elif isinstance(found, Small):
            if isinstance(found.request, Draw):
                self.ends["b"] = found
            elif found.request.around.same(self.painter.around):
                self.neighbours[found.request.index] = found
        return found

    def _arrive(self, found: Portrait) -> None:
        """A portrait has been drawn: where the networks found its latent, that is the one in hand now."""
        source = found.request.source
        if isinstance(source, Sampled):
            self.history.set(Point(found.base, found.request.truncation, source.seed))
        elif not isinstance(source, Fixed) and self.history.start is not None:
            self.history.now = self.history.start.at(found.latent)
            if self.point is not None:
                self.remember(truncation=self.point.truncation)
        self.drawn, self.directions = found, found.directions
        if self.found is not None and not np.array_equal(found.latent, self.found.latent):
            self.found = None
        if self.ends["a"] is None:
            self.ends["a"] = found
        if source is self._asked:
            self._asked = None
            if self._next_slide is not None:
                self.take_slide(self._next_slide)
                self._next_slide = None

    def close(self) -> None:
        """End the worker."""
        self.painter.call.close()
