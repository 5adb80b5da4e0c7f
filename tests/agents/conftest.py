from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agents.learning.agent import Agent, untrained
from agents.learning.config import EvaluateConfig, TrainConfig
from agents.learning.evaluation import Evaluation

SMALL = TrainConfig(
    envs=2, groups=1, rollout=8, epochs=1, minibatches=2, channels=(4, 8), hidden=16, warmup=8, threads=1
)


def aged(step: int, score: float, seed: int = 1, game: str = "pong") -> Agent:
    agent = untrained(replace(SMALL, seed=seed, game=game))
    return replace(
        agent, step=step, seconds=step / 1000, recent_returns=(score,), curve=((step, 1.0, score),)
    )


@pytest.fixture
def checkpoints(tmp_path: Path) -> Path:
    """Six agents of Pong of rising age and score, and one that plays another game."""
    folder = tmp_path / "keep"
    for index in range(6):
        aged(100_000 * (index + 1), -21 + 8 * index, seed=index).save(folder / f"{index}.safetensors")
    aged(5, 3, game="freeway").save(folder / "freeway.safetensors")
    return folder


@pytest.fixture
def quick_evaluation(monkeypatch: pytest.MonkeyPatch) -> list[EvaluateConfig]:
    """Games are not played: an agent scores its age, and half of it with sticky actions."""
    asked: list[EvaluateConfig] = []

    def evaluate(agent: Agent, config: EvaluateConfig) -> Evaluation:
        asked.append(config)
        score = agent.step / 100_000 * (0.5 if config.sticky else 1)
        return Evaluation((score - 1,) * (config.episodes // 2) + (score + 1,) * (config.episodes // 2))

    for module in ("ladder_building", "ladder_measuring"):
        monkeypatch.setattr(f"agents.opponents.{module}.evaluate", evaluate)
    return asked
