"""The live training's room: a fake pair of networks learns at once, everything around it is real."""

from __future__ import annotations

import errno
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pygame
import pytest

import models.base.child_process
import models.generator.live.training
from game.scenes.generator.training import session as training_run
from game.scenes.generator.training import timeline as training_past
from game.scenes.generator.training.face_grid import tiled
from game.scenes.generator.training.history import MOST, MOST_WEIGHTS, Entry, History
from game.scenes.generator.training.keeping import Keeping
from game.scenes.generator.training.pause_gate import Gate
from game.scenes.generator.training.session import TrainingRun
from game.workers.status import State as Working
from models.base.checkpoint import CheckpointError
from models.generator.live.lesson import Lesson, Moved, Verdicts, Weight
from models.generator.live.networks import LATENT, SIDE
from models.generator.live.settings import MUSEUM, Controls, LiveConfig
from models.generator.live.state import FIGURES, Players, State
from models.generator.live.training import FACES, Snapshot
from tests.game.conftest import Driver

Open = Callable[..., Driver]
PATIENCE = 30.0
LAYERS = {
    "discriminator": ("head", "shrink", "first", "down", "second", "judge"),
    "generator": ("mapping", "start", "coarse", "bank", "fine", "paint"),
}
TENSORS = MappingProxyType({})


def lesson_at(step: int) -> Lesson:
    picture = np.full((SIDE, SIDE, 3), 90, np.uint8)
    return Lesson(
        step=step,
        latent=np.linspace(-2, 2, LATENT).astype(np.float32),
        made=picture,
        real=picture + 60,
        verdicts=Verdicts((0.7, 1.0), (0.4, 0.3), 0.45),
        wished=picture + 5,
        heat=np.linspace(0, 1, SIDE * SIDE).reshape(SIDE, SIDE).astype(np.float32),
        again=picture + 9,
        loss_discriminator=1.234,
        loss_generator=0.987,
        moved=tuple(
            Moved(side, layer, 0.5 + index, 0.01 * (index + 1), 100)  # type: ignore[arg-type]
            for side, layers in LAYERS.items()
            for index, layer in enumerate(layers)
        ),
        weights={
            "discriminator": Weight("judge", -0.1234, 0.5, -0.1242),
            "generator": Weight("coarse", 0.1, -0.5, 0.1),
        },
    )


