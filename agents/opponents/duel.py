"""Whole two-player games on one console: an agent against a scripted player, or agent against agent."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Literal

import numpy as np

from agents.emulators.two_player import DUELS, SIDES, DuelGame, Side, by_side, play_frame
from agents.learning.agent import Agent
from agents.learning.config import Seed
from agents.opponents.agent_player import AgentPlayer
from agents.opponents.scripted import SCRIPTED
from models.base.typed_fields import Range, verify

SEED_STREAM = 0x0D7E1
"""Mixed into every seed, so that these are other games than training's and the evaluation's."""


@dataclass(frozen=True)
class DuelConfig:
    """Play whole two-player games: an agent against a scripted player, or against another agent."""

    weights: Path
    """Checkpoint to play with."""
    opponent: Path | None = None
    """Checkpoint of the opponent (without it, a scripted player, which runs after the ball, or punches)."""
    games: Annotated[int, Range(1, 10_000)] = 20
    """Games to play."""
    side: Literal["left", "right", "both"] = "both"
    """Where the agent plays: in Pong it was trained at the right; "both" changes sides after every game."""
    seed: Seed = 1
    """Seed of games and actions."""
    greedy: bool = False
    """Take the most probable action instead of sampling one."""
    processes: Annotated[int, Range(0, 256)] = 0
    """Processes to play them in (0: one per core)."""
    json: bool = False
    """Print the result as one JSON object on the last line."""

    def __post_init__(self) -> None:
        """Check every field; a ValueError names the one that is out of range."""
        verify(self)


@dataclass(frozen=True)
class Outcome:
    """One finished game: where the agent played, its points and the opponent's."""

    side: Side
    mine: int
    theirs: int


@dataclass(frozen=True)
class Outcomes:
    """Games in the order in which they were played."""

    games: tuple[Outcome, ...]

    @property
    def wins(self) -> int:
        """Games in which the agent had more points; a game that was cut off level counts for neither."""
        return sum(game.mine > game.theirs for game in self.games)

    @property
    def mean(self) -> float:
        """Mean difference in points, the agent's minus the opponent's."""
        return float(np.mean([game.mine - game.theirs for game in self.games]))


def duel(
    agent: Agent, config: DuelConfig, opponent: Agent | None = None, numbers: Sequence[int] | None = None
) -> Outcomes:
    """Play `config.games` games, or those of them with these `numbers`. The same seed gives the same games.

    Without an opponent, the game's scripted player is across the net.

    Raises:
        ValueError: If the agent's game has no two-player form, or the opponent plays another game.
    """
    if agent.game not in DUELS:
        raise ValueError(f"{agent.game} has no two-player form here; known: {', '.join(DUELS)}")
    if opponent is not None and opponent.game != agent.game:
        raise ValueError(f"the opponent plays {opponent.game}, not {agent.game}")
    seeds = np.random.SeedSequence([SEED_STREAM, config.seed]).generate_state(3 * config.games) >> 1
    me = AgentPlayer(agent, 0, config.greedy)
    them = AgentPlayer(opponent, 0, config.greedy) if opponent is not None else None
    game = DuelGame(DUELS[agent.game], 0)
    outcomes = []
    try:
        for number in range(config.games) if numbers is None else numbers:
            start, mine, theirs = seeds[3 * number : 3 * number + 3]
            side = SIDES[1 - number % 2] if config.side == "both" else config.side
            game.reset(int(start))
            me.reset(int(mine))
            if them is not None:
                them.reset(int(theirs))
            players = by_side(side, me, them or SCRIPTED[agent.game]())
            while not game.over:
                play_frame(game, *players)
            outcomes.append(Outcome(side, *by_side(side, *game.score)))
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
