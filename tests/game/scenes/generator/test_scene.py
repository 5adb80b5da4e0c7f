"""The shell of the generator's scene: tabs, portraits handed on, and the networks' only door."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from pygame_gui.elements import UITextBox

from game.scenes.generator import network_calls as studio_call
from game.scenes.generator.knobs.session import Session
from game.scenes.generator.network_calls import SharedStudio, StudioCall
from game.scenes.generator.scene import GanScene
from game.scenes.generator.shared_state import Atelier
from game.workers.status import State, Status
from models.base.checkpoint import CheckpointError
from tests.game.conftest import Driver, QuickStudio

Open = Callable[..., Driver]
LIMIT = 20.0
"""Seconds until something that should have happened counts as lost."""

ROOMS = tuple(GanScene.tab_classes)


class Context:
    """What a call asks of a scene's context."""

    def __init__(self, *, synchronous: bool = False, ready: bool = True) -> None:
        self.synchronous = synchronous
        self.loader: Any = self
        self.ready = ready
        self.seed = 1
        self.status = Status(State.DONE if ready else State.RUNNING)


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> SharedStudio:
    monkeypatch.setattr(studio_call, "load_studio", QuickStudio)
    return SharedStudio()


def answer_of(call: StudioCall[Any, Any], ctx: Any) -> Any:
    """Wait for the newest answer."""
    for _ in range(round(LIMIT / 0.01)):
        found = call.poll(ctx)
        if found is not None:
            return found
        threading.Event().wait(0.01)
    raise AssertionError("no answer")


# ---------------------------------------------------------------------- tabs


def test_every_room_is_a_tab_and_is_reached_by_key(open_app: Open) -> None:
    driver = open_app("generator")
    driver.frames(4)
    for number, name in enumerate(ROOMS, start=1):
        driver.tap(pygame.K_0 + number, pygame.KMOD_CTRL)
        driver.frames(2)
        assert driver.scene.tab_id == name
        assert driver.widget(f"#tab_{name}").is_selected
        assert driver.app.scene_id == "generator"


def test_page_keys_go_round(open_app: Open) -> None:
    driver = open_app("generator")
    names = list(ROOMS)
    seen = []
    for _ in range(len(names) + 1):
        seen.append(driver.scene.tab_id)
        driver.tap(pygame.K_PAGEDOWN)
        driver.frames(2)
    assert seen == [*names, names[0]]
    driver.tap(pygame.K_PAGEUP)
    driver.frames(2)
    assert driver.scene.tab_id == names[0]
    driver.tap(pygame.K_PAGEUP)
    driver.frames(2)
    assert driver.scene.tab_id == names[-1]


def test_the_open_tab_is_remembered(open_app: Open) -> None:
    driver = open_app("generator")
    driver.press_button("#tab_judge")
    driver.frames(2)
    driver.app.go("menu")
    driver.frames(2)
    again = open_app("generator")
    assert again.scene.tab_id == "judge"


def test_a_tab_that_is_gone_is_not_opened(open_app: Open, folders: Any) -> None:
    folders.config.mkdir(parents=True, exist_ok=True)
    (folders.config / "gan.json").write_text('{"room": "attic"}')
    assert open_app("generator").scene.tab_id == "knobs"


@pytest.mark.parametrize(("key", "room"), [(pygame.K_t, "restyle"), (pygame.K_j, "judge")])
def test_a_portrait_is_handed_on(key: int, room: str, open_app: Open) -> None:
    driver = open_app("generator")
    driver.frames(4)
    drawn = driver.scene.tab.session.drawn
    handed: list[Any] = []
    receive = Atelier.receive

    def watched(self: Atelier, name: str) -> Any:
        found = receive(self, name)
        if found is not None:
            handed.append((name, found))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Atelier, "receive", watched)
        driver.tap(key)
        driver.frames(3)
    assert driver.scene.tab_id == room
    assert [name for name, _ in handed] == [room]
    np.testing.assert_array_equal(handed[0][1].picture, drawn.picture)
    np.testing.assert_array_equal(handed[0][1].latent, drawn.latent)


def test_a_portrait_comes_back_to_the_generator(open_app: Open) -> None:
    driver = open_app("generator")
    driver.press_button("#tab_judge")
    driver.frames(2)
    latent = np.linspace(-1, 1, 64, dtype=np.float32)
    driver.scene.atelier.hand("knobs", QuickStudio().make(latent), latent)
    driver.frames(4)
    assert driver.scene.tab_id == "knobs"
    np.testing.assert_array_equal(driver.scene.tab.session.point.latent, latent)


def test_what_is_handed_on_is_a_copy() -> None:
    atelier = Atelier()
    picture, latent = np.zeros((64, 64, 3), np.uint8), np.zeros(64, np.float32)
    atelier.hand("judge", picture, latent)
    picture[:], latent[:] = 9, 9
    assert atelier.take_wanted() == "judge"
    assert atelier.take_wanted() == ""
    found = atelier.receive("judge")
    assert found is not None
    assert found.latent is not None
    assert not found.picture.any()
    assert not found.latent.any()
    assert atelier.receive("judge") is None


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_room_explains_itself(lang: str, open_app: Open) -> None:
    driver = open_app("generator", lang=lang)
    texts = set()
    for name in ROOMS:
        driver.press_button(f"#tab_{name}")
        driver.frames(2)
        driver.tap(pygame.K_F1)
        box = next(widget for widget in driver.widgets() if isinstance(widget, UITextBox))
        assert driver.app.t.has(driver.scene.help()), name
        assert box.html_text.startswith(driver.app.t(driver.scene.help()))
        texts.add(box.html_text)
        driver.tap(pygame.K_F1)
        driver.frames(2)
    assert len(texts) == len(ROOMS)


