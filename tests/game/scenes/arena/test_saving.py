"""The trained agent is never lost: a full disk, a killed trainer, a killed app, files that are no agents."""

from __future__ import annotations

import errno
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

import agents.learning.trainer_process  # noqa: F401 (before a fixture puts a smaller TrainConfig in its place)
from agents.learning.agent import Agent, untrained
from game.scenes.arena.agent_training import AgentTraining
from game.ui.settings import Folders
from game.workers.status import State
from game.workers.training_session import AUTOSAVE_SECONDS
from game.workers.workers import Workers
from models.base import checkpoint
from tests.game.conftest import SMALL, Driver

Open = Callable[..., Driver]


PATIENCE = 60.0


ROOT = Path(__file__).parents[4]


LINUX = pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are killed the Linux way")


def wait_for(condition: Callable[[], bool]) -> bool:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.01)
    return False


def agent_at(step: int) -> Agent:
    return replace(untrained(SMALL), step=step, seconds=step / 1000)


def learned(driver: Driver) -> AgentTraining:
    """The arena's training, after two updates that have reached the window."""
    training: AgentTraining = driver.scene.training
    training.step()
    training.step()
    driver.frames(2)
    return training


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


def test_after_a_full_disk_the_next_autosave_tries_again(disk: Disk, tmp_path: Path) -> None:
    training = AgentTraining("pong", 1, tmp_path, Workers(inline=True))
    training.state = agent_at(100)
    training.autosave()
    disk.full = [tmp_path]
    training.state = agent_at(200)
    news = training.update(AUTOSAVE_SECONDS)
    assert news.failed is not None
    assert news.failed.kind == "DiskFull"
    assert "No space left" in news.failed.error
    assert training.state.step == 200, "it is kept in memory"
    assert Agent.load(training.autosave_path).step == 100, "and the older one on the disk"
    disk.full = []
    training.update(AUTOSAVE_SECONDS)
    assert Agent.load(training.autosave_path).step == 200, "although nothing was learned since"
    assert training.close()


