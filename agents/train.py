"""The trainer's command line: a `for` loop over `train`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import tyro

from agents.learning.agent import Agent
from agents.learning.config import TUNED, TrainConfig, tuned
from agents.learning.distributed import ALONE, Team, joined
from agents.learning.train import Snapshot, train
from models.base.checkpoint import CheckpointError

if TYPE_CHECKING:
    from torch.utils.tensorboard import SummaryWriter

Learner = Callable[..., Iterator[Snapshot]]
"""`agents.learning.train.train`, or another function of its arguments."""

SAVE_EVERY = 60.0
"""Seconds of training between two writes of the weights."""


@dataclass(frozen=True)
class Arguments:
    """Train an agent; interrupt it at any time, its weights are kept."""

    out: Path
    """Directory for weights and TensorBoard logs."""
    resume: Path | None = None
    """Weights to go on from."""
    keep: tuple[int, ...] = ()
    """Agent steps at which a copy of the weights is kept, as OUT/keep/STEP.safetensors."""
    json: bool = False
    """Print the result as one JSON object on the last line."""
    train: Annotated[TrainConfig, tyro.conf.arg(name="")] = field(default_factory=TrainConfig)


class _Stop:
    """Turns SIGINT and SIGTERM into a flag that is looked at between updates."""

    def __init__(self) -> None:
        self.asked = False
        self._before = {
            number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)


def progress(snapshot: Snapshot) -> str:
    """Describe a snapshot in one line."""
    split, mean, balance = snapshot.time_split, snapshot.return_mean, snapshot.point_balance
    return (
        f"{snapshot.step:>9,} steps {snapshot.seconds:6.0f} s {snapshot.steps_per_s:6,.0f}/s"
        f" games {snapshot.episodes:>4} return {'–' if mean is None else f'{mean:+.1f}':>5}"
        f" balance {'–' if balance is None else f'{balance:+.2f}':>5} | environment {split.environment:.0%}"
        f" inference {split.inference:.0%} update {split.update:.0%} other {split.other:.0%}"
    )


def run(arguments: Arguments, team: Team = ALONE, learn: Learner = train) -> dict[str, Any]:
    """Train, log and save until the limit or a signal.

    In a team a signal to one process stops all of them, and only the leader logs and saves. All read the
    weights to resume from, which therefore have to lie on every machine.

    Returns:
        What `--json` prints: steps and seconds over the agent's life, steps_per_s of this run, the weights'
        path, return_mean (None before the first finished game), and time_split over this run.

    Raises:
        CheckpointError: If weights cannot be read or written.
        FloatingPointError: If training diverges; the last good weights have been written.
        ValueError: If the settings contradict each other, or the weights were trained for another game.
    """
    config = arguments.train
    if config.anneal and not (config.minutes or config.max_steps):
        raise ValueError("anneal needs an end to fall towards: minutes or max_steps")
    resume = Agent.load(arguments.resume) if arguments.resume else None
    weights = arguments.out / f"{config.game}.safetensors"
    writer = _writer(arguments.out) if team.leads else None
    stop = _Stop()
    learner = learn(config, resume, team=team)
    snapshot: Snapshot | None = None
    began_step, began_seconds = (resume.step, resume.seconds) if resume else (0, 0.0)
    due = sorted(step for step in arguments.keep if step > began_step)
    previous = saved = began_seconds
    split = dict.fromkeys(("environment", "inference", "update", "other"), 0.0)
    try:
        for snapshot in learner:
            if writer is not None:
                _log(writer, snapshot)
                _show(progress(snapshot))
            for name, fraction in asdict(snapshot.time_split).items():
                split[name] += fraction * (snapshot.seconds - previous)
            previous = snapshot.seconds
            while due and snapshot.step >= due[0]:
                # Updates come in strides: the copy is called by the step that was wanted.
                wanted = due.pop(0)
                if team.leads:
                    snapshot.agent.save(arguments.out / "keep" / f"{wanted}.safetensors")
            if team.leads and snapshot.seconds - saved >= SAVE_EVERY:
                snapshot.agent.save(weights)
                saved = snapshot.seconds
            if team.any(stop.asked):
                break
    finally:
        if isinstance(learner, Generator):
            learner.close()
        if writer is not None:
            if snapshot is not None:
                snapshot.agent.save(weights)
            writer.close()
        stop.restore()
    if snapshot is None:
        raise ValueError("training ended before its first update")
    return {
        "steps": snapshot.step,
        "seconds": snapshot.seconds,
        "steps_per_s": (snapshot.step - began_step) / (snapshot.seconds - began_seconds),
        "weights": str(weights),
        "return_mean": snapshot.return_mean,
        "time_split": {name: share / (previous - began_seconds) for name, share in split.items()},
    }


def _writer(out: Path) -> SummaryWriter:
    # TensorBoard takes a second to import, which `--help` should not.
    from torch.utils.tensorboard import SummaryWriter

    return SummaryWriter(str(out))


def _show(line: str) -> None:
    """Print a line of progress, on a terminal over the one before."""
    print(f"\r\x1b[K{line}" if sys.stderr.isatty() else f"{line}\n", end="", file=sys.stderr, flush=True)


def _log(writer: SummaryWriter, snapshot: Snapshot) -> None:
    values = {f"losses/{name}": value for name, value in asdict(snapshot.losses).items()}
    values |= {f"time/{name}": value for name, value in asdict(snapshot.time_split).items()}
    values["time/steps_per_s"] = snapshot.steps_per_s
    values["scores/return_mean"] = snapshot.return_mean
    values["scores/point_balance"] = snapshot.point_balance
    for name, value in values.items():
        if value is not None:
            writer.add_scalar(name, value, snapshot.step)


def parse(arguments: list[str], program: str) -> Arguments:
    """Read the command line; whatever it leaves open is as the game that it names is learned best."""
    game = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    game.add_argument("--game", default=TrainConfig.game)
    named = game.parse_known_args(arguments)[0].game
    # A game that does not exist is complained about below, where it is read in earnest.
    settings = tuned(named) if named in TUNED else TrainConfig()
    usual = Arguments(out=tyro.MISSING, train=settings)
    return tyro.cli(Arguments, args=arguments, prog=f"python -m {program}", default=usual)


def main(arguments: list[str] | None = None, *, learn: Learner = train, program: str = "agents.train") -> int:
    """Run the command line of `train`, or of what learns in its place; returns the exit code."""
    parsed = parse(sys.argv[1:] if arguments is None else arguments, program)
    with joined() as team:
        try:
            result = run(parsed, team, learn)
        except (CheckpointError, ValueError, FloatingPointError, OSError) as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
    if not team.leads:
        return 0
    split = ", ".join(f"{name} {share:.0%}" for name, share in result["time_split"].items())
    print(
        f"\n{result['steps']:,} steps in {result['seconds']:.0f} s, where the time went: {split}",
        file=sys.stderr,
    )
    print(json.dumps(result) if parsed.json else f"weights: {result['weights']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
