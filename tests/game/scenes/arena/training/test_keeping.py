"""The trained agent is never lost: a full disk, a killed trainer, a killed app, files that are no agents."""

from __future__ import annotations

import errno
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

import agents.learning.trainer_process  # noqa: F401 (before a fixture puts a smaller TrainConfig in its place)
from agents.learning.agent import Agent, untrained
from game.scenes.arena.training.training_session import AUTOSAVE_SECONDS, Learner
from game.ui.settings import Folders
from game.workers.autosave import move_aside
from game.workers.status import State, describe
from game.workers.stream import Stream
from models.base import checkpoint
from tests.game.conftest import SMALL, Driver

Open = Callable[..., Driver]
PATIENCE = 60.0
ROOT = Path(__file__).parents[5]
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


def learned(driver: Driver) -> Learner:
    """The arena's learner, after two updates that have reached the window."""
    learner: Learner = driver.scene.learner
    learner.step()
    learner.step()
    driver.frames(2)
    return learner


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


# ---------------------------------------------------------------------- a full disk


def test_after_a_full_disk_the_next_autosave_tries_again(disk: Disk, tmp_path: Path) -> None:
    learner = Learner("pong", 1, tmp_path, synchronous=True)
    learner.agent = agent_at(100)
    learner.autosave()
    disk.full = [tmp_path]
    learner.agent = agent_at(200)
    learner.update(AUTOSAVE_SECONDS)
    answer = learner.poll_saved()
    assert answer is not None
    assert answer.error is not None
    assert answer.error.kind == "DiskFull"
    assert "No space left" in answer.error.error
    assert learner.agent.step == 200, "it is kept in memory"
    assert Agent.load(learner.autosave_path).step == 100, "and the older one on the disk"
    disk.full = []
    learner.update(AUTOSAVE_SECONDS)
    assert Agent.load(learner.autosave_path).step == 200, "although nothing was learned since"
    assert learner.close()


