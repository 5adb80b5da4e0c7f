from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agents.learning.agent import Agent, untrained
from agents.learning.config import EvaluateConfig, TrainConfig, tuned
from agents.opponents import ladder
from agents.opponents.ladder import Table, table
from agents.opponents.ladder_building import Build, build, command_of, pick
from models.base import checkpoint
from tests.agents.conftest import aged

pytestmark = pytest.mark.usefixtures("quick_evaluation")


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


def test_the_command_of_an_agent_trains_it_again() -> None:
    agent = replace(untrained(tuned("boxing", seed=3, channels=(32, 64))), step=2048)
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
