"""Learn by self-play from nothing, and play the league's members: `python -m agents.league --minutes 3`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import tyro

from agents.learning.config import Seed, tuned
from agents.opponents.duel import DuelConfig, duel
from agents.opponents.league.learning import learn
from agents.opponents.league.settings import Controls, LeagueConfig
from agents.opponents.league.state import State
from models.base import command_line
from models.base.checkpoint import CheckpointError
from models.base.typed_fields import Range, verify


@dataclass(frozen=True)
class Options:
    """Let a network learn from both sides of a two-player game, and see whom it beats."""

    game: str = "pong"
    """Which game to learn (a key of agents.emulators.two_player.DUELS)."""
    minutes: Annotated[float, Range(0.01, 1e6)] = 3.0
    """Training time."""
    seed: Seed = 1
    """Decides everything random."""
    past: Annotated[float, Range(0.125, 1)] = 0.25
    """Share of the consoles on which an earlier self is across the net."""
    games: Annotated[int, Range(0, 1000)] = 10
    """Whole games against each of three members at the end, on seeds that no training had."""
    out: Path | None = None
    """File for the league; the app opens it."""
    json: bool = False
    """Print the result as one JSON object on the last line."""

    def __post_init__(self) -> None:
        """Check every field; a ValueError names the one that is out of range."""
        verify(self)


def run(options: Options) -> dict[str, Any]:
    """Learn, print every member that enters, and play.

    Returns:
        `steps`, `seconds`, `steps_per_s`; of each member `members` (its steps), and `ratings`, the newest's
        last; under `against`, by a member's steps, `wins`, `games` and the `mean` difference in points.

    Raises:
        ValueError: The game has no two-player form.
        CheckpointError: The file cannot be written.
    """
    config = LeagueConfig(tuned(options.game, seed=options.seed), Controls(options.past))
    known, state = 0, None
    for snapshot in learn(config):
        state = snapshot.state
        if len(state.members) != known:
            known = len(state.members)
            rated = " ".join(f"{rating:+.0f}" for rating in state.ratings)
            print(f"{state.seconds:5.0f} s {state.step:>9,} steps, ratings {rated}", file=sys.stderr)
        if state.seconds >= options.minutes * 60:
            break
    if state is None:
        raise ValueError("training ended before its first update")
    if options.out is not None:
        state.save(options.out)
    return {
        "steps": state.step,
        "seconds": round(state.seconds, 1),
        "steps_per_s": round(state.step / state.seconds, 1),
        "members": [member.step for member in state.members],
        "ratings": [round(float(rating)) for rating in state.ratings],
        "against": _against(state, options.games),
    }


def _against(state: State, games: int) -> dict[str, Any]:
    """Let the newest play whole games against the oldest member, one in the middle, and the youngest."""
    count, found = len(state.members), {}
    for number in sorted({0, count // 2, count - 1}) if games else ():
        member = state.members[number]
        outcomes = duel(state.agent, DuelConfig(Path(), games=games), member)
        found[str(member.step)] = {"wins": outcomes.wins, "games": games, "mean": round(outcomes.mean, 1)}
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""

    def command() -> int:
        options = tyro.cli(Options, args=arguments, prog="python -m agents.league")
        result = run(options)
        if options.json:
            print(json.dumps(result))
        else:
            print(f"{result['steps']:,} steps in {result['seconds']:.0f} s")
            for step, found in result["against"].items():
                words = f"{found['wins']} of {found['games']} won, mean difference {found['mean']:+.1f}"
                print(f"against itself after {int(step):,} steps: {words}")
        return 0

    return command_line.run(command, CheckpointError, ImportError)


if __name__ == "__main__":
    sys.exit(main())