def test_what_is_on_a_full_disk_when_the_window_closes_is_written_elsewhere(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    training = AgentTraining("pong", 1, tmp_path / "agents", Workers(inline=True))
    training.state = agent_at(300)
    disk.full = [training.folder]
    training.close()
    saved = tmp_path / "temporary" / "pong-autosave.safetensors"
    assert Agent.load(saved).step == 300
    assert str(saved) in caplog.text
    assert "No space left" in caplog.text


def test_closing_where_nothing_can_be_written_says_so_and_ends(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    training = AgentTraining("pong", 1, tmp_path / "agents", Workers(inline=True))
    training.state = agent_at(300)
    disk.full = [training.folder, tmp_path / "temporary"]
    assert training.close()
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2


def test_without_any_room_for_temporary_files_the_arena_opens(
    open_app: Open, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    agent_at(100).save(folders.data / "agents" / "pong-autosave.safetensors")
    monkeypatch.setattr(tempfile, "gettempdir", none)
    driver = open_app("arena")
    assert driver.scene.training.offer is not None
    monkeypatch.undo()


def test_what_was_saved_in_its_place_at_last_does_not_lie_elsewhere_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    training = AgentTraining("pong", 1, tmp_path / "agents", Workers(inline=True))
    elsewhere = tmp_path / "temporary" / training.autosave_path.name
    agent_at(100).save(elsewhere)
    training.state = agent_at(200)
    training.autosave()
    assert not elsewhere.exists()


def test_forgetting_on_a_full_disk_loses_nothing(disk: Disk, open_app: Open) -> None:
    driver = open_app("arena")
    training = learned(driver)
    assert training.state is not None
    step = training.state.step
    disk.full = [training.folder]
    driver.scene.session.forget()
    driver.frames(2)
    assert any("the disk is full" in text for text in driver.toasts)
    disk.full = []
    training.autosave()
    driver.frames(2)
    (kept,) = training.folder.glob(f"pong-*-{step}.safetensors")
    assert Agent.load(kept).step == step


def test_what_was_saved_elsewhere_is_offered_next_time(
    disk: Disk, open_app: Open, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    training = AgentTraining("pong", 1, folders.data / "agents", Workers(inline=True))
    training.state = agent_at(100)
    training.autosave()
    os.utime(training.autosave_path, (1e9, 1e9))
    training.state = agent_at(300)
    disk.full = [training.folder]
    training.close()
    disk.full = []
    driver = open_app("arena")
    assert driver.scene.training.offer == tmp_path / "temporary" / training.autosave_path.name
    driver.scene.training.continue_saved()
    driver.frames()
    assert driver.scene.training.state.step == 300


def test_what_the_user_wanted_and_did_not_get_is_told_after_closing_too(disk: Disk, tmp_path: Path) -> None:
    training = AgentTraining("pong", 1, tmp_path / "agents", Workers(inline=True))
    training.state = agent_at(100)
    disk.full = [tmp_path / "stick"]
    training.save(tmp_path / "stick" / "mine.safetensors")
    training.close()
    assert [(trouble.what, trouble.fallback) for trouble in training.troubles] == [("copy", None)]
    assert Agent.load(training.autosave_path).step == 100


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_changing_the_game_on_a_full_disk_says_where_the_agent_lies(
    lang: str, disk: Disk, open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    driver = open_app("arena", lang=lang)
    training = learned(driver)
    disk.full = [training.folder]
    driver.scene.change_game("boxing")
    driver.frames(4)
    refuge = tmp_path / "temporary" / training.autosave_path.name
    assert any(str(refuge) in text and driver.app.t("app.disk_full") in text for text in driver.toasts)
    assert Agent.load(refuge).step > 0


@pytest.mark.parametrize(("lang", "words"), [("en", "the disk is full"), ("ru", "на диске нет места")])
def test_a_full_disk_is_told_in_the_users_language(lang: str, words: str, disk: Disk, open_app: Open) -> None:
    driver = open_app("arena", lang=lang)
    training = learned(driver)
    disk.full = [training.folder]
    driver.scene.training.save(training.folder / "mine.safetensors")
    driver.frames(2)
    assert any(words in text for text in driver.toasts), driver.toasts
    assert training.state is not None
    assert training.running
    disk.full = []
    driver.scene.training.save(training.folder / "mine.safetensors")
    driver.frames(2)
    assert Agent.load(training.folder / "mine.safetensors").step == training.state.step


@LINUX
@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV"])
def test_a_killed_trainer_is_an_error_and_a_retry_goes_on_from_the_last_snapshot(
    name: str, quick_training: None, tmp_path: Path
) -> None:
    training = AgentTraining("pong", 1, tmp_path, Workers())
    training.start()
    assert wait_for(
        lambda: (
            bool(training.update(0.1).snapshots) and training.state is not None and training.state.step > 64
        )
    )
    assert training._trainer is not None
    process = training._trainer._process
    assert process is not None
    process.send_signal(signal.Signals[name])
    assert wait_for(lambda: training.status.state is State.ERROR)
    training.update(0.1)
    assert training.status.kind == "ProcessDied"
    assert name in training.status.error
    assert training.state is not None
    before = training.state.step
    assert before > 64, "the agent is not lost"
    training.retry()
    assert wait_for(lambda: bool(training.update(0.1).snapshots))
    assert training.running
    assert training.state.step > before
    assert training._trainer._process is not process
    assert training.close()
    assert Agent.load(training.autosave_path).step > before


@LINUX
@pytest.mark.parametrize(("lang", "words"), [("en", "ended from outside"), ("ru", "завершили извне")])
def test_a_killed_trainer_is_told_in_the_users_language(
    lang: str, words: str, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.base.child_process import ProcessDied

    driver = open_app("arena", lang=lang)
    training: AgentTraining = driver.scene.training
    training.step()
    driver.frames(2)

    def die(*_: object) -> Iterator[object]:
        raise ProcessDied("the training process died (SIGKILL)")

    training._worker._iterator = map(die, [0])  # type: ignore[union-attr, assignment]
    training.step()
    driver.frames(2)
    assert words in driver.scene.ctx.why(driver.scene.session.error)
    assert driver.has("#retry")
    driver.press_button("#retry")
    training.step()
    driver.frames(2)
    assert driver.scene.session.error is None
    assert training.running


SAVING = """
import sys
from dataclasses import replace
from pathlib import Path
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from game.scenes.arena.agent_training import AgentTraining
from game.workers.training_session import AUTOSAVE_SECONDS
from game.workers.workers import Workers
training = AgentTraining("pong", 1, Path(sys.argv[1]), Workers())
agent = untrained(TrainConfig())
for step in range(1, 1_000_000):
    training.state = replace(agent, step=step)
    training.update(AUTOSAVE_SECONDS)
    if step == 1:
        print("begun", flush=True)
"""


@LINUX
def test_an_app_that_is_killed_while_it_saves_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "pong-autosave.safetensors"
    step = 0
    for moment in (0.05, 0.11, 0.17):
        with subprocess.Popen(
            [sys.executable, "-c", SAVING, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
        ) as app:
            assert app.stdout is not None
            assert app.stdout.readline() == b"begun\n"
            assert wait_for(path.exists)
            time.sleep(moment)
            app.kill()
        step = Agent.load(path).step
        assert step > 0


@pytest.mark.parametrize("kind", ["cut", "foreign", "too large", "not finite"])
def test_a_bad_file_is_refused_in_words_and_the_running_agent_goes_on(
    kind: str, open_app: Open, tmp_path: Path
) -> None:
    driver = open_app("arena")
    training = learned(driver)
    path = tmp_path / "agent.safetensors"
    agent_at(900).save(path)
    if kind == "cut":
        path.write_bytes(path.read_bytes()[:-1])
    elif kind == "foreign":
        checkpoint.save(path, {"weights": torch.zeros(3)}, {"kind": "inpainting"})
    elif kind == "too large":
        with path.open("ab") as file:
            file.truncate(checkpoint.MAX_BYTES + 1)
    else:
        data, marker = path.read_bytes(), agent_at(900).tensors["policy.hidden.weight"].numpy().tobytes()
        assert marker in data
        sick = marker[:-4] + b"\x00\x00\xc0\x7f"  # not a number, little endian
        path.write_bytes(data.replace(marker, sick))
    before = training.state
    assert before is not None
    driver.scene.training.load(path)
    driver.frames(2)
    assert training.state is before
    assert training.running
    assert any("agent.safetensors" in text for text in driver.toasts)
    training.step()
    driver.frames(2)
    assert training.state.step > before.step
