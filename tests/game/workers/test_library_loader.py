from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from game.app.libraries import load_libraries as load
from game.workers.library_loader import LibraryLoader
from game.workers.status import State, Status
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture(autouse=True)
def made_once() -> None:
    """Nothing is: here loading itself is tested."""


ROOT = Path(__file__).parents[3]


def test_it_loads_in_a_thread_and_tells_when_it_is_ready() -> None:
    loader = LibraryLoader(load)
    assert loader.status.state is State.IDLE
    assert not loader.ready
    loader.start()
    assert loader._thread is not None
    assert loader._thread is not threading.current_thread()
    loader._thread.join(60)
    assert loader.ready
    assert loader.progress == 1.0
    assert loader.ready_at is not None
    assert "agents.learning.train" in sys.modules
    thread = loader._thread
    loader.start()
    assert loader._thread is thread, "once is enough"


def test_progress_only_grows_and_never_says_done_too_early() -> None:
    loader = LibraryLoader(load, inline=True)
    seen = [loader.progress]
    loader._before = len(sys.modules)
    seen.append(loader.progress)
    assert all(0 <= value < 1 for value in seen)
    loader.start()
    assert loader.progress == 1.0


APART = """
import sys, tempfile
from pathlib import Path
import game.scenes.inpainting.rain.tab, game.scenes.inpainting.repair.tab, game.scenes.inpainting.scene
import game.scenes.arena.scene, game.scenes.convolution.scene, game.lecture.scene
assert "torch" not in sys.modules, "a scene's module imports torch"
from game.app.app import App
from game.app.options import Options
from game.ui.settings import Folders
from game.workers.workers import Workers
with tempfile.TemporaryDirectory() as home:
    folders = Folders(Path(home), Path(home), Path(home))
    options = Options(scene="convolution", headless=True, lang="en")
    app = App(options, folders=folders, workers=Workers(inline=True))
    app.frame([], 0.02)
    assert "torch" not in sys.modules, "the first frame imports torch"
    app.loader.start()
    before = set(sys.modules)
    for scene in ("lecture", "arena"):
        app.go(scene)
        for _ in range(20):
            app.frame([], 0.02)
    late = {name.partition(".")[0] for name in set(sys.modules) - before} - {"game", "agents", "models"}
    print(sorted(late & {"torch", "ale_py", "gymnasium", "sympy"}), len(set(sys.modules) - before))
    app.close()
"""


def test_all_that_is_heavy_is_imported_by_the_loader() -> None:
    """What a scene would import later, it would import in the window's thread."""
    done = subprocess.run(
        [sys.executable, "-c", APART], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("[] ")


@pytest.mark.parametrize("scene_id", ["lecture", "arena"])
def test_while_it_loads_no_scene_waits_for_it(
    scene_id: str, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Importing what is being imported waits; so nothing that needs an emulator is made meanwhile."""
    made: list[str] = []
    monkeypatch.setattr("agents.emulators.envs.AtariGame.__init__", lambda *_, **__: made.append("a console"))
    driver = open_app("splash", load=False)
    driver.app.loader._status.put(Status(State.RUNNING))
    driver.app.go(scene_id)
    driver.frames(30)
    for key in (pygame.K_UP, pygame.K_SPACE, pygame.K_r, pygame.K_RETURN, pygame.K_l):
        driver.tap(key)
    assert made == []
    assert driver.app.scene_id == scene_id
    if scene_id == "arena":
        for name in ("pause", "restart", "seed", "learn", "reset", "save", "load"):
            driver.scene.commands()[0].run(name)
            driver.frames()
    assert driver.colours() > 20
    monkeypatch.undo()
    driver.app.loader._status.put(Status())
    driver.app.loader.start()
    driver.frames(20)
    if scene_id == "arena":
        assert driver.scene.race is not None
        assert driver.scene.training.started
    else:
        assert all(driver.app.lecture._workshops._previews.values())


def break_the_trainer(monkeypatch: pytest.MonkeyPatch) -> None:
    import agents

    monkeypatch.setitem(sys.modules, "agents.learning.train", None)
    monkeypatch.delattr(agents, "train", raising=False)


def test_a_failure_has_a_text_and_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    loader = LibraryLoader(load, inline=True)
    with monkeypatch.context() as patch:
        break_the_trainer(patch)
        loader.start()
    assert loader.status.state is State.ERROR
    assert "agents.learning.train" in loader.status.error
    assert not loader.ready
    loader.start()
    assert loader.ready


@pytest.mark.parametrize("way", ["#again", "F5"])
@pytest.mark.parametrize("scene_id", ["splash", "arena"])
def test_a_failure_can_be_tried_again_where_it_is_shown(
    scene_id: str, way: str, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again() -> None:
        if way == "F5":
            driver.tap(pygame.K_F5)
        else:
            driver.press_button(way)
        driver.frames(3)

    with monkeypatch.context() as patch:
        break_the_trainer(patch)
        driver = open_app(scene_id)
        driver.frames(2)
        before = driver.app.loader.status
        assert before.state is State.ERROR
        again()
        assert driver.app.loader.status is not before, "it was tried"
        assert driver.app.loader.status.state is State.ERROR
        assert driver.app.scene_id == scene_id
        assert driver.has("#again")
    again()
    assert driver.app.loader.ready
    assert not driver.has("#again")
    if scene_id == "arena":
        assert driver.scene.training.started
    else:
        assert driver.app.scene_id == "lecture"


def test_where_nothing_failed_there_is_nothing_to_try_again(open_app: Open) -> None:
    driver = open_app("splash", load=False)
    driver.app.loader._status.put(Status(State.RUNNING))
    driver.frames(2)
    assert not driver.has("#again")
    driver.tap(pygame.K_F5)
    assert driver.app.scene_id == "lecture", "it is a key like any other"
    driver.app.go("arena")
    driver.frames(3)
    assert not driver.has("#again")


def test_without_torch_the_rest_of_the_app_works(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation: the splash says so, drawing and the human's game go on."""
    break_the_trainer(monkeypatch)
    driver = open_app("splash")
    assert driver.app.loader.status.state is State.ERROR
    driver.frames(3)
    assert driver.app.scene_id == "splash", "the message can be read"
    driver.press(pygame.K_SPACE)
    driver.frames(2)
    assert driver.app.scene_id == "lecture"
    driver.app.go("convolution")
    driver.frames(3)
    driver.app.go("arena")
    driver.frames(2)
    driver.press(pygame.K_UP)
    driver.frames(20)
    assert driver.scene.race.human.game.frames > 15
    assert not driver.scene.training.started
    for name in ("save", "load", "reset", "learn"):
        driver.scene.commands()[0].run(name)
        driver.frames()
    driver.frames(2)
    assert driver.app.running
