from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def few_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learners are tested on few episodes."""
    monkeypatch.setattr("agents.classic.lesson.TEST_EPISODES", 4)
