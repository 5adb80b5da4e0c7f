"""One run of a learner with files around it: progress, TensorBoard, weights, and a clean end at a signal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

from agents.learning.agent import Agent
from agents.learning.config import TrainConfig
from agents.learning.snapshot import Snapshot
from agents.learning.train import train
from models.base.distributed import ALONE, Team
from models.base.signals import stop_signal

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

Learner = Callable[..., Generator[Snapshot, None, None]]
"""`agents.learning.train.train`, or another function of its arguments."""

SAVE_EVERY = 60.0
"""Seconds of training between two writes of the weights."""


def run(
    config: TrainConfig,
    out: Path,
    *,
    resume: Path | None = None,
    overwrite: bool = False,
    asked: Collection[str] = (),
    keep: Sequence[int] = (),
    team: Team = ALONE,
    learn: Learner = train,
) -> dict[str, Any]:
    """Train, log and save until the limit or a signal.

    In a team a signal to one process stops all of them, and only the leader logs and saves. All read the
    weights to resume from, which therefore have to lie on every machine.

    Args:
        config: Settings.
        out: Directory for weights and TensorBoard logs.
        resume: Weights to go on from.
        overwrite: Whether another agent in `out` is replaced.
        asked: Settings of `SHAPES` that the user gave, who is told where the agent to resume has others.
        keep: Agent steps at which a copy of the weights is kept.
        team: The processes that train together.
        learn: Yields the snapshots.

    Returns:
        What `--json` prints: steps and seconds over the agent's life, steps_per_s of this run, the weights'
        path, return_mean (None before the first finished game), and time_split over this run.

    Raises:
        CheckpointError: If weights cannot be read or written.
        FloatingPointError: If training diverges; the last good weights have been written.
        OSError: If the directory cannot be written.
        ValueError: If the settings contradict each other, the weights were trained for another game, or there
            is another agent in `out`.
    """
    if config.anneal and not (config.minutes or config.max_steps):
        raise ValueError("anneal needs an end to fall towards: minutes or max_steps")
    first = Agent.load(resume) if resume else None
    began_step, began_seconds = (first.step, first.seconds) if first else (0, 0.0)
    weights = out / f"{config.game}.safetensors"
    _prepare(out, weights, resume, overwrite=overwrite, wanted=team.leads)
    for name in asked if first and team.leads else ():
        if first and (ours := getattr(first.config, name)) != getattr(config, name):
            print(f"--{name.replace('_', '-')} is ignored: the agent goes on with {ours}", file=sys.stderr)
    due = sorted(step for step in keep if step > began_step)
    previous = saved = began_seconds
    split = dict.fromkeys(("environment", "inference", "update", "other"), 0.0)
    snapshot: Snapshot | None = None
    with stop_signal() as stop_asked, _tensorboard(out, wanted=team.leads) as log:
        learner = learn(config, first, team=team)
        try:
            for snapshot in learner:
                log(snapshot)
                agent = snapshot.agent
                if team.leads:
                    _print_progress(snapshot)
                for name, fraction in asdict(snapshot.time_split).items():
                    split[name] += fraction * (agent.seconds - previous)
                previous = agent.seconds
                while due and agent.step >= due[0]:
                    # Updates come in strides: the copy is named after the step that was asked for.
                    wanted = due.pop(0)
                    if team.leads:
                        agent.save(out / "keep" / f"{wanted}.safetensors")
                if team.leads and agent.seconds - saved >= SAVE_EVERY:
                    agent.save(weights)
                    saved = agent.seconds
                if team.any(stop_asked()):
                    break
        finally:
            learner.close()
            if team.leads and snapshot is not None:
                snapshot.agent.save(weights)
    if snapshot is None:
        raise ValueError("training ended before its first update")
    agent = snapshot.agent
    return {
        "steps": agent.step,
        "seconds": agent.seconds,
        "steps_per_s": (agent.step - began_step) / (agent.seconds - began_seconds),
        "weights": str(weights),
        "return_mean": agent.return_mean,
        "time_split": {name: share / (previous - began_seconds) for name, share in split.items()},
    }


def _prepare(out: Path, weights: Path, resume: Path | None, *, overwrite: bool, wanted: bool) -> None:
    """Make the directory, and refuse one that cannot be written or that holds another agent.

    Raises:
        OSError: It cannot be written.
        ValueError: It holds another agent, and that is not to be replaced.
    """
    if not wanted:
        return
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=out):
        pass
    if weights.exists() and not (resume and resume.exists() and weights.samefile(resume)):
        if not overwrite:
            raise ValueError(
                f"{weights} is there already: --resume {weights} goes on, --overwrite replaces it"
            )
        for log in out.glob("events.out.tfevents.*"):
            log.unlink()


def _print_progress(snapshot: Snapshot) -> None:
    """Describe a snapshot in one line on stderr, on a terminal over the line before."""
    agent, split = snapshot.agent, snapshot.time_split
    mean, balance = agent.return_mean, agent.point_balance
    line = (
        f"{agent.step:>9,} steps {agent.seconds:6.0f} s {snapshot.steps_per_s:6,.0f}/s"
        f" games {agent.episodes:>4} return {'–' if mean is None else f'{mean:+.1f}':>5}"
        f" balance {'–' if balance is None else f'{balance:+.2f}':>5} | environment {split.environment:.0%}"
        f" inference {split.inference:.0%} update {split.update:.0%} other {split.other:.0%}"
    )
    print(f"\r\x1b[K{line}" if sys.stderr.isatty() else f"{line}\n", end="", file=sys.stderr, flush=True)


@contextmanager
def _tensorboard(out: Path, *, wanted: bool) -> Iterator[Callable[[Snapshot], None]]:
    """Yield a function that writes a snapshot to TensorBoard's log, or does nothing unless `wanted`."""
    try:
        # It takes a second to import, which `--help` should not.
        from torch.utils.tensorboard import SummaryWriter
    except ImportError:
        if wanted:
            print('no TensorBoard logs: they need `pip install "latent-arcade[train]"`', file=sys.stderr)
        wanted = False
    if not wanted:
        yield lambda snapshot: None
        return
    with SummaryWriter(str(out)) as writer:
        yield partial(_log, writer)


def _log(writer: SummaryWriter, snapshot: Snapshot) -> None:
    values = {f"losses/{name}": value for name, value in asdict(snapshot.losses).items()}
    values |= {f"time/{name}": value for name, value in asdict(snapshot.time_split).items()}
    values["time/steps_per_s"] = snapshot.steps_per_s
    values["scores/return_mean"] = snapshot.agent.return_mean
    values["scores/point_balance"] = snapshot.agent.point_balance
    for name, value in values.items():
        if value is not None:
            writer.add_scalar(name, value, snapshot.agent.step)
