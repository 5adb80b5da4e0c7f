from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace

import pytest

from agents.learning.agent import Agent
from agents.learning.train import train
from agents.learning.training_run import run
from tests.agents.learning.lamps import TOY, LampGames, make_lamps

CONFIG = replace(TOY, envs=2, groups=1, rollout=8, minibatches=2)


def learn(config, resume=None, *, team, after=None):
    """Train on toys; after so many snapshots something happens."""
    count, happens = after or (0, None)
    for number, snapshot in enumerate(train(config, resume, make_envs=make_lamps, team=team), 1):
        if number == count:
            happens()
        yield snapshot


@pytest.fixture(autouse=True)
def toys_may_be_read(monkeypatch) -> None:
    """A toy has another form than the game whose name it bears."""
    monkeypatch.setattr("agents.learning.agent.checkpoint.require", lambda *_: None)
    monkeypatch.setattr("agents.learning.agent.observation_shape", lambda *_: LampGames.observation_shape)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_cleanly_with_weights_written(tmp_path, number) -> None:
    before = signal.getsignal(number)

    def interrupted(*arguments, **settings):
        return learn(*arguments, **settings, after=(2, lambda: os.kill(os.getpid(), number)))

    result = run(CONFIG, tmp_path, learn=interrupted)
    assert result["steps"] == 3 * 16, "the second update is the last"
    assert Agent.load(result["weights"]).step == result["steps"]
    assert signal.getsignal(number) == before


def test_what_goes_wrong_leaves_the_last_good_weights(tmp_path) -> None:
    def failing(*arguments, **settings):
        return learn(*arguments, **settings, after=(3, lambda: 1 / 0))

    with pytest.raises(ZeroDivisionError):
        run(CONFIG, tmp_path, learn=failing)
    assert Agent.load(tmp_path / "pong.safetensors").step == 3 * 16


def test_copies_are_kept_on_the_way(tmp_path) -> None:
    assert run(replace(CONFIG, max_steps=64), tmp_path, keep=(40, 16, 1000), learn=learn)["steps"] == 64
    kept = {path.stem: Agent.load(path).step for path in (tmp_path / "keep").glob("*.safetensors")}
    assert kept == {"16": 32, "40": 48}


def test_without_tensorboard_it_trains_and_says_what_is_missing(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    run(replace(CONFIG, max_steps=32), tmp_path, learn=learn)
    assert "latent-arcade[train]" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["pong.safetensors"]


def test_a_second_training_into_one_folder_is_refused_unless_it_goes_on_or_may_replace(tmp_path) -> None:
    weights = tmp_path / "pong.safetensors"
    run(replace(CONFIG, max_steps=32), tmp_path, learn=learn)
    before = weights.read_bytes()
    for resume in (None, tmp_path / "copy.safetensors"):
        if resume:
            resume.write_bytes(before)
        with pytest.raises(
            ValueError, match=r"--resume .*pong\.safetensors goes on, --overwrite replaces it"
        ):
            run(replace(CONFIG, max_steps=32), tmp_path, resume=resume, learn=learn)
        assert weights.read_bytes() == before
    assert run(replace(CONFIG, max_steps=32), tmp_path, resume=weights, learn=learn)["steps"] == 64
    old = set(tmp_path.glob("events.out.tfevents.*"))
    assert run(replace(CONFIG, max_steps=32), tmp_path, overwrite=True, learn=learn)["steps"] == 32
    assert not old & set(tmp_path.glob("events.out.tfevents.*")), "one curve, that does not go back in time"


def test_sizes_that_the_agent_to_resume_has_otherwise_are_told(tmp_path, capsys) -> None:
    path = run(replace(CONFIG, max_steps=32), tmp_path, learn=learn)["weights"]
    asked = replace(CONFIG, max_steps=16, hidden=64)
    run(asked, tmp_path, resume=tmp_path / "pong.safetensors", asked=["stack", "hidden"], learn=learn)
    said = [line for line in capsys.readouterr().err.splitlines() if "ignored" in line]
    assert said == ["--hidden is ignored: the agent goes on with 16"]
    assert Agent.load(path).config.hidden == 16
