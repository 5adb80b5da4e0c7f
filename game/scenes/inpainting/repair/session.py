"""Keeps the filled picture up to date with picture and mask, live or on demand, and has it measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from game.scenes.inpainting.metrics import Measurement, disagreement_patch, measure_fill, measure_result
from game.scenes.inpainting.prefs import MODELS, Prefs
from game.scenes.inpainting.requests import Model, Packed, Patch, Request, Result, gap_patch
from game.scenes.inpainting.session import ComparedSession, Picture
from game.workers.preferences import Preferences
from game.workers.workers import Workers

CLASSICAL = ("telea", "ns", "biharmonic")
"""As `models.inpainting.fills` has them (importing that would import scikit-image)."""
FILLS = (*CLASSICAL, "patchmatch")
"""All that the network is compared with."""
LOOKS = ("result", "error", "invented")
PATIENCE = 0.4
"""Seconds between two measurements while the hand is still painting."""
DOUBT = (255, 180, 84)
"""The tint of what is invented."""


class RepairSession(ComparedSession):
    """One picture, its mask, and what fills it.

    Attributes:
        variant: which of the network's answers is wanted.
        variants: how many there are.
        strokes: how often a hand has touched picture or mask.
    """

    name: ClassVar[str] = "inpainting"
    methods = ("ours", *FILLS)
    looks = LOOKS
    comparing = "compare"

    def __init__(self, picture: Picture, prefs: Preferences[Prefs], workers: Workers) -> None:
        super().__init__(picture, prefs, workers)
        self.variant = 0
        self.variants = 1
        self.strokes = 0
        self._measured_at = 0.0
        self._copy: tuple[int, Packed] | None = None
        self._identity = picture.identity
        self._gap: tuple[object, Patch] | None = None
        self._hand = False

    # ------------------------------------------------------------------ what is wanted, what is there

    @property
    def model(self) -> Model:
        """Which network fills this picture."""
        chosen = self.prefs.model
        if chosen == "auto":
            return "portrait" if self.picture.kind == "portrait" else "photo"
        return chosen

    @property
    def key(self) -> object:
        """What the result depends on."""
        return self.picture.version, self.picture.mask_version, self.model, self.variant

    @property
    def stale(self) -> bool:
        """Whether picture or mask have changed since the newest answer."""
        return self.job.result is None or self.job.result.request.key != self.key

    @property
    def plain(self) -> bool:
        """Whether the newest answer is a photograph's whose large holes have no texture yet."""
        result = self.job.result
        return (
            result is not None
            and not self.stale
            and result.request.model == "photo"
            and not result.request.texture
        )

    @property
    def empty(self) -> bool:
        """Whether nothing is missing."""
        return not self.picture.share

    @property
    def unfilled(self) -> bool:
        """Whether the hole is there and the method that is shown has not filled it."""
        if self.method == "ours":
            return not self.empty and self.job.result is None
        return not self.empty and self.method not in self.comparison.measurements

    @property
    def measurement(self) -> Measurement | None:
        """The numbers of the method that is shown."""
        return None if self.empty else super().measurement

    @property
    def progress(self) -> float:
        """The share that is done of what takes long, 0 to 1."""
        return self.job.progress if self.job.slow or not self.prefs.live else 0.0

    # ------------------------------------------------------------------ commands

    def choose_mode(self, mode: str) -> None:
        """Fill live, or on demand ("manual")."""
        self.store.change(live=mode == "live")

    def choose_model(self, model: str) -> None:
        """Let this network fill: its likeliest answer first."""
        self.store.change(model=model)
        self.variant, self.job.problem = 0, ""

    def next_model(self) -> None:
        """Let the next network fill."""
        self.choose_model(MODELS[(MODELS.index(self.prefs.model) + 1) % len(MODELS)])

    def another(self, step: int) -> None:
        """Ask for the network's next answer, or the one before."""
        if self.variants > 1:
            self.variant = (self.variant + step) % self.variants
            if not self.prefs.live and self.stale:
                self.run(texture=True)

    def toggle_intact(self) -> None:
        """Say whether what lies under the mask is the truth."""
        self.picture.tell(intact=not self.picture.intact)

    def run(self, *, texture: bool) -> None:
        """Fill now; with texture in large holes, or quickly."""
        if self._copy is None or self._copy[0] != self.picture.version:
            self._copy = (self.picture.version, self.picture.packed())
        bits = self.picture.bits.copy()
        self.job.ask(Request(self.key, self._copy[1], bits, self.model, self.variant, texture))

    def cancel(self) -> bool:
        """Stop what is under way; False when nothing is. A quick live fill is not worth it."""
        return (self.job.slow or not self.prefs.live) and self.job.cancel()

    # ------------------------------------------------------------------ frames

    def update(self, *, ready: bool, hand: bool) -> None:
        """Ask, take answers, have them measured."""
        self._hand = hand
        if self.picture.identity != self._identity:
            self._identity = self.picture.identity
            self.job.forget()
            self.variant = 0
            self.comparison.forget()
        live = self.prefs.live and ready and not self.empty
        if hand or self.key != self.job.asked:
            self.job.give_way()
        if live and self.key != self.job.asked and not self.job.running:
            self.run(texture=False)
        elif live and self.plain and not (hand or self.job.running or self.job.cancelled):
            self.run(texture=True)
        if self.job.poll(self.picture.bits.shape) and self.job.answer is not None:
            self.variants = self.job.answer.variants
        if not hand:
            self._measure(compare=self.compared, doubt=self.look == "invented")
        elif time.perf_counter() - self._measured_at > PATIENCE:
            self._measure(compare=False, doubt=False)
        self.comparison.update()

    def _measure(self, *, compare: bool, doubt: bool) -> None:
        """Measure the newest answer; the classical fills can be compared where the network failed too."""
        answer, comparison = self.job.answer, self.comparison
        if answer is None or answer.request.bits is None:
            return
        intact = self.picture.intact
        key = (answer.request.key, answer.request.texture, intact)
        if key != comparison.key:
            self._measured_at = time.perf_counter()
            comparison.begin(key)
        truth, works = answer.given if intact else None, not answer.problem
        if works:
            comparison.add("ours", partial(measure_result, answer, truth))
        if compare or (doubt and answer.variants < 2):
            for method in FILLS if compare else CLASSICAL:
                job = partial(measure_fill, method, answer.given, answer.request.bits, truth)
                comparison.add(method, job)
        if doubt and works and (answer.variants > 1 or comparison.fresh.issuperset(CLASSICAL)):
            comparison.add("invented", self._doubt(answer))

    def _doubt(self, result: Result) -> Callable[[], Measurement]:
        """The job that finds where fills disagree: several of the network's, or its own and the classical."""
        comparison, worker, bits = self.comparison, self.job.worker, result.request.bits
        found = [comparison.measurements[name].rgb for name in CLASSICAL if name in comparison.fresh]
        fills = [fill for fill in found if fill is not None]

        def job() -> Measurement:
            others = worker.others(result) if result.variants > 1 else fills
            patch = (
                disagreement_patch([result.rgb, *others], bits, DOUBT) if bits is not None else result.patch
            )
            return Measurement("invented", result.rgb, patch)

        return job

    # ------------------------------------------------------------------ what is shown

    def overlay(self, look: str) -> tuple[Patch | None, bool]:
        """The fill, its error, what is invented; the hole as long as there is nothing else."""
        found = self.comparison.measurements.get(self.method)
        if self.empty:
            return None, False
        if look == "error" and found is not None and found.error is not None:
            return found.error, True
        if look == "invented" and "invented" in self.comparison.fresh:
            return self.comparison.measurements["invented"].patch, False
        if self.unfilled:
            return self.hole(), False
        shown = self.job.result if self.method == "ours" else found
        return (shown.patch if shown is not None else None), False

    def hole(self) -> Patch:
        """The hole, dark as if nothing filled it; a stroke is waited for, because it takes a while."""
        key = (self.picture.mask_version, self.picture.bits.shape)
        if self._gap is None or (self._gap[0] != key and not self._hand):
            self._gap = (key, gap_patch(self.picture.bits))
        return self._gap[1]
