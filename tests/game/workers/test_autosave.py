"""Saving in the background: what was handed over is never lost, whatever the disk does."""

from __future__ import annotations

import errno
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from agents.learning.agent import Agent, untrained
from game.workers.autosave import Autosave, move_aside
from game.workers.workers import Workers
from models.base import checkpoint
from tests.game.conftest import SMALL


def agent_at(step: int) -> Agent:
    return replace(untrained(SMALL), step=step, seconds=step / 1000)


def step_in(path: Path) -> int:
    return Agent.load(path).step


class Disk:
    """A disk that may be full; `full` lists the folders that are on it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full: list[Path] = []
        self._write = checkpoint.write_atomically
        monkeypatch.setattr(checkpoint, "write_atomically", self.write)

    def write(self, path: Path, data: bytes) -> None:
        if path.parent in self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        self._write(path, data)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agents" / "pong-autosave.safetensors"


@pytest.fixture
def autosave(path: Path) -> Autosave[Agent]:
    return Autosave(path, Workers(inline=True))


def test_a_replaced_agent_is_written_as_soon_as_there_is_room_and_never_written_over(
    autosave: Autosave[Agent], disk: Disk, path: Path
) -> None:
    autosave.autosave(agent_at(100))
    disk.full = [path.parent]
    kept = path.with_name("kept.safetensors")
    autosave.archive(agent_at(150), kept)
    answer = autosave.poll()
    assert answer is not None
    assert answer.error is not None
    assert answer.error.kind == "DiskFull"
    disk.full = []
    autosave.autosave(agent_at(170))
    assert step_in(kept) == 150
    assert step_in(path) == 100, "not yet, it was all that there was"
    answer = autosave.poll()
    assert answer is not None
    assert answer.value is not None
    assert answer.value.path == kept, "and that is told"
    autosave.autosave(agent_at(170))
    assert step_in(path) == 170


def test_several_replaced_agents_are_all_written(autosave: Autosave[Agent], disk: Disk, path: Path) -> None:
    disk.full = [path.parent]
    for step in (100, 200, 300):
        autosave.archive(agent_at(step), path.with_name(f"{step}.safetensors"))
        assert autosave.poll() is not None
    disk.full = []
    autosave.autosave(agent_at(1))
    assert [step_in(path.with_name(f"{step}.safetensors")) for step in (100, 200, 300)] == [100, 200, 300]


def test_what_can_never_be_written_is_told_once_and_does_not_keep_others_from_it(
    autosave: Autosave[Agent], path: Path
) -> None:
    sick = agent_at(100)
    sick = replace(sick, tensors={**sick.tensors, "policy.critic.bias": torch.full((1,), torch.nan)})
    autosave.archive(sick, path.with_name("sick.safetensors"))
    answer = autosave.poll()
    assert answer is not None
    assert answer.value is None
    assert answer.error is not None
    autosave.archive(agent_at(200), path.with_name("well.safetensors"))
    answer = autosave.poll()
    assert answer is not None
    assert answer.error is None
    autosave.autosave(agent_at(300))
    assert {each.name for each in path.parent.iterdir()} == {"well.safetensors", path.name}


def test_what_lies_in_a_file_already_is_never_replaced_by_something_older(
    autosave: Autosave[Agent], disk: Disk, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    autosave.autosave(agent_at(50))
    first, second = (path.with_name(f"{name}.safetensors") for name in ("first", "second"))
    autosave.archive(agent_at(100), first)
    disk.full = [path.parent, tmp_path / "temporary"]
    autosave.archive(agent_at(200), second)
    autosave.finish(None)
    assert step_in(first) == 100
    assert step_in(second) == 50, "all that there is room for"


def test_an_offer_that_there_is_no_room_for_stays_where_it_is_under_a_name_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = tmp_path / "temporary" / "pong-autosave.safetensors"
    agent_at(100).save(offer)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("shutil.move", full)
    move_aside(offer, tmp_path / "agents")
    (moved,) = offer.parent.iterdir()
    assert moved.name.startswith("pong-autosave-2")
    assert Agent.load(moved).step == 100


@pytest.mark.parametrize("elsewhere", [True, False])
def test_a_replaced_agent_survives_closing_on_a_full_disk(
    elsewhere: bool,
    autosave: Autosave[Agent],
    disk: Disk,
    path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    temporary = tmp_path / "temporary"
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    autosave.autosave(agent_at(100))
    disk.full = [path.parent, *([] if elsewhere else [temporary])]
    kept = path.with_name("kept.safetensors")
    autosave.archive(agent_at(150), kept)
    autosave.finish(agent_at(7))
    if elsewhere:
        assert step_in(temporary / kept.name) == 150
        assert step_in(temporary / path.name) == 7
        found = [(trouble.fallback, trouble.what) for trouble in autosave.troubles]
        assert found == [(temporary / kept.name, "replaced"), (temporary / path.name, "last")]
        assert step_in(kept) == 100, "its last autosave, to be sure"
    else:
        assert step_in(kept) == 100, "its last autosave"
        assert [trouble.fallback for trouble in autosave.troubles] == [None, None]
