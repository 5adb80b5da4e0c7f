from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

import agents.learning.train
import agents.learning.trainer_process
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from agents.learning.train import Losses, Snapshot, TimeSplit
from game.scenes.arena.training import training_session as module
from game.scenes.arena.training.training_session import AUTOSAVE_SECONDS, Learner
from game.workers import autosave as safe
from game.workers.status import State
from models.base.checkpoint import CheckpointError

PATIENCE = 10.0
SMALL = TrainConfig(channels=(4, 8), hidden=16)


def agent_at(step: int) -> Agent:
    return replace(untrained(SMALL), step=step, seconds=step / 1000)


def snapshot_at(step: int) -> Snapshot:
    return Snapshot(
        step=step,
        frames=4 * step,
        seconds=step / 1000,
        steps_per_s=1000.0,
        episodes=0,
        return_mean=None,
        point_balance=None,
        curve=(),
        losses=Losses(0, 0, 0, 0, 0, 0),
        time_split=TimeSplit(0.5, 0.3, 0.1, 0.1),
        agent=agent_at(step),
    )


class School:
    """Stands in for the trainer, here or in another process: a hundred steps an update, as the test says."""

    def __init__(self) -> None:
        self.resumed_from: list[int] = []
        self.configs: list[TrainConfig] = []
        self.fail_after: int | None = None
        self.threads: set[str] = set()
        self.turn: Callable[[], None] = lambda: None
        self.nice = 0
        self.killed = False

    def __call__(self, *, nice: int) -> School:
        """Be the class that makes it."""
        self.nice = nice
        return self

    def kill(self) -> None:
        self.killed = True

    def train(self, config: TrainConfig, resume: Agent | None = None) -> Iterator[Snapshot]:
        step = resume.step if resume else 0
        self.resumed_from.append(step)
        self.configs.append(config)
        count = 0
        while True:
            self.threads.add(threading.current_thread().name)
            self.turn()
            if self.fail_after is not None and count >= self.fail_after:
                raise RuntimeError("training diverged")
            count += 1
            step += 100
            yield snapshot_at(step)


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch) -> School:
    school = School()
    monkeypatch.setattr(agents.learning.train, "train", school.train)
    monkeypatch.setattr(agents.learning.trainer_process, "Trainer", school)
    return school


@pytest.fixture
def learner(school: School, tmp_path: Path) -> Iterator[Learner]:
    learner = Learner("pong", 7, tmp_path, synchronous=True)
    yield learner
    learner.close()


def learn(learner: Learner, updates: int = 1) -> None:
    for _ in range(updates):
        learner.step()
    learner.update(0.01)


# ---------------------------------------------------------------------- learning


def test_from_scratch_it_has_an_agent_at_once(learner: Learner, school: School) -> None:
    assert not learner.started
    assert learner.status.state is State.IDLE
    learner.start()
    assert learner.started
    assert learner.running
    assert learner.agent is not None
    assert learner.agent.step == 0
    assert not learner.update(0.1), "nothing new yet"
    learn(learner, 3)
    assert learner.snapshot is not None
    assert learner.snapshot.step == learner.agent.step == 300
    assert school.configs[0].seed == 7
    assert school.resumed_from == [0]


def test_pausing_and_going_on(learner: Learner) -> None:
    learner.start()
    learn(learner)
    learner.pause()
    assert not learner.running
    learn(learner, 5)
    assert learner.agent is not None
    assert learner.agent.step == 100
    learner.resume()
    learn(learner)
    assert learner.agent.step == 200


def test_a_limit_of_the_command_line_does_not_end_the_lesson_here(learner: Learner, school: School) -> None:
    learner.start(replace(agent_at(500), config=replace(SMALL, minutes=5.0, max_steps=10)))
    learn(learner)
    assert (school.configs[0].minutes, school.configs[0].max_steps) == (0.0, 0)
    assert school.resumed_from == [500]


def test_an_error_shows_its_text_and_a_retry_goes_on_from_the_last_good_agent(
    learner: Learner, school: School
) -> None:
    school.fail_after = 1
    learner.start()
    learn(learner, 2)
    assert learner.status.state is State.ERROR
    assert learner.status.error == "training diverged"
    assert learner.agent is not None
    assert learner.agent.step == 100
    school.fail_after = None
    learner.retry()
    learn(learner)
    assert school.resumed_from == [0, 100]
    assert learner.agent.step == 200
    assert learner.running


