"""Says what went wrong once, not in every frame in which it still holds."""

from __future__ import annotations

from game.ui.context import Context


class Complaint:
    """Remembers what was said last."""

    def __init__(self) -> None:
        self._said = ""

    def tell(self, ctx: Context, problem: str) -> None:
        """Show a problem, unless it is empty or the one that was said last."""
        if problem and problem != self._said:
            ctx.notify(problem, "bad")
        self._said = problem
