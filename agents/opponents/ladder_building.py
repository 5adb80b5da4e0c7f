"""Making a ladder of checkpoints: `python -m agents.ladder build`."""

import contextlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Any

import torch
import tyro

from agents.emulators.games import game_spec
from agents.learning.agent import Agent
from agents.learning.config import STICKY, EvaluateConfig, Seed, tuned
from agents.learning.evaluation import Evaluation, evaluate
from agents.opponents.ladder import DUELLIST, LADDERS, LIST, NAMES, Result, Rung, digest, load, rungs
from models.base.checkpoint import CheckpointError
from models.base.files import write_atomically
from models.base.typed_fields import Range, verify

SUFFIX = ".safetensors"


@dataclass(frozen=True)
class Build:
    """Make a game's ladder of checkpoints, each evaluated without and with sticky actions."""

    sources: Annotated[tuple[Path, ...], tyro.conf.arg(name="from")]
    """Checkpoints, or folders of them; those of other games are passed over."""
    duellist: Path | None = None
    """Checkpoint of `agents.selfplay`, to stand above the others: who plays best against people."""
    game: str = "pong"
    """Whose ladder to make."""
    count: Annotated[int, Range(1, max(NAMES))] = 5
    """Rungs at most; of more checkpoints, those are taken whose training scores lie evenly apart."""
    episodes: Annotated[int, Range(1, 10_000)] = 30
    """Games to play in each evaluation."""
    seed: Seed = 1
    """Seed of the evaluations."""
    out: Path = LADDERS
    """Folder of all ladders."""

    def __post_init__(self) -> None:
        """Check the fields; a ValueError names the one that is out of range."""
        game_spec(self.game)
        verify(self)


def gather(sources: Iterable[Path], game: str) -> list[Agent]:
    """Read all agents of a game, the youngest first; of several of one age, one.

    Raises:
        CheckpointError: If a file is damaged, or there is no agent of this game.
    """
    paths: list[Path] = []
    for source in sources:
        paths += sorted(source.glob(f"*{SUFFIX}")) if source.is_dir() else [source]
    agents = {agent.step: agent for path in paths if (agent := Agent.load(path)).game == game}
    if not agents:
        raise CheckpointError("missing", f"no agent that plays {game} in {', '.join(map(str, sources))}")
    return [agents[step] for step in sorted(agents)]


def pick(agents: Sequence[Agent], count: int) -> list[Agent]:
    """Choose agents whose scores in training lie as evenly apart as can be, the best among them.

    The youngest is the first of them, unless it is the best too; then the one with the lowest score is.
    """
    if len(agents) <= count:
        return list(agents)
    worst = min((agent.return_mean for agent in agents if agent.return_mean is not None), default=0.0)
    scores = [worst if agent.return_mean is None else agent.return_mean for agent in agents]
    best = max(range(len(agents)), key=lambda index: scores[index])
    first = 0 if best else min(range(len(agents)), key=lambda index: scores[index])
    chosen = {first, best} if count > 1 else {best}
    for rung in range(count - 2, 0, -1):
        target = scores[first] + (scores[best] - scores[first]) * rung / (count - 1)
        free = [index for index in range(len(agents)) if index not in chosen]
        chosen.add(min(free, key=lambda index: abs(scores[index] - target)))
    return [agents[index] for index in sorted(chosen)]


def command_of(agent: Agent) -> str:
    """The command line that trains such an agent."""
    config = replace(agent.config, minutes=0.0, max_steps=agent.step)
    usual = tuned(config.game)
    # Advice is given in two-player games only.
    learner = "agents.selfplay" if config.advice_steps else "agents.train"
    words = [f"python -m {learner}", f"--game {config.game}"]
    for field in fields(config):
        value = getattr(config, field.name)
        if field.name == "game" or value == getattr(usual, field.name):
            continue
        flag = field.name.replace("_", "-")
        if isinstance(value, bool):
            words.append(f"--{flag}" if value else f"--no-{flag}")
        else:
            parts = value if isinstance(value, tuple) else (value,)
            words.append(f"--{flag} {' '.join(map(str, parts))}")
    return " ".join(words)