def test_an_error_before_the_first_update_can_be_tried_again_from_scratch(
    learner: Learner, school: School
) -> None:
    school.fail_after = 0
    learner.start()
    learn(learner)
    assert learner.status.state is State.ERROR
    school.fail_after = None
    learner.retry()
    learn(learner)
    assert school.resumed_from == [0, 0]


def test_starting_over_stops_what_ran_before(learner: Learner, school: School) -> None:
    learner.start()
    learn(learner, 4)
    learner.start()
    assert learner.agent is not None
    assert learner.agent.step == 0
    assert learner.snapshot is None
    learn(learner)
    assert learner.agent.step == 100


# ---------------------------------------------------------------------- files


def test_autosaving_now_and_then_and_only_what_is_new(learner: Learner) -> None:
    learner.start()
    learner.update(AUTOSAVE_SECONDS + 1)
    assert not learner.autosave_path.exists(), "there is nothing worth keeping"
    learn(learner)
    learner.update(AUTOSAVE_SECONDS - 1)
    assert not learner.autosave_path.exists()
    learner.update(2)
    assert Agent.load(learner.autosave_path).step == 100
    written = learner.autosave_path.stat().st_mtime_ns
    learner.update(AUTOSAVE_SECONDS + 1)
    assert learner.autosave_path.stat().st_mtime_ns == written
    learn(learner, 2)
    learner.autosave()
    assert Agent.load(learner.autosave_path).step == 300


def test_what_is_saved_is_what_is_loaded(learner: Learner, tmp_path: Path, school: School) -> None:
    learner.start()
    learn(learner, 2)
    saved = learner.agent
    learner.save(tmp_path / "mine.safetensors")
    answer = learner.poll_saved()
    assert answer is not None
    assert answer.error is None
    assert answer.value is not None
    assert answer.value.told
    learn(learner, 5)
    learner.load(tmp_path / "mine.safetensors")
    assert learner.agent is not None
    assert learner.agent.step == 200
    assert saved is not None
    assert set(saved.tensors) == set(learner.agent.tensors)
    assert all(torch.equal(learner.agent.tensors[name], value) for name, value in saved.tensors.items())
    learn(learner)
    assert school.resumed_from[-1] == 200


