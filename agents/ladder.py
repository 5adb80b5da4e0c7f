"""Make ladders, and print them: `python -m agents.ladder build`, `python -m agents.ladder table`."""

import sys
from collections.abc import Callable
from typing import Any

import tyro

from agents.opponents.ladder import Table, table
from agents.opponents.ladder_building import Build, build
from models.base import command_line
from models.base.checkpoint import CheckpointError

COMMANDS: dict[str, Callable[..., Any]] = {"build": Build, "table": Table}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""

    def command() -> int:
        config = tyro.extras.subcommand_cli_from_dict(
            COMMANDS, prog="python -m agents.ladder", args=arguments
        )
        if isinstance(config, Build):
            build(config)
        print(table(config if isinstance(config, Table) else Table(folder=config.out)))
        return 0

    return command_line.run(command, CheckpointError)


if __name__ == "__main__":
    sys.exit(main())
