"""The dialogs and messages about a training's files.

The keys of their texts begin with `group`: `{group}save` and `{group}load` are the dialogs' titles; there are
`nothing_to_save`, `saved` (takes `file`) and `loaded` (takes `steps`) too.
"""

from __future__ import annotations

from typing import Any

from game.ui.context import Context, FileRequest
from game.workers.training_session import SUFFIX, News, TrainingSession


def ask_to_save(ctx: Context, session: TrainingSession[Any, Any], group: str, name: str) -> None:
    """Ask for a place and write the newest state there; `name` is what the dialog proposes."""
    if session.state is None or not session.state.step:
        ctx.notify(ctx.t(f"{group}nothing_to_save"), "info")
        return
    title, own = f"{group}save", frozenset({SUFFIX})
    ctx.pick_file(FileRequest(title, own, session.save, f"{name}{SUFFIX}", session.folder))


def ask_to_load(ctx: Context, session: TrainingSession[Any, Any], group: str) -> None:
    """Ask for a file and go on from it."""
    ctx.pick_file(FileRequest(f"{group}load", frozenset({SUFFIX}), session.load, folder=session.folder))


def tell(ctx: Context, news: News[Any, Any], group: str, refused: str, *, whole_path: bool = True) -> None:
    """Show what became of files.

    Args:
        ctx: the scene's context.
        news: what became of them.
        group: of the texts.
        refused: what the key for a file that cannot be loaded begins with; it takes `file`.
        whole_path: whether a saved file is named with its folder.
    """
    if news.failed is not None:
        ctx.notify(ctx.t("app.save_failed", why=ctx.why(news.failed)), "bad")
    elif news.saved is not None:
        file = str(news.saved) if whole_path else news.saved.name
        ctx.notify(ctx.t(f"{group}saved", file=file), "good")
    if news.refused is not None:
        path, code = news.refused
        ctx.notify(ctx.t(f"{refused}{code}", file=path.name), "bad")
    if news.loaded is not None:
        ctx.notify(ctx.t(f"{group}loaded", steps=ctx.t.number(news.loaded.step)), "good")
