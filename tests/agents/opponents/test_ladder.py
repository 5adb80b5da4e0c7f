"""Ladders: light checkpoints, their list, and the commands that make and print them."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from agents.emulators.games import GAMES
from agents.ladder import main
from agents.learning.agent import Agent, untrained
from agents.learning.config import EvaluateConfig, TrainConfig, tuned
from agents.learning.evaluation import Evaluation
from agents.learning.train import train
from agents.opponents import ladder
from agents.opponents.agent_player import AgentPlayer
from agents.opponents.ladder_building import Build, build, command_of, pick
from agents.opponents.ladder_table import Table, table
from models.base import checkpoint
from models.base.checkpoint import CheckpointError

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


@pytest.fixture(autouse=True)
def quick_evaluation(monkeypatch: pytest.MonkeyPatch) -> list[EvaluateConfig]:
    """Games are not played: an agent scores its age, and half of it with sticky actions."""
    asked: list[EvaluateConfig] = []

    def evaluate(agent: Agent, config: EvaluateConfig) -> Evaluation:
        asked.append(config)
        score = agent.step / 100_000 * (0.5 if config.sticky else 1)
        return Evaluation((score - 1,) * (config.episodes // 2) + (score + 1,) * (config.episodes // 2))

    monkeypatch.setattr("agents.opponents.ladder_building.evaluate", evaluate)
    return asked


def test_a_light_file_plays_like_the_heavy_one(tmp_path: Path) -> None:
    (snapshot,) = islice(train(SMALL), 1)
    heavy, light = tmp_path / "heavy.safetensors", tmp_path / "light.safetensors"
    snapshot.agent.save(heavy)
    snapshot.agent.save(light, {"command": "by hand"}, light=True)
    assert light.stat().st_size < heavy.stat().st_size * 0.6
    agent = Agent.load(light)
    assert agent.step == snapshot.step
    assert not any(name.startswith("optimizer.") for name in agent.tensors)
    for name, tensor in agent.build_policy().state_dict().items():
        assert tensor.dtype == torch.float32
        torch.testing.assert_close(tensor, snapshot.agent.tensors[f"policy.{name}"], atol=1e-3, rtol=1e-3)

    class Noise:
        def __init__(self) -> None:
            self.rng = np.random.default_rng(1)

        def grey(self) -> np.ndarray:
            return self.rng.integers(0, 255, (210, 160), np.uint8)

    eyes, others = Noise(), Noise()
    one, two = AgentPlayer(agent, 1), AgentPlayer(snapshot.agent, 1)
    moves = [(one.choose(eyes), two.choose(others)) for _ in range(200)]  # type: ignore[arg-type]
    assert all(a == b for a, b in moves)


def test_learning_goes_on_from_a_light_file(tmp_path: Path) -> None:
    (first,) = islice(train(SMALL), 1)
    path = tmp_path / "light.safetensors"
    first.agent.save(path, light=True)
    (snapshot,) = islice(train(SMALL, Agent.load(path)), 1)
    assert snapshot.step > first.step
    assert "optimizer.step" in snapshot.agent.tensors


def test_a_file_with_half_its_moments_is_refused(tmp_path: Path) -> None:
    agent = untrained(SMALL)
    tensors = {name: t for name, t in agent.tensors.items() if "exp_avg_sq" not in name}
    path = tmp_path / "broken.safetensors"
    replace(agent, tensors=tensors).save(path)
    with pytest.raises(CheckpointError) as error:
        Agent.load(path)
    assert error.value.code == "wrong_shape"


def test_building_a_ladder(checkpoints: Path, tmp_path: Path, quick_evaluation: list[EvaluateConfig]) -> None:
    built = build(Build((checkpoints,), count=5, out=tmp_path / "ladder"))
    assert [rung.id for rung in built] == ["novice", "apprentice", "player", "master", "best"]
    assert built == ladder.rungs("pong", tmp_path / "ladder")
    assert [rung.plain.mean for rung in built] == sorted(rung.plain.mean for rung in built)
    assert built[-1].step == 600_000
    assert built[0].step == 100_000
    assert built[-1].plain == ladder.Result(6.0, 1.0, 30)
    assert built[-1].sticky == ladder.Result(3.0, 1.0, 30)
    assert [config.sticky for config in quick_evaluation] == [0.0, 0.25] * 5
    assert {config.episodes for config in quick_evaluation} == {30}
    assert len(list((tmp_path / "ladder" / "pong").iterdir())) == 6, "nothing is left over"
    best = ladder.load(built[-1])
    assert best.step == 600_000
    assert best.config.seed == 5


def test_building_again_with_fewer_leaves_no_old_rungs(checkpoints: Path, tmp_path: Path) -> None:
    out = tmp_path / "ladder"
    build(Build((checkpoints,), out=out))
    built = build(Build((checkpoints / "0.safetensors", checkpoints / "3.safetensors"), out=out))
    assert [rung.id for rung in built] == ["novice", "best"]
    assert sorted(path.name for path in (out / "pong").iterdir()) == [
        *("best.safetensors", "ladder.json", "novice.safetensors")
    ]


def test_a_duellist_stands_above_the_others_whatever_it_scores_alone(
    checkpoints: Path, tmp_path: Path, quick_evaluation: list[EvaluateConfig]
) -> None:
    out = tmp_path / "ladder"
    two = (checkpoints / "0.safetensors", checkpoints / "3.safetensors")
    built = build(Build(two, out=out, duellist=checkpoints / "1.safetensors"))
    assert [rung.id for rung in built] == ["novice", "best", "duellist"]
    assert built[-1].plain.mean < built[-2].plain.mean
    assert ladder.load(built[-1]).step == built[-1].step
    for lang, word in (("en", "duellist"), ("ru", "дуэлянт")):
        assert f"| Pong | {word} |" in table(Table(lang, out))
    same = build(Build(two, out=out, duellist=two[1]))
    assert same[-1].step == same[-2].step, "the best one may be the duellist, too"
    built = build(Build(two, out=out))
    assert [rung.id for rung in built] == ["novice", "best"]
    assert not (out / "pong" / "duellist.safetensors").exists()


def test_what_was_judged_before_is_not_judged_again(
    checkpoints: Path, tmp_path: Path, quick_evaluation: list[EvaluateConfig]
) -> None:
    out = tmp_path / "ladder"
    two = (checkpoints / "0.safetensors", checkpoints / "3.safetensors")
    built = build(Build(two, out=out))
    quick_evaluation.clear()
    old = (out / "pong" / "novice.safetensors", out / "pong" / "best.safetensors")
    again = build(Build((*old, checkpoints / "2.safetensors"), out=out))
    assert len(quick_evaluation) == 2, "the new one, plain and sticky"
    assert {rung.step: (rung.plain, rung.sticky) for rung in built}.items() <= {
        rung.step: (rung.plain, rung.sticky) for rung in again
    }.items()

    quick_evaluation.clear()
    build(Build(two, out=out, seed=2))
    assert len(quick_evaluation) == 4, "other games"
    quick_evaluation.clear()
    (out / "pong" / "best.safetensors").write_bytes(b"")
    build(Build(two, out=out, seed=2))
    assert len(quick_evaluation) == 2, "a damaged file is not taken for what it was"


def test_rungs_are_picked_by_their_scores() -> None:
    agents = [aged(step, score) for step, score in enumerate((-21, -20.9, -20.8, -9, 1, 12, 20, 21, 19))]
    assert [agent.step for agent in pick(agents, 5)] == [0, 3, 4, 5, 7]
    assert [agent.step for agent in pick(agents, 1)] == [7]
    assert pick(agents[:3], 5) == agents[:3]
    fallen = [aged(step, score) for step, score in enumerate((19, 2, -7, -18, -9))]
    assert [agent.step for agent in pick(fallen, 3)] == [0, 1, 3], "the youngest may be the best"


def test_what_is_not_shipped_is_not_loaded(checkpoints: Path, tmp_path: Path) -> None:
    built = build(Build((checkpoints,), count=2, out=tmp_path / "ladder"))
    aged(1, 2).save(built[0].path)
    with pytest.raises(CheckpointError) as error:
        ladder.load(built[0])
    assert error.value.code == "damaged"
    built[0].path.unlink()
    with pytest.raises(CheckpointError) as error:
        ladder.load(built[0])
    assert error.value.code == "missing"


def test_a_game_without_a_ladder_and_one_with_a_broken_list(tmp_path: Path) -> None:
    assert ladder.rungs("pong", tmp_path) == ()
    path = tmp_path / "pong" / ladder.LIST
    path.parent.mkdir()
    for text in ("", "[]", "{}", '{"rungs": [{"id": "../../x"}]}', '{"rungs": 3}', "[" * 100_000):
        path.write_text(text)
        with pytest.raises(ValueError, match="damaged"):
            ladder.rungs("pong", tmp_path)


def test_the_command_of_an_agent_trains_it_again() -> None:
    agent = replace(untrained(TrainConfig(game="boxing", seed=3, channels=(32, 64))), step=2048)
    assert (
        command_of(agent) == "python -m agents.train --game boxing --seed 3 --max-steps 2048 --channels 32 64"
    )
    advised = replace(untrained(tuned("pong", advice_steps=1000)), step=2048)
    assert command_of(advised) == "python -m agents.selfplay --game pong --max-steps 2048 --advice-steps 1000"
    old = replace(untrained(TrainConfig()), step=2048)
    assert command_of(old) == "python -m agents.train --game pong --max-steps 2048 --settle 0"


def test_an_agent_from_before_the_mean_of_weights_was_trained_without(tmp_path: Path) -> None:
    path = tmp_path / "old.safetensors"
    replace(untrained(TrainConfig()), step=2048).save(path)
    tensors, metadata = checkpoint.load(path)
    del metadata["config"]["average"]
    checkpoint.save(path, tensors, metadata)
    assert command_of(Agent.load(path)).endswith("--settle 0 --average 0.0")


def test_the_command_lines(checkpoints: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ladder"
    arguments = ["build", "--game", "pong", "--from", str(checkpoints), "--count", "3", "--out", str(out)]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "| Pong | best | 600 k | 10 min | 6.0 ± 1.0 | 3.0 ± 1.0 |" in text
    assert main(["table", "--folder", str(out), "--lang", "ru"]) == 0
    text = capsys.readouterr().out
    assert "| Pong | лучший | 600 тыс. | 10 мин | 6,0 ± 1,0 | 3,0 ± 1,0 |" in text
    assert main(["build", "--game", "boxing", "--from", str(checkpoints), "--out", str(out)]) == 1
    assert "boxing" in capsys.readouterr().err
    (out / "pong" / ladder.LIST).write_text("?")
    assert main(["table", "--folder", str(out)]) == 1


LEAST_RUNGS = {"pong": 5, "breakout": 3, "boxing": 3, "freeway": 3, "space_invaders": 3}


@pytest.mark.parametrize(("game", "least"), LEAST_RUNGS.items())
def test_shipped_ladders_are_whole(game: str, least: int) -> None:
    """Enough rungs, small files, rising scores, and agents that load and were trained as it says."""
    rungs = ladder.rungs(game)
    assert len(rungs) >= least
    means = [rung.plain.mean for rung in ladder.ranked(rungs)]
    assert means == sorted(means)
    list_ = json.loads((ladder.LADDERS / game / ladder.LIST).read_text("utf-8"))
    assert list_["game"] == game
    for rung, item in zip(rungs, list_["rungs"], strict=True):
        assert rung.path.stat().st_size < 2**20
        assert rung.plain.games == rung.sticky.games == 30
        agent = ladder.load(rung)
        assert agent.game == game
        assert item["command"] == command_of(agent)


def test_every_game_with_settings_of_its_own_has_a_ladder() -> None:
    assert set(LEAST_RUNGS) == set(GAMES)


@pytest.mark.parametrize(("lang", "page"), [("en", "measurements.md"), ("ru", "measurements.ru.md")])
def test_the_measurements_have_the_table_of_the_shipped_ladders(lang: Any, page: str) -> None:
    assert table(Table(lang=lang)) in (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
