"""Adversarial training while people watch: noise, picture, verdict, and who learns what from it.

A round, as the lecture tells it. Random numbers become a picture. The discriminator sees it beside a real
one, says of both how probably they are real, and learns to say so better. Then the generator makes another
picture, hears the verdict, and learns to be taken for real. Nothing else teaches it.

`train` is a generator of snapshots: it knows nothing of threads, processes or windows.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Byte, Double, Float, Index
from models.base.child_process import Keep
from models.base.live_training import Tensors, thinned
from models.base.runtime import half_precision
from models.base.tensors import to_pictures
from models.base.threads import use_threads
from models.generator.data_sets import DataName
from models.generator.live.data import Real
from models.generator.live.lesson import Lesson, Note
from models.generator.live.networks import LATENT, Generator
from models.generator.live.settings import Controls, LiveConfig
from models.generator.live.state import FIGURES, Players, State, small
from models.generator.losses import gradient_penalty

Trouble = Literal["", "not_finite", "diverged"]

FACES = 64
"""Pictures of the grid."""
CLIP = 1.0
"""Largest norm of a gradient."""
LAZY = 4
"""Slopes are looked at every so many rounds (Karras et al., 2020)."""
STATE_EVERY = 96
"""Rounds between full states."""
WEIGHTS_EVERY = 40
"""Rounds between the time machine's weights."""
LOST = 500.0
"""A loss beyond this is no game any more: the discriminator's scores have run away."""
LOST_ROUNDS = 48
"""So many rounds beyond it, one after the other, are divergence: from a single leap a game recovers."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is to be seen after some rounds.

    Attributes:
        step: Rounds played.
        seconds: Time spent on them, over all resumptions.
        controls: How everything was turned in these rounds.
        figures: The curve's newest point by name.
        curve: All points, (points, FIGURES).
        grid: What the generator makes of the same latents every time, (FACES, SIDE, SIDE, 3) uint8.
        weights: Now and then the generator's weights in half precision.
        state: Now and then, before a failure is entered and when the run ends, all that is needed to go on.
        lesson: The explanation of the last round, when it was asked for.
        trouble: Why the run has ended, if it had to: numbers that are none, or losses beyond all measure.
    """

    step: int
    seconds: float
    controls: Controls
    figures: MappingProxyType[str, float]
    curve: Float
    grid: Byte
    weights: Tensors | None = None
    state: State | None = None
    lesson: Lesson | None = None
    trouble: Trouble = ""


def train(
    config: LiveConfig,
    resume: State | None = None,
    wish: Callable[[], Controls | Keep | None] | None = None,
) -> Iterator[Snapshot]:
    """Train, without end unless it fails.

    Args:
        config: The run.
        resume: Where to go on; its seed is used.
        wish: Asked before every round for new settings; None changes nothing, `Keep` repeats the last
            snapshot with a state (unless the game is being lost).

    Yields:
        Snapshots; the one that tells of trouble is the last.

    Raises:
        PortraitError, CatError: The bundled pictures cannot be read.
    """
    with use_threads(config.threads):
        game = Game(config, resume)
    last = None
    while True:
        wanted = wish() if wish is not None else None
        if isinstance(wanted, Keep):
            yield replace(last, state=game.state()) if last else game.snapshot(with_state=True)
            continue
        if wanted is not None and wanted.failure != game.controls.failure:
            yield game.snapshot(with_state=True)
        with use_threads(config.threads):
            snapshot = game.play(wanted or game.controls)
        if snapshot is not None:
            last = replace(snapshot, state=None, weights=None)
            yield snapshot
            if snapshot.trouble:
                return


