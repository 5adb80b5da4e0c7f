"""What the networks complain of, in words."""

from __future__ import annotations

from game.ui.context import Context
from game.ui.tabs import not_loaded


def trouble(ctx: Context, problem: str) -> str:
    """A problem (see `Reply`) in words, and the way out; empty when all is well or still being loaded."""
    if not ctx.loader.ready:
        return not_loaded(ctx)
    if problem in ("", "cancelled"):
        return ""
    key = f"generator.{problem}"
    return ctx.t(key) if ctx.t.has(key) else ctx.t("generator.failed", why=problem)
