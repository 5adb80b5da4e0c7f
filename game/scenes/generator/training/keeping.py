"""How trainings are kept: saved, opened, offered on return, and moved aside instead of written over."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from game.ui.context import Context
from game.workers.autosave import last_saved, move_aside
from game.workers.latest_call import LatestCall

if TYPE_CHECKING:
    from game.scenes.generator.training.session import TrainingRun
    from models.generator.live.state import State as Game

SUFFIX = ".safetensors"
WORTH = 100
"""Rounds from which on a training is worth a file of its own."""


def _read(path: Path) -> tuple[Path, Game | str]:
    """Read a training, or say by its code why that cannot be done."""
    from models.base.checkpoint import CheckpointError
    from models.generator.live.state import State as Game

    try:
        return path, Game.load(path)
    except CheckpointError as error:
        return path, error.code


class Keeping:
    """The files of one room.

    Args:
        run: what is kept.
        synchronous: no thread (tests).

    Attributes:
        offer: what was saved last time, until it has been taken or passed over.
    """

    def __init__(self, run: TrainingRun, *, synchronous: bool = False) -> None:
        self.run = run
        self._taken: Path | None = None
        self._reader = LatestCall[Path, tuple[Path, "Game | str"]](_read, name="read-gan", inline=synchronous)
        self.offer = last_saved(run.autosave_path)

    def layout(self, ctx: Context) -> None:
        """Take the scene's context."""
        self.ctx = ctx

    def save(self) -> None:
        """Ask for a place and write the training there."""
        run, t = self.run, self.ctx.t
        game = run.healthy or run.game
        if game is None:
            self.ctx.notify(t("generator.training_nothing_to_save"), "info")
            return
        self.ctx.pick_file(
            t("generator.training_save"),
            frozenset({SUFFIX}),
            lambda path: run.save(path.with_suffix(SUFFIX)),
            save=f"live-gan-{game.step}{SUFFIX}",
            folder=run.folder,
        )

    def ask(self) -> None:
        """Ask for a file to go on with."""
        title = self.ctx.t("generator.training_load")
        self.ctx.pick_file(title, frozenset({SUFFIX}), self.load, folder=self.run.folder)

    def load(self, path: Path) -> None:
        """Read the training in a file, in the background; `update` goes on with it."""
        self._reader.submit(path)

    def take_offer(self) -> None:
        """Go on with what was saved last time."""
        self._taken, self.offer = self.offer, None
        if self._taken is not None:
            self.load(self._taken)

    def _found(self, path: Path, found: Game | str) -> bool:
        """Go on with what was read; a file without a training changes nothing, and it is said why."""
        t, taken = self.ctx.t, self._taken
        self._taken = None
        if isinstance(found, str):
            self.ctx.notify(t(f"generator.training_file_{found}", file=path.name), "bad")
            if path == taken:
                self._aside(path)
                self.offer = last_saved(self.run.autosave_path)
            return False
        if path == self.offer:
            self.offer = None
        self.pass_over()
        self.run.go_on(found)
        self.ctx.notify(t("generator.training_loaded", steps=t.number(found.step)), "good")
        return True

    def pass_over(self) -> None:
        """Begin with another training; the saved one stays beside, under another name."""
        if self.offer is not None:
            self._aside(self.offer)
        self.offer = None

    def keep(self) -> None:
        """Write what is about to be thrown away to a file of its own."""
        game = self.run.healthy
        if game is not None and game.step >= WORTH:
            name = f"live-gan-{time.strftime('%Y%m%d-%H%M%S')}-{game.step}{SUFFIX}"
            self.run.keep(game, self.run.folder / name)

    def update(self) -> bool:
        """Say how the last saving went, and take what was read; True when another training goes on."""
        saved = self.run.poll_saved()
        if saved is not None and saved.error is not None:
            self.ctx.notify(self.ctx.t("app.save_failed", why=self.ctx.why(saved.error)), "bad")
        elif saved is not None and saved.value is not None and saved.value.told:
            self.ctx.notify(self.ctx.t("generator.training_saved", file=saved.value.path.name), "good")
        answer = self._reader.poll()
        return answer is not None and answer.value is not None and self._found(*answer.value)

    def close(self) -> None:
        """Stop reading."""
        self._reader.close()

    def _aside(self, path: Path) -> None:
        try:
            move_aside(path, self.run.folder)
        except OSError as error:
            self.ctx.notify(self.ctx.t("app.save_failed", why=self.ctx.why(error)), "bad")
