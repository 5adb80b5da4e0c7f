"""Play whole games: `python -m agents.evaluate --game pong --weights FILE --episodes 20 --seed 1 --json`."""

import json
import sys
from typing import Any

import tyro

from agents.learning.agent import Agent
from agents.learning.config import EvaluateConfig
from agents.learning.evaluation import Evaluation, evaluate, ways
from models.base import command_line
from models.base.checkpoint import CheckpointError


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""

    def command() -> int:
        config = tyro.cli(EvaluateConfig, args=arguments, prog="python -m agents.evaluate")
        agent = Agent.load(config.weights)
        played = []
        for way in ways(config) if config.each_way else (config,):
            result = evaluate(agent, way)
            played.append({"sticky": way.sticky, "idle": way.idle, **_figures(result)})
            if not config.json:
                low, high = result.interval or (result.mean, result.mean)
                print(
                    f"{len(result.returns)} games, sticky {way.sticky:g}, up to {way.idle} idle frames:"
                    f" {result.mean:+.2f} ± {result.std:.2f}, mean in [{low:.2f}, {high:.2f}]"
                )
        if config.json:
            print(json.dumps({"ways": played} if config.each_way else _figures(result)))
        return 0

    return command_line.run(command, CheckpointError)


def _figures(result: Evaluation) -> dict[str, Any]:
    names = ("mean", "std", "interval", "returns")
    return {name: getattr(result, name) for name in names}


if __name__ == "__main__":
    sys.exit(main())