def build(config: Build) -> tuple[Rung, ...]:
    """Evaluate, write the rungs and their list, the weakest first.

    What stands on the ladder already, judged by as many games from the same seed, is not judged again.

    Raises:
        CheckpointError: If a file cannot be read or written.
    """
    folder = config.out / config.game
    before = _judged(config)
    tested = [
        _tested(agent, before, config) for agent in pick(gather(config.sources, config.game), config.count)
    ]
    tested.sort(key=lambda item: item[1]["plain"]["mean"])
    names = NAMES[len(tested)]
    if config.duellist is not None:
        (agent,) = gather([config.duellist], config.game)
        tested.append(_tested(agent, before, config, DUELLIST))
        names = (*names, DUELLIST)
    listed = []
    for name, (path, facts) in zip(names, tested, strict=True):
        path = path.replace(folder / f"{name}{SUFFIX}")
        listed.append({"id": name, "sha256": digest(path), **facts})
    for path in folder.glob(f"*{SUFFIX}"):
        if path.stem not in names:
            path.unlink()
    text = json.dumps({"game": config.game, "seed": config.seed, "rungs": listed}, indent=1)
    write_atomically(folder / LIST, f"{text}\n".encode())
    return rungs(config.game, config.out)


def _tested(
    agent: Agent, before: Sequence[tuple[Agent, dict[str, Any]]], config: Build, name: str = ""
) -> tuple[Path, dict[str, Any]]:
    """Write an agent as it is shipped, in half precision, and judge it unless that was done `before`.

    Returns:
        Its file, and what the list says of it.
    """
    path = config.out / config.game / f"{agent.step}{name}{SUFFIX}"
    agent.save(path, light=True)
    light = Agent.load(path)
    scores = next((old for known, old in before if _same(known, light)), {})
    for name, sticky in (("plain", 0.0), ("sticky", STICKY)) if not scores else ():
        task = EvaluateConfig(
            path, game=config.game, episodes=config.episodes, seed=config.seed, sticky=sticky
        )
        scores[name] = _score(evaluate(light, task))
    command = command_of(agent)
    agent.save(path, {"command": command, "evaluation": scores}, light=True)
    means = ", ".join(f"{name} {score['mean']:+.1f}" for name, score in scores.items())
    print(f"{agent.step:>9,} steps: {means}", file=sys.stderr)
    return path, {"step": agent.step, "seconds": agent.seconds, "command": command, **scores}


def _judged(config: Build) -> list[tuple[Agent, dict[str, Any]]]:
    """The rungs that are there, with what they scored in games like those that are asked for."""
    try:
        ladder = rungs(config.game, config.out)
    except ValueError:
        return []  # a damaged ladder is made again
    if not ladder:
        return []
    listed = json.loads((config.out / config.game / LIST).read_text("utf-8"))
    if listed.get("seed", Build.seed) != config.seed:
        return []
    found = []
    for rung, item in zip(ladder, listed["rungs"], strict=True):
        if rung.plain.games == config.episodes:
            with contextlib.suppress(CheckpointError):
                found.append((load(rung), {name: item[name] for name in ("plain", "sticky")}))
    return found


def _same(first: Agent, second: Agent) -> bool:
    """Whether two light agents are one."""
    return (
        first.config == second.config
        and first.tensors.keys() == second.tensors.keys()
        and all(torch.equal(tensor, second.tensors[name]) for name, tensor in first.tensors.items())
    )


def _score(evaluation: Evaluation) -> dict[str, Any]:
    returns = list(evaluation.returns)
    return {**asdict(Result(evaluation.mean, evaluation.std, len(returns))), "returns": returns}
