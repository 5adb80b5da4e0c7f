"""Writing replays in the background."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from agents.emulators.envs import AtariGame
from agents.emulators.replay import SUFFIX, Replay
from agents.emulators.two_player import DuelGame
from game.ui.context import Context
from game.workers.latest_call import LatestCall

JOIN_SECONDS = 3.0


@dataclass(frozen=True)
class _Request:
    replay: Replay
    path: Path


def _write(request: _Request) -> Path:
    request.replay.save(request.path)
    return request.path


class ReplayWriter:
    """Keeps replays in a folder.

    Args:
        folder: where to.
        synchronous: no thread (tests).
    """

    def __init__(self, folder: Path, *, synchronous: bool = False) -> None:
        self.folder = folder
        self._writer = LatestCall[_Request, Path](_write, name="save-replay", inline=synchronous)

    def save(self, game: AtariGame | DuelGame, name: str, players: tuple[str, ...]) -> None:
        """Write down a game as far as it has been played.

        Raises:
            ReplayError: If it cannot be kept, for instance because it is too long.
        """
        path = self.folder / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}-{game.log.frames}{SUFFIX}"
        self._writer.submit(_Request(Replay.of(game, players), path))

    def tell(self, ctx: Context) -> None:
        """Say how the last writing went, once."""
        answer = self._writer.poll()
        if answer is None:
            return
        if answer.error is not None:
            ctx.notify(ctx.t("app.save_failed", why=ctx.why(answer.error)), "bad")
        elif answer.value is not None:
            ctx.notify(ctx.t("app.saved", file=str(answer.value)), "good")

    def close(self) -> bool:
        """Write what waits; False when it is still being written."""
        return self._writer.close(JOIN_SECONDS, finish=True)
