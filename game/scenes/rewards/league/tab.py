"""Self-play: a network that knows nothing plays both sides, and its earlier selves stay to be beaten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pygame

from game.scenes.rewards.league.session import LeagueSession
from game.scenes.rewards.league.view import LeagueView
from game.ui.commands import Command, Commands
from game.ui.gamepads import Gamepads
from game.ui.scene import AT_REST, MOVING
from game.ui.training_tab import TrainingTab
from models.base.typed_fields import Range

ATTRACT_SECONDS = 30.0


@dataclass(frozen=True)
class LeagueOptions:
    """What a link may ask for.

    Attributes:
        past: share of the consoles on which an earlier self plays.
        opponent: steps of the earlier self at the left; the nearest one plays.
        start: whether to begin to learn at once.
    """

    past: Annotated[float, Range(0.125, 1)] = 0.25
    opponent: Annotated[int, Range(0, 10**12)] = 0
    start: bool = False


class LeagueTab(TrainingTab):
    """The training, its files, the game and the table.

    Attributes:
        session: the training and the game.
        view: the whole tab.
    """

    id: ClassVar[str] = "league"
    texts = "rewards.league_"
    opens_with = LeagueOptions
    session: LeagueSession

    def __init__(self, shared: object) -> None:
        super().__init__(shared)
        self._held: set[str] = set()
        self._pushed = ""
        self._pads = Gamepads()
        self._script = 0.0

    def begin(self) -> None:
        """Look for what was saved last time; nothing learns yet."""
        ctx = self.ctx
        self.session = LeagueSession(ctx.seed, ctx.folders.data / "league", ctx.workers)
        self.view = LeagueView(self.session)

    def layout(self, area: pygame.Rect) -> None:
        """Everything is the view's."""
        self.go_on()
        self.commands = self._table()
        self._rows = Commands(
            "rewards",
            (
                Command("league_up", lambda: self.look(-1), ("↑",)),
                Command("league_down", lambda: self.look(1), ("↓",)),
            ),
        )
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    def _table(self) -> Commands:
        """What can be done."""
        session, common = self.session, self.training_commands(rank=0)

        return Commands(
            "rewards",
            (
                common.play,
                Command(
                    "league_join",
                    self.join,
                    ("P",),
                    "gamepad-2",
                    enabled=lambda: session.match is not None and session.state is not None,
                    pressed=lambda: session.playing,
                    rank=1,
                ),
                common.fresh,
                common.seed,
                Command(
                    "league_continue",
                    self.continue_saved,
                    icon="skip-forward",
                    enabled=lambda: session.offer is not None and not session.started,
                ),
                common.save,
                common.load,
            ),
        )

    def tables(self) -> Sequence[Commands]:
        """While somebody plays, the arrows are the bat's."""
        return (self.commands,) if self.session.playing else (self.commands, self._rows)

    # ------------------------------------------------------------------ links

    def open_with(self, options: LeagueOptions) -> None:
        """Take the share and the opponent, and begin if asked to."""
        self.session.turn(past=options.past)
        self.session.opponent = options.opponent
        if options.start and not self.session.started:
            self.when_ready(self.start)

    def shown(self) -> LeagueOptions:
        """How it is set; whether it learns is for links alone."""
        session = self.session
        rows, chosen = session.rows, session.chosen
        opponent = rows[chosen].step if rows else session.opponent or 0
        return LeagueOptions(session.controls.past, opponent)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The view's."""
        return self.view.landmarks()

    # ------------------------------------------------------------------ commands

    def again(self) -> None:
        """After trouble: go on from the last good state."""
        if self.ready():
            self.session.retry()

    def join(self) -> None:
        """Take the right bat, or give it back."""
        self._let_go()
        self._pads.chosen = self.ctx.settings.pads
        self._pads.open()
        self.session.join()

    def look(self, step: int) -> None:
        """Let the player of the row above or below play at the left."""
        self.session.choose(self.session.chosen + step)

    def cancel(self) -> bool:
        """Stop playing."""
        if not self.session.playing:
            return False
        self.join()
        return True

    # ------------------------------------------------------------------ events and frames

    def _let_go(self) -> None:
        self._held.clear()
        self._pads.let_go()
        self._pushed = ""

    def handle(self, event: pygame.event.Event) -> bool:
        """The bat, by keys, a gamepad or the button that is held over the picture; clicks and wheels."""
        if self._pads.take(event) is not None:
            return True
        if event.type == pygame.KEYUP:
            self._held.discard(pygame.key.name(event.key))
        elif event.type == pygame.WINDOWFOCUSLOST or (
            event.type == pygame.MOUSEBUTTONUP and event.button == pygame.BUTTON_LEFT
        ):
            self._pushed = ""
            if event.type == pygame.WINDOWFOCUSLOST:
                self._held.clear()
        elif self.session.playing:
            if event.type == pygame.KEYDOWN and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
                name = pygame.key.name(event.key)
                if any(name in self.ctx.settings.keys[switch] for switch in ("up", "down")):
                    self._held.add(name)
                    return True
            elif event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_LEFT:
                self._pushed = self.view.pushed(event.pos)
                if self._pushed:
                    return True
            elif event.type == pygame.MOUSEMOTION and self._pushed:
                self._pushed = self.view.pushed(event.pos)
        return self.view.handle(event)

    def _switches(self) -> set[str]:
        """What the person holds."""
        keys = self.ctx.settings.keys
        held = {switch for switch in ("up", "down") if self._held & set(keys[switch])}
        return held | self._pads.held | ({self._pushed} if self._pushed else set())

    @property
    def rest_rate(self) -> float:
        """Every picture while a game goes on, or somebody waits for the first one."""
        match = self.session.match
        return MOVING if self.waits or (match is not None and match.ready) else AT_REST

    def update(self, dt: float) -> None:
        """Take what the training yields, and let the game go on."""
        self.follow(dt)
        self.session.play(dt, self._switches())

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that moves."""
        self.view.draw(screen)

    def attract(self, dt: float) -> None:
        """Learn, and let the newest play one member after another."""
        super().attract(dt)
        self._script += dt
        rows = self.session.rows
        if self._script > ATTRACT_SECONDS and rows:
            self._script = 0.0
            self.look(1 if self.session.chosen + 1 < len(rows) else -self.session.chosen)

    def leave(self) -> None:
        """Let go, rest and save."""
        self._let_go()
        super().leave()