def test_rooms_play_one_after_another(open_app: Open) -> None:
    driver = open_app("generator")
    driver.frames(4)
    assert isinstance(driver.scene, GanScene)
    seen = set()
    for _ in range(60):
        driver.scene.attract(1.0)
        driver.frames(1)
        seen.add(driver.scene.tab_id)
    assert {"knobs", "restyle"} <= seen


# ---------------------------------------------------------------------- the networks' door


def test_the_newest_request_is_answered_last(studio: SharedStudio) -> None:
    ctx: Any = Context()
    call: StudioCall[int, int] = StudioCall(studio, lambda studio, ask: ask, name="test")
    try:
        for number in range(50):
            call.ask(ctx, number)
        found = -1
        while found != 49:
            found = answer_of(call, ctx)
        assert not call.busy
        assert call.problem == ""
    finally:
        call.close()


def test_one_worker_at_a_time_uses_the_networks(studio: SharedStudio) -> None:
    inside: list[str] = []
    together: list[int] = []
    go = threading.Event()

    def use(name: str) -> Callable[[Any, int], str]:
        def answer(studio: Any, ask: int) -> str:
            inside.append(name)
            together.append(len(inside))
            go.wait(LIMIT)
            inside.remove(name)
            return name

        return answer

    ctx: Any = Context()
    calls = [StudioCall(studio, use(name), name=name) for name in ("a", "b")]
    try:
        for call in calls:
            call.ask(ctx, 0)
        go.set()
        assert {answer_of(call, ctx) for call in calls} == {"a", "b"}
        assert together == [1, 1]
    finally:
        go.set()
        for call in calls:
            call.close()


def test_the_networks_are_loaded_once_and_not_by_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[threading.Thread] = []

    def load(weights: Path | None) -> QuickStudio:
        loaded.append(threading.current_thread())
        assert weights == Path("mine.safetensors")
        return QuickStudio()

    monkeypatch.setattr(studio_call, "load_studio", load)
    studio = SharedStudio(Path("mine.safetensors"))
    ctx: Any = Context()
    call: StudioCall[int, int] = StudioCall(studio, lambda studio, ask: ask + 1, name="test")
    try:
        assert loaded == []
        for number in (1, 2):
            call.ask(ctx, number)
            assert answer_of(call, ctx) == number + 1
        assert len(loaded) == 1
        assert loaded[0] is not threading.main_thread()
    finally:
        call.close()


def test_a_request_waits_for_the_libraries(studio: SharedStudio) -> None:
    ctx: Any = Context(synchronous=True, ready=False)
    call: StudioCall[int, int] = StudioCall(studio, lambda studio, ask: ask, name="test")
    call.ask(ctx, 1)
    call.ask(ctx, 2)
    assert call.poll(ctx) is None
    assert call.busy
    ctx.ready = True
    assert call.poll(ctx) == 2
    assert not call.busy


def test_weights_of_another_network_are_said_to_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(weights: Path | None) -> Any:
        raise CheckpointError("wrong_shape", "missing tensors: generator.layers.weight")

    monkeypatch.setattr(studio_call, "load_studio", fail)
    ctx: Any = Context(synchronous=True)
    call: StudioCall[int, int] = StudioCall(SharedStudio(), lambda studio, ask: ask, name="test")
    call.ask(ctx, 1)
    assert call.poll(ctx) is None
    assert call.problem == "weights_changed"


def test_what_was_cancelled_is_not_answered(studio: SharedStudio) -> None:
    go, begun = threading.Event(), threading.Event()

    def answer(studio: Any, ask: int) -> int:
        begun.set()
        go.wait(LIMIT)
        return ask

    ctx: Any = Context()
    call: StudioCall[int, int] = StudioCall(studio, answer, name="test")
    try:
        call.ask(ctx, 1)
        assert begun.wait(LIMIT)
        call.cancel()
        assert not call.busy
        call.ask(ctx, 2)
        go.set()
        assert answer_of(call, ctx) == 2
    finally:
        call.close()


def test_a_late_answer_of_another_step_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    go, begun = threading.Event(), threading.Event()

    class Slow(QuickStudio):
        def turn(self, latent: np.ndarray, name: str, position: float) -> np.ndarray:
            begun.set()
            go.wait(LIMIT)
            return super().turn(latent, name, position)

    monkeypatch.setattr(studio_call, "load_studio", Slow)
    session = Session(Atelier())

    def pass_until(condition: Callable[[], bool]) -> None:
        for _ in range(round(LIMIT / 0.01)):
            session.update(0.01, held=True)
            if condition():
                return
            threading.Event().wait(0.01)
        raise AssertionError("it never came")

    ctx: Any = Context()
    try:
        session.begin(ctx, 64)
        pass_until(lambda: session.drawn is not None)
        session.turn("skin", 1.0)
        assert begun.wait(LIMIT)
        painted = np.linspace(-1, 1, 64, dtype=np.float32)
        session.paint(painted, "paint")
        go.set()
        pass_until(lambda: bool(np.allclose(session.drawn.latent, painted)))  # type: ignore[union-attr]
        pass_until(lambda: not session.painter.busy)
        assert session.point is not None
        np.testing.assert_allclose(session.point.latent, painted, atol=1e-5)
    finally:
        go.set()
        session.close()
