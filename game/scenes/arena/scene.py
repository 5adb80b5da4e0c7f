"""A game: beside the agent, against it, alone or advised; and it learns all the while."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

import pygame

from agents.emulators.games import GameSpec
from game.scenes.arena import preferences
from game.scenes.arena.commands import KEYS
from game.scenes.arena.extras import Extras
from game.scenes.arena.frame_view import FrameView, showing
from game.scenes.arena.games.selection import GameSelection
from game.scenes.arena.input.gamepads import News
from game.scenes.arena.input.input_state import InputState, stick_keys
from game.scenes.arena.insight.session import Insight, rally_of
from game.scenes.arena.play.agent_vs_agent import AgentVsAgent
from game.scenes.arena.play.autopilot import Autopilot
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.modes import COACH, MODES, Mode
from game.scenes.arena.play.side_by_side import SideBySide
from game.scenes.arena.screen import Screen
from game.scenes.arena.session import Session
from game.scenes.arena.training.agent_training import AgentTraining
from game.scenes.arena.view.choices import Choices
from game.scenes.arena.view.layout import ArenaLayout
from game.scenes.arena.view.toolbar import arena_tools, lay_tools, mark_tools
from game.ui.scene import Scene


class ArenaScene(Scene):
    """The games, the learner, and what can be seen of both; everything else is in `game.scenes.arena`."""

    id: ClassVar[str] = "arena"
    prefs: preferences.Preferences
    desk: GameSelection
    cabinet: Session
    insight: Insight
    extras: Extras

    def __init__(self) -> None:
        self.sticks = InputState()
        self._stand_in = Autopilot()
        self._autopilot = False
        self._choices = Choices()
        self._made = False

    # ------------------------------------------------------------------ life

    def layout(self) -> None:
        """Toolbar, games, what the agent thinks, what it has learned."""
        self.sticks.pads.open()
        if not self._made:
            self._make()
        self.board = self._board()
        tools = arena_tools(self.ctx, self._commands(), self._texts())
        self._buttons = lay_tools(self.ctx, self.places.tools, tools)
        self._dress()

    def _make(self) -> None:
        """Make what outlives layouts."""
        sync = self.ctx.synchronous
        self.prefs = preferences.load(self.ctx.folders.config)
        self.desk = GameSelection(lambda: self.ctx, self.prefs, self.change_game, self._moved)
        self.cabinet = Session(lambda: self.ctx, self.prefs, self.desk, self._lay_choices)
        self.insight = Insight(synchronous=sync)
        self.extras = Extras(lambda: self.ctx, self.prefs, self.desk, self.cabinet, self._set_up)
        self._made = True

    def _set_up(self) -> None:
        """Show another mode or game."""
        if self.board.insight is not None:
            self.board.insight.clear()
        self.board = self._board()
        self._dress()

    def _board(self) -> Screen:
        tube, cabinet = self.extras.tube, self.cabinet
        return Screen(self.ctx, self.mode, self.spec, tube, self.insight, lambda: cabinet.agent)

    def _dress(self) -> None:
        """Put up what depends on the mode and the game."""
        self.desk.lay()
        self._mark()
        against = "arena.mode_against_tip" if self.desk.duels else "games.no_duel"
        self._buttons["mode_against"].set_tooltip(self.ctx.t(against, game=self.spec.title))
        self._lay_choices()

    def _lay_choices(self) -> None:
        self._choices.lay(self.ctx, self.board.pictures[-1], self.cabinet)

    def leave(self) -> None:
        """Rest and save."""
        self.sticks.let_go()
        self._autopilot = False
        self.cabinet.leave()

    def close(self) -> None:
        """Stop the learner, save the agent, free the consoles."""
        if self._made:
            for part in (self.cabinet, self.desk, self.extras, self.insight):
                part.close()

    # ------------------------------------------------------------------ what there is

    @property
    def spec(self) -> GameSpec:
        """The game."""
        return self.desk.spec

    @property
    def mode(self) -> Mode:
        """How it is played."""
        return self.desk.mode

    @property
    def play(self) -> SideBySide | HumanVsAgent | AgentVsAgent | None:
        """What the human's keys go to."""
        return self.cabinet.play

    @property
    def race(self) -> SideBySide | None:
        """Human and agent, each against the console, once the arena is open."""
        return self.cabinet.floor.race if self.cabinet.floor is not None else None

    @property
    def match(self) -> HumanVsAgent | None:
        """Human against agent, once that is wanted."""
        return self.cabinet.floor.match if self.cabinet.floor is not None else None

    @property
    def training(self) -> AgentTraining | None:
        """The agent that learns, once the arena is open."""
        return self.cabinet.training

    @property
    def paused(self) -> bool:
        """Whether the games stand still."""
        return self.cabinet.pace.paused

    @property
    def places(self) -> ArenaLayout:
        """Where everything is."""
        return self.board.places

    # ------------------------------------------------------------------ commands

    def _commands(self) -> dict[str, Callable[[], None]]:
        """Everything that a button of the toolbar or a key of `KEYS` does."""
        cabinet, pace = self.cabinet, self.cabinet.pace
        commands: dict[str, Callable[[], None]] = {
            "begin": cabinet.begin,
            "side": cabinet.change_side,
            "pause": cabinet.toggle_pause,
            "single": cabinet.single_frame,
            "pace": pace.cycle,
            "slower": partial(pace.change, -1),
            "faster": partial(pace.change, 1),
            "seed": cabinet.new_seed,
            "restart": cabinet.restart,
            "learn": cabinet.toggle_learning,
            "reset": cabinet.choose_method,
            "save": cabinet.save_agent,
            "load": cabinet.load_agent,
            "load_again": self.ctx.loader.start,
            "replay": cabinet.save_replay,
            "insight": self._toggle_insight,
            "previous_tab": partial(self._turn_insight, -1),
            "next_tab": partial(self._turn_insight, 1),
            "record": self.extras.toggle_recording,
            "more": self.extras.open_window,
            "games": self.desk.open_window,
            "next_mode": lambda: self.set_mode(self.desk.next_mode),
        }
        return commands | {f"mode_{mode.id}": partial(self.set_mode, mode) for mode in MODES.values()}

    def set_mode(self, mode: Mode) -> None:
        """Play in another way; what was played before stands still until one comes back."""
        if self.desk.change_mode(mode):
            self.cabinet.cast()
            self._set_up()

    def change_game(self, game: str) -> None:
        """Play another game."""
        if game == self.spec.id:
            return
        self.cabinet.put_away()
        self.sticks.let_go()
        self.desk.play(game)
        self.insight.forget()
        self._set_up()

    def _moved(self) -> None:
        """Another agent was chosen for a seat."""
        self.cabinet.cast()
        self.cabinet.seat()

    def _toggle_insight(self) -> None:
        """Understand the agent, or go back to the dashboard."""
        self.insight.open = not self.insight.open
        self._set_up()

    def _turn_insight(self, by: int) -> None:
        """Go to another tab of the understanding view."""
        if self.board.insight is not None:
            self.insight.turn(by)
            self.board.insight.show(self.insight.tab)

    def _texts(self) -> dict[str, str]:
        """What stands on the buttons whose words change."""
        return {"pace": self.cabinet.pace.name, "seed": self.ctx.t("arena.seed", n=self.cabinet.seed)}

    def _mark(self) -> None:
        """Show on the buttons what is chosen."""
        pressed = {
            "pause": self.paused,
            "learn": self.cabinet.learning,
            "insight": self.insight.open,
            "record": self.extras.recorder.seconds is not None,
        }
        mark_tools(self._buttons, self.mode, pressed, self._texts())

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Steer the bat; the other keys are in the help."""
        board = self.board.insight
        if self.desk.handle(event) or self.extras.drop(event) or (board is not None and board.handle(event)):
            return True
        news = self.sticks.pads.take(event)
        if news is not None:
            self._pad(news)
            return True
        name, keys = self.sticks.take(event), self.ctx.settings.keys
        if not name:
            return False
        if name in stick_keys(keys):
            self.cabinet.stir(fresh=name not in self.sticks.held)
            self.sticks.held.add(name)
            return True
        command = "pause" if name in keys["pause"] else KEYS.get(event.key)
        if command is None:
            return False
        self._commands()[command]()
        return True

    def _pad(self, news: News) -> None:
        """Tell what a gamepad did; one that is unplugged in the middle of a game pauses it."""
        if news.kind in ("press", "pause") and not self.ctx.modal():
            if news.kind == "pause":
                self.cabinet.toggle_pause()
            else:
                self.cabinet.stir(fresh=True)
        elif news.kind == "added":
            self.ctx.notify(self.ctx.t("arena.pad_added", name=news.name), "info")
        elif news.kind == "removed":
            paused = news.used and self.cabinet.interrupt()
            key = "arena.pad_paused" if paused else "arena.pad_removed"
            self.ctx.notify(self.ctx.t(key, name=news.name), "bad")

    def action(self) -> int:
        """The ALE action that held keys and gamepads ask for."""
        return self.sticks.action(self.spec, self.ctx.settings.keys)

    # ------------------------------------------------------------------ time

    def attract(self, dt: float) -> None:
        """Play by itself: somebody stands in for the human, learning on."""
        self._autopilot = True
        training, play = self.cabinet.training, self.play
        if training is not None and training.offer is not None and self.ctx.loader.ready:
            self.cabinet.continue_saved()
        if play is not None and (not play.begun or play.over):
            play.begin()

    def update(self, dt: float) -> None:
        """Advance the games, take what the learner found."""
        cabinet, ctx = self.cabinet, self.ctx
        self._mark()
        running = cabinet.running
        if running is None:
            cabinet.open()
            return
        cabinet.update(dt)
        play, modal, speed = self.play, ctx.modal(), cabinet.pace.speed
        passes = None if modal else cabinet.pace.take(dt)
        if play is not None:
            play.paused = passes is None
            follows = self._autopilot and passes is not None
            play.update(passes or 0.0, self._stand_in.action(play) if follows else self.action())
            if not modal:
                slow = passes is not None and (self.paused or speed < 1)
                self.extras.update(dt, running, counts=not (slow or self._autopilot))
        if ctx.loader.ready:
            self._understand()
        running.floor.sound(self.mode, speed, ctx.settings.volume)
        self._choices.update(ctx, self.board.pictures[-1], cabinet)

    def _understand(self) -> None:
        """Let the human's play be recorded, and what the agent sees be explained."""
        now = self._showing()
        if now is not None:
            self.insight.attend(self.play, self.cabinet.agent, alone=self._autopilot)
            recorder = rally_of(self.play, coached=self.mode is COACH)
            self.insight.look(now.player, recorder, paused=self.paused)

    def _showing(self) -> FrameView | None:
        running = self.cabinet.running
        return showing(self.desk, running, paused=self.paused, error=self.cabinet.error) if running else None

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that changes."""
        now = self._showing()
        if now is None:
            self.board.draw_loading(screen)
            return
        self.board.draw(screen, now)
        self.extras.draw(screen, self.board.pictures)
