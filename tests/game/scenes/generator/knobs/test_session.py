"""The portrait in hand, with workers that really work beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from game.scenes.generator import network_calls
from game.scenes.generator.knobs.session import Session
from game.scenes.generator.shared_state import SharedState
from game.workers.workers import Workers
from tests.game.conftest import QuickGan
from tests.game.scenes.generator.test_network_calls import LIMIT, Loaded


def test_a_late_answer_of_another_step_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    go, begun = threading.Event(), threading.Event()

    class Slow(QuickGan):
        def turn(self, latent: np.ndarray, name: str, position: float) -> np.ndarray:
            begun.set()
            go.wait(LIMIT)
            return super().turn(latent, name, position)

    monkeypatch.setattr(network_calls, "load_networks", Slow)
    session = Session(SharedState(tmp_path, Workers(), Loaded(), seed=1))

    def pass_until(condition: Callable[[], bool]) -> None:
        for _ in range(round(LIMIT / 0.01)):
            session.update(0.01, held=True)
            if condition():
                return
            threading.Event().wait(0.01)
        raise AssertionError("it never came")

    try:
        session.resize(64)
        pass_until(lambda: session.drawn is not None)
        session.turn("skin", 1.0)
        assert begun.wait(LIMIT)
        painted = np.linspace(-1, 1, 64, dtype=np.float32)
        session.paint(painted, "paint")
        go.set()
        pass_until(lambda: bool(np.allclose(session.drawn.latent, painted)))  # type: ignore[union-attr]
        pass_until(lambda: not session.painter.call.busy)
        assert session.point is not None
        np.testing.assert_allclose(session.point.latent, painted, atol=1e-5)
    finally:
        go.set()
        session.close()
