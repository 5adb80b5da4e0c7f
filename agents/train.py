"""Train an agent: `python -m agents.train --game pong --minutes 5 --seed 1 --out runs/pong --json`."""

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import tyro

from agents.learning.config import SHAPES, TUNED, TrainConfig, tuned
from agents.learning.train import train
from agents.learning.training_run import Learner, run
from models.base import command_line
from models.base.checkpoint import CheckpointError
from models.base.distributed import joined


@dataclass(frozen=True)
class Arguments:
    """Train an agent; interrupt it at any time, its weights are kept."""

    out: Path
    """Directory for weights and TensorBoard logs."""
    resume: Path | None = None
    """Weights to go on from."""
    overwrite: bool = False
    """Begin again where OUT holds an agent already; its weights and logs are replaced."""
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
    given = sys.argv[1:] if arguments is None else arguments

    def command() -> int:
        parsed = parse(given, program)
        named = {word.split("=")[0].lstrip("-").removeprefix("no-").replace("-", "_") for word in given}
        with joined() as team:
            result = run(
                parsed.train,
                parsed.out,
                resume=parsed.resume,
                overwrite=parsed.overwrite,
                asked=[name for name in SHAPES if name in named],
                keep=parsed.keep,
                team=team,
                learn=learn,
            )
        if team.leads:
            split = ", ".join(f"{name} {share:.0%}" for name, share in result["time_split"].items())
            told = f"{result['steps']:,} steps in {result['seconds']:.0f} s, where the time went: {split}"
            print(f"\n{told}", file=sys.stderr)
            print(json.dumps(result) if parsed.json else f"weights: {result['weights']}")
        return 0

    return command_line.run(command, CheckpointError, FloatingPointError)


if __name__ == "__main__":
    sys.exit(main())
