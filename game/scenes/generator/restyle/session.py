"""A picture is restyled: find its latent, turn sliders, follow the paint, undo."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

from game.scenes.generator.network_calls import NetworkCall
from game.scenes.generator.preferences import RestylePreferences
from game.scenes.generator.restyle.history import Step, Steps
from game.scenes.generator.restyle.requests import (
    NONE,
    STILL,
    Answer,
    Find,
    Paint,
    Pull,
    Request,
    Subject,
    Turn,
    Worker,
)
from game.scenes.generator.shared_state import Latent, SharedState
from models.base.arrays import Byte

if TYPE_CHECKING:
    from models.generator.trained_gan import Direction


PULLS = 40
"""How often the latent is pulled on towards the paint after the hand has rested."""
REST = 0.4
"""Seconds after which a slider that is not held any more has come to rest."""


class Layer(Protocol):
    """The paint over the portrait; see `paint_layer.PaintLayer`."""

    @property
    def painting(self) -> bool:
        """Whether a stroke is under way."""

    @property
    def paint(self) -> Paint:
        """The layer as it is now."""

    @property
    def wet(self) -> int:
        """A number that grows whenever the paint changes."""

    def show(self, portrait: Byte) -> None:
        """Put a portrait, (SIDE, SIDE, 3) uint8, under the paint."""

    def restore(self, paint: Paint) -> None:
        """Put a layer in place that was there before."""

    def end(self) -> None:
        """Lift the brush."""

    def cancel(self) -> None:
        """Lift the brush and take back what it did."""


class Restyling:
    """One picture, its latent, and what is done to it.

    Attributes:
        call: asks the networks.
        steps: the present state, and undo and redo.
        directions: the sliders with names; empty before the first picture.
        turned: the slider that is being turned; empty when none.
        cancelled: whether the newest search was stopped.
        version: a number that grows whenever there is something new to show.
    """

    def __init__(self, shared: SharedState, layer: Layer) -> None:
        self._shared = shared
        self._worker = Worker()
        self.call: NetworkCall[Request, Answer] = NetworkCall(
            shared.networks, self._worker.answer, name="restyle", nice=5
        )
        self.steps = Steps()
        self.layer = layer
        self.directions: tuple[Direction, ...] = ()
        self.turned = ""
        self.cancelled = False
        self.version = 0
        self._base: Latent | None = None
        self._touched = 0.0
        self._finding: Find | None = None
        self._pulls = 0
        self._stroking = False
        self._rest: Byte | None = None
        self._wet = self.layer.wet

    @property
    def prefs(self) -> RestylePreferences:
        """What is remembered."""
        return self._shared.prefs.restyle

    def remember(self, **fields: Any) -> None:
        """Change what is remembered."""
        self._shared.remember("restyle", **fields)

    @property
    def now(self) -> Step | None:
        """The present state."""
        return self.steps.now

    @property
    def finding(self) -> bool:
        """Whether a latent is being looked for."""
        return self._finding is not None

    @property
    def sought(self) -> Subject | None:
        """The picture whose latent is being looked for."""
        return self._finding.subject if self._finding is not None else None

    @property
    def progress(self) -> float:
        """The share of the search that is done."""
        return (self._worker.progress.get() or 0.0) if self.finding else 0.0

    @property
    def pulling(self) -> bool:
        """Whether the latent follows the paint at this moment."""
        return self._pulls > 0 and bool(self.layer.paint.rgba)

    # ------------------------------------------------------------------ commands

    def take(self, subject: Subject) -> None:
        """Look for the latent of another picture."""
        self.cancel()
        self.rest()
        self.layer.end()
        self.cancelled = False
        self._finding = Find(subject)
        self.call.ask(self._finding)

    def cancel(self) -> bool:
        """Stop the search, or the latent's way to the paint; False when nothing was under way."""
        if self._finding is not None:
            self._finding.stop.set()
            self._finding = None
            self.call.cancel()
            self.cancelled = True
            return True
        if self.layer.painting:
            self.layer.cancel()
            return True
        if self.pulling:
            self._pulls = 0
            return True
        return False

    def turn(self, name: str, position: float) -> None:
        """Move a slider; one drag from where it was is one step."""
        now = self.now
        if now is None or self.finding:
            return
        if self.turned != name or self._base is None:
            self.rest()
            self.steps.keep()
            self.turned, self._base = name, now.shown.latent
        self._pulls = 0
        self._touched = time.monotonic()
        self.call.ask(Turn(now.subject, self._base, name, position))

    def rest(self) -> None:
        """End the drag of a slider."""
        self.turned, self._base = "", None

    def pull(self) -> None:
        """Go on following the paint."""
        if self.now is not None and not self.finding and self.layer.paint.rgba:
            self.rest()
            self.steps.keep()
            self._pulls, self._rest = PULLS, None

    def clear(self) -> None:
        """Take the paint away; the portrait stays as it has become."""
        if self.now is not None and self.layer.paint.rgba:
            self.steps.keep()
            self._pulls = 0
            self.layer.restore(NONE)
            self._wet = self.layer.wet
            self.steps.change(paint=NONE)

    def reset(self) -> None:
        """Back to the portrait that was found, without paint."""
        now = self.now
        if now is not None and (now.shown is not now.found or now.paint.rgba):
            self._quiet()
            self.steps.keep()
            self.steps.change(shown=now.found, paint=NONE)
            self._put()

    def undo(self) -> bool:
        """Go one state back; False when there is none."""
        self._quiet()
        done = self.steps.undo()
        self._put()
        return done

    def redo(self) -> bool:
        """Go one state forward again; False when there is none."""
        self._quiet()
        done = self.steps.redo()
        self._put()
        return done

    def _quiet(self) -> None:
        """Stop whatever would change the present state a moment later."""
        self.layer.end()
        while self.cancel():
            pass
        self.call.cancel()
        self.rest()
        self._stroking = False

    def _put(self) -> None:
        """Show the present state."""
        if self.now is None:
            return
        self.layer.show(self.now.shown.large)
        if self.layer.paint != self.now.paint:
            self.layer.restore(self.now.paint)
        self._wet = self.layer.wet
        self._pulls = 0
        self.version += 1

    # ------------------------------------------------------------------ frames

    def update(self, *, held: bool) -> None:
        """Take answers, follow the paint; with a button `held` a slider may still be in the hand."""
        busy = self.call.busy
        answer = self.call.poll()
        if answer is not None:
            self._take(answer)
        elif self._finding is not None and not busy:
            self._finding = None
        if self.turned and not held and not busy and time.monotonic() - self._touched > REST:
            self.rest()
            self.version += 1
        self._follow(busy=busy)

    def _take(self, answer: Answer) -> None:
        request, now = answer.request, self.now
        if isinstance(request, Find):
            if request is not self._finding or answer.given is None:
                return
            self._finding = None
            self.directions = answer.directions
            self.steps.begin(Step(request.subject, answer.given, answer.shown, answer.shown))
            self._put()
        elif now is not None and request.subject is now.subject:
            self.steps.change(shown=answer.shown)
            self.layer.show(answer.shown.large)
            self.version += 1
            if isinstance(request, Pull) and answer.moved < STILL and request.paint == self.layer.paint:
                self._pulls = 0

    def _follow(self, *, busy: bool) -> None:
        """Note new paint, and let the latent follow it when the networks are free."""
        layer, now = self.layer, self.now
        if now is None:
            return
        if layer.painting and not self._stroking:
            self.rest()
            self.steps.keep()
            self._rest = None
        self._stroking = layer.painting
        if layer.wet != self._wet:
            self._wet = layer.wet
            self._pulls = PULLS
            self.steps.change(paint=layer.paint)
        if self.pulling and not busy and not self.finding:
            self._pulls -= not layer.painting
            if self._rest is None:
                self._rest = now.shown.picture
            self.call.ask(Pull(now.subject, now.shown.latent, layer.paint, self._rest))

    def close(self) -> None:
        """End the thread."""
        if self._finding is not None:
            self._finding.stop.set()
        self.call.close()
