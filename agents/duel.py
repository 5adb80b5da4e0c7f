"""Whole two-player games on one console: an agent against a scripted player, or agent against agent.

`python -m agents.duel --weights FILE --games 20 --json`
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np
import torch

from agents.emulators.two_player import DUELS, SIDES, DuelGame, DuelSpec, Player, Side, other, play_frame
from agents.learning.agent import Agent
from agents.learning.config import DuelConfig
from agents.opponents.agent_player import AgentPlayer
from agents.opponents.scripted import SCRIPTED

SEED_STREAM = 0x0D7E1
"""Mixed into every seed, so that these are other games than training's and the evaluation's."""


@dataclass(frozen=True)
class Outcome:
    """One finished game.

    Attributes:
        side: Where the agent played.
        mine: Its points.
        theirs: The opponent's.
    """

    side: Side
    mine: int
    theirs: int


@dataclass(frozen=True)
class Outcomes:
    """Games in the order in which they were played."""

    games: tuple[Outcome, ...]

    @property
    def wins(self) -> int:
        """Games in which the agent had more points; a game that was cut off level counts for nobody."""
        return sum(game.mine > game.theirs for game in self.games)

    @property
    def mean(self) -> float:
        """Mean difference in points, the agent's minus the opponent's."""
        return float(np.mean([game.mine - game.theirs for game in self.games]))


def duel_spec(agent: Agent) -> DuelSpec:
    """Look up the two-player form of an agent's game.

    Raises:
        ValueError: If the game has none.
    """
    try:
        return DUELS[agent.game]
    except KeyError:
        raise ValueError(f"{agent.game} has no two-player form here; known: {', '.join(DUELS)}") from None


def duel(
    agent: Agent, config: DuelConfig, opponent: Agent | None = None, numbers: Sequence[int] | None = None
) -> Outcomes:
    """Play `config.games` games. The same seed gives the same games.

    Args:
        agent: Whose games are counted.
        config: How many, where and from which seed.
        opponent: Across the net; None: the game's scripted player.
        numbers: Which of the games, counted from 0; None: all of them.

    Raises:
        ValueError: If the agent's game has no two-player form, or the opponent plays another game.
    """
    spec = duel_spec(agent)
    if opponent is not None and opponent.game != agent.game:
        raise ValueError(f"the opponent plays {opponent.game}, not {agent.game}")
    torch.set_num_threads(1)
    seeds = np.random.SeedSequence([SEED_STREAM, config.seed]).generate_state(3 * config.games) >> 1
    me = AgentPlayer(agent, 0, config.greedy)
    them = AgentPlayer(opponent, 0, config.greedy) if opponent is not None else None
    game = DuelGame(spec, 0)
    outcomes = []
    try:
        for number in range(config.games) if numbers is None else numbers:
            start, mine, theirs = seeds[3 * number : 3 * number + 3]
            side = SIDES[1 - number % 2] if config.side == "both" else config.side
            game.reset(int(start))
            me.reset(int(mine))
            if them is not None:
                them.reset(int(theirs))
            players: dict[Side, Player] = {side: me, other(side): them or SCRIPTED[agent.game]()}
            while not game.over:
                play_frame(game, players["left"], players["right"])
            left, right = game.score
            outcomes.append(Outcome(side, *((left, right) if side == "left" else (right, left))))
    finally:
        game.close()
    return Outcomes(tuple(outcomes))


def _share(config: DuelConfig, numbers: Sequence[int]) -> Outcomes:
    """Play some of the games between agents read from files."""
    opponent = Agent.load(config.opponent) if config.opponent else None
    return duel(Agent.load(config.weights), config, opponent, numbers)


def duel_side_by_side(config: DuelConfig) -> Outcomes:
    """Play the games of `duel`, between agents read from files, in several processes.

    Raises:
        ValueError: As `duel` does.
        models.base.checkpoint.CheckpointError: If a file cannot be read.
    """
    processes = min(config.processes or os.cpu_count() or 1, config.games)
    if processes == 1:
        return _share(config, range(config.games))
    _share(config, ())  # what cannot be played is said here
    shares = [range(first, config.games, processes) for first in range(processes)]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        played = [iter(done.games) for done in pool.map(partial(_share, config), shares)]
    return Outcomes(tuple(next(played[number % processes]) for number in range(config.games)))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    import tyro

    from models.base.checkpoint import CheckpointError

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
