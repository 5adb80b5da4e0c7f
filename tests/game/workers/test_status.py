from __future__ import annotations

from game.workers.status import describe

PATIENCE = 10.0
"""Seconds after which a test gives up waiting for a thread; nothing waits that long when it works."""
A_MOMENT = 0.1
"""Seconds in which a thread that ought to rest gets the chance to show that it does not."""


def test_an_error_without_words_shows_its_kind() -> None:
    assert describe(ValueError()).error == "ValueError"
