"""The dialogs and messages about a training's files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from game.ui.context import Context
from game.workers.training_session import SUFFIX, News, TrainingSession


@dataclass(frozen=True)
class Texts:
    """Keys of texts.

    Attributes:
        save: title of the dialog that asks where to.
        load: title of the dialog that asks what from.
        nothing: there is nothing to save yet.
        saved: takes `file`.
        loaded: takes `steps`.
        refused: what the key for a file that cannot be loaded begins with; it takes `file`.
    """

    save: str
    load: str
    nothing: str
    saved: str
    loaded: str
    refused: str


def ask_to_save(ctx: Context, session: TrainingSession[Any, Any], texts: Texts, name: str) -> None:
    """Ask for a place and write the newest state there; `name` is what the dialog proposes."""
    if session.state is None or not session.state.step:
        ctx.notify(ctx.t(texts.nothing), "info")
        return
    ctx.pick_file(
        ctx.t(texts.save),
        frozenset({SUFFIX}),
        lambda path: session.save(path.with_suffix(SUFFIX)),
        save=f"{name}{SUFFIX}",
        folder=session.folder,
    )


def ask_to_load(ctx: Context, session: TrainingSession[Any, Any], texts: Texts) -> None:
    """Ask for a file and go on from it."""
    ctx.pick_file(ctx.t(texts.load), frozenset({SUFFIX}), session.load, folder=session.folder)


def tell(ctx: Context, news: News[Any, Any], texts: Texts, *, whole_path: bool = True) -> None:
    """Show what became of files; `whole_path` says whether a saved one is named with its folder."""
    if news.failed is not None:
        ctx.notify(ctx.t("app.save_failed", why=ctx.why(news.failed)), "bad")
    elif news.saved is not None:
        file = str(news.saved) if whole_path else news.saved.name
        ctx.notify(ctx.t(texts.saved, file=file), "good")
    if news.refused is not None:
        path, code = news.refused
        ctx.notify(ctx.t(f"{texts.refused}{code}", file=path.name), "bad")
    if news.loaded is not None:
        ctx.notify(ctx.t(texts.loaded, steps=ctx.t.number(news.loaded.step)), "good")
