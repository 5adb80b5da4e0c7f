"""The training behind the tab: it learns, rests, explains, fails on purpose, and is kept."""

from __future__ import annotations

import errno
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from game.scenes.generator.training.session import GanTraining
from game.workers.status import State as Working
from game.workers.training_session import NICE
from game.workers.workers import Workers
from models.base.checkpoint import CheckpointError
from models.generator.live.settings import FAILURES, Controls
from models.generator.live.state import State
from tests.game.scenes.generator.training.conftest import FakeTrainer, step_of

PATIENCE = 30.0


@pytest.fixture
def run(fake_trainer: FakeTrainer, tmp_path: Path) -> Iterator[GanTraining]:
    run = GanTraining(7, tmp_path, Workers(inline=True))
    yield run
    run.close()


def frames(run: GanTraining, number: int) -> None:
    for _ in range(number):
        run.update(0.01)


# ---------------------------------------------------------------------- the run


def test_it_learns_rests_and_goes_on(run: GanTraining, fake_trainer: FakeTrainer) -> None:
    run.start()
    frames(run, 3)
    assert step_of(run) == 24
    run.pause()
    frames(run, 3)
    assert step_of(run) == 24
    assert not run.running
    run.resume()
    frames(run, 1)
    assert step_of(run) == 32
    assert fake_trainer.begun == [(7, 0)]


def test_one_round_is_explained_and_then_it_rests(run: GanTraining) -> None:
    run.start()
    frames(run, 2)
    run.explain()
    frames(run, 5)
    assert step_of(run) == 17
    assert run.lesson is not None
    assert run.lesson.step == 17
    assert not run.running
    run.explain()
    frames(run, 5)
    assert run.lesson.step == 18


@pytest.mark.parametrize("failure", FAILURES)
def test_one_click_in_and_one_click_out(failure: str, run: GanTraining, fake_trainer: FakeTrainer) -> None:
    run.turn(batch=4)
    run.start()
    frames(run, 5)
    run.fail(failure)
    frames(run, 6)
    assert run.snapshot is not None
    assert run.snapshot.controls.failure == failure
    assert all(getattr(run.controls, name) == value for name, value in FAILURES[failure].items())
    run.restore()
    assert run.failure == ""
    frames(run, 1)
    assert fake_trainer.begun[-1] == (7, 40), "exactly where it fell in"
    assert step_of(run) == 48
    assert run.controls.batch == 4
    assert [moment.step for moment in run.history.moments] == [8, 16, 24, 32, 40, 48], "it never happened"


def test_from_one_failure_into_another_is_from_the_healthy_state(
    run: GanTraining, fake_trainer: FakeTrainer
) -> None:
    run.start()
    frames(run, 2)
    run.fail("collapse")
    frames(run, 4)
    run.fail("fast")
    frames(run, 4)
    run.restore()
    frames(run, 1)
    assert fake_trainer.begun == [(7, 0), (7, 16), (7, 16)]
    assert run.controls == replace(Controls(), lesson=run.controls.lesson)


@pytest.mark.parametrize("trouble", ["not_finite", "diverged"])
def test_trouble_stops_it_and_the_last_good_state_comes_back(
    trouble: str, run: GanTraining, fake_trainer: FakeTrainer
) -> None:
    run.start()
    frames(run, 3)
    fake_trainer.trouble = trouble
    frames(run, 3)
    assert run.trouble == trouble
    assert not run.running
    fake_trainer.trouble = ""
    run.restore()
    frames(run, 1)
    assert fake_trainer.begun == [(7, 0), (7, 24)]
    assert run.trouble == ""
    assert step_of(run) == 32


def test_an_error_is_a_status(run: GanTraining, fake_trainer: FakeTrainer) -> None:
    run.start()
    frames(run, 1)
    fake_trainer.fail = "out of memory"
    frames(run, 1)
    assert run.status.state is Working.ERROR
    assert run.status.error == "out of memory"
    fake_trainer.fail = ""
    run.restore()
    frames(run, 1)
    assert step_of(run) == 16


def test_what_is_closed_is_kept_and_only_what_is_healthy(
    fake_trainer: FakeTrainer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[tuple[int, str]] = []
    monkeypatch.setattr(State, "save", lambda self, path: saved.append((self.step, path.name)))
    run = GanTraining(1, tmp_path, Workers(inline=True))
    run.start()
    frames(run, 2)
    run.fail("collapse")
    frames(run, 9)
    assert run.close()
    assert saved == [(16, run.autosave_path.name)]
    assert GanTraining(1, tmp_path / "new", Workers(inline=True)).close()
    assert len(saved) == 1, "nothing was learned there"


def test_it_works_in_a_process_with_low_priority_that_closing_kills(
    fake_trainer: FakeTrainer, tmp_path: Path
) -> None:
    run = GanTraining(1, tmp_path, Workers())
    run.start()
    limit = time.monotonic() + PATIENCE
    while (run.snapshot is None or run.snapshot.step < 80) and time.monotonic() < limit:
        run.update(0.01)
        time.sleep(0.001)
    run.fail("fast")
    assert run.close()
    assert fake_trainer.killed
    assert fake_trainer.nice == NICE
    assert step_of(run) >= 80
    assert run.state is not None


def test_closing_while_it_rests_does_not_hang(fake_trainer: FakeTrainer, tmp_path: Path) -> None:
    run = GanTraining(1, tmp_path, Workers())
    run.start(paused=True)
    assert run.close()


def test_a_training_on_a_full_disk_is_written_elsewhere_and_offered_from_there(
    fake_trainer: FakeTrainer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    written: list[Path] = []

    def save(state: State, path: Path) -> None:
        if path.parent == tmp_path / "trainings":
            raise CheckpointError("unwritable", "full") from OSError(errno.ENOSPC, "No space left on device")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"a training")
        written.append(path)

    monkeypatch.setattr(State, "save", save)
    run = GanTraining(1, tmp_path / "trainings", Workers(inline=True))
    run.start()
    frames(run, 2)
    run.autosave()
    failed = run.update(0.0).failed
    assert failed is not None
    assert failed.kind == "DiskFull"
    assert run.close()
    assert written == [tmp_path / "temporary" / run.autosave_path.name]
    assert GanTraining(1, tmp_path / "trainings", Workers(inline=True)).offer == written[0]