class Game:
    """The two players and the score; `play` is a round."""

    def __init__(self, config: LiveConfig, resume: State | None) -> None:
        self.seed = config.seed if resume is None else resume.seed
        self.controls = config.controls
        self.data = config.data if resume is None else resume.data
        self.real = _real(self.data)
        self.players = Players(self.seed)
        self.step, self.seconds = 0, 0.0
        self.curve: list[tuple[float, ...]] = []
        if resume is not None:
            self.players.restore(resume.tensors)
            self.step, self.seconds = resume.step, resume.seconds
            self.curve = [tuple(map(float, point)) for point in resume.curve]
        self._sums = np.zeros(6)
        self._rounds = 0
        self._lost = 0
        self._given: dict[str, int] = {}

    def play(self, controls: Controls) -> Snapshot | None:
        """Play a round; return a snapshot when one is due."""
        began = time.perf_counter()
        explain = controls.lesson != self.controls.lesson
        self.controls = controls
        note = Note(self.players) if explain else None
        figures = self._round(np.random.default_rng((self.seed, self.step)), note)
        self.step += 1
        self._sums += figures
        self._rounds += 1
        trouble = self._trouble(figures)
        self.seconds += time.perf_counter() - began
        due = self.step % controls.every == 0 or explain or trouble
        if not due:
            return None
        lesson = note.finish(self.step) if note is not None else None
        return self.snapshot(lesson=lesson, trouble=trouble)

    def snapshot(
        self, *, with_state: bool = False, lesson: Lesson | None = None, trouble: Trouble = ""
    ) -> Snapshot:
        """Show where the game stands."""
        grid = self.grid()
        means = self._sums / max(1, self._rounds)
        looks = self.real.variety(grid), self.real.count_kinds(grid)
        point = tuple(map(float, (self.step, self.seconds, *means, *looks)))
        if self._rounds and not trouble and all(map(math.isfinite, point)):
            self.curve = thinned([*self.curve, point])
        self._sums[:], self._rounds = 0, 0
        due = with_state or self._due("state", STATE_EVERY)
        thin = self._due("weights", WEIGHTS_EVERY)
        return Snapshot(
            step=self.step,
            seconds=self.seconds,
            controls=self.controls,
            figures=MappingProxyType(dict(zip(FIGURES, point, strict=True))),
            curve=self._points(),
            grid=grid,
            weights=small(self.players.mean) if thin and not trouble else None,
            state=self.state() if due and not trouble else None,
            lesson=lesson,
            trouble=trouble,
        )

    def _due(self, what: str, every: int) -> bool:
        """Whether so many rounds have passed since the last time; the first time it is due at once."""
        if self.step - self._given.get(what, -every) < every:
            return False
        self._given[what] = self.step
        return True

    def _points(self) -> Float:
        return np.array(self.curve, np.float32).reshape(-1, len(FIGURES))

    def state(self) -> State | None:
        """Copy all that is needed to go on; None while the game is being lost."""
        if self._lost:
            return None
        return State(
            self.seed,
            self.step,
            self.seconds,
            self.controls,
            self._points(),
            self.players.tensors(),
            data=self.data,
        )

    def grid(self) -> Byte:
        """Make the grid's pictures with the running mean of the generator's weights."""
        return make(self.players.mean, faces(self.controls.faces))

    # ------------------------------------------------------------------ a round

    def _round(self, random: np.random.Generator, note: Note | None) -> Double:
        """Let both learn; return losses, probabilities and pushes (see FIGURES), averaged over updates."""
        controls = self.controls
        told = [self._judge(random, note) for _ in range(controls.discriminator_steps)]
        heard = [self._fool(random, note) for _ in range(controls.generator_steps)]
        self.players.follow(self.step, quick=bool(controls.failure))
        loss, real, made, push = np.mean(told, axis=0)
        fooled, pushed = np.mean(heard, axis=0)
        return np.array((loss, fooled, real, made, push, pushed))

    def _judge(self, random: np.random.Generator, note: Note | None) -> tuple[float, float, float, float]:
        """Let the discriminator learn: real pictures are to score above zero, made ones below."""
        controls, players = self.controls, self.players
        truth = self.real.tensor[self._chosen(random)]
        latent = _noise(random, controls.batch)
        with half_precision():
            with torch.no_grad():
                made = players.generator(latent).float()
            if note is not None:
                note.before(latent, truth, made)
            scores = players.discriminator(torch.cat((truth, made))).float()
        real_score, made_score = scores.chunk(2)
        loss = functional.softplus(-real_score).mean() + functional.softplus(made_score).mean()
        total = loss
        if controls.smooth and self.step % LAZY == 0:
            half = max(1, controls.batch // 2)
            penalties = [gradient_penalty(players.discriminator, batch[:half]) for batch in (truth, made)]
            total = loss + LAZY * controls.smooth / 2 * (penalties[0] + penalties[1])
        push = self._update("discriminator", total, frozen=controls.discriminator_frozen, note=note)
        if note is not None:
            note.judged(loss.item())
        return loss.item(), real_score.sigmoid().mean().item(), made_score.sigmoid().mean().item(), push

    def _fool(self, random: np.random.Generator, note: Note | None) -> tuple[float, float]:
        """Let the generator learn: its pictures are to score above zero."""
        controls, players = self.controls, self.players
        latent = _noise(random, controls.batch)
        if note is not None:
            latent[0] = note.latent
        with half_precision():
            made = players.generator(latent)
            score = players.discriminator(made).float()
        loss = fooling_loss(score, controls)
        if note is not None:
            note.fooled(loss.item(), lambda score: fooling_loss(score, controls))
        return loss.item(), self._update("generator", loss, frozen=controls.generator_frozen, note=note)

    def _update(self, side: str, loss: Tensor, *, frozen: bool, note: Note | None) -> float:
        """Move one side's weights against the gradient, unless frozen; return the gradient's norm."""
        controls, optimiser = self.controls, self.players.optimisers[side]
        rate = controls.generator_rate if side == "generator" else controls.discriminator_rate
        weights = list(self.players.networks()[side].parameters())
        gradients = torch.autograd.grad(loss, weights)
        for weight, gradient in zip(weights, gradients, strict=True):
            weight.grad = gradient
        norm = nn.utils.clip_grad_norm_(weights, CLIP).item()
        if note is not None:
            note.pushed(side)
        if not frozen and math.isfinite(norm):
            for group in optimiser.param_groups:
                group["lr"] = rate
            optimiser.step()
        return norm

    def _chosen(self, random: np.random.Generator) -> Index:
        """Draw which real pictures are shown."""
        kind = self.controls.kind
        if kind < 0:
            return random.integers(len(self.real.pictures), size=self.controls.batch)
        return random.choice(np.flatnonzero(self.real.kinds == kind), self.controls.batch)

    def _trouble(self, figures: Double) -> Trouble:
        if not np.isfinite(figures).all() or not all(
            bool(value.isfinite().all()) for value in self.players.generator.parameters()
        ):
            return "not_finite"
        self._lost = self._lost + 1 if np.abs(figures[:2]).max() > LOST else 0
        return "diverged" if self._lost >= LOST_ROUNDS else ""


def fooling_loss(score: Tensor, controls: Controls) -> Tensor:
    """Return what the generator loses when its pictures have these scores (N,)."""
    if controls.loss == "minimax":
        return -functional.softplus(score).mean()  # log(1 - D), which is to become small
    return functional.softplus(-score).mean()


def faces(seed: int) -> Tensor:
    """Return the grid's latents, (FACES, LATENT)."""
    return _noise(np.random.default_rng(seed), FACES)


def make(weights: Tensors, latents: Tensor) -> Byte:
    """Return what a generator with these weights makes of latents (N, LATENT), (N, SIDE, SIDE, 3) uint8."""
    generator = Generator()
    generator.load_state_dict({name: value.float() for name, value in weights.items()})
    with torch.inference_mode(), half_precision():
        return to_pictures(generator(latents))


def _noise(random: np.random.Generator, count: int) -> Tensor:
    return torch.from_numpy(random.standard_normal((count, LATENT)).astype(np.float32))


@cache
def _real(data: DataName) -> Real:
    """Return the real pictures of a data set, read once a process."""
    return Real(data)
