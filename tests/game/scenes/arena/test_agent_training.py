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
from game.scenes.arena.agent_training import AgentTraining
from game.workers import autosave as safe
from game.workers import stream
from game.workers import training_session as module
from game.workers.status import State
from game.workers.training_session import AUTOSAVE_SECONDS, SOON_SECONDS
from game.workers.workers import Workers

PATIENCE = 10.0
SMALL = TrainConfig(channels=(4, 8), hidden=16)


def agent_at(step: int) -> Agent:
    return replace(untrained(SMALL), step=step, seconds=step / 1000)


def snapshot_at(step: int) -> Snapshot:
    return Snapshot(
        agent_at(step), 1000.0, losses=Losses(0, 0, 0, 0, 0, 0), time_split=TimeSplit(0.5, 0.3, 0.1, 0.1)
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

    def kill(self, seconds: float = 0.0) -> None:
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
def training(school: School, tmp_path: Path) -> Iterator[AgentTraining]:
    training = AgentTraining("pong", 7, tmp_path, Workers(inline=True))
    yield training
    training.close()


def learn(training: AgentTraining, updates: int = 1) -> None:
    for _ in range(updates):
        training.step()
    training.update(0.01)


# ---------------------------------------------------------------------- learning


def test_from_scratch_it_has_an_agent_at_once(training: AgentTraining, school: School) -> None:
    assert not training.started
    assert training.status.state is State.IDLE
    training.start()
    assert training.started
    assert training.running
    assert training.state is not None
    assert training.state.step == 0
    assert not training.update(0.1).snapshots, "nothing new yet"
    learn(training, 3)
    assert training.snapshot is not None
    assert training.snapshot.agent.step == training.state.step == 300
    assert school.configs[0].seed == 7
    assert school.resumed_from == [0]


def test_pausing_and_going_on(training: AgentTraining) -> None:
    training.start()
    learn(training)
    training.pause()
    assert not training.running
    learn(training, 5)
    assert training.state is not None
    assert training.state.step == 100
    training.resume()
    learn(training)
    assert training.state.step == 200


def test_a_limit_of_the_command_line_does_not_end_the_lesson_here(
    training: AgentTraining, school: School
) -> None:
    training.start(replace(agent_at(500), config=replace(SMALL, minutes=5.0, max_steps=10)))
    learn(training)
    assert (school.configs[0].minutes, school.configs[0].max_steps) == (0.0, 0)
    assert school.resumed_from == [500]


def test_an_error_shows_its_text_and_a_retry_goes_on_from_the_last_good_agent(
    training: AgentTraining, school: School
) -> None:
    school.fail_after = 1
    training.start()
    learn(training, 2)
    assert training.status.state is State.ERROR
    assert training.status.error == "training diverged"
    assert training.state is not None
    assert training.state.step == 100
    school.fail_after = None
    training.retry()
    learn(training)
    assert school.resumed_from == [0, 100]
    assert training.state.step == 200
    assert training.running


def test_an_error_before_the_first_update_can_be_tried_again_from_scratch(
    training: AgentTraining, school: School
) -> None:
    school.fail_after = 0
    training.start()
    learn(training)
    assert training.status.state is State.ERROR
    school.fail_after = None
    training.retry()
    learn(training)
    assert school.resumed_from == [0, 0]


def test_starting_over_stops_what_ran_before(training: AgentTraining, school: School) -> None:
    training.start()
    learn(training, 4)
    training.start()
    assert training.state is not None
    assert training.state.step == 0
    assert training.snapshot is None
    learn(training)
    assert training.state.step == 100


# ---------------------------------------------------------------------- files


def test_autosaving_now_and_then_and_only_what_is_new(training: AgentTraining) -> None:
    training.start()
    training.update(AUTOSAVE_SECONDS + 1)
    assert not training.autosave_path.exists(), "there is nothing worth keeping"
    learn(training)
    training.update(SOON_SECONDS)
    assert Agent.load(training.autosave_path).step == 100, "soon, for there was nothing"
    learn(training)
    training.update(AUTOSAVE_SECONDS - 1)
    assert Agent.load(training.autosave_path).step == 100
    training.update(2)
    assert Agent.load(training.autosave_path).step == 200
    written = training.autosave_path.stat().st_mtime_ns
    training.update(AUTOSAVE_SECONDS + 1)
    assert training.autosave_path.stat().st_mtime_ns == written
    learn(training, 2)
    training.autosave()
    assert Agent.load(training.autosave_path).step == 400


def test_what_is_saved_is_what_is_loaded(training: AgentTraining, tmp_path: Path, school: School) -> None:
    training.start()
    learn(training, 2)
    saved = training.state
    training.save(tmp_path / "mine.safetensors")
    news = training.update(0)
    assert (news.saved, news.failed) == (tmp_path / "mine.safetensors", None)
    learn(training, 5)
    training.load(tmp_path / "mine.safetensors")
    news = training.update(0)
    assert news.loaded is training.state
    assert training.state is not None
    assert training.state.step == 200
    assert saved is not None
    assert set(saved.tensors) == set(training.state.tensors)
    assert all(torch.equal(training.state.tensors[name], value) for name, value in saved.tensors.items())
    learn(training)
    assert school.resumed_from[-1] == 200


def test_saving_where_it_is_impossible_is_told(training: AgentTraining, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    training.start()
    learn(training)
    training.save(tmp_path / "file" / "agent.safetensors")
    news = training.update(0)
    assert news.saved is None
    assert news.failed is not None
    assert news.failed.error


@pytest.mark.parametrize("kind", ["missing", "empty", "cut", "text", "other game", "picture weights"])
def test_a_file_without_a_usable_agent_changes_nothing(
    kind: str, training: AgentTraining, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
        training = AgentTraining("breakout", 7, tmp_path, Workers(inline=True))
    else:
        from models.base import checkpoint

        checkpoint.save(path, {"weights": torch.zeros(3)}, {"kind": "inpainting"})
    training.start() if kind != "other game" else None
    before = training.state
    training.load(path)
    news = training.update(0)
    assert news.loaded is None
    assert news.refused is not None
    assert news.refused[0] == path
    assert training.state is before
    if kind != "other game":
        assert training.running
        learn(training)
        assert training.state is not None
        assert training.state.step == 100


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
    training = AgentTraining("pong", 1, tmp_path, Workers())
    training.state = agent_at(100)
    training.autosave()
    assert disk.began.acquire(timeout=PATIENCE)
    training.save(tmp_path / "wanted.safetensors")
    training.state = agent_at(200)
    training.autosave()
    disk.go.set()
    training.close()
    assert Agent.load(tmp_path / "wanted.safetensors").step == 100
    assert Agent.load(training.autosave_path).step == 200


def test_closing_waits_for_what_the_user_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = SlowDisk(monkeypatch)
    training = AgentTraining("pong", 1, tmp_path, Workers())
    training.state = agent_at(100)
    training.save(tmp_path / "first.safetensors")
    assert disk.began.acquire(timeout=PATIENCE)
    training.save(tmp_path / "second.safetensors")
    timer = threading.Timer(0.05, disk.go.set)
    timer.start()
    assert training.close()
    timer.join(PATIENCE)
    assert Agent.load(tmp_path / "first.safetensors").step == 100
    assert Agent.load(tmp_path / "second.safetensors").step == 100


# ---------------------------------------------------------------------- threads and the end


def test_it_learns_in_a_thread_and_closing_saves_the_newest_agent(school: School, tmp_path: Path) -> None:
    lessons = threading.Semaphore(0)
    school.turn = lessons.release
    training = AgentTraining("pong", 1, tmp_path, Workers())
    training.start()
    for _ in range(5):
        assert lessons.acquire(timeout=PATIENCE)
    assert training.close()
    assert school.threads == {"learner"}
    assert school.nice == module.NICE
    assert school.killed
    saved = Agent.load(training.autosave_path)
    assert saved.step >= 400, "also what no frame has looked at yet"
    assert training.state is not None
    assert saved.step == training.state.step


def test_closing_after_an_error_saves_the_last_good_agent(school: School, tmp_path: Path) -> None:
    school.fail_after = 3
    training = AgentTraining("pong", 1, tmp_path, Workers(inline=True))
    training.start()
    learn(training, 4)
    assert training.status.state is State.ERROR
    assert training.close()
    assert Agent.load(training.autosave_path).step == 300


def test_closing_a_paused_learner_does_not_hang(school: School, tmp_path: Path) -> None:
    training = AgentTraining("pong", 1, tmp_path, Workers())
    training.start()
    training.pause()
    assert training.close()


def test_closing_before_starting_writes_nothing(tmp_path: Path) -> None:
    assert AgentTraining("pong", 1, tmp_path / "agents", Workers()).close()
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
    training = AgentTraining("pong", 1, tmp_path, Workers())
    training.start()
    assert began.wait(PATIENCE)
    training.state = agent_at(600)
    assert not training.close()
    assert "still busy" in caplog.text
    assert Agent.load(training.autosave_path).step == 600, "what is known is saved all the same"
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
    training = AgentTraining("pong", 1, tmp_path, Workers())
    training.start()
    trainer = training._trainer
    assert trainer is not None
    if moment != "at once":
        assert wait_for(lambda: trainer._process is not None)
    if moment in ("while it learns", "while it rests"):
        assert wait_for(lambda: bool(training.update(0.1).snapshots))
    if moment == "while it rests":
        training.pause()
    assert training.close()
    assert not caplog.records
    assert trainer._process is None or trainer._process.poll() is not None
    assert training.autosave_path.exists() == (training.snapshot is not None)


def test_forgetting_starts_over_in_the_same_process(quick_training: None, tmp_path: Path) -> None:
    training = AgentTraining("pong", 1, tmp_path, Workers())
    training.start()
    assert wait_for(
        lambda: (
            bool(training.update(0.1).snapshots) and training.state is not None and training.state.step > 64
        )
    )
    trainer = training._trainer
    assert trainer is not None
    process = trainer._process
    assert process is not None
    training.start()
    assert wait_for(lambda: bool(training.update(0.1).snapshots))
    assert training.status.error == ""
    assert training.state is not None
    assert training.state.step <= 64
    assert trainer._process is process
    assert training.close()


def test_the_real_trainer_learns_in_the_worker(quick_training: None, tmp_path: Path) -> None:
    training = AgentTraining("pong", 3, tmp_path, Workers(inline=True))
    training.start()
    untrained_agent = training.state
    training.step()
    training.step()
    assert training.status.error == ""
    assert training.update(0.1).snapshots
    assert training.state is not None
    assert untrained_agent is not None
    assert training.state.step > 0
    before, after = (a.tensors["policy.actor.weight"] for a in (untrained_agent, training.state))
    assert not torch.equal(before, after)
    assert training.close()
    assert Agent.load(training.autosave_path).step == training.state.step


def test_left_at_rest_its_process_ends_and_it_goes_on_where_it_was(
    quick_training: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "ASIDE_SECONDS", 0.05)
    training = AgentTraining("pong", 1, tmp_path, Workers())
    training.start()
    assert wait_for(lambda: bool(training.update(0.1).snapshots))
    trainer = training._trainer
    assert trainer is not None
    training.leave()
    assert wait_for(lambda: trainer.pid is None)
    training.update(0.1)
    assert training.state is not None
    step = training.state.step
    training.resume()
    assert wait_for(lambda: bool(training.update(0.1).snapshots))
    assert step < training.state.step <= step + 64
    assert training.close()
