"""Measuring all rungs of all ladders over many games: `python -m agents.ladder measure`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from agents.emulators.games import GAMES, game_spec
from agents.learning.config import EvaluateConfig, Seed
from agents.learning.evaluation import Evaluation, evaluate, ways
from agents.opponents.ladder import LADDERS, RUNGS, Rung, load, rungs, shown
from models.base.files import write_atomically
from models.base.typed_fields import Range, verify


@dataclass(frozen=True)
class Measure:
    """Play many games with every rung, without and with sticky actions, begun with and without idling.

    What has been measured is kept in `out`, a file a rung, written after each way to play; the same command
    goes on where it was stopped.
    """

    out: Path
    """Folder of the results."""
    games: tuple[str, ...] = ()
    """Whose ladders, in this order (all games')."""
    episodes: Annotated[int, Range(2, 10_000)] = 100
    """Games to play each way."""
    seed: Seed = 1
    """Seed of games and actions."""
    threads: Annotated[int, Range(0, 256)] = 1
    """Threads of the emulators (0: one per core, at most 8)."""
    measure: bool = True
    """Off: only print what has been measured."""
    lang: Literal["en", "ru"] = "en"
    """Language of the table."""
    folder: Path = LADDERS
    """Folder of all ladders."""

    def __post_init__(self) -> None:
        """Check the fields; a ValueError names the one that is out of range."""
        for game in self.games:
            game_spec(game)
        verify(self)


def measure(config: Measure) -> None:
    """Play what has not been played yet.

    Raises:
        CheckpointError: If a rung's file is missing or damaged.
        OSError: If a result cannot be written.
    """
    for rung in _ladders(config):
        played = _played(rung, config)
        tasks = list(ways(_task(rung, config)))[len(played) :]
        agent = load(rung) if tasks else None
        for task in tasks:
            assert agent is not None
            result = evaluate(agent, task)
            played.append({"sticky": task.sticky, "idle": task.idle, "returns": list(result.returns)})
            facts = {"sha256": rung.sha256, "seed": config.seed, "episodes": config.episodes, "ways": played}
            write_atomically(_file(rung, config), f"{json.dumps(facts)}\n".encode())
            print(f"{rung.game} {rung.id}: {_cell(played[-1], config.lang)}", file=sys.stderr)


_HEADS = {
    "en": ("game", "rung", "after idling", "at once", "sticky, after idling", "sticky, at once"),
    "ru": ("игра", "ступень", "после паузы", "сразу", "«липкие», после паузы", "«липкие», сразу"),
}


def measured(config: Measure) -> str:
    """Write what has been measured as a Markdown table, a rung a row: means and their 95 % intervals."""
    heads = _HEADS[config.lang]
    lines = [f"| {' | '.join(heads)} |", "|---|---|" + "---:|" * (len(heads) - 2)]
    for rung in _ladders(config):
        cells = [_cell(way, config.lang) for way in _played(rung, config)]
        if cells:
            cells += ["–"] * (len(heads) - 2 - len(cells))
            lines.append(f"| {' | '.join((GAMES[rung.game].title, RUNGS[config.lang][rung.id], *cells))} |")
    return "\n".join(lines)


def _ladders(config: Measure) -> Iterator[Rung]:
    for game in config.games or GAMES:
        yield from rungs(game, config.folder)


def _task(rung: Rung, config: Measure) -> EvaluateConfig:
    return EvaluateConfig(
        rung.path, game=rung.game, episodes=config.episodes, seed=config.seed, threads=config.threads
    )


def _file(rung: Rung, config: Measure) -> Path:
    return config.out / f"{rung.game}-{rung.id}.json"


def _played(rung: Rung, config: Measure) -> list[dict[str, Any]]:
    """What a rung scored, by ways to play; nothing if it was another agent, or were other games."""
    try:
        facts = json.loads(_file(rung, config).read_text("utf-8"))
        same = (facts["sha256"], facts["seed"], facts["episodes"])
        return list(facts["ways"]) if same == (rung.sha256, config.seed, config.episodes) else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _cell(way: dict[str, Any], lang: str) -> str:
    result = Evaluation(tuple(way["returns"]))
    low, high = result.interval or (result.mean, result.mean)
    between = "; " if lang == "ru" else ", "
    return f"{shown(result.mean, lang)} [{shown(low, lang)}{between}{shown(high, lang)}]"
