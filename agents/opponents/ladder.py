"""The ladder: for some games, trained agents from novice to best, each with what it scored.

`python -m agents.ladder build --game pong --from runs/pong/keep` evaluates checkpoints and makes a game's
ladder of them; `python -m agents.ladder table` prints all ladders as a Markdown table.

A ladder is a folder of light checkpoints (no optimiser, half precision) and a list of them, LIST, in JSON.
Reading the list needs no torch.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agents.learning.agent import Agent

LADDERS: Path = Path(__file__).resolve().parents[2] / "assets" / "weights" / "ladder"
LIST = "ladder.json"
NAMES: dict[int, tuple[str, ...]] = {
    1: ("best",),
    2: ("novice", "best"),
    3: ("novice", "player", "best"),
    4: ("novice", "apprentice", "master", "best"),
    5: ("novice", "apprentice", "player", "master", "best"),
}
"""Ids of the rungs of a ladder, by how many it has, the weakest first."""
DUELLIST = "duellist"
"""Id of the agent above the ladder, if there is one: trained to play against people, from both sides. Against
the console's own player, by whom the others are ranked, it need not be the best."""
STICKY = 0.25
"""Probability of a sticky action in the second evaluation, as in ALE's v5 tasks."""


@dataclass(frozen=True)
class Result:
    """Unclipped returns of an evaluation: mean, standard deviation, number of games."""

    mean: float
    std: float
    games: int


@dataclass(frozen=True)
class Rung:
    """One trained agent of a ladder.

    Attributes:
        game: Id of its game.
        id: One of `NAMES`, or `DUELLIST`.
        path: Its file.
        sha256: Of the file, checked whenever it is loaded.
        step: Agent steps it learned from.
        seconds: Training time.
        plain: What it scored without sticky actions.
        sticky: What it scored with them.
    """

    game: str
    id: str
    path: Path
    sha256: str
    step: int
    seconds: float
    plain: Result
    sticky: Result


def rungs(game: str, folder: Path = LADDERS) -> tuple[Rung, ...]:
    """List a game's ladder, the weakest first and a duellist last; nothing for a game that has none.

    Raises:
        ValueError: If the list is damaged.
    """
    path = folder / game / LIST
    try:
        listed = json.loads(path.read_text("utf-8"))["rungs"]
        return tuple(_rung(game, path.parent, item) for item in listed)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{path} is damaged: {error}") from error


def ranked(ladder: tuple[Rung, ...]) -> tuple[Rung, ...]:
    """Leave out the duellist: the others learned the one-player game, and are ranked by it."""
    return tuple(rung for rung in ladder if rung.id != DUELLIST)


def load(rung: Rung) -> Agent:
    """Read a rung's agent, once the sum of its file has been checked.

    Raises:
        models.base.checkpoint.CheckpointError: If the file is missing or not the one that the ladder lists.
    """
    from agents.learning.agent import Agent
    from models.base.checkpoint import CheckpointError

    try:
        found = digest(rung.path)
    except OSError as error:
        raise CheckpointError("missing", f"{rung.path}: {error.strerror or error}") from error
    if found != rung.sha256:
        raise CheckpointError("damaged", f"{rung.path}: sha256 {found}, expected {rung.sha256}")
    agent = Agent.load(rung.path)
    if agent.game != rung.game:
        raise CheckpointError("foreign", f"{rung.path} plays {agent.game}, not {rung.game}")
    return agent


def digest(path: Path) -> str:
    """Return a file's SHA-256 sum."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rung(game: str, folder: Path, item: dict[str, Any]) -> Rung:
    name = str(item["id"])
    if name not in (*NAMES[5], DUELLIST):
        raise ValueError(f"unknown rung {name!r}")
    return Rung(
        game=game,
        id=name,
        path=folder / f"{name}.safetensors",
        sha256=str(item["sha256"]),
        step=int(item["step"]),
        seconds=float(item["seconds"]),
        plain=_result(item["plain"]),
        sticky=_result(item["sticky"]),
    )


def _result(item: dict[str, Any]) -> Result:
    result = Result(float(item["mean"]), float(item["std"]), int(item["games"]))
    if not (math.isfinite(result.mean) and math.isfinite(result.std)):
        raise ValueError(f"scores must be finite, got {result}")
    return result
