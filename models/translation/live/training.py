"""A transformer learns to translate from English into Russian while people watch.

At first every piece is as good as any other. Nobody tells it what a word is, or a case: it is shown pairs,
and after each batch its weights move a little, so that the pieces that were there become more probable.

`train` is a generator of snapshots: it knows nothing of threads, processes or windows.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from models.base.arrays import Float
from models.base.child_process import Keep
from models.base.live_training import thinned
from models.base.threads import use_threads
from models.translation.corpus import Pair
from models.translation.live.data import bundled
from models.translation.live.settings import Controls, LiveConfig
from models.translation.live.state import FIGURES, Learner, State
from models.translation.network import padded
from models.translation.translator import Look, greedy, look
from models.translation.vocabulary import BEGIN, END, INTO, PAD

Trouble = Literal["", "not_finite"]

BATCH = 32
RATE = 2e-3
"""Adam's peak step size; after WARM batches it falls with the square root of the batches."""
WARM = 300
CLIP = 1.0
STATE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Shown:
    """An unseen sentence, what it should become, and what it became."""

    pair: Pair
    text: str

    @property
    def right(self) -> bool:
        """Whether not a sign is wrong."""
        return self.text == self.pair.ru


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is to be seen after about a second of learning.

    Attributes:
        step: Batches learned from.
        seconds: Time spent on them, over all resumptions.
        controls: How everything was turned.
        loss: Mean cross-entropy a piece since the last snapshot, in nats.
        curve: All points, (points, FIGURES).
        shown: The unseen sentences.
        seen: As many that are learned from.
        look: How one of the unseen sentences was translated.
        state: Now and then all that is needed to go on.
        trouble: Why the run has ended, if it had to.
    """

    step: int
    seconds: float
    controls: Controls
    loss: float
    curve: Float
    shown: tuple[Shown, ...]
    seen: tuple[Shown, ...]
    look: Look
    state: State | None = None
    trouble: Trouble = ""


def train(
    config: LiveConfig, resume: State | None = None, wish: Callable[[], Controls | Keep | None] | None = None
) -> Iterator[Snapshot]:
    """Train, without end unless it fails.

    Args:
        config: The run.
        resume: Where to go on; its seed is used.
        wish: Asked before every batch for new settings; None changes nothing, `Keep` repeats the last
            snapshot with a state.

    Yields:
        Snapshots; the first shows a network that has learned nothing, one that tells of trouble is the last.
    """
    with use_threads(config.threads):
        course = Course(config, resume)
        last = course.snapshot()
    yield last
    while True:
        wanted = wish() if wish is not None else None
        if isinstance(wanted, Keep):
            yield replace(last, state=course.state())
            continue
        with use_threads(config.threads):
            snapshot = course.learn(wanted or course.controls)
        if snapshot is not None:
            last = replace(snapshot, state=None)
            yield snapshot
            if snapshot.trouble:
                return


class Course:
    """The learner and its pairs; `learn` is one batch."""

    def __init__(self, config: LiveConfig, resume: State | None) -> None:
        self.seed = config.seed if resume is None else resume.seed
        self.controls = config.controls if resume is None else resume.controls
        self.material = bundled()
        self.learner = Learner(self.seed)
        self.step, self.seconds = 0, 0.0
        self.curve: list[tuple[float, ...]] = []
        if resume is not None:
            self.learner.restore(resume.tensors)
            self.step, self.seconds = resume.step, resume.seconds
            self.curve = [tuple(map(float, point)) for point in resume.curve]
        encode = self.material.vocabulary.encode
        self._sources = [[INTO["ru"], *encode(pair.en), END] for pair in self.material.pairs]
        self._targets = [[BEGIN, *encode(pair.ru), END] for pair in self.material.pairs]
        self._sorted = np.argsort([len(row) for row in self._targets], kind="stable")
        self._every, self._losses = config.seconds, [0.0, 0.0]
        self._shown_at, self._kept_at = self.seconds, -STATE_SECONDS

    def learn(self, controls: Controls) -> Snapshot | None:
        """Learn from a batch; return a snapshot when one is due."""
        began = time.perf_counter()
        turned, self.controls = controls != self.controls, controls
        loss = self._batch()
        self._losses[0] += loss
        self._losses[1] += 1
        self.step += 1
        trouble: Trouble = "" if math.isfinite(loss) else "not_finite"
        self.seconds += time.perf_counter() - began
        if self.seconds - self._shown_at < self._every and not trouble and not turned:
            return None
        self._shown_at = self.seconds
        return self.snapshot(trouble)

    def _batch(self) -> float:
        """Draw pairs of like length, look how wrong the next pieces are, and move all weights a little."""
        random = np.random.default_rng((self.seed, self.step))
        known = self._sorted[self._sorted < self.controls.pairs]
        start = int(random.integers(max(1, len(known) - BATCH + 1)))
        picks = known[start : start + BATCH]
        source, target = (padded([rows[i] for i in picks]) for rows in (self._sources, self._targets))
        network, wanted = self.learner.network, target[:, 1:]
        there = wanted != PAD
        logits = network.judge(network.write(network.read(source), target[:, :-1])[there])
        loss = functional.cross_entropy(logits, wanted[there])
        self.learner.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), CLIP)
        for group in self.learner.optimiser.param_groups:
            group["lr"] = RATE * min((self.step + 1) / WARM, math.sqrt(WARM / (self.step + 1)))
        self.learner.optimiser.step()
        self.learner.follow(self.step)
        return loss.detach().item()

    def snapshot(self, trouble: Trouble = "") -> Snapshot:
        """Show where the learning stands."""
        network, vocabulary = self.learner.mean, self.material.vocabulary
        shown = self.translate(self.material.shown)
        seen = self.translate(self.material.pairs[: len(shown)])
        learned, self._losses = self._losses, [0.0, 0.0]
        if learned[1]:
            loss = learned[0] / learned[1]
        else:
            loss = self.curve[-1][2] if self.curve else math.log(len(vocabulary))
        if not trouble and (learned[1] or not self.curve):
            rights = [sum(each.right for each in group) / len(group) for group in (shown, seen)]
            self.curve = thinned([*self.curve, (self.step, self.seconds, loss, *rights)])
        due = self.seconds - self._kept_at >= STATE_SECONDS and not trouble
        if due:
            self._kept_at = self.seconds
        return Snapshot(
            self.step,
            self.seconds,
            self.controls,
            loss,
            self._points(),
            shown,
            seen,
            look(network, vocabulary, shown[self.controls.look].pair.en, "ru"),
            self.state() if due else None,
            trouble,
        )

    def _points(self) -> Float:
        return np.array(self.curve, np.float32).reshape(-1, len(FIGURES))

    def state(self) -> State:
        """Copy all that is needed to go on."""
        tensors = self.learner.tensors()
        return State(self.seed, self.step, self.seconds, self.controls, self._points(), tensors)

    @torch.inference_mode()
    def translate(self, pairs: Sequence[Pair]) -> tuple[Shown, ...]:
        """Translate sentences with the running mean of the weights; its pieces know no capitals."""
        texts = greedy(self.learner.mean, self.material.vocabulary, [pair.en for pair in pairs], "ru")
        return tuple(
            Shown(pair, text[:1].upper() + text[1:]) for pair, text in zip(pairs, texts, strict=True)
        )