def test_what_is_on_a_full_disk_when_the_window_closes_is_written_elsewhere(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    learner = Learner("pong", 1, tmp_path / "agents", synchronous=True)
    learner.agent = agent_at(300)
    disk.full = [learner.folder]
    learner.close()
    saved = tmp_path / "temporary" / "pong-autosave.safetensors"
    assert Agent.load(saved).step == 300
    assert str(saved) in caplog.text
    assert "No space left" in caplog.text


def test_closing_where_nothing_can_be_written_says_so_and_ends(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    learner = Learner("pong", 1, tmp_path / "agents", synchronous=True)
    learner.agent = agent_at(300)
    disk.full = [learner.folder, tmp_path / "temporary"]
    assert learner.close()
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 2


def test_a_replaced_agent_is_written_as_soon_as_there_is_room_and_never_written_over(
    disk: Disk, tmp_path: Path
) -> None:
    learner = Learner("pong", 1, tmp_path, synchronous=True)
    learner.agent = agent_at(100)
    learner.autosave()
    disk.full = [tmp_path]
    kept = tmp_path / "kept.safetensors"
    learner.keep(agent_at(150), kept)
    learner.agent = agent_at(170)
    answer = learner.poll_saved()
    assert answer is not None
    assert answer.error is not None
    assert answer.error.kind == "DiskFull"
    disk.full = []
    learner.update(AUTOSAVE_SECONDS)
    assert Agent.load(kept).step == 150
    assert Agent.load(learner.autosave_path).step == 100, "not yet, it was all that there was"
    answer = learner.poll_saved()
    assert answer is not None
    assert answer.value is not None
    assert answer.value.path == kept, "and that is told"
    learner.update(AUTOSAVE_SECONDS)
    assert Agent.load(learner.autosave_path).step == 170


def test_several_replaced_agents_are_all_written(disk: Disk, tmp_path: Path) -> None:
    learner = Learner("pong", 1, tmp_path, synchronous=True)
    disk.full = [tmp_path]
    for step in (100, 200, 300):
        learner.keep(agent_at(step), tmp_path / f"{step}.safetensors")
        assert learner.poll_saved() is not None
    disk.full = []
    learner.agent = agent_at(1)
    learner.autosave()
    assert [Agent.load(tmp_path / f"{step}.safetensors").step for step in (100, 200, 300)] == [100, 200, 300]


def test_what_can_never_be_written_is_told_once_and_does_not_keep_others_from_it(tmp_path: Path) -> None:
    learner = Learner("pong", 1, tmp_path, synchronous=True)
    sick = agent_at(100)
    sick = replace(sick, tensors={**sick.tensors, "policy.critic.bias": torch.full((1,), torch.nan)})
    learner.keep(sick, tmp_path / "sick.safetensors")
    answer = learner.poll_saved()
    assert answer is not None
    assert answer.value is None
    assert answer.error is not None
    learner.keep(agent_at(200), tmp_path / "well.safetensors")
    answer = learner.poll_saved()
    assert answer is not None
    assert answer.error is None
    learner.agent = agent_at(300)
    learner.autosave()
    assert {path.name for path in tmp_path.iterdir()} == {"well.safetensors", learner.autosave_path.name}


def test_what_lies_in_a_file_already_is_never_replaced_by_something_older(
    disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    learner = Learner("pong", 1, tmp_path / "agents", synchronous=True)
    learner.agent = agent_at(50)
    learner.autosave()
    first, second = (learner.folder / f"{name}.safetensors" for name in ("first", "second"))
    learner.keep(agent_at(100), first)
    disk.full = [learner.folder, tmp_path / "temporary"]
    learner.keep(agent_at(200), second)
    learner.close()
    assert Agent.load(first).step == 100
    assert Agent.load(second).step == 50, "all that there is room for"


def test_without_any_room_for_temporary_files_the_arena_opens(
    open_app: Open, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    agent_at(100).save(folders.data / "agents" / "pong-autosave.safetensors")
    monkeypatch.setattr(tempfile, "gettempdir", none)
    driver = open_app("arena")
    assert driver.scene.cabinet.keeper.offer is not None
    monkeypatch.undo()


def test_what_was_saved_in_its_place_at_last_does_not_lie_elsewhere_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    learner = Learner("pong", 1, tmp_path / "agents", synchronous=True)
    elsewhere = tmp_path / "temporary" / learner.autosave_path.name
    agent_at(100).save(elsewhere)
    learner.agent = agent_at(200)
    learner.autosave()
    assert not elsewhere.exists()


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
    elsewhere: bool, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    learner = Learner("pong", 1, tmp_path / "agents", synchronous=True)
    learner.agent = agent_at(100)
    learner.autosave()
    disk.full = [learner.folder, *([] if elsewhere else [tmp_path / "temporary"])]
    learner.keep(agent_at(150), learner.folder / "kept.safetensors")
    learner.agent = agent_at(7)
    assert learner.close()
    if elsewhere:
        assert Agent.load(tmp_path / "temporary" / "kept.safetensors").step == 150
        assert Agent.load(tmp_path / "temporary" / "pong-autosave.safetensors").step == 7
        assert [(trouble.refuge.name, trouble.what) for trouble in learner.troubles if trouble.refuge] == [
            ("kept.safetensors", "replaced"),
            ("pong-autosave.safetensors", "last"),
        ]
        assert Agent.load(learner.folder / "kept.safetensors").step == 100, "its last autosave, to be sure"
    else:
        assert Agent.load(learner.folder / "kept.safetensors").step == 100, "its last autosave"
        assert [trouble.refuge for trouble in learner.troubles] == [None, None]


def test_forgetting_on_a_full_disk_loses_nothing(disk: Disk, open_app: Open) -> None:
    driver = open_app("arena")
    learner = learned(driver)
    assert learner.agent is not None
    step = learner.agent.step
    disk.full = [learner.folder]
    driver.scene.cabinet.keeper.forget()
    driver.frames(2)
    assert any("the disk is full" in text for text in driver.toasts)
    disk.full = []
    learner.autosave()
    driver.frames(2)
    (kept,) = learner.folder.glob(f"pong-*-{step}.safetensors")
    assert Agent.load(kept).step == step


def test_what_was_saved_elsewhere_is_offered_next_time(
    disk: Disk, open_app: Open, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    learner = Learner("pong", 1, folders.data / "agents", synchronous=True)
    learner.agent = agent_at(100)
    learner.autosave()
    os.utime(learner.autosave_path, (1e9, 1e9))
    learner.agent = agent_at(300)
    disk.full = [learner.folder]
    learner.close()
    disk.full = []
    driver = open_app("arena")
    keeper = driver.scene.cabinet.keeper
    assert keeper.offer == tmp_path / "temporary" / learner.autosave_path.name
    keeper.continue_saved()
    assert driver.scene.learner.agent.step == 300


def test_what_the_user_wanted_and_did_not_get_is_told_after_closing_too(disk: Disk, tmp_path: Path) -> None:
    learner = Learner("pong", 1, tmp_path / "agents", synchronous=True)
    learner.agent = agent_at(100)
    disk.full = [tmp_path / "stick"]
    learner.save(tmp_path / "stick" / "mine.safetensors")
    learner.close()
    assert [(trouble.what, trouble.refuge) for trouble in learner.troubles] == [("copy", None)]
    assert Agent.load(learner.autosave_path).step == 100


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_changing_the_game_on_a_full_disk_says_where_the_agent_lies(
    lang: str, disk: Disk, open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    driver = open_app("arena", lang=lang)
    learner = learned(driver)
    disk.full = [learner.folder]
    driver.scene.change_game("boxing")
    driver.frames(4)
    refuge = tmp_path / "temporary" / learner.autosave_path.name
    assert any(str(refuge) in text and driver.app.t("app.disk_full") in text for text in driver.toasts)
    assert Agent.load(refuge).step > 0


@pytest.mark.parametrize(("lang", "words"), [("en", "the disk is full"), ("ru", "на диске нет места")])
def test_a_full_disk_is_told_in_the_users_language(lang: str, words: str, disk: Disk, open_app: Open) -> None:
    driver = open_app("arena", lang=lang)
    learner = learned(driver)
    disk.full = [learner.folder]
    driver.scene.cabinet.keeper.save_to(learner.folder / "mine.safetensors")
    driver.frames(2)
    assert any(words in text for text in driver.toasts), driver.toasts
    assert learner.agent is not None
    assert learner.running
    disk.full = []
    driver.scene.cabinet.keeper.save_to(learner.folder / "mine.safetensors")
    driver.frames(2)
    assert Agent.load(learner.folder / "mine.safetensors").step == learner.agent.step


def test_what_lies_behind_an_error_is_found() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    behind = checkpoint.CheckpointError("unwritable", "agent.safetensors: No space left on device")
    behind.__cause__ = full
    assert describe(full).kind == describe(behind).kind == "DiskFull"
    assert describe(OSError(errno.EACCES, "Permission denied")).kind == "PermissionError"
    assert describe(RuntimeError("diverged")).kind == "RuntimeError"


# ---------------------------------------------------------------------- a killed trainer


@LINUX
@pytest.mark.parametrize("name", ["SIGKILL", "SIGSEGV"])
def test_a_killed_trainer_is_an_error_and_a_retry_goes_on_from_the_last_snapshot(
    name: str, quick_training: None, tmp_path: Path
) -> None:
    learner = Learner("pong", 1, tmp_path)
    learner.start()
    assert wait_for(lambda: learner.update(0.1) and learner.agent is not None and learner.agent.step > 64)
    assert learner._trainer is not None
    process = learner._trainer._process
    assert process is not None
    process.send_signal(signal.Signals[name])
    assert wait_for(lambda: learner.status.state is State.ERROR)
    learner.update(0.1)
    assert learner.status.kind == "ProcessDied"
    assert name in learner.status.error
    assert learner.agent is not None
    before = learner.agent.step
    assert before > 64, "the agent is not lost"
    learner.retry()
    assert wait_for(lambda: learner.update(0.1))
    assert learner.running
    assert learner.agent.step > before
    assert learner._trainer._process is not process
    assert learner.close()
    assert Agent.load(learner.autosave_path).step > before


@LINUX
@pytest.mark.parametrize(("lang", "words"), [("en", "ended from outside"), ("ru", "завершили извне")])
def test_a_killed_trainer_is_told_in_the_users_language(
    lang: str, words: str, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.base.child_process import ProcessDied

    driver = open_app("arena", lang=lang)
    learner: Learner = driver.scene.learner
    learner.step()
    driver.frames(2)

    def die(*_: object) -> Iterator[object]:
        raise ProcessDied("the training process died (SIGKILL)")

    learner._worker._iterator = map(die, [0])  # type: ignore[union-attr, assignment]
    learner.step()
    driver.frames(2)
    assert words in driver.scene.cabinet.keeper.error
    assert driver.has("#retry")
    driver.press_button("#retry")
    learner.step()
    driver.frames(2)
    assert driver.scene.cabinet.keeper.error == ""
    assert learner.running


# ---------------------------------------------------------------------- a killed app

SAVING = """
import sys
from dataclasses import replace
from pathlib import Path
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from game.scenes.arena.training.training_session import AUTOSAVE_SECONDS, Learner
learner = Learner("pong", 1, Path(sys.argv[1]))
agent = untrained(TrainConfig())
for step in range(1, 1_000_000):
    learner.agent = replace(agent, step=step)
    learner.update(AUTOSAVE_SECONDS)
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


# ---------------------------------------------------------------------- files that are no agents


@pytest.mark.parametrize("kind", ["cut", "foreign", "too large", "not finite"])
def test_a_bad_file_is_refused_in_words_and_the_running_agent_goes_on(
    kind: str, open_app: Open, tmp_path: Path
) -> None:
    driver = open_app("arena")
    learner = learned(driver)
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
    before = learner.agent
    assert before is not None
    driver.scene.cabinet.keeper.load_from(path)
    driver.frames(2)
    assert learner.agent is before
    assert learner.running
    assert any("agent.safetensors" in text for text in driver.toasts)
    learner.step()
    driver.frames(2)
    assert learner.agent.step > before.step


def test_a_retry_counts_even_while_the_failed_thread_is_still_ending() -> None:
    """The status is told a moment before the thread is gone, and on a busy machine that moment is long."""
    turns = iter([RuntimeError("diverged")])

    def make() -> Iterator[int]:
        for error in turns:
            raise error
        yield 7

    worker = Stream(make, name="retried")
    worker.start()
    assert wait_for(lambda: worker.status.state is State.ERROR)
    ending = threading.Event()
    worker._thread = threading.Thread(target=ending.wait, args=(PATIENCE,), daemon=True)
    worker._thread.start()
    worker.retry()
    assert wait_for(lambda: worker.items.get() == 7)
    ending.set()
    worker.stop()
