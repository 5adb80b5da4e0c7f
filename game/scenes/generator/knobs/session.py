"""The portrait in hand and what can be done to it; knows nothing of widgets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.scenes.generator.knobs.interpolation import Film, Kind, Playback
from game.scenes.generator.knobs.latent_history import LatentHistory, Point
from game.scenes.generator.knobs.painter import Around, Painter
from game.scenes.generator.knobs.requests import (
    Answer,
    Edited,
    Fixed,
    Interpolated,
    Neighbour,
    Portrait,
    Readings,
    Sampled,
    Sketch,
    Sketched,
    Source,
)
from game.scenes.generator.knobs.slides import NUMBERS, VECTORS
from game.scenes.generator.latent_files import Origin
from game.scenes.generator.preferences import HIGHEST_TRUNCATION, KnobsPreferences
from game.scenes.generator.shared_state import Byte, Latent, SharedState

if TYPE_CHECKING:
    from models.generator.portrait_gan import Direction, Found

SEEDS = 1_000_000
"""Seeds that are chosen at random are smaller, so that they can be read out."""


@dataclass(frozen=True)
class End:
    """A or B: a latent (64,) float32 and its picture (64, 64, 3) uint8."""

    latent: Latent
    picture: Byte


class Session:
    """Every command changes the latent at once, or asks for the one that the networks find.

    Args:
        shared: the networks, and what is remembered.

    Attributes:
        history: the latent in hand, and the way back.
        playback: what is played between portraits.
        drawn: the newest portrait; None before there is one.
        seed: what portraits are drawn from.
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
        self.seed = shared.seed
        self.ends: dict[str, End | None] = {"a": None, "b": None}
        self.neighbours: dict[int, End] = {}
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
        if self.history.now is None:
            self._draw(Sampled(self.seed), self.prefs.truncation)
        else:
            self.redraw()

    # ------------------------------------------------------------------ what is shown

    @property
    def point(self) -> Point | None:
        """The latent in hand."""
        return self.history.now

    @property
    def slide(self) -> int | None:
        """Which of the slides' vectors the latent begins with; None when with none of them."""
        if self.history.now is None:
            return None
        first = self.history.now.latent[:NUMBERS]
        for index, vector in enumerate(VECTORS):
            if np.abs(first - np.array(vector, np.float32)).max() < 1e-4:
                return index
        return None

    @property
    def origin(self) -> Origin | None:
        """What the portrait on the screen was made from."""
        if self.drawn is None:
            return None
        seed = self.history.now.seed if self.history.now is not None else None
        return Origin(self.drawn.latent, seed)

    # ------------------------------------------------------------------ asking

    def _draw(self, source: Source, truncation: float = 1.0) -> None:
        self._asked = source if isinstance(source, Sampled) else None
        self.painter.draw(source, self._side, self.prefs.smooth, truncation)

    def _show(self) -> None:
        """Draw the latent in hand, whatever was under way."""
        self.painter.forget()
        if self.history.now is not None:
            self.remember(truncation=self.history.now.truncation)
            self._draw(Fixed(self.history.now.latent))

    def take(self, latent: Latent, seed: int | None = None) -> None:
        """Take a latent as it is: one step."""
        self.stop()
        self.history.set(Point(latent.copy(), 1.0, seed))
        if seed is not None:
            self.seed = seed
        self._show()

    def take_found(self, found: Found) -> None:
        """Take the portrait that is nearest to a picture."""
        self.take(found.latent)
        self.found = found

    def _begin(self, key: str) -> Point | None:
        """Begin a step, or go on with it: where it began. What an earlier step asked for no longer counts."""
        before = self.history.steps
        start = self.history.begin(key)
        if self.history.steps != before:
            self.painter.forget()
        return start

    def _follow(self, latent: Latent, key: str) -> None:
        """Go on with a step that a hand is taking."""
        start = self._begin(key)
        if start is not None:
            self.history.put(start.at(latent))
            self.remember(truncation=start.at(latent).truncation)
            self._draw(Fixed(latent))

    # ------------------------------------------------------------------ chance

    def take_seed(self, seed: int) -> None:
        """Draw the portrait of a seed."""
        self.stop()
        self.seed = seed
        self.painter.forget()
        self._next_slide = None
        self._draw(Sampled(seed), self.prefs.truncation)

    def random(self) -> None:
        """Draw from a seed chosen at random."""
        self.take_seed(self._random.randrange(SEEDS))

    def reset(self) -> None:
        """Go back to the seed's own portrait."""
        self.take_seed(self.seed)

    def truncate(self, truncation: float) -> None:
        """Go nearer to the mean portrait, or away from it."""
        self.stop()
        self.remember(truncation=min(max(truncation, 0.0), HIGHEST_TRUNCATION))
        if self._begin("truncation") is not None and self.history.now is not None:
            self.history.put(self.history.now.cut(self.prefs.truncation))
            self._draw(Fixed(self.history.now.latent))

    def mean(self) -> None:
        """Set all numbers to 0."""
        if self.history.now is not None:
            self._set(np.zeros_like(self.history.now.base))

    def flip(self) -> None:
        """Turn all signs round."""
        if self.history.now is not None:
            self._set(-self.history.now.latent)

    def _set(self, latent: Latent) -> None:
        """A whole step to a latent, under the truncation that there is."""
        self.stop()
        if self.history.now is not None:
            self.history.set(self.history.now.at(latent))
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
        self._follow(latent, key)

    def take_slide(self, index: int) -> None:
        """Put one of the slides' vectors in place of the first numbers; the others stay.

        While a portrait is being drawn from a seed, this waits for it.
        """
        if self._asked is not None:
            self._next_slide = index
        elif self.history.now is not None:
            latent = self.history.now.latent.copy()
            latent[:NUMBERS] = VECTORS[index]
            self._set(latent)

    def next_slide(self) -> None:
        """The next of the slides' vectors."""
        slide = self.slide
        self.take_slide(0 if slide is None else (slide + 1) % len(VECTORS))

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
            self.ends[name] = End(self.drawn.latent, self.drawn.picture)
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
        if playing == kind or self.history.now is None:
            return
        self._begin(kind)
        self.playback.play(kind, self.history.now.latent, self._random.randrange(SEEDS))

    def stop(self) -> bool:
        """Stop what is played; False when nothing is."""
        if self.playback.playing is None:
            return False
        self.playback.stop()
        self.history.settle()
        return True

    def film(self) -> Film | None:
        """What a film would show: what was played last; None before there is a portrait."""
        a, b, now = self.ends["a"], self.ends["b"], self.history.now
        if a is None or b is None or now is None:
            return None
        start = a.latent if self.playback.kind == "morph" else now.latent
        return Film(
            self.playback.kind,
            start,
            b.latent,
            self._random.randrange(SEEDS),
            self.prefs.truncation,
            self.prefs.smooth,
        )

    # ------------------------------------------------------------------ frames

    def redraw(self) -> None:
        """Draw the latent in hand again, in the way that is wanted now."""
        if self.history.now is not None:
            self._draw(Fixed(self.history.now.latent))

    def update(self, dt: float, *, held: bool) -> Answer | None:
        """Play on, and take an answer.

        Args:
            dt: seconds since the last call.
            held: whether a hand holds something: then nothing but the portrait is asked for.
        """
        if self.playback.playing == "morph":
            self.playback.morph(dt)
            self._between("")
        elif self.playback.playing == "walk" and self.history.now is not None:
            self._draw(self.playback.walk(dt, self.history.now.latent, self.prefs.truncation))
        resting = self.drawn is not None and self.playback.playing is None and not held
        around = None
        if resting and self.drawn is not None:
            around = Around(self.drawn.latent, self.prefs.radius, self._round)
        wanted = Sketch(Sampled(self.seed + 1), self.prefs.truncation) if self.ends["b"] is None else None
        busy = self.painter.busy
        found = self.painter.update(dt, around, wanted)
        if found is None and not busy:
            self._asked = self._next_slide = None  # it failed
        self._take(found)
        return found

    def _take(self, found: Answer | None) -> None:
        if isinstance(found, Portrait):
            self._arrive(found)
        elif isinstance(found, Readings):
            self.positions = dict(found.positions)
        elif isinstance(found, Sketched):
            self.ends["b"] = End(found.latent, found.picture)
        elif isinstance(found, Neighbour) and not self.painter.stale(found.request):
            self.neighbours[found.request.index] = End(found.latent, found.picture)

    def _arrive(self, found: Portrait) -> None:
        """A portrait has been drawn: where the networks found its latent, that is the one in hand now."""
        source = found.request.source
        if isinstance(source, Sampled):
            self.history.set(Point(found.base, found.request.truncation, source.seed))
        elif not isinstance(source, Fixed) and self.history.start is not None:
            self.history.put(self.history.start.at(found.latent))
            if self.history.now is not None:
                self.remember(truncation=self.history.now.truncation)
        self.drawn, self.directions = found, found.directions
        if self.found is not None and not np.array_equal(found.latent, self.found.latent):
            self.found = None
        if self.ends["a"] is None:
            self.ends["a"] = End(found.latent, found.picture)
        if source is self._asked:
            self._asked = None
            if self._next_slide is not None:
                self.take_slide(self._next_slide)
                self._next_slide = None

    def close(self) -> None:
        """End the worker."""
        self.painter.close()
