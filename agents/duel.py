"""Play whole two-player games: `python -m agents.duel --weights FILE --games 20 --json`."""

from __future__ import annotations

import json
import sys

import tyro

from agents.opponents.duel import DuelConfig, duel_side_by_side
from models.base.checkpoint import CheckpointError


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    config = tyro.cli(DuelConfig, args=arguments, prog="python -m agents.duel")
    try:
        outcomes = duel_side_by_side(config)
    except (CheckpointError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except ImportError as error:
        print(f"error: two-player games need multi-agent-ale-py: {error}", file=sys.stderr)
        return 1
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


if __name__ == "__main__":
    sys.exit(main())
