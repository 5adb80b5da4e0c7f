from __future__ import annotations

import signal

import pytest

from models.base.signals import stop_signal


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_noted_and_the_handler_comes_back(number) -> None:
    before = signal.getsignal(number)
    with stop_signal() as stopped:
        assert not stopped()
        signal.raise_signal(number)
        assert stopped()
    assert signal.getsignal(number) is before
