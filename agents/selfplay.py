"""Train an agent in two-player games as well (agents.opponents.self_play).

`python -m agents.selfplay --frame-skip 1 --stack 6 --recall 6 --settle 0 --advice-steps 6000000 --out OUT`
"""

import sys

from agents import train
from agents.opponents.self_play import learn_by_duels


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    return train.main(arguments, learn=learn_by_duels, program="agents.selfplay")


if __name__ == "__main__":
    sys.exit(main())
