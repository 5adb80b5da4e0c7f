"""The live training's tab: what its keys, buttons and links do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from game.scenes.generator.training import history
from game.scenes.generator.training.history import Moment
from game.ui.settings import Folders
from models.base.checkpoint import CheckpointError
from models.generator.live import state
from models.generator.live.settings import FAILURES, Controls
from models.generator.live.state import FIGURES, Players, State
from tests.game.conftest import Driver
from tests.game.scenes.generator.training.conftest import FakeTrainer, step_of

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open, fake_trainer: FakeTrainer) -> Driver:
    return enter(open_app("generator"))


def enter(driver: Driver) -> Driver:
    driver.scene.open("training")
    driver.frames(3)
    return driver


# ---------------------------------------------------------------------- the tab


def test_from_noise_with_the_space_bar_and_back_to_rest(driver: Driver) -> None:
    run = driver.scene.tab.session
    assert driver.has("#training_begin")
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    assert run.running
    assert not driver.has("#training_begin")
    driver.tap(pygame.K_SPACE)
    step = step_of(run)
    driver.frames(4)
    assert step_of(run) == step


def test_every_key_does_what_its_tip_says(driver: Driver) -> None:
    tab = driver.scene.tab
    driver.press_button("#training_begin")
    driver.frames(4)
    driver.tap(pygame.K_g)
    assert tab.session.controls.generator_frozen
    assert driver.widget("#training_freeze_generator").is_selected
    driver.tap(pygame.K_d)
    assert tab.session.controls.discriminator_frozen
    driver.tap(pygame.K_r)
    assert not tab.session.controls.discriminator_frozen
    faces = tab.session.controls.faces
    driver.tap(pygame.K_f)
    assert tab.session.controls.faces != faces
    seed = tab.session.seed
    driver.tap(pygame.K_n)
    driver.frames(2)
    assert tab.session.seed != seed
    driver.tap(pygame.K_HOME)
    assert step_of(tab.session) <= 24


def test_the_knobs_reach_the_training(driver: Driver) -> None:
    run = driver.scene.tab.session
    driver.press_button("#training_begin")
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


def test_what_is_chosen_looks_so_after_it_was_clicked_again(driver: Driver) -> None:
    driver.press_button("#training_begin")
    driver.tap(pygame.K_SPACE)
    driver.press_button("#training_collapse")
    for name in ("#loss_non_saturating", "#training_collapse"):
        driver.move((2, 300))
        driver.frames(2)
        before = driver.pixels(name)
        driver.press_button(name)
        driver.move((2, 300))
        driver.frames(2)
        assert driver.widget(name).is_selected
        np.testing.assert_array_equal(driver.pixels(name), before)


def test_the_failures_by_key_and_escape_leads_out(driver: Driver) -> None:
    run = driver.scene.tab.session
    assert not driver.widget("#training_out").is_enabled
    driver.tap(pygame.K_z)
    assert run.failure == ""
    assert driver.toasts, "there is nothing to spoil yet, and it says so"
    driver.press_button("#training_begin")
    driver.frames(4)
    driver.tap(pygame.K_x)
    driver.frames(2)
    assert run.failure == list(FAILURES)[1]
    assert driver.widget("#training_overpowering").is_selected
    driver.tap(pygame.K_ESCAPE)
    assert run.failure == ""
    assert driver.app.scene_id == "generator"
    driver.press_button("#training_forgetting")
    driver.frames(2)
    driver.press_button("#training_out")
    assert run.failure == ""


def test_the_time_machine_goes_back_and_escape_returns_to_the_present(driver: Driver) -> None:
    grid = driver.scene.tab.view.grid
    driver.press_button("#training_begin")
    driver.frames(10)
    driver.tap(pygame.K_SPACE)
    now = driver.picture()[grid.faces.y : grid.faces.bottom, grid.faces.x : grid.faces.right].copy()
    for _ in range(3):
        driver.tap(pygame.K_LEFT)
    assert grid.moment.step == grid.history.moments[-4].step
    then = driver.picture()[grid.faces.y : grid.faces.bottom, grid.faces.x : grid.faces.right]
    assert (then[20:-20, 20:-20] != now[20:-20, 20:-20]).any()
    driver.tap(pygame.K_ESCAPE)
    assert grid.moment is None
    driver.tap(pygame.K_h)
    assert grid.moment is not None
    driver.frames(200, 0.05)
    assert grid.moment is None, "it has arrived in the present"


def test_the_big_models_past_beside_this_one(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def moments(data: Any, faces: int) -> Iterator[Moment]:
        for step in (50, 800, 9000):
            yield Moment(step, 0.0, np.full((16, 64, 64, 3), (step + faces) % 251, np.uint8))

    monkeypatch.setattr(history, "moments", moments)
    grid = driver.scene.tab.view.grid
    driver.tap(pygame.K_m)
    driver.frames(6)
    assert [moment.step for moment in grid.history.moments] == [50, 800, 9000]
    assert not driver.has("#training_begin")
    driver.tap(pygame.K_LEFT)
    assert grid.moment.step == 800
    at = (grid.faces.x + 9, grid.faces.y + 9)
    assert tuple(driver.app.screen.get_at(at))[:3] == ((800 + 5) % 251,) * 3
    driver.tap(pygame.K_ESCAPE)
    driver.tap(pygame.K_ESCAPE)
    assert not grid.big
    assert driver.has("#training_begin")


def test_without_the_big_models_past_it_says_so(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def moments(data: Any, faces: int) -> Iterator[Moment]:
        tried.append(faces)
        raise CheckpointError("missing", "none")

    monkeypatch.setattr(history, "moments", moments)
    driver.press_button("#training_big")
    driver.frames(30)
    grid = driver.scene.tab.view.grid
    assert driver.scene.tab.timeline.failed
    assert grid.moment is None
    assert len(tried) == 1, "not at every frame"
    assert len(np.unique(pygame.surfarray.array2d(driver.app.screen.subsurface(grid.faces)))) > 20
    driver.press_button("#training_big")
    driver.press_button("#training_big")
    driver.frames(3)
    assert len(tried) == 2


def test_one_round_on_a_page_of_its_own(driver: Driver) -> None:
    tab = driver.scene.tab
    driver.tap(pygame.K_e)
    driver.frames(3)
    assert tab.view.explained
    assert tab.session.lesson is not None
    assert not driver.has("#training_collapse")
    first = tab.session.lesson.step
    driver.press_button("#training_explain")
    driver.frames(2)
    assert tab.session.lesson.step == first + 1
    driver.tap(pygame.K_ESCAPE)
    driver.frames(2)
    assert not tab.view.explained
    assert driver.has("#training_collapse")


@pytest.mark.parametrize("key", [pygame.K_SPACE, pygame.K_HOME, pygame.K_n])
def test_what_learns_again_is_seen_not_the_explanation_of_one_round(key: int, driver: Driver) -> None:
    tab = driver.scene.tab
    driver.tap(pygame.K_e)
    driver.frames(3)
    assert tab.view.explained
    assert not tab.session.running
    driver.tap(key)
    driver.frames(3)
    assert not tab.view.explained
    assert tab.session.running
    assert driver.has("#training_collapse")


@pytest.mark.parametrize("explained", [False, True])
def test_where_nothing_is_to_be_seen_yet_it_is_said_how_long_that_takes(
    explained: bool, driver: Driver
) -> None:
    view, session = driver.scene.tab.view, driver.scene.tab.session
    if explained:
        view.explained = True
        driver.scene.tab.rebuild()
    session.start(paused=True)
    driver.frames(3)
    rect = view._lesson._stages["verdict"] if explained else view.grid.faces
    before = driver.app.screen.subsurface(rect).copy()
    assert len(np.unique(pygame.surfarray.array2d(before))) > 20, "not one colour only"
    driver.frames(30)
    after = driver.app.screen.subsurface(rect)
    assert (pygame.surfarray.array2d(after) != pygame.surfarray.array2d(before)).any(), "something moves"
    assert session.waited == pytest.approx(33 / 60, abs=0.05)


@pytest.mark.parametrize("trouble", ["not_finite", "diverged", "error"])
def test_trouble_is_told_in_words_with_a_way_back(
    trouble: str, driver: Driver, fake_trainer: FakeTrainer
) -> None:
    run = driver.scene.tab.session
    driver.press_button("#training_begin")
    driver.press_button("#generator_steps_more")
    driver.frames(3)
    fake_trainer.trouble, fake_trainer.fail = ("", "no memory") if trouble == "error" else (trouble, "")
    driver.frames(3)
    fake_trainer.trouble = fake_trainer.fail = ""
    assert not run.running
    driver.press_button("#training_back")
    driver.frames(1)
    assert run.running
    assert fake_trainer.begun[-1][1] >= 8, "not from noise"
    assert run.controls.generator_steps == 1, "nor with what may have led there"
    assert not driver.has("#training_back")
    driver.app.go("menu")
    driver.frames(3)
    assert driver.app.scene_id == "lecture", "nothing else was disturbed"


@pytest.mark.parametrize("state", ["new", "offered", "in trouble"])
def test_no_button_stays_when_the_tab_is_left(
    state: str, open_app: Open, fake_trainer: FakeTrainer, folders: Folders
) -> None:
    if state == "offered":
        (folders.data / "gan").mkdir(parents=True)
        (folders.data / "gan" / "live-gan-autosave.safetensors").write_bytes(b"x")
    driver = open_app("generator")
    before = {widget.object_ids[-1] for widget in driver.widgets()}
    driver = enter(driver)
    if state == "in trouble":
        driver.press_button("#training_begin")
        fake_trainer.fail = "no memory"
        driver.frames(3)
    wanted = {"new": "begin", "offered": "continue", "in trouble": "back"}[state]
    assert driver.has(f"#training_{wanted}")
    driver.tap(pygame.K_F2)  # another language, and another layout
    driver.tap(pygame.K_F2)
    assert driver.widget(f"#training_{wanted}")
    driver.scene.open("knobs")
    driver.frames(3)
    assert {widget.object_ids[-1] for widget in driver.widgets()} == before


def test_leaving_rests_and_coming_back_goes_on(driver: Driver) -> None:
    run = driver.scene.tab.session
    driver.press_button("#training_begin")
    driver.frames(3)
    driver.scene.open("judge")
    driver.frames(3)
    assert not run.running
    driver.scene.open("training")
    driver.frames(3)
    assert run.running


def test_the_last_training_is_offered_on_return(open_app: Open, fake_trainer: FakeTrainer) -> None:
    driver = enter(open_app("generator"))
    real = Players(1).tensors()
    state = State(31, 400, 20.0, Controls(batch=4), np.zeros((0, len(FIGURES)), np.float32), real)
    state.save(driver.scene.tab.session.autosave_path)
    driver.app.close()
    driver = enter(open_app("generator"))
    driver.press_button("#training_continue")
    driver.frames(3)
    run = driver.scene.tab.session
    assert fake_trainer.begun[-1] == (31, 400)
    assert run.controls.batch == 4


def test_a_damaged_offer_is_moved_aside(open_app: Open, fake_trainer: FakeTrainer) -> None:
    driver = enter(open_app("generator"))
    path = driver.scene.tab.session.autosave_path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"nonsense")
    driver.app.close()
    driver = enter(open_app("generator"))
    driver.press_button("#training_continue")
    driver.frames(2)
    assert path.name in driver.toasts[-1]
    assert not path.exists()
    assert [kept.read_bytes() for kept in path.parent.iterdir()] == [b"nonsense"]
    assert driver.has("#training_begin")


@pytest.mark.parametrize(
    "code",
    ["missing", "too_large", "damaged", "foreign", "wrong_shape", "not_finite", "unwritable"],
)
def test_a_file_without_a_training_changes_nothing_and_says_why(
    code: Any, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: str) -> State:
        raise CheckpointError(code, "no")

    tab = driver.scene.tab
    driver.press_button("#training_begin")
    driver.frames(2)
    before = tab.session.state
    monkeypatch.setattr(State, "load", refuse)
    tab.session.pause()
    tab.session.load(Path("x.safetensors"))
    driver.frames(2)
    assert tab.session.state is before
    assert "x.safetensors" in driver.toasts[-1]


@pytest.mark.parametrize(
    "name",
    [
        "holiday 12.07.2024",
        "v1.safetensors.copy",
        "two\nlines",
        "\N{HEBREW LETTER ALEF}\N{RIGHT-TO-LEFT OVERRIDE}snet",
        os.fsdecode(b"caf\xe9"),
        "x" * 243,
    ],
)
def test_a_training_of_any_name_is_kept_whole_and_opens_again(
    name: str, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = driver.scene.tab
    driver.press_button("#training_begin")
    driver.frames(2)
    driver.tap(pygame.K_SPACE)
    path = tab.session.folder / f"{name}.safetensors"
    driver.tap(pygame.K_s, mod=pygame.KMOD_CTRL)
    driver.window().picked(path.with_name(name))
    driver.frames(3)
    assert path.is_file()
    assert driver.toasts[-1].startswith(driver.app.t("generator.training_saved", file="").strip())
    monkeypatch.setattr(state, "expected", dict)
    step = step_of(tab.session)
    driver.tap(pygame.K_o, mod=pygame.KMOD_CTRL)
    driver.window().picked(path)
    driver.frames(1)
    assert driver.toasts[-1] == driver.app.t("generator.training_loaded", steps=step)


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_no_words_are_cut(
    lang: str, size: tuple[int, int], open_app: Open, fake_trainer: FakeTrainer, cut_texts: list[str]
) -> None:
    driver = enter(open_app("generator", lang=lang, size=size))
    driver.press_button("#training_begin")
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
    for fake_trainer.trouble in ("diverged", "not_finite"):
        driver.scene.tab.session.resume()
        driver.frames(3)
        driver.scene.tab.again()
    assert cut_texts == []


# ---------------------------------------------------------------------- links


def follow(driver: Driver, link: str) -> str:
    """Open a link; returns the one that is copied then."""
    driver.app.go("menu")
    driver.frames(2)
    driver.app.go(link)
    driver.frames(6)
    return str(driver.scene.link())


@pytest.mark.parametrize("view", ["faces", "round", "big"])
def test_a_view_is_opened_by_a_link_and_copied_again(view: str, driver: Driver) -> None:
    link = f"generator/training?view={view}"
    copied = follow(driver, link)
    assert driver.scene.tab.view.explained == (view == "round")
    assert driver.scene.tab.view.grid.big == (view == "big")
    assert copied.endswith(f"view={view}")
    assert follow(driver, copied) == copied
    assert follow(driver, "generator/training?view=faces").endswith("view=faces")
    assert not driver.scene.tab.view.explained


def test_a_link_begins_from_noise_as_soon_as_the_libraries_are_there(
    open_app: Open, fake_trainer: FakeTrainer
) -> None:
    driver = open_app("menu", load=False)
    link = "generator/training?from=noise&view=faces"
    driver.app.go(link)
    driver.frames(4)
    assert not driver.scene.tab.session.started
    driver.app.loader.start()
    driver.frames(6)
    assert driver.scene.tab.session.running
    assert str(driver.scene.link()) == link
    assert follow(driver, link) == link
    assert [step for _, step in fake_trainer.begun] == [0, 0], "again from noise"


def test_a_link_goes_on_with_what_was_saved(open_app: Open, fake_trainer: FakeTrainer) -> None:
    driver = enter(open_app("generator"))
    follow(driver, "generator/training?from=saved")
    assert driver.toasts[-1] == driver.app.t("generator.training_no_saved")
    real = Players(1).tensors()
    state = State(31, 400, 20.0, Controls(batch=4), np.zeros((0, len(FIGURES)), np.float32), real)
    state.save(driver.scene.tab.session.autosave_path)
    driver.app.close()
    driver = open_app("menu")
    assert follow(driver, "generator/training?from=saved") == "generator/training?view=faces"
    assert fake_trainer.begun[-1] == (31, 400)


@pytest.mark.parametrize("query", ["from=moon", "view=attic", "speed=2"])
def test_a_wrong_link_gives_a_message(query: str, driver: Driver) -> None:
    driver.app.go(f"generator/training?{query}")
    driver.frames(3)
    assert query.partition("=")[0] in driver.toasts[-1]
    assert not driver.scene.tab.session.started
