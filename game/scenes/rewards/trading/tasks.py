"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.rewards.trading.session import TradingSession


def signal_told(session: TradingSession) -> Callable[[], bool]:
    """Somebody has found out which of two series hides a signal."""
    right = session.right
    return lambda: session.right > right
