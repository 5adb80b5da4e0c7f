"""How the network learns from both sides, and how copies of it enter the league."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from agents.emulators.two_player import DUELS
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from agents.learning.train import train
from agents.opponents.league.games import LeagueGames, Opponents, background_of
from agents.opponents.league.settings import Controls, LeagueConfig
from agents.opponents.league.state import MOST_MEMBERS, State, playing_copy, strengths
from models.base.child_process import Keep
from models.base.live_training import thinned

FIRST_EVERY = 8
"""Updates from one member to the next, at first."""
Wish = Callable[[], Controls | Keep | None]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The league after an update.

    Attributes:
        state: All of it.
        steps_per_s: Steps learned from in a second, over the last ten updates or so.
        trouble: Empty; what goes wrong is raised.
    """

    state: State
    steps_per_s: float
    trouble: str = ""


def learn(
    config: LeagueConfig, resume: State | None = None, wish: Wish = lambda: None
) -> Generator[Snapshot, None, None]:
    """Learn until closed; the oldest member is the network that has learned nothing.

    Args:
        config: What a run begins with; resuming, the network's sizes are the state's.
        resume: A state to go on with.
        wish: Asked after every update for other controls.

    Yields:
        A snapshot after every update.

    Raises:
        FloatingPointError: If training diverges; the snapshot before holds the last good state.
        ValueError: If the game has no two-player form.
    """
    settings = config.train
    if settings.game not in DUELS:
        raise ValueError(f"{settings.game} has no two-player form here; known: {', '.join(DUELS)}")
    every = settings.envs * settings.rollout * FIRST_EVERY
    if resume is None:
        first = untrained(settings)
        background = background_of(settings, settings.seed)
        tensors = {**first.tensors, "games.background": torch.from_numpy(background)}
        first = playing_copy(replace(first, tensors=tensors))
        state = State(first, (first,), np.zeros((2, 2)), (), config.controls, every)
    else:
        state = replace(resume, controls=config.controls)
        background = resume.agent.games_state()["background"]
    opponents = Opponents(state.controls.past)
    for number, member in enumerate(state.members):
        opponents.enter(member, (state.points[-1, number], state.points[number, -1]))

    def make(
        settings: TrainConfig, count: int, seed: int, stored: Mapping[str, NDArray[Any]] | None
    ) -> LeagueGames:
        return LeagueGames(settings, count, seed, background, opponents)

    for snapshot in train(settings, None if resume is None else resume.agent, make_envs=make):
        state = _follow(state, snapshot.agent, opponents)
        yield Snapshot(state, snapshot.steps_per_s)
        wanted = wish()
        if isinstance(wanted, Controls):
            opponents.past = wanted.past
            state = replace(state, controls=wanted)


def _follow(state: State, agent: Agent, opponents: Opponents) -> State:
    """Book an update: the newest's points, its rating, and whether a copy of it enters.

    When the league is full, every second member leaves it, and they enter half as often from then on.
    """
    points = state.points.copy()
    points[-1, :-1], points[:-1, -1] = opponents.points.T
    members, every = state.members, state.every
    rating = float(strengths(points)[-1])
    if agent.step - members[-1].step >= every and len(members) >= MOST_MEMBERS:
        kept = list(range(0, len(members), 2))
        members, every = tuple(members[number] for number in kept), 2 * every
        opponents.keep(kept)
        points = points[np.ix_([*kept, -1], [*kept, -1])]
    if agent.step - members[-1].step >= every:
        member = playing_copy(agent)
        members = (*members, member)
        points = np.pad(points, ((0, 1), (0, 1)))
        # What the newest made until now was made by the one that enters.
        points[-1, :-2], points[:-2, -1] = points[-2, :-2], points[:-2, -2]
        opponents.enter(member)
    curve = tuple(thinned([*state.curve, (float(agent.step), rating)]))
    return replace(state, agent=agent, members=members, points=points, curve=curve, every=every)
