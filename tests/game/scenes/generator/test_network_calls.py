"""Calls to the networks: one thread at a time gets in, and the newest request wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from game.scenes.generator import network_calls
from game.scenes.generator.network_calls import NetworkCall, SharedNetworks
from game.workers.library_loader import LibraryLoader
from game.workers.workers import Workers
from models.base.checkpoint import CheckpointError
from tests.game.conftest import QuickGan

LIMIT = 20.0
"""Seconds until something that should have happened counts as lost."""


class Loaded(LibraryLoader):
    """A loader that is ready, or not yet."""

    ready = True  # type: ignore[assignment]

    def __init__(self, *, ready: bool = True) -> None:
        super().__init__(lambda: None)
        self.ready = ready  # type: ignore[misc]


@pytest.fixture
def networks(monkeypatch: pytest.MonkeyPatch) -> SharedNetworks:
    monkeypatch.setattr(network_calls, "load_networks", QuickGan)
    return SharedNetworks(Workers(), Loaded())


def answer_of(call: NetworkCall[Any, Any]) -> Any:
    """Wait for the newest answer."""
    for _ in range(round(LIMIT / 0.01)):
        found = call.poll()
        if found is not None:
            return found
        threading.Event().wait(0.01)
    raise AssertionError("no answer")


def test_the_newest_request_is_answered_last(networks: SharedNetworks) -> None:
    call: NetworkCall[int, int] = NetworkCall(networks, lambda gan, ask: ask, name="test")
    try:
        for number in range(50):
            call.ask(number)
        found = -1
        while found != 49:
            found = answer_of(call)
        assert not call.busy
        assert call.problem == ""
    finally:
        call.close()


def test_one_worker_at_a_time_uses_the_networks(networks: SharedNetworks) -> None:
    inside: list[str] = []
    together: list[int] = []
    go = threading.Event()

    def use(name: str) -> Callable[[Any, int], str]:
        def answer(gan: Any, ask: int) -> str:
            inside.append(name)
            together.append(len(inside))
            go.wait(LIMIT)
            inside.remove(name)
            return name

        return answer

    calls = [NetworkCall(networks, use(name), name=name) for name in ("a", "b")]
    try:
        for call in calls:
            call.ask(0)
        go.set()
        assert {answer_of(call) for call in calls} == {"a", "b"}
        assert together == [1, 1]
    finally:
        go.set()
        for call in calls:
            call.close()


def test_the_networks_are_loaded_once_and_not_by_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[threading.Thread] = []

    def load(weights: Path | None, data: str) -> QuickGan:
        loaded.append(threading.current_thread())
        assert weights == Path("mine.safetensors")
        return QuickGan()

    monkeypatch.setattr(network_calls, "load_networks", load)
    networks = SharedNetworks(Workers(), Loaded(), Path("mine.safetensors"))
    call: NetworkCall[int, int] = NetworkCall(networks, lambda gan, ask: ask + 1, name="test")
    try:
        assert loaded == []
        for number in (1, 2):
            call.ask(number)
            assert answer_of(call) == number + 1
        assert len(loaded) == 1
        assert loaded[0] is not threading.main_thread()
    finally:
        call.close()


def test_a_request_waits_for_the_libraries(networks: SharedNetworks) -> None:
    loader = Loaded(ready=False)
    networks = SharedNetworks(Workers(inline=True), loader)
    call: NetworkCall[int, int] = NetworkCall(networks, lambda gan, ask: ask, name="test")
    call.ask(1)
    call.ask(2)
    assert call.poll() is None
    assert call.busy
    loader.ready = True
    assert call.poll() == 2
    assert not call.busy


def test_weights_of_another_network_are_said_to_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(weights: Path | None, data: str = "portraits") -> Any:
        raise CheckpointError("wrong_shape", "missing tensors: generator.layers.weight")

    monkeypatch.setattr(network_calls, "load_networks", fail)
    call: NetworkCall[int, int] = NetworkCall(
        SharedNetworks(Workers(inline=True), Loaded()), lambda gan, ask: ask, name="test"
    )
    call.ask(1)
    assert call.poll() is None
    assert call.problem == "weights_changed"


def test_what_was_cancelled_is_not_answered(networks: SharedNetworks) -> None:
    go, begun = threading.Event(), threading.Event()

    def answer(gan: Any, ask: int) -> int:
        begun.set()
        go.wait(LIMIT)
        return ask

    call: NetworkCall[int, int] = NetworkCall(networks, answer, name="test")
    try:
        call.ask(1)
        assert begun.wait(LIMIT)
        call.cancel()
        assert not call.busy
        call.ask(2)
        go.set()
        assert answer_of(call) == 2
    finally:
        call.close()
