"""Play whole games: `python -m agents.evaluate --game pong --weights FILE --episodes 20 --seed 1 --json`."""

from __future__ import annotations

import json
import sys

import tyro

from agents.learning.agent import Agent
from agents.learning.config import EvaluateConfig
from agents.learning.evaluation import evaluate
from models.base.checkpoint import CheckpointError


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    config = tyro.cli(EvaluateConfig, args=arguments, prog="python -m agents.evaluate")
    try:
        result = evaluate(Agent.load(config.weights), config)
    except (CheckpointError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if config.json:
        print(json.dumps({"mean": result.mean, "std": result.std, "returns": list(result.returns)}))
    else:
        print(f"{len(result.returns)} games: {result.mean:+.2f} ± {result.std:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
