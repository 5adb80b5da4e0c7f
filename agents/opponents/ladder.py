"""The ladder: for some games, trained agents from novice to best, each with what it scored.

A ladder is a folder of light checkpoints (no optimiser, half precision) and a list of them, LIST, in JSON.
Reading the list needs no torch.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from agents.emulators.games import GAMES

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
"""Id of the agent above the ladder, if there is one: trained to play against people, from both sides."""


@dataclass(frozen=True)
class Result:
    """Unclipped returns of an evaluation: mean, standard deviation, number of games."""

    mean: float
    std: float
    games: int


@dataclass(frozen=True)
class Rung:
    """One trained agent of a ladder."""

    game: str
    id: str
    """One of `NAMES`, or `DUELLIST`."""
    path: Path
    sha256: str
    """Of the file, checked whenever it is loaded."""
    step: int
    seconds: float
    """Of training."""
    plain: Result
    """What it scored without sticky actions."""
    sticky: Result
    """What it scored with them."""


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
    step, seconds, path = int(item["step"]), float(item["seconds"]), folder / f"{name}.safetensors"
    plain, sticky = _result(item["plain"]), _result(item["sticky"])
    return Rung(game, name, path, str(item["sha256"]), step, seconds, plain, sticky)


def _result(item: dict[str, Any]) -> Result:
    result = Result(float(item["mean"]), float(item["std"]), int(item["games"]))
    if not (math.isfinite(result.mean) and math.isfinite(result.std)):
        raise ValueError(f"scores must be finite, got {result}")
    return result


@dataclass(frozen=True)
class Table:
    """Print all ladders as a Markdown table."""

    lang: Literal["en", "ru"] = "en"
    """Language of the table."""
    folder: Path = LADDERS
    """Folder of all ladders."""


_HEADS = {
    "en": ("game", "rung", "agent steps", "training", "score", "with sticky actions"),
    "ru": ("игра", "ступень", "шагов агента", "обучение", "счёт", "с «липкими» действиями"),
}
RUNGS = {
    "en": {name: name for name in (*NAMES[5], DUELLIST)},
    "ru": {
        **dict(zip(NAMES[5], ("новичок", "ученик", "игрок", "мастер", "лучший"), strict=True)),
        DUELLIST: "дуэлянт",
    },
}
_UNITS = {"en": ("k", "M", "min"), "ru": ("тыс.", "млн", "мин")}


def table(config: Table) -> str:
    """Write all ladders as one Markdown table, a rung a row.

    Raises:
        ValueError: If a ladder's list is damaged.
    """
    heads = _HEADS[config.lang]
    lines = [f"| {' | '.join(heads)} |", "|---|---|" + "---:|" * (len(heads) - 2)]
    for spec in GAMES.values():
        for rung in rungs(spec.id, config.folder):
            cells = (
                spec.title,
                RUNGS[config.lang][rung.id],
                _steps(rung.step, config.lang),
                f"{rung.seconds / 60:.0f} {_UNITS[config.lang][2]}",
                *(
                    f"{shown(score.mean, config.lang)} ± {shown(score.std, config.lang)}"
                    for score in (rung.plain, rung.sticky)
                ),
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _steps(steps: int, lang: str) -> str:
    thousand, million, _ = _UNITS[lang]
    number, unit = (f"{steps / 1e6:.1f}", million) if steps >= 1e6 else (f"{steps / 1e3:.0f}", thousand)
    return f"{number if lang == 'en' else number.replace('.', ',')} {unit}"


def shown(score: float, lang: str) -> str:
    """Write a score with one digit after the point, or after the comma."""
    text = f"{score:.1f}".replace("-", "−")
    return text if lang == "en" else text.replace(".", ",")
