"""A game: beside the agent, against it, alone or advised; and it learns all the while."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pygame
from pygame_gui.elements import UIButton

from agents.games import NOOP, GameSpec
from agents.scripted import follow_ball
from agents.twoplayer import other
from game.arena import prefs
from game.arena.board import Board, Showing
from game.arena.bout import Bout
from game.arena.choices import Choices
from game.arena.extras import Extras, Moment
from game.arena.floor import Floor
from game.arena.fresh_window import FreshWindow
from game.arena.games_desk import GamesDesk
from game.arena.insight import Insight, rally_of
from game.arena.keeper import Keeper
from game.arena.layout import ArenaLayout
from game.arena.match import Match
from game.arena.modes import AGAINST, ALONGSIDE, COACH, MODES, Mode, following
from game.arena.pace import Pace
from game.arena.pads import News
from game.arena.preview import ArenaPreview
from game.arena.retirement import Retirement
from game.arena.sticks import Sticks, stick_keys
from game.arena.tapes import Tapes
from game.arena.toolbar import arena_tools, lay_tools, mark_tools
from game.background import State
from game.learner import Learner
from game.race import Race
from game.scene import Scene
from game.widgets.arena_view import ArenaView
from game.widgets.controls import select

if TYPE_CHECKING:
    from agents.agent import Agent
    from agents.config import Method

__all__ = ["ArenaPreview", "ArenaScene"]


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
        self._insight: Insight | None = None
        self._played: set[str] = set()
        self._desk: GamesDesk | None = None
        self._retirement: Retirement | None = None
        self._extras: Extras | None = None
        self._opening = self._opening_steps()

    # ------------------------------------------------------------------ life

    def layout(self) -> None:
        """Toolbar, games, what the agent thinks, what it has learned."""
        self.sticks.pads.open()
        if self._desk is None:
            self._seed = self.ctx.seed
            self.prefs = prefs.load(self.ctx.folders.config)
            self._desk = GamesDesk(lambda: self.ctx, self.prefs, self.change_game, self._moved)
            self._retirement = Retirement(synchronous=self.ctx.synchronous)
            self._insight = Insight(synchronous=self.ctx.synchronous)
            self._extras = Extras(
                lambda: self.ctx,
                self.prefs,
                lambda: self.floor,
                lambda: self.spec,
                self._set_up,
                self.restart,
            )
        self.board = self._board()
        self._buttons = self._toolbar()
        self._dress()

    def _set_up(self) -> None:
        """Show another mode or game."""
        if self.board.insight is not None:
            self.board.insight.clear()
        self.board = self._board()
        self._dress()

    def _board(self) -> Board:
        def learning() -> Agent | None:
            return self.learner.agent if self.learner is not None else None

        return Board(self.ctx, self.mode, self.spec, self.extras.tube, self.insight, learning)

    @property
    def insight(self) -> Insight:
        """What is to be understood of the agent."""
        assert self._insight is not None, "before the first layout"
        return self._insight

    def _dress(self) -> None:
        """Put up what depends on the mode and the game."""
        self.desk.lay(self.mode)
        self._mark()
        self._choice_buttons()

    @property
    def desk(self) -> GamesDesk:
        """Which game it is, and which agents play it."""
        assert self._desk is not None, "before the first layout"
        return self._desk

    @property
    def extras(self) -> Extras:
        """Handicaps, looks, recordings, high scores, replays."""
        assert self._extras is not None, "before the first layout"
        return self._extras

    @property
    def spec(self) -> GameSpec:
        """The game."""
        return self.desk.spec

    @property
    def mode(self) -> Mode:
        """How it is played; a game that no two can play is played alongside instead of against."""
        mode = MODES[self.prefs.mode]
        return ALONGSIDE if mode is AGAINST and not self.desk.duels else mode

    @property
    def play(self) -> Race | Match | Bout | None:
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
        while self._retirement is not None and self._retirement.busy:
            yield
        sync, data, game = self.ctx.synchronous, self.ctx.folders.data, self.spec.id
        learner = Learner(game, self._seed, data / "agents", synchronous=sync)
        learner.method = self.prefs.method
        self.keeper = Keeper(
            learner, lambda: self.ctx, self._seat, self._choice_buttons, lambda: self._learns
        )
        self.tapes = self.tapes or Tapes(data / "replays", synchronous=sync)
        self.floor = Floor(game, synchronous=sync)
        self._choice_buttons()
        yield
        yield from self.floor.open(self._seed)
        self.floor.hamper(self.prefs.handicap)
        self.floor.restart(self._seed)
        self._cast()
        self._seat()
        if game in self._played and self.ctx.loader.ready:
            self.keeper.continue_saved()
        self._played.add(game)

    def _cast(self) -> None:
        """Let those play who do in this mode."""
        if self.floor is not None:
            self.floor.rivalry = self.desk.rivalry
            self.floor.cast(self.mode, self._seed)

    def change_game(self, game: str) -> None:
        """Play another game: the agent of this one is saved and put away beside the window."""
        if game == self.spec.id or self._retirement is None:
            return
        learner, floor = self.learner, self.floor
        if floor is not None:
            floor.hush()
        parts = [part.close for part in (learner, floor) if part is not None]
        if parts:
            self._retirement.put_away(*parts)
        self.keeper = self.floor = None
        self.sticks.let_go()
        self.desk.play(game)
        self.insight.forget()
        self._opening = self._opening_steps()
        self._set_up()

    def leave(self) -> None:
        """Rest and save."""
        self.sticks.let_go()
        self._autopilot = False
        if self.learner is not None:
            self.learner.pause()
            self.learner.autosave()
        if self.floor is not None:
            self.floor.rest()

    def close(self) -> None:
        """Stop the learner, save the agent, free the consoles."""
        helpers = (self._desk, self._retirement, self._extras, self._insight)
        for part in (self.learner, self.tapes, self.floor, *helpers):
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
            "reset": self.choose_method,
            "save": lambda: self._ask(Keeper.save),
            "load": lambda: self._ask(Keeper.load),
            "replay": self.save_replay,
            "insight": self.toggle_insight,
            "record": self.extras.toggle_recording,
            "more": self.extras.open_window,
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
        select(self._buttons["insight"], self.insight.open)
        against = "arena.mode_against_tip" if self.desk.duels else "games.no_duel"
        self._buttons["mode_against"].set_tooltip(self.ctx.t(against, game=self.spec.title))

    # ------------------------------------------------------------------ commands

    def set_mode(self, mode: Mode) -> None:
        """Play in another way; what was played before stands still until one comes back."""
        if mode is AGAINST and not self.desk.duels:
            self.ctx.notify(self.ctx.t("games.no_duel", game=self.spec.title), "info")
            return
        self.prefs.mode = mode.id
        prefs.save(self.ctx.folders.config, self.prefs)
        self._cast()
        self._set_up()

    def next_mode(self) -> None:
        """Play in the next way that the game knows."""
        mode = following(self.mode)
        self.set_mode(following(mode) if mode is AGAINST and not self.desk.duels else mode)

    def choose_method(self) -> None:
        """Ask by which method an agent shall learn that begins from nothing."""
        learner = self.learner
        if learner is None or not self.ctx.loader.ready or self.ctx.modal():
            return
        running = learner.agent.config.method if learner.agent is not None else self.prefs.method
        FreshWindow(self.ctx, running, self.start_over)

    def start_over(self, method: Method) -> None:
        """Forget the agent, which is kept in a file, and learn anew by a method."""
        self.prefs.method = method
        prefs.save(self.ctx.folders.config, self.prefs)
        if self.learner is not None:
            self.learner.method = method
        self._ask(Keeper.forget)

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

    def toggle_insight(self) -> None:
        """Understand the agent, or go back to the dashboard."""
        self.insight.open = not self.insight.open
        self._set_up()

    def turn_insight(self, by: int) -> None:
        """Go to another tab of the understanding view."""
        if self.board.insight is not None:
            self.insight.turn(by)
            self.board.insight.show(self.insight.tab)

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
        if self.floor is not None and self.learner is not None and self.ctx.loader.ready:
            self.floor.seat(*self.desk.agents(self.learner.agent))

    def _moved(self) -> None:
        """Another agent was chosen for a seat."""
        self._cast()
        self._seat()

    # ------------------------------------------------------------------ events and time

    def handle(self, event: pygame.event.Event) -> bool:
        """Steer the bat; the other keys are in the help."""
        if self.desk.handle(event) or self.extras.drop(event) or self._insight_mouse(event):
            return True
        news = self.sticks.pads.take(event)
        if news is not None:
            self._pad(news)
            return True
        name = self.sticks.take(event)
        if not name:
            return False
        keys = self.ctx.settings.keys
        if name in stick_keys(keys):
            self._begin(fresh=name not in self.sticks.held)
            self.sticks.held.add(name)
            return True
        commands = {
            pygame.K_r: self.restart,
            pygame.K_RETURN: lambda: self.play and self.play.begin(),
            pygame.K_l: self.toggle_learning,
            pygame.K_F5: self.load_again,
            pygame.K_m: self.next_mode,
            pygame.K_g: self.desk.open_window,
            pygame.K_x: self.change_side,
            pygame.K_n: self.single_frame,
            pygame.K_COMMA: lambda: self.change_speed(-1),
            pygame.K_PERIOD: lambda: self.change_speed(1),
            pygame.K_v: self.save_replay,
            pygame.K_i: self.toggle_insight,
            pygame.K_PAGEUP: lambda: self.turn_insight(-1),
            pygame.K_PAGEDOWN: lambda: self.turn_insight(1),
            pygame.K_c: self.extras.toggle_recording,
            pygame.K_o: self.extras.open_window,
        }
        command = self.toggle_pause if name in keys["pause"] else commands.get(event.key)
        if command is None:
            return False
        command()
        return True

    def _insight_mouse(self, event: pygame.event.Event) -> bool:
        board = self.board.insight
        if board is None:
            return False
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            return board.click(event.pos)
        return event.type == pygame.MOUSEWHEEL and board.roll(-event.y)

    def _begin(self, *, fresh: bool) -> None:
        """A stick was moved: start the game; the next one only by a key that was not held at its end."""
        play = self.play
        if play is not None and not self.paused and (not play.begun or (play.over and fresh)):
            play.begin()

    def _pad(self, news: News) -> None:
        """Tell what a gamepad did; one that is unplugged in the middle of a game pauses it."""
        if news.kind in ("press", "pause") and not self.ctx.modal():
            if news.kind == "pause":
                self.toggle_pause()
            else:
                self._begin(fresh=True)
        elif news.kind == "added":
            self.ctx.notify(self.ctx.t("arena.pad_added", name=news.name), "info")
        elif news.kind == "removed":
            pauses = news.used and not self.paused and self.play is not None and self.play.begun
            if pauses:
                self.toggle_pause()
            key = "arena.pad_paused" if pauses else "arena.pad_removed"
            self.ctx.notify(self.ctx.t(key, name=news.name), "bad")

    def action(self) -> int:
        """The ALE action that held keys and gamepads ask for."""
        return self.sticks.action(self.spec, self.ctx.settings.keys)

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
        if self.desk.update() or floor.take_match(self.prefs.side):
            floor.hamper(self.prefs.handicap)
            self._seat()
        play = self.play
        passes = None if self.ctx.modal() else self.pace.take(dt)
        if play is not None:
            play.paused = passes is None
            follows = self._autopilot and passes is not None
            play.update(passes or 0.0, self._stand_in() if follows else self.action())
            if not self.ctx.modal():
                slow = passes is not None and (self.paused or self.pace.speed < 1)
                self.extras.update(dt, self._moment(floor, slow=slow))
        select(self._buttons["record"], self.extras.recorder.seconds is not None)
        self._understand()
        floor.sound(self.mode, self.pace.speed, self.ctx.settings.volume)
        tapes.tell(self.ctx)
        if self._errors() != self._choices.shown:
            self._choice_buttons()

    def _moment(self, floor: Floor, *, slow: bool = False) -> Moment:
        """What is played now."""
        counts = not (slow or self._autopilot)
        return Moment(floor, self.mode, self.spec, self.desk.strength.chosen, counts)

    def _stand_in(self) -> int:
        """What is done at the human's sticks while nobody is there, as an ALE action."""
        play, advisor = self.play, self.race.advisor if self.race is not None else None
        if self.spec.id == "pong" and isinstance(play, Race | Match):
            return self.spec.actions[follow_ball(play.human_screen())]
        if isinstance(play, Race) and advisor is not None:
            return advisor.player.choose(play.human.game)
        return NOOP

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
        self.board.draw(screen, self._showing(race, floor, keeper))
        self.extras.draw(screen, self.board.pictures, self._moment(floor), paused=self.paused)

    def _understand(self) -> None:
        """Let the human's play be recorded, and what the agent sees be explained."""
        race, floor, keeper = self.race, self.floor, self.keeper
        if race is None or floor is None or keeper is None or not self.ctx.loader.ready:
            return
        showing = self._showing(race, floor, keeper)
        self.insight.attend(self.play, keeper.learner.agent, alone=self._autopilot)
        recorder = rally_of(self.play, coached=self.mode is COACH)
        self.insight.look(showing.player, recorder, paused=self.paused)

    def _showing(self, race: Race, floor: Floor, keeper: Keeper) -> Showing:
        return Showing(
            mode=self.mode,
            race=race,
            match=floor.match,
            bout=floor.bout,
            rivalry=floor.rivalry,
            keeper=keeper,
            strength=self.desk.strength,
            rival=self.desk.rival,
            paused=self.paused,
            trouble=floor.trouble,
        )
