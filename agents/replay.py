"""Play a replay again and check its pictures: `python -m agents.replay FILE`."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import tyro

from agents.emulators.replay import check
from models.base import command_line
from models.base.typed_fields import Range, verify


@dataclass(frozen=True)
class Arguments:
    """Play a replay again and say whether every picture is the one that was seen."""

    file: Path
    """The replay."""
    gif: Path | None = None
    """Also write it as an animated picture, a .gif."""
    skip: Annotated[int, Range(1, 60)] = 4
    """Frames from one picture of the animation to the next, of 60 a second."""
    json: bool = False
    """Print the result as one JSON object."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""

    def command() -> int:
        config = (tyro.conf.PositionalRequiredArgs,)
        parsed = tyro.cli(Arguments, args=arguments, prog="python -m agents.replay", config=config)
        verify(parsed)
        result = check(parsed.file, parsed.gif, parsed.skip)
        if parsed.json:
            print(json.dumps(result))
        else:
            score = " : ".join(map(str, result["score"]))
            print(f"every picture is as it was: {result['frames']} frames, {score}")
        return 0

    return command_line.run(command, ImportError)


if __name__ == "__main__":
    sys.exit(main())
