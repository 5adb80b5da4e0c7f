"""Make, print and measure ladders: `python -m agents.ladder build`, `… table`, `… measure`."""

import sys
from collections.abc import Callable
from typing import Any

import tyro

from agents.opponents.ladder import Table, table
from agents.opponents.ladder_building import Build, build
from agents.opponents.ladder_measuring import Measure, measure, measured
from models.base import command_line
from models.base.checkpoint import CheckpointError

COMMANDS: dict[str, Callable[..., Any]] = {"build": Build, "table": Table, "measure": Measure}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""

    def command() -> int:
        config = tyro.extras.subcommand_cli_from_dict(
            COMMANDS, prog="python -m agents.ladder", args=arguments
        )
        if isinstance(config, Measure):
            if config.measure:
                measure(config)
            print(measured(config))
            return 0
        if isinstance(config, Build):
            build(config)
        print(table(config if isinstance(config, Table) else Table(folder=config.out)))
        return 0

    return command_line.run(command, CheckpointError)


if __name__ == "__main__":
    sys.exit(main())
