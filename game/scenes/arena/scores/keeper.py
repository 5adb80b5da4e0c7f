"""Watches for the end of a human's game, and enters its result among the high scores."""

from __future__ import annotations

import time
from pathlib import Path

from agents.emulators.games import GameSpec
from game.scenes.arena.games.opponent import LIVE
from game.scenes.arena.games.selection import GameSelection
from game.scenes.arena.play.plays import Play
from game.scenes.arena.preferences import ArenaPreferences
from game.scenes.arena.scores.table import Entry, Scores, points
from game.workers.workers import Workers


class ScoreKeeper:
    """Only whole games at full speed, played by a person, count.

    Attributes:
        scores: the table.
        place: of the game that has just ended, 0 for the best; None when it is not among the best.
    """

    def __init__(self, folder: Path, workers: Workers) -> None:
        self.scores = Scores(folder, workers)
        self.place: int | None = None
        self._was_over = False
        self._clean = True

    def update(
        self, play: Play, selection: GameSelection, memory: ArenaPreferences, *, counts: bool
    ) -> tuple[str, dict[str, object]] | None:
        """Watch for the end of a game; returns the key and the values of a text about its result, if any.

        Args:
            play: what is played.
            selection: against whom.
            memory: what makes it harder.
            counts: whether the human plays, and at full speed.
        """
        game = play.game
        if game is None:
            return None
        if not game.begun or (self._was_over and not game.over):
            self._clean, self.place = True, None
        self._clean &= counts
        ended = game.over and not self._was_over and game.begun and self._clean
        self._was_over = game.over
        return self._enter(play, selection, memory) if ended else None

    def _enter(
        self, play: Play, selection: GameSelection, memory: ArenaPreferences
    ) -> tuple[str, dict[str, object]] | None:
        score, spec = play.score(), selection.spec
        opponent = selection.agent.chosen if play.duel else "console"
        player = play.player if opponent == LIVE else None
        entry = Entry(
            mine=score.mine,
            theirs=score.theirs,
            date=time.strftime("%Y-%m-%d"),
            seed=play.seed(),
            opponent=opponent,
            steps=player.agent.step if player is not None else 0,
            mine_hard=memory.hard_mine,
            theirs_hard=memory.hard_theirs,
            delay=memory.delay if play.delayed else 0,
        )
        first = not self.scores.best(spec.id, play.id)
        self.place = self.scores.add(spec.id, play.id, entry)
        if self.place == 0 and not first:
            return "scores.beaten", {"points": points(entry, solo=spec.solo)}
        return ("scores.entered", {"place": str(self.place + 1)}) if self.place is not None else None

    def to_show(self, play: Play, spec: GameSpec) -> tuple[Entry, ...]:
        """The best results, while a human's game has ended."""
        game = play.game
        ended = game is not None and game.begun and game.over
        return self.scores.best(spec.id, play.id) if ended else ()
