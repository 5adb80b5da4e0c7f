"""Keeps the fill up to date with picture and mask: live, or on demand; and has it judged."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from game.scenes.inpainting.comparison import Judge
from game.scenes.inpainting.metrics import Verdict, disagree, judge_classical, judge_made
from game.scenes.inpainting.requests import Ask, Made, Model, Packed, Worker
from game.scenes.inpainting.shared_state import Bench
from game.ui.context import Context
from game.ui.surfaces import pixels
from game.workers.latest_call import LatestCall

NICE = 6
CLASSICAL = ("telea", "ns", "biharmonic")
"""As `models.inpainting.fills` has them (importing that would import scikit-image)."""
PATIENCE = 0.4
"""Seconds between two measurements while the hand is still painting."""
SLOW = 0.35
"""A fill that takes longer than this shows its progress and can be cancelled."""
DOUBT = (255, 180, 84)
"""The tint of what is invented."""


class Filling:
    """One fill of one picture.

    Args:
        bench: picture, mask, preferences.

    Attributes:
        made: the newest fill.
        variant: which of the network's answers is wanted.
        variants: how many it has.
        problem: why there is none: a code of `Made.problem`, or a sentence.
        cancelled: whether the last request was cancelled.
        judge: the verdicts on it and on the classical fills.
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.made: Made | None = None
        self._answer: Made | None = None
        self.variant = 0
        self.variants = 1
        self.problem = ""
        self.cancelled = False
        self.judge = Judge("judge fills")
        self._worker = Worker()
        self._call: LatestCall[Ask, Made] | None = None
        self._ask: Ask | None = None
        self._since = 0.0
        self._judged_at = 0.0
        self._copy: tuple[int, Packed] | None = None
        self._place = self._shape()

    # ------------------------------------------------------------------ what is wanted, what is there

    @property
    def model(self) -> Model:
        """Which network fills this picture."""
        chosen = self.bench.prefs.model
        if chosen == "auto":
            return "portrait" if self.bench.retouch.kind == "portrait" else "photo"
        return "portrait" if chosen == "portrait" else "photo"

    @property
    def key(self) -> object:
        """What the fill depends on."""
        retouch = self.bench.retouch
        return retouch.version, retouch.mask_version, self.model, self.variant

    @property
    def stale(self) -> bool:
        """Whether picture or mask have changed since the newest answer."""
        return self.made is None or self.made.ask.key != self.key

    @property
    def running(self) -> bool:
        """Whether a fill is under way."""
        return self._call is not None and self._call.busy

    @property
    def slow(self) -> bool:
        """Whether a fill has been under way for so long that somebody may want to cancel it."""
        return self.running and time.perf_counter() - self._since > SLOW

    @property
    def progress(self) -> float:
        """The share that is done, 0 to 1."""
        return (self._worker.progress.get() or 0.0) if self.running else 0.0

    def _shape(self) -> object:
        return self.bench.retouch.size, id(self.bench.retouch.surface)

    # ------------------------------------------------------------------ asking

    def run(self, ctx: Context) -> None:
        """Fill now."""
        if self._call is None:
            self._call = LatestCall(self._worker.answer, name="inpainting", nice=NICE, inline=ctx.synchronous)
        retouch = self.bench.retouch
        if self._copy is None or self._copy[0] != retouch.version:
            self._copy = (retouch.version, pixels(retouch.surface).copy())
        self._ask = Ask(self.key, self._copy[1], retouch.bits.copy(), self.model, self.variant)
        self._since = time.perf_counter()
        self.cancelled = False
        self._call.submit(self._ask)

    def cancel(self) -> bool:
        """Stop what is under way; False when nothing is."""
        if self._call is None or self._ask is None or not self._call.busy:
            return False
        self._ask.stop.set()
        self._call.cancel()
        self.cancelled = True
        return True

    def begin_anew(self) -> None:
        """Another network is to fill: its likeliest answer first."""
        self.variant, self.problem = 0, ""

    def another(self, step: int) -> None:
        """Want the network's next answer, or the one before."""
        if self.variants > 1:
            self.variant = (self.variant + step) % self.variants

    # ------------------------------------------------------------------ frames

    def update(self, ctx: Context, *, compare: bool, doubt: bool, hand: bool) -> bool:
        """Ask, take answers, have them judged; True when there is something new to show.

        Args:
            ctx: the scene's context.
            compare: whether the classical fills are wanted.
            doubt: whether it is wanted where several fills disagree.
            hand: whether a stroke is under way.
        """
        if self._shape() != self._place:
            self._place = self._shape()
            self.made = self._answer = None
            self.variant = 0
            self.judge.forget()
        asked = self._ask.key if self._ask is not None else None
        wanted = self.bench.prefs.live and self.key != asked and not self.running
        if wanted and ctx.loader.ready and self.bench.retouch.share:
            self.run(ctx)
        news = self._take()
        if not hand:
            self._begin_judging(compare=compare, doubt=doubt)
        elif time.perf_counter() - self._judged_at > PATIENCE:
            self._begin_judging(compare=False, doubt=False)
        return self.judge.update(synchronous=ctx.synchronous) or news

    def _take(self) -> bool:
        answer = self._call.poll() if self._call is not None else None
        if answer is None:
            return False
        made = answer.value
        if made is None:
            self.problem = answer.error.error if answer.error is not None else ""
        elif made.problem == "cancelled":
            self.cancelled = True
            return False
        elif made.given.shape[:2] == self.bench.retouch.bits.shape:
            self._answer, self.problem = made, made.problem
            self.made = None if made.problem else made
            self.variants = made.variants
        return True

    def _begin_judging(self, *, compare: bool, doubt: bool) -> None:
        """Have the newest answer judged; the classical fills can be compared where the network failed too."""
        answer, judge = self._answer, self.judge
        if answer is None or answer.ask.bits is None:
            return
        intact = self.bench.retouch.intact
        key = (answer.ask.key, intact)
        if key != judge.key:
            self._judged_at = time.perf_counter()
            judge.begin(key)
        truth, works = answer.given if intact else None, not answer.problem
        if works:
            judge.add("ours", partial(judge_made, answer, truth))
        if compare or (doubt and answer.variants < 2):
            for method in CLASSICAL:
                judge.add(method, partial(judge_classical, method, answer.given, answer.ask.bits, truth))
        if doubt and works and (answer.variants > 1 or judge.fresh.issuperset(CLASSICAL)):
            judge.add("invented", self._doubt(answer))

    def _doubt(self, made: Made) -> Callable[[], Verdict]:
        """The job that finds where fills disagree: several of the network's, or its own and the classical."""
        fills = [self.judge.verdicts[name].rgb for name in CLASSICAL if name in self.judge.fresh]
        worker, bits = self._worker, made.ask.bits

        def job() -> Verdict:
            others = (
                worker.others(made) if made.variants > 1 else [fill for fill in fills if fill is not None]
            )
            patch = disagree([made.rgb, *others], bits, DOUBT) if bits is not None else made.patch
            return Verdict("invented", made.rgb, patch)

        return job

    def close(self) -> None:
        """End the threads."""
        self.cancel()
        for call in (self._call, self.judge):
            if call is not None:
                call.close()
