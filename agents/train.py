"""Train an agent: `python -m agents.train --game pong --minutes 5 --seed 1 --out runs/pong --json`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import tyro

from agents.learning.config import TUNED, TrainConfig, tuned
from agents.learning.train import train
from agents.learning.training_run import Learner, run
from models.base.checkpoint import CheckpointError
from models.base.distributed import joined


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


def parse(arguments: list[str], program: str) -> Arguments:
    """Read the command line; the defaults are the tuned settings of the game that it names."""
    game = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    game.add_argument("--game", default=TrainConfig.game)
    named = game.parse_known_args(arguments)[0].game
    # An unknown game is reported below, where the whole line is read.
    settings = tuned(named) if named in TUNED else TrainConfig()
    defaults = Arguments(out=tyro.MISSING, train=settings)
    return tyro.cli(Arguments, args=arguments, prog=f"python -m {program}", default=defaults)


def main(arguments: list[str] | None = None, *, learn: Learner = train, program: str = "agents.train") -> int:
    """Run the command line of `train`, or of another learner; return the exit code."""
    parsed = parse(sys.argv[1:] if arguments is None else arguments, program)
    with joined() as team:
        try:
            result = run(
                parsed.train, parsed.out, resume=parsed.resume, keep=parsed.keep, team=team, learn=learn
            )
        except (CheckpointError, ValueError, FloatingPointError, OSError) as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
    if not team.leads:
        return 0
    split = ", ".join(f"{name} {share:.0%}" for name, share in result["time_split"].items())
    summary = f"\n{result['steps']:,} steps in {result['seconds']:.0f} s, where the time went: {split}"
    print(summary, file=sys.stderr)
    print(json.dumps(result) if parsed.json else f"weights: {result['weights']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