def test_saving_where_it_is_impossible_is_told(learner: Learner, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    learner.start()
    learn(learner)
    learner.save(tmp_path / "file" / "agent.safetensors")
    answer = learner.poll_saved()
    assert answer is not None
    assert answer.error is not None
    assert answer.error.error


@pytest.mark.parametrize("kind", ["missing", "empty", "cut", "text", "other game", "picture weights"])
def test_a_file_without_a_usable_agent_changes_nothing(
    kind: str, learner: Learner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "agent.safetensors"
    agent_at(900).save(path)
    whole = path.read_bytes()
    if kind == "missing":
        path.unlink()
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif kind == "text":
        path.write_text("dear diary, " * 100)
    elif kind == "other game":
        learner.game = "breakout"
    else:
        from models.base import checkpoint

        checkpoint.save(path, {"weights": torch.zeros(3)}, {"kind": "inpainting"})
    learner.start() if kind != "other game" else None
    before = learner.agent
    with pytest.raises(CheckpointError):
        learner.load(path)
    assert learner.agent is before
    if kind != "other game":
        assert learner.running
        learn(learner)
        assert learner.agent is not None
        assert learner.agent.step == 100


class SlowDisk:
    """Every writing begins, and waits until the disk may go on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began, self.go = threading.Semaphore(0), threading.Event()
        self._write = safe._write
        monkeypatch.setattr(safe, "_write", self.write)

    def write(self, request: safe.SaveRequest) -> safe.SaveRequest:
        self.began.release()
        assert self.go.wait(PATIENCE)
        return self._write(request)


def test_an_autosave_never_takes_the_place_of_what_the_user_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SlowDisk(monkeypatch)
    learner = Learner("pong", 1, tmp_path)
    learner.agent = agent_at(100)
    learner.autosave()
    assert disk.began.acquire(timeout=PATIENCE)
    learner.save(tmp_path / "wanted.safetensors")
    learner.agent = agent_at(200)
    learner.autosave()
    disk.go.set()
    learner.close()
    assert Agent.load(tmp_path / "wanted.safetensors").step == 100
    assert Agent.load(learner.autosave_path).step == 200


def test_closing_waits_for_what_the_user_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = SlowDisk(monkeypatch)
    learner = Learner("pong", 1, tmp_path)
    learner.agent = agent_at(100)
    learner.save(tmp_path / "first.safetensors")
    assert disk.began.acquire(timeout=PATIENCE)
    learner.save(tmp_path / "second.safetensors")
    timer = threading.Timer(0.05, disk.go.set)
    timer.start()
    assert learner.close()
    timer.join(PATIENCE)
    assert Agent.load(tmp_path / "first.safetensors").step == 100
    assert Agent.load(tmp_path / "second.safetensors").step == 100


# ---------------------------------------------------------------------- threads and the end


def test_it_learns_in_a_thread_and_closing_saves_the_newest_agent(school: School, tmp_path: Path) -> None:
    lessons = threading.Semaphore(0)
    school.turn = lessons.release
    learner = Learner("pong", 1, tmp_path)
    learner.start()
    for _ in range(5):
        assert lessons.acquire(timeout=PATIENCE)
    assert learner.close()
    assert school.threads == {"learner"}
    assert school.nice == module.NICE
    assert school.killed
    saved = Agent.load(learner.autosave_path)
    assert saved.step >= 400, "also what no frame has looked at yet"
    assert learner.agent is not None
    assert saved.step == learner.agent.step


def test_closing_after_an_error_saves_the_last_good_agent(school: School, tmp_path: Path) -> None:
    school.fail_after = 3
    learner = Learner("pong", 1, tmp_path, synchronous=True)
    learner.start()
    learn(learner, 4)
    assert learner.status.state is State.ERROR
    assert learner.close()
    assert Agent.load(learner.autosave_path).step == 300


def test_closing_a_paused_learner_does_not_hang(school: School, tmp_path: Path) -> None:
    learner = Learner("pong", 1, tmp_path)
    learner.start()
    learner.pause()
    assert learner.close()


def test_closing_before_starting_writes_nothing(tmp_path: Path) -> None:
    assert Learner("pong", 1, tmp_path / "agents").close()
    assert not (tmp_path / "agents").exists()


def test_a_straggler_is_reported(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    began, go = threading.Event(), threading.Event()

    def hang() -> None:
        began.set()
        go.wait(PATIENCE)

    school.turn = hang
    monkeypatch.setattr(module, "JOIN_SECONDS", 0.05)
    learner = Learner("pong", 1, tmp_path)
    learner.start()
    assert began.wait(PATIENCE)
    learner.agent = agent_at(600)
    assert not learner.close()
    assert "still busy" in caplog.text
    assert Agent.load(learner.autosave_path).step == 600, "what is known is saved all the same"
    go.set()


def wait_for(condition: Callable[[], bool]) -> bool:
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("moment", ["at once", "while it starts", "while it learns", "while it rests"])
def test_closing_waits_for_no_update(
    moment: str, quick_training: None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The processor is the learner's alone until then, so an update would take long."""
    caplog.set_level(logging.WARNING)
    learner = Learner("pong", 1, tmp_path)
    learner.start()
    trainer = learner._trainer
    assert trainer is not None
    if moment != "at once":
        assert wait_for(lambda: trainer._process is not None)
    if moment in ("while it learns", "while it rests"):
        assert wait_for(lambda: learner.update(0.1))
    if moment == "while it rests":
        learner.pause()
    assert learner.close()
    assert not caplog.records
    assert trainer._process is None or trainer._process.poll() is not None
    assert learner.autosave_path.exists() == (learner.snapshot is not None)


def test_forgetting_starts_over_in_the_same_process(quick_training: None, tmp_path: Path) -> None:
    learner = Learner("pong", 1, tmp_path)
    learner.start()
    assert wait_for(lambda: learner.update(0.1) and learner.agent is not None and learner.agent.step > 64)
    trainer = learner._trainer
    assert trainer is not None
    process = trainer._process
    assert process is not None
    learner.start()
    assert wait_for(lambda: learner.update(0.1))
    assert learner.status.error == ""
    assert learner.agent is not None
    assert learner.agent.step <= 64
    assert trainer._process is process
    assert learner.close()


def test_the_real_trainer_learns_in_the_worker(quick_training: None, tmp_path: Path) -> None:
    learner = Learner("pong", 3, tmp_path, synchronous=True)
    learner.start()
    untrained_agent = learner.agent
    learner.step()
    learner.step()
    assert learner.status.error == ""
    assert learner.update(0.1)
    assert learner.agent is not None
    assert untrained_agent is not None
    assert learner.agent.step > 0
    before, after = (a.tensors["policy.actor.weight"] for a in (untrained_agent, learner.agent))
    assert not torch.equal(before, after)
    assert learner.close()
    assert Agent.load(learner.autosave_path).step == learner.agent.step
