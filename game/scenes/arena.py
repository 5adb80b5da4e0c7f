"""Pong: beside the agent, against it, alone or advised; and it learns all the while."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

import pygame
from pygame_gui.elements import UIButton

from agents.games import GAMES
from agents.scripted import follow_ball
from agents.twoplayer import other
from game.arena import prefs
from game.arena.board import Board, Showing
from game.arena.choices import Choices
from game.arena.floor import Floor
from game.arena.keeper import Keeper
from game.arena.layout import ArenaLayout
from game.arena.match import Match
from game.arena.modes import AGAINST, MODES, Mode, following
from game.arena.pace import Pace
from game.arena.preview import ArenaPreview
from game.arena.sticks import Sticks
from game.arena.tapes import Tapes
from game.arena.toolbar import arena_tools, lay_tools, mark_tools
from game.background import State
from game.learner import Learner
from game.race import Race
from game.scene import Scene
from game.widgets.arena_view import ArenaView

__all__ = ["ArenaPreview", "ArenaScene"]

GAME = "pong"


class ArenaScene(Scene):
    """The games, the learner, and what can be seen of both; everything else is in `game.arena`."""

    id: ClassVar[str] = "arena"

    def __init__(self) -> None:
        self.floor: Floor | None = None
        self.keeper: Keeper | None = None
        self.tapes: Tapes | None = None
        self.sticks = Sticks()
        self.pace = Pace()
        self.learning = True
        self.prefs = prefs.Prefs()
        self._seed = 1
        self._autopilot = False
        self._choices = Choices()
        self._opening = self._opening_steps()

    # ------------------------------------------------------------------ life

    def layout(self) -> None:
        """Toolbar, games, what the agent thinks, what it has learned."""
        if self.floor is None:
            self._seed = self.ctx.seed
            self.prefs = prefs.load(self.ctx.folders.config)
        self.board = Board(self.ctx, self.mode, GAMES[GAME].action_names)
        self._buttons = self._toolbar()
        self._mark()
        self._choice_buttons()

    @property
    def mode(self) -> Mode:
        """How it is played."""
        return MODES[self.prefs.mode]

    @property
    def play(self) -> Race | Match | None:
        """What the human's keys go to."""
        return self.floor.play(self.mode) if self.floor is not None else None

    @property
    def race(self) -> Race | None:
        """Human and agent, each against the console, once the arena is open."""
        return self.floor.race if self.floor is not None else None

    @property
    def match(self) -> Match | None:
        """Human against agent, once that is wanted."""
        return self.floor.match if self.floor is not None else None

    @property
    def learner(self) -> Learner | None:
        """What drives the learning, once the arena is open."""
        return self.keeper.learner if self.keeper is not None else None

    @property
    def paused(self) -> bool:
        """Whether the games stand still."""
        return self.pace.paused

    @property
    def places(self) -> ArenaLayout:
        """Where everything is."""
        return self.board.places

    @property
    def view(self) -> ArenaView:
        """What draws games and notes."""
        return self.board.view

    def _open(self) -> None:
        """Take the next step of opening, unless that would wait for libraries, and the window with it."""
        if self.ctx.loader.status.state is not State.RUNNING:
            for _ in self._opening:
                if not self.ctx.synchronous:
                    break

    def _opening_steps(self) -> Iterator[None]:
        sync, data = self.ctx.synchronous, self.ctx.folders.data
        learner = Learner(GAME, self._seed, data / "agents", synchronous=sync)
        self.keeper = Keeper(
            learner, lambda: self.ctx, self._seat, self._choice_buttons, lambda: self._learns
        )
        self.tapes = Tapes(data / "replays", synchronous=sync)
        self.floor = Floor(GAME, synchronous=sync)
        self._choice_buttons()
        yield
        yield from self.floor.open(self._seed)
        self.floor.cast(self.mode, self._seed)

    def leave(self) -> None:
        """Rest and save."""
        self.sticks.held.clear()
        self._autopilot = False
        if self.learner is not None:
            self.learner.pause()
            self.learner.autosave()
        if self.floor is not None:
            self.floor.rest()

    def close(self) -> None:
        """Stop the learner, save the agent, free the consoles."""
        for part in (self.learner, self.tapes, self.floor):
            if part is not None:
                part.close()

    # ------------------------------------------------------------------ buttons

    def _toolbar(self) -> dict[str, UIButton]:
        commands: dict[str, Callable[[], None]] = {
            "side": self.change_side,
            "pause": self.toggle_pause,
            "single": self.single_frame,
            "pace": self.next_speed,
            "seed": self.new_seed,
            "restart": self.restart,
            "learn": self.toggle_learning,
            "reset": lambda: self._ask(Keeper.forget),
            "save": lambda: self._ask(Keeper.save),
            "load": lambda: self._ask(Keeper.load),
            "replay": self.save_replay,
        }
        commands |= {f"mode_{mode.id}": partial(self.set_mode, mode) for mode in MODES.values()}
        return lay_tools(self.ctx, self.places.tools, arena_tools(self.ctx, commands, self._seed, self.pace))

    def _ask(self, command: Callable[[Keeper], None]) -> None:
        """Have something done with the agent, once the arena is open."""
        if self.keeper is not None:
            command(self.keeper)

    def _choice_buttons(self) -> None:
        self._choices.lay(self.ctx, self.board.pictures[-1], self.keeper, self._errors(), self.load_again)

    def _mark(self) -> None:
        """Show on the buttons what is chosen."""
        mark_tools(self._buttons, self.mode, self.pace, learning=self.learning)

    # ------------------------------------------------------------------ commands

    def set_mode(self, mode: Mode) -> None:
        """Play in another way; what was played before stands still until one comes back."""
        self.prefs.mode = mode.id
        prefs.save(self.ctx.folders.config, self.prefs)
        self.board = Board(self.ctx, mode, GAMES[GAME].action_names)
        if self.floor is not None:
            self.floor.cast(mode, self._seed)
        self._mark()
        self._choice_buttons()

    def change_side(self) -> None:
        """Sit down at the other side of the net; the game starts anew."""
        if self.mode is AGAINST:
            self.prefs.side = other(self.prefs.side)
            prefs.save(self.ctx.folders.config, self.prefs)
            if self.match is not None:
                self.match.change_side(self.prefs.side)

    def toggle_pause(self) -> None:
        """Stop the games and the learning, or go on."""
        self.pace.toggle()
        self._steer()

    def single_frame(self) -> None:
        """Pause, and let one frame pass."""
        self.pace.single()
        self._steer()

    def next_speed(self) -> None:
        """Slow motion, normal, fast forward in turn."""
        self.pace.cycle()
        self._mark()

    def change_speed(self, by: int) -> None:
        """Go slower or faster by one step."""
        self.pace.change(by)
        self._mark()

    def toggle_learning(self) -> None:
        """Let the agent rest from learning while the games go on, or not."""
        self.learning = not self.learning
        self._steer()

    @property
    def _learns(self) -> bool:
        return self.learning and not self.paused

    def _steer(self) -> None:
        if self.keeper is not None:
            self.keeper.steer()
        self._mark()

    def restart(self) -> None:
        """Start the games anew from the same seed."""
        if self.floor is not None:
            self.floor.restart(self._seed)

    def new_seed(self) -> None:
        """Start the games anew from another seed."""
        self._seed = random.Random(time.time_ns()).randrange(1, 10_000)
        self._buttons["seed"].set_text(self.ctx.t("arena.seed", n=self._seed))
        self.restart()

    def load_again(self) -> None:
        """Load the libraries again, if that failed."""
        if self._unloaded:
            self.ctx.loader.start()

    def load_from(self, path: Path) -> None:
        """Go on with the agent in a file."""
        if self.keeper is not None:
            self.keeper.load_from(path)

    def save_replay(self) -> None:
        """Write the game on the screen to a file from which it can be played again."""
        if self.floor is not None and self.tapes is not None:
            self.floor.keep(self.mode, self.tapes)

    def _seat(self) -> None:
        if self.floor is not None and self.learner is not None:
            self.floor.seat(self.learner.agent)

    # ------------------------------------------------------------------ events and time

    def handle(self, event: pygame.event.Event) -> bool:
        """Steer the bat; the other keys are in the help."""
        name = self.sticks.take(event)
        if not name:
            return False
        keys = self.ctx.settings.keys
        if name in keys["up"] + keys["down"]:
            play, fresh = self.play, name not in self.sticks.held
            if play is not None and not self.paused and (not play.begun or (play.over and fresh)):
                play.begin()
            self.sticks.held.add(name)
            return True
        commands = {
            pygame.K_r: self.restart,
            pygame.K_RETURN: lambda: self.play and self.play.begin(),
            pygame.K_l: self.toggle_learning,
            pygame.K_F5: self.load_again,
            pygame.K_m: lambda: self.set_mode(following(self.mode)),
            pygame.K_x: self.change_side,
            pygame.K_n: self.single_frame,
            pygame.K_COMMA: lambda: self.change_speed(-1),
            pygame.K_PERIOD: lambda: self.change_speed(1),
            pygame.K_v: self.save_replay,
        }
        command = self.toggle_pause if name in keys["pause"] else commands.get(event.key)
        if command is None:
            return False
        command()
        return True

    def action(self) -> int:
        """What the held keys ask for."""
        return self.sticks.action(self.ctx.settings.keys)

    def attract(self, dt: float) -> None:
        """Play by itself: a ball-follower at the human's sticks, learning on."""
        self._autopilot = True
        if self.keeper is not None and self.keeper.offer is not None and self.ctx.loader.ready:
            self.keeper.continue_saved()
        play = self.play
        if play is not None and (not play.begun or play.over):
            play.begin()

    def update(self, dt: float) -> None:
        """Advance the games, take what the learner found."""
        floor, keeper, tapes = self.floor, self.keeper, self.tapes
        if floor is None or floor.race is None or keeper is None or tapes is None:
            self._open()
            return
        keeper.update(dt)
        if floor.take_match(self.prefs.side):
            self._seat()
        play = self.play
        passes = None if self.ctx.modal() else self.pace.take(dt)
        if play is not None:
            play.paused = passes is None
            follows = self._autopilot and passes is not None
            play.update(passes or 0.0, follow_ball(play.human_screen()) if follows else self.action())
        floor.sound(self.mode, self.pace.speed, self.ctx.settings.volume)
        tapes.tell(self.ctx)
        if self._errors() != self._choices.shown:
            self._choice_buttons()

    @property
    def _unloaded(self) -> bool:
        """Whether the libraries could not be loaded."""
        return self.ctx.loader.status.state is State.ERROR

    def _errors(self) -> tuple[str, bool]:
        return self.keeper.error if self.keeper is not None else "", self._unloaded

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that changes."""
        race, floor, keeper = self.race, self.floor, self.keeper
        if race is None or floor is None or keeper is None:
            self.board.draw_loading(screen)
            return
        showing = Showing(self.mode, race, floor.match, keeper, self.paused, floor.trouble)
        self.board.draw(screen, showing)
