"""Play whole two-player games: `python -m agents.duel --weights FILE --games 20 --json`."""

import json
import sys

import tyro

from agents.opponents.duel import DuelConfig, duel_side_by_side
from models.base import command_line
from models.base.checkpoint import CheckpointError


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""

    def command() -> int:
        config = tyro.cli(DuelConfig, args=arguments, prog="python -m agents.duel")
        outcomes = duel_side_by_side(config)
        games = outcomes.games
        if config.json:
            scores = [[game.mine, game.theirs] for game in games]
            sides = [game.side for game in games]
            result = {"games": len(games), "wins": outcomes.wins, "mean": outcomes.mean}
            print(json.dumps({**result, "scores": scores, "sides": sides}))
        else:
            for game in games:
                print(f"{game.side:>5} {game.mine:>2} : {game.theirs}")
            print(f"{outcomes.wins} of {len(games)} won, mean difference {outcomes.mean:+.2f}")
        return 0

    return command_line.run(command, CheckpointError, ImportError)


if __name__ == "__main__":
    sys.exit(main())