def snapshot_at(step: int, controls: Controls, state: State | None, **more: Any) -> Snapshot:
    grid = np.full((FACES, SIDE, SIDE, 3), (step // 8 + 40 * controls.faces) % 250, np.uint8)
    point = (step, step / 20, 1.3, 12345.678, 0.6, 0.4, 123.4, 0.00012, 0.55, 9)
    steps = np.arange(8, step + 1, 8, dtype=np.float32)[-300:]
    curve = np.repeat(np.array([point], np.float32), len(steps), axis=0)
    curve[:, 0] = steps
    figures = MappingProxyType(dict(zip(FIGURES, map(float, point), strict=True)))
    return Snapshot(step, step / 20, controls, figures, curve, grid, state=state, **more)


class School:
    """Stands in for `live.training.train`: eight rounds a snapshot, each with a full state."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, int]] = []
        self.trouble = ""
        self.fail = ""
        self.nice = -1
        self.killed = False

    def __call__(self, *, nice: int) -> School:
        """Be the process."""
        self.nice = nice
        return self

    def kill(self) -> None:
        self.killed = True

    def iterate(self, target: str, *arguments: Any, wish: Callable[[], Any]) -> Iterator[Snapshot]:
        assert target == "models.generator.live.training:train"
        yield from self.train(*arguments, wish)

    def train(
        self, config: LiveConfig, resume: State | None = None, wish: Callable[[], Any] | None = None
    ) -> Iterator[Snapshot]:
        step = resume.step if resume is not None else 0
        self.begun.append((config.seed, step))
        controls = config.controls

        def state() -> State:
            return State(config.seed, step, 1.0, controls, np.zeros((0, len(FIGURES)), np.float32), TENSORS)

        while True:
            wanted = (wish() if wish is not None else None) or controls
            if self.fail:
                raise RuntimeError(self.fail)
            if wanted.exhibit != controls.exhibit:
                yield snapshot_at(step, controls, state())
            explain = wanted.lesson != controls.lesson
            controls = wanted
            step += 1 if explain else 8
            if self.trouble:
                yield snapshot_at(step, controls, None, trouble=self.trouble)
                return
            yield snapshot_at(step, controls, state(), lesson=lesson_at(step) if explain else None)


@pytest.fixture
def school(monkeypatch: pytest.MonkeyPatch) -> School:
    school = School()
    monkeypatch.setattr(models.generator.live.training, "train", school.train)
    monkeypatch.setattr(models.base.child_process, "Remote", school)
    return school


@pytest.fixture
def run(school: School, tmp_path: Path) -> Iterator[TrainingRun]:
    run = TrainingRun(7, tmp_path, synchronous=True)
    yield run
    run.close()


@pytest.fixture
def driver(open_app: Open, school: School) -> Driver:
    return enter(open_app("generator"))


def enter(driver: Driver) -> Driver:
    driver.scene.open("training")
    driver.frames(3)
    return driver


def frames(run: TrainingRun, number: int) -> None:
    for _ in range(number):
        run.update(0.01)


def step_of(run: TrainingRun) -> int:
    assert run.snapshot is not None
    return run.snapshot.step


# ---------------------------------------------------------------------- the gate


def test_a_gate_lets_everything_or_one_at_a_time_pass() -> None:
    gate = Gate(is_open=False)
    items = gate.passed(count())
    assert not gate.lets
    gate.single()
    assert next(items) == 0
    assert not gate.lets
    gate.turn(True)
    assert list(islice(items, 3)) == [1, 2, 3]
    gate.end()
    assert list(items) == []


def test_whoever_waits_at_a_gate_goes_when_it_ends() -> None:
    gate = Gate(is_open=False)
    seen: list[int] = []
    waiting = threading.Thread(target=lambda: seen.extend(gate.passed(count())))
    waiting.start()
    gate.end()
    waiting.join(PATIENCE)
    assert not waiting.is_alive()
    assert seen == []


# ---------------------------------------------------------------------- the time machine


def test_the_history_stays_small_and_keeps_both_ends() -> None:
    history = History()
    weights: Any = {"w": 1}
    for step in range(8, 8 * 2000, 8):
        made = snapshot_at(step, Controls(), None, weights=weights if step % 40 == 0 else None)
        history.add(made)
        assert len(history) <= MOST + MOST_WEIGHTS
        assert len(history.with_weights()) <= MOST_WEIGHTS
        assert history.entries[-1].step == step
    steps = [entry.step for entry in history.entries]
    assert steps == sorted(set(steps))
    assert steps[0] <= 40
    first, last = history.at(0.0), history.at(1.0)
    assert first is not None
    assert last is not None
    assert (first.step, last.step) == (steps[0], steps[-1])


def test_other_faces_redraw_the_history(run: TrainingRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        models.generator.live.training, "make", lambda weights, latents: np.full((64, 2, 2, 3), weights)
    )
    run.start()
    for step, weights in ((8, 11), (16, None), (24, 33)):
        run.history.add(snapshot_at(step, run.controls, None, weights=weights))
    run.show_faces(9)
    run.update(0.01)
    assert [(entry.step, int(entry.grid[0, 0, 0, 0])) for entry in run.history.entries[:2]] == [
        (8, 11),
        (24, 33),
    ]


def test_faces_lie_in_rows() -> None:
    pictures = np.arange(16, dtype=np.uint8).reshape(16, 1, 1, 1).repeat(3, axis=3)
    assert tiled(pictures)[:, :, 0].tolist() == [list(range(8)), list(range(8, 16))]


# ---------------------------------------------------------------------- the run


def test_it_learns_rests_and_goes_on(run: TrainingRun, school: School) -> None:
    run.start()
    frames(run, 3)
    assert step_of(run) == 24
    run.go(False)
    frames(run, 3)
    assert step_of(run) == 24
    assert not run.running
    run.go(True)
    frames(run, 1)
    assert step_of(run) == 32
    assert school.begun == [(7, 0)]


def test_one_round_is_explained_and_then_it_rests(run: TrainingRun) -> None:
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


@pytest.mark.parametrize("exhibit", MUSEUM)
def test_one_click_in_and_one_click_out(exhibit: str, run: TrainingRun, school: School) -> None:
    run.turn(batch=4)
    run.start()
    frames(run, 5)
    run.fall(exhibit)
    frames(run, 6)
    assert run.snapshot is not None
    assert run.snapshot.controls.exhibit == exhibit
    assert all(getattr(run.controls, name) == value for name, value in MUSEUM[exhibit].items())
    run.climb_out()
    assert run.exhibit == ""
    frames(run, 1)
    assert school.begun[-1] == (7, 40), "exactly where it fell in"
    assert step_of(run) == 48
    assert run.controls.batch == 4
    assert [entry.step for entry in run.history.entries] == [8, 16, 24, 32, 40, 48], "it never happened"


def test_from_one_failure_into_another_is_from_the_healthy_state(run: TrainingRun, school: School) -> None:
    run.start()
    frames(run, 2)
    run.fall("collapse")
    frames(run, 4)
    run.fall("fast")
    frames(run, 4)
    run.climb_out()
    frames(run, 1)
    assert school.begun == [(7, 0), (7, 16), (7, 16)]
    assert run.controls == replace(Controls(), lesson=run.controls.lesson)


@pytest.mark.parametrize("trouble", ["not_finite", "diverged"])
def test_trouble_stops_it_and_the_last_good_state_comes_back(
    trouble: str, run: TrainingRun, school: School
) -> None:
    run.start()
    frames(run, 3)
    school.trouble = trouble
    frames(run, 3)
    assert run.trouble == trouble
    assert not run.running
    school.trouble = ""
    run.climb_out()
    frames(run, 1)
    assert school.begun == [(7, 0), (7, 24)]
    assert run.trouble == ""
    assert step_of(run) == 32


def test_an_error_is_a_status(run: TrainingRun, school: School) -> None:
    run.start()
    frames(run, 1)
    school.fail = "out of memory"
    frames(run, 1)
    assert run.status.state is Working.ERROR
    assert run.status.error == "out of memory"
    school.fail = ""
    run.climb_out()
    frames(run, 1)
    assert step_of(run) == 16


def test_what_is_closed_is_kept_and_only_what_is_healthy(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[tuple[int, str]] = []
    monkeypatch.setattr(State, "save", lambda self, path: saved.append((self.step, path.name)))
    run = TrainingRun(1, tmp_path, synchronous=True)
    run.start()
    frames(run, 2)
    run.fall("collapse")
    frames(run, 9)
    assert run.close()
    assert saved == [(16, run.autosave_path.name)]
    assert TrainingRun(1, tmp_path / "new", synchronous=True).close()
    assert len(saved) == 1, "nothing was learned there"


def test_it_works_in_a_process_with_low_priority_that_closing_kills(school: School, tmp_path: Path) -> None:
    run = TrainingRun(1, tmp_path)
    run.start()
    limit = time.monotonic() + PATIENCE
    while (run.snapshot is None or run.snapshot.step < 80) and time.monotonic() < limit:
        run.update(0.01)
        time.sleep(0.001)
    run.fall("fast")
    assert run.close()
    assert school.killed
    assert school.nice == training_run.NICE
    assert step_of(run) >= 80
    assert run.healthy is not None


def test_closing_while_it_rests_does_not_hang(school: School, tmp_path: Path) -> None:
    run = TrainingRun(1, tmp_path)
    run.start(is_open=False)
    assert run.close()


# ---------------------------------------------------------------------- the room


def test_from_noise_with_the_space_bar_and_back_to_rest(driver: Driver) -> None:
    run = driver.scene.tab.run
    assert driver.has("#live_begin")
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    assert run.running
    assert not driver.has("#live_begin")
    driver.tap(pygame.K_SPACE)
    step = step_of(run)
    driver.frames(4)
    assert step_of(run) == step


def test_every_key_does_what_its_tip_says(driver: Driver) -> None:
    room = driver.scene.tab
    driver.press_button("#live_begin")
    driver.frames(4)
    driver.tap(pygame.K_g)
    assert room.run.controls.generator_frozen
    assert driver.widget("#freeze_generator").is_selected
    driver.tap(pygame.K_d)
    assert room.run.controls.discriminator_frozen
    driver.tap(pygame.K_r)
    assert not room.run.controls.discriminator_frozen
    faces = room.run.controls.faces
    driver.tap(pygame.K_f)
    assert room.run.controls.faces != faces
    seed = room.run.seed
    driver.tap(pygame.K_n)
    driver.frames(2)
    assert room.run.seed != seed
    driver.tap(pygame.K_HOME)
    assert step_of(room.run) <= 24


def test_the_knobs_reach_the_training(driver: Driver) -> None:
    run = driver.scene.tab.run
    driver.press_button("#live_begin")
    driver.press_button("#generator_steps_more")
    driver.press_button("#batch_less")
    driver.press_button("#loss_minimax")
    bar = driver.widget("#discriminator_rate")
    before = run.controls.discriminator_rate
    driver.stroke(bar.sliding_button.rect.center, (bar.rect.right - 8, bar.rect.centery))
    driver.frames(2)
    assert run.snapshot.controls == run.controls
    assert run.controls.generator_steps == 2
    assert run.controls.batch == Controls().batch - 2
    assert run.controls.loss == "minimax"
    assert run.controls.discriminator_rate > 3 * before


def test_the_museum_by_key_and_escape_leads_out(driver: Driver) -> None:
    run = driver.scene.tab.run
    assert not driver.widget("#museum_out").is_enabled
    driver.tap(pygame.K_z)
    assert run.exhibit == ""
    assert driver.toasts, "there is nothing to spoil yet, and it says so"
    driver.press_button("#live_begin")
    driver.frames(4)
    driver.tap(pygame.K_x)
    driver.frames(2)
    assert run.exhibit == list(MUSEUM)[1]
    assert driver.widget("#museum_overpowering").is_selected
    driver.tap(pygame.K_ESCAPE)
    assert run.exhibit == ""
    assert driver.app.scene_id == "generator"
    driver.press_button("#museum_forgetting")
    driver.frames(2)
    driver.press_button("#museum_out")
    assert run.exhibit == ""


def test_the_time_machine_goes_back_and_escape_returns_to_the_present(driver: Driver) -> None:
    grid = driver.scene.tab.grid
    driver.press_button("#live_begin")
    driver.frames(10)
    driver.tap(pygame.K_SPACE)
    now = driver.picture()[grid.faces.y : grid.faces.bottom, grid.faces.x : grid.faces.right].copy()
    for _ in range(3):
        driver.tap(pygame.K_LEFT)
    assert grid.moment.step == grid.history.entries[-4].step
    then = driver.picture()[grid.faces.y : grid.faces.bottom, grid.faces.x : grid.faces.right]
    assert (then[20:-20, 20:-20] != now[20:-20, 20:-20]).any()
    driver.tap(pygame.K_ESCAPE)
    assert grid.moment is None
    driver.tap(pygame.K_h)
    assert grid.moment is not None
    driver.frames(200, 0.05)
    assert grid.moment is None, "it has arrived in the present"


def test_the_big_models_past_beside_this_one(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def moments(faces: int) -> Iterator[Entry]:
        for step in (50, 800, 9000):
            yield Entry(step, 0.0, np.full((16, 64, 64, 3), (step + faces) % 251, np.uint8), None, "")

    monkeypatch.setattr(training_past, "moments", moments)
    grid = driver.scene.tab.grid
    driver.tap(pygame.K_m)
    driver.frames(6)
    assert [entry.step for entry in grid.history.entries] == [50, 800, 9000]
    assert not driver.has("#live_begin")
    driver.tap(pygame.K_LEFT)
    assert grid.moment.step == 800
    at = (grid.faces.x + 9, grid.faces.y + 9)
    assert tuple(driver.app.screen.get_at(at))[:3] == ((800 + 5) % 251,) * 3
    driver.tap(pygame.K_ESCAPE)
    driver.tap(pygame.K_ESCAPE)
    assert not grid.big
    assert driver.has("#live_begin")


def test_without_the_big_models_past_it_says_so(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def moments(faces: int) -> Iterator[Entry]:
        raise CheckpointError("missing", "none")

    monkeypatch.setattr(training_past, "moments", moments)
    driver.press_button("#big_past")
    driver.frames(3)
    assert driver.scene.tab.past.failed
    assert driver.scene.tab.grid.moment is None


def test_one_round_on_a_page_of_its_own(driver: Driver) -> None:
    room = driver.scene.tab
    driver.tap(pygame.K_e)
    driver.frames(3)
    assert room.explained
    assert room.run.lesson is not None
    assert not driver.has("#museum_collapse")
    first = room.run.lesson.step
    driver.press_button("#explain")
    driver.frames(2)
    assert room.run.lesson.step == first + 1
    driver.tap(pygame.K_ESCAPE)
    driver.frames(2)
    assert not room.explained
    assert driver.has("#museum_collapse")


@pytest.mark.parametrize("trouble", ["not_finite", "diverged", "error"])
def test_trouble_is_told_in_words_with_a_way_back(trouble: str, driver: Driver, school: School) -> None:
    run = driver.scene.tab.run
    driver.press_button("#live_begin")
    driver.press_button("#generator_steps_more")
    driver.frames(3)
    school.trouble, school.fail = ("", "no memory") if trouble == "error" else (trouble, "")
    driver.frames(3)
    school.trouble = school.fail = ""
    assert not run.running
    driver.press_button("#live_back")
    driver.frames(1)
    assert run.running
    assert school.begun[-1][1] >= 8, "not from noise"
    assert run.controls.generator_steps == 1, "nor with what may have led there"
    assert not driver.has("#live_back")
    driver.app.go("menu")
    driver.frames(3)
    assert driver.app.scene_id == "menu", "nothing else was disturbed"


def test_leaving_rests_and_coming_back_goes_on(driver: Driver) -> None:
    run = driver.scene.tab.run
    driver.press_button("#live_begin")
    driver.frames(3)
    driver.scene.open("judge")
    driver.frames(3)
    assert not run.running
    driver.scene.open("training")
    driver.frames(3)
    assert run.running


def test_the_last_training_is_offered_on_return(open_app: Open, school: School) -> None:
    driver = enter(open_app("generator"))
    real = Players(1).tensors()
    state = State(31, 400, 20.0, Controls(batch=4), np.zeros((0, len(FIGURES)), np.float32), real)
    state.save(driver.scene.tab.run.autosave_path)
    driver.app.close()
    driver = enter(open_app("generator"))
    driver.press_button("#live_continue")
    driver.frames(3)
    run = driver.scene.tab.run
    assert school.begun[-1] == (31, 400)
    assert run.controls.batch == 4


def test_a_damaged_offer_is_moved_aside(open_app: Open, school: School) -> None:
    driver = enter(open_app("generator"))
    path = driver.scene.tab.run.autosave_path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"nonsense")
    driver.app.close()
    driver = enter(open_app("generator"))
    driver.press_button("#live_continue")
    driver.frames(2)
    assert path.name in driver.toasts[-1]
    assert not path.exists()
    assert [kept.read_bytes() for kept in path.parent.iterdir()] == [b"nonsense"]
    assert driver.has("#live_begin")


@pytest.mark.parametrize(
    "code",
    ["missing", "too_large", "damaged", "foreign", "wrong_shape", "not_finite", "unwritable"],
)
def test_a_file_without_a_training_changes_nothing_and_says_why(
    code: Any, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> State:
        raise CheckpointError(code, "no")

    room = driver.scene.tab
    driver.press_button("#live_begin")
    driver.frames(2)
    before = room.run.game
    monkeypatch.setattr(State, "load", refuse)
    room.run.go(False)
    room.keeping.load(Path("x.safetensors"))
    driver.frames(2)
    assert room.run.game is before
    assert "x.safetensors" in driver.toasts[-1]


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_no_words_are_cut(
    lang: str, size: tuple[int, int], open_app: Open, school: School, cut_texts: list[str]
) -> None:
    driver = enter(open_app("generator", lang=lang, size=size))
    driver.press_button("#live_begin")
    driver.frames(4)
    for key in "zxcvb":
        driver.tap(pygame.key.key_code(key))
        driver.frames(2)
    driver.tap(pygame.K_LEFT)
    driver.tap(pygame.K_ESCAPE)
    driver.tap(pygame.K_ESCAPE)
    driver.tap(pygame.K_e)
    driver.frames(3)
    window = driver.app.screen.get_rect()
    assert all(window.contains(widget.rect) for widget in driver.buttons())
    driver.tap(pygame.K_ESCAPE)
    for school.trouble in ("diverged", "not_finite"):
        driver.scene.tab.run.go(True)
        driver.frames(3)
        driver.scene.tab.back()
    assert cut_texts == []


def test_a_training_on_a_full_disk_is_written_elsewhere_and_offered_from_there(
    school: School, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    run = TrainingRun(1, tmp_path / "trainings", synchronous=True)
    run.start()
    frames(run, 2)
    run.autosave()
    failed = run.poll_saved()
    assert failed is not None
    assert failed.error is not None
    assert failed.error.kind == "DiskFull"
    assert run.close()
    assert written == [tmp_path / "temporary" / run.autosave_path.name]
    assert Keeping(TrainingRun(1, tmp_path / "trainings", synchronous=True)).offer == written[0]
