"""Which game is played, how, and by which agents: what stands in the top bar, and the window behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from agents.emulators.games import GameSpec, game_spec
from agents.emulators.two_player import DUELS
from game.scenes.arena import preferences
from game.scenes.arena.games.album import GamesAlbum
from game.scenes.arena.games.bar import GamesBar, Seat
from game.scenes.arena.games.opponent import CONSOLE, LIVE, Opponent, ladder_of
from game.scenes.arena.games.window import GamesWindow
from game.scenes.arena.play.modes import AGAINST, ALONGSIDE, MODES, WATCH, Mode, following
from game.ui.context import Context
from game.workers.autosave import last_saved
from game.workers.training_session import autosave_path

if TYPE_CHECKING:
    from agents.learning.agent import Agent


class GameSelection:
    """Remembers game, mode and strengths, and shows which game and which agents they are.

    Args:
        context: gives the scene's context of now.
        memory: what is remembered from one run to the next.
        change: called with the id of the game that was chosen in the window.
        moved: called when another agent was chosen for a seat.

    Attributes:
        strength: who is at the agent's sticks.
        rival: whom it plays against in a two-player game while one watches.
    """

    def __init__(
        self,
        context: Callable[[], Context],
        memory: preferences.Preferences,
        change: Callable[[str], None],
        moved: Callable[[], None],
    ) -> None:
        self._context = context
        self._memory = memory
        self._change = change
        self._told = moved
        self._album = GamesAlbum(synchronous=context().synchronous)
        self._bar = GamesBar(self._moved)
        self.strength, self.rival = self._seats()

    def _seats(self) -> tuple[Opponent, Opponent]:
        game, memory, sync = self._memory.game, self._memory, self._context().synchronous
        ladder = ladder_of(game)
        mine = Opponent(ladder, chosen=memory.strength.get(game, LIVE), synchronous=sync)
        others = (CONSOLE, LIVE)
        theirs = Opponent(ladder, others, memory.rival.get(game, CONSOLE), synchronous=sync)
        return mine, theirs

    @property
    def spec(self) -> GameSpec:
        """The game that is played."""
        return game_spec(self._memory.game)

    @property
    def duels(self) -> bool:
        """Whether two can play it against each other."""
        return self._memory.game in DUELS

    @property
    def rivalry(self) -> bool:
        """Whether two agents play while one watches."""
        return self.duels and self.rival.chosen != CONSOLE

    @property
    def mode(self) -> Mode:
        """How it is played; a game that no two can play is played alongside instead of against."""
        mode = MODES[self._memory.mode]
        return ALONGSIDE if mode is AGAINST and not self.duels else mode

    @property
    def next_mode(self) -> Mode:
        """The next way to play that the game knows."""
        mode = following(self.mode)
        return following(mode) if mode is AGAINST and not self.duels else mode

    def change_mode(self, mode: Mode) -> bool:
        """Remember another mode; a game that no two can play says so, and False is returned."""
        if mode is AGAINST and not self.duels:
            ctx = self._context()
            ctx.notify(ctx.t("games.no_duel", game=self.spec.title), "info")
            return False
        self._memory.mode = mode.id
        self._save()
        return True

    def lay(self) -> None:
        """Put up the button and the sliders."""
        seats = [Seat("agent", self.strength)]
        if self.mode is WATCH and self.duels:
            seats.append(Seat("rival", self.rival))
        self._bar.lay(self._context(), self.spec, seats, self.open_window)

    def open_window(self) -> None:
        """Let the user choose a game."""
        ctx = self._context()
        if not ctx.modal():
            folder = ctx.folders.data / "agents"
            GamesWindow(
                ctx,
                self._memory.game,
                self._album.look,
                lambda game: last_saved(autosave_path(folder, game)) is not None,
                self._change,
            )

    def play(self, game: str) -> None:
        """Remember another game, with the agents that were last chosen for it."""
        self._memory.game = game
        for seat in (self.strength, self.rival):
            seat.close()
        self.strength, self.rival = self._seats()
        self._save()

    def _moved(self, seat: str) -> None:
        memory, game = self._memory, self._memory.game
        memory.strength[game], memory.rival[game] = self.strength.chosen, self.rival.chosen
        self._save()
        self._told()

    def _save(self) -> None:
        preferences.save(self._context().folders.config, self._memory)

    def handle(self, event: pygame.event.Event) -> bool:
        """Take a slider's move; True when it was one of these."""
        return self._bar.handle(event)

    def update(self) -> bool:
        """Take the agents that were read; True when another one shall play now."""
        news = [seat.poll() for seat in (self.strength, self.rival)]
        for seat in (self.strength, self.rival):
            if seat.trouble:
                ctx = self._context()
                ctx.notify(ctx.t("ladder.failed", why=seat.trouble), "bad")
                seat.trouble = ""
                self._bar.show()
        return any(news)

    def agents(self, live: Agent | None) -> tuple[Agent | None, Agent | None]:
        """Who is at the agent's sticks, and at its rival's."""
        return self.strength.agent(live), self.rival.agent(live)

    def close(self) -> None:
        """Wait for what is being read or made, a little."""
        for part in (self.strength, self.rival, self._album):
            part.close()
