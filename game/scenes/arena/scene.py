"""Play beside the agent, against it, alone or advised; and it learns all the while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pygame

from agents.emulators import own_roms
from agents.emulators.games import GameSpec
from agents.emulators.replay import SUFFIX
from agents.opponents.scripted import SCRIPTED
from game.scenes.arena.address import choose_agents, link_to, parse
from game.scenes.arena.agent_training import AgentTraining
from game.scenes.arena.commands import TOOLBAR, arena_commands
from game.scenes.arena.dialogs import TEXTS, ArenaDialogs
from game.scenes.arena.games.bar import GamesBar, line_height
from game.scenes.arena.games.window import GamesAlbum
from game.scenes.arena.input import InputState, stick_keys
from game.scenes.arena.insight.session import Insight
from game.scenes.arena.play.duels import HumanVsAgent, People
from game.scenes.arena.play.plays import PLAYS, Play, Watch
from game.scenes.arena.play.side_by_side import SideBySide
from game.scenes.arena.screen import Choices, Screen
from game.scenes.arena.session import Session
from game.scenes.arena.tasks import game_won, three_points
from game.scenes.arena.view.crt_filter import CrtFilter
from game.scenes.arena.view.layout import ArenaLayout
from game.ui import training_files
from game.ui.commands import Commands
from game.ui.gamepads import News
from game.ui.links import Link, LinkError
from game.ui.scene import AT_REST, MOVING, Scene
from game.ui.sound import Speaker
from game.ui.widgets.try_card import TryCard
from game.workers.status import Status


class ArenaScene(Scene):
    """Wires session, screen, commands and input."""

    id: ClassVar[str] = "arena"
    session: Session
    insight: Insight
    screen: Screen

    def __init__(self) -> None:
        self.input = InputState()
        self._scripted = {game: make() for game, make in SCRIPTED.items()}
        self._autopilot = False
        self._choices = Choices()
        self._bar = GamesBar(lambda: self.session.choose_agents())
        self._speaker: Speaker | None = None
        self._made = False
        self.try_card = TryCard()

    # ------------------------------------------------------------------ life

    def layout(self) -> None:
        """Toolbar, games, what the agent thinks, what it has learned."""
        self.input.pads.chosen = self.ctx.settings.pads
        self.input.pads.open()
        if not self.ctx.title_free:  # game and opponents have a line of their own
            area, line = self.ctx.area, line_height(self.ctx.style)
            area = pygame.Rect(area.x, area.y + line, area.width, area.height - line)
            self.ctx = replace(self.ctx, area=area)
        if not self._made:
            ctx, self._made = self.ctx, True
            folders = ctx.folders
            self.session = Session(
                ctx.seed, folders.config, folders.data, ctx.workers, ctx.loader, self._tell
            )
            self.insight = Insight(ctx.workers)
            self._album = GamesAlbum(ctx.workers)
            memory = self.session.store.value
            self._crt = CrtFilter(crt=memory.crt, whole=memory.whole)
        self.screen = Screen(self.ctx, self.session, self._crt, self.insight, self.watch_imitator)
        self._dialogs = ArenaDialogs(
            self.ctx, self.session, self._crt, self._album, self.change_game, self._show
        )
        self._commands = arena_commands(self.ctx, self.session, self.insight, self._dialogs, self)
        self._commands.layout_groups(self.ctx, self.places.tools, TOOLBAR)
        self._lay_choices()

    def _show(self) -> None:
        """Show another mode, game or look."""
        if self.screen.insight is not None:
            self.screen.insight.clear()
        self.screen = Screen(self.ctx, self.session, self._crt, self.insight, self.watch_imitator)
        self._lay_choices()

    def _lay_choices(self) -> None:
        """Build what depends on the mode and the game."""
        selection = self.session.selection
        self._bar.layout(self.ctx, self.spec, selection.seats, self._dialogs.games)
        self._commands.refresh()
        for name, mode in PLAYS.items():
            tip = f"arena.mode_{name}_tip" if selection.allows(mode) else selection.why_not(mode)
            if made := self._commands.buttons.get(f"mode_{name}"):
                made.set_tooltip(self.ctx.t(tip, game=self.spec.title))
        self._choices.layout(self.ctx, self.screen, self.session, self._dialogs.fast_forward)

    def leave(self) -> None:
        """Rest and save."""
        self.input.let_go()
        self._autopilot = False
        self.session.leave()
        if self._speaker is not None:
            self._speaker.rest()

    def close(self) -> None:
        """Stop the training, save the agent, free the consoles."""
        if self._made:
            self._silence()
            for part in (self.session, self._album, self.insight):
                part.close()

    def _tell(self, key: str, kind: str, **values: object) -> None:
        """Show a message; a `Status` among the values is put into words."""
        ctx = self.ctx
        words = {
            name: ctx.why(value) if isinstance(value, Status) else value for name, value in values.items()
        }
        ctx.notify(ctx.t(key, **words), kind)

    # ------------------------------------------------------------------ what there is

    @property
    def spec(self) -> GameSpec:
        """The game."""
        return self.session.spec

    @property
    def mode(self) -> type[Play]:
        """How it is played."""
        return self.session.selection.mode

    @property
    def play(self) -> Play | None:
        """What is played, once the consoles are on."""
        return self.session.play

    @property
    def race(self) -> SideBySide | None:
        """Human and agent, each against the console, once the arena is open."""
        return self.session.race

    @property
    def match(self) -> HumanVsAgent | None:
        """Human against agent, once that is wanted."""
        return self.session.consoles.match if self.session.consoles is not None else None

    @property
    def training(self) -> AgentTraining | None:
        """The agent that learns, once the arena is open."""
        return self.session.training

    @property
    def paused(self) -> bool:
        """Whether the games stand still."""
        return self.session.pace.paused

    @property
    def places(self) -> ArenaLayout:
        """Where everything is."""
        return self.screen.places

    # ------------------------------------------------------------------ commands

    def commands(self) -> tuple[Commands, ...]:
        """What can be done."""
        return (self._commands,)

    def set_mode(self, mode: type[Play]) -> None:
        """Play in another way; what was played before stands still until one comes back."""
        if not self.session.selection.allows(mode):
            self._tell(self.session.selection.why_not(mode), "info", game=self.spec.title)
            return
        self.session.selection.change_mode(mode)
        self.session.invite(None)
        self.session.enter_mode()
        self._show()

    def change_game(self, game: str) -> None:
        """Play another game."""
        if game != self.spec.id:
            self._silence()
            self.input.let_go()
            self.session.change_game(game)
            self.insight.forget()
            self._show()

    def watch_imitator(self) -> None:
        """Let the network that imitates the user play, and watch it; or the chosen agent again."""
        imitator = self.insight.lesson.imitator
        if self.session.guest is not None or imitator is None:
            self.session.invite(None)
        else:
            self.set_mode(Watch)
            self.session.invite(imitator)

    def toggle_insight(self) -> None:
        """Understand the agent, or go back to the dashboard."""
        self.insight.open = not self.insight.open
        self._show()

    def turn_insight(self, by: int) -> None:
        """Go to another tab of the understanding view."""
        if self.screen.insight is not None:
            self.insight.turn(by)
            self.screen.insight.show(self.insight.tab)

    # ------------------------------------------------------------------ links

    def open_link(self, link: Link) -> None:
        """Play a game in a mode, against an agent, from its beginning.

        Raises:
            LinkError: there is no such mode, game, agent or tab, or the game cannot be played so.
        """
        mode, options = parse(link)
        if options.game:
            self.change_game(options.game)
        selection = self.session.selection
        mode = mode or selection.mode
        if not selection.allows(mode):
            raise LinkError(selection.why_not(mode), game=self.spec.title)
        choose_agents(selection, options)
        self.session.choose_agents()
        self.insight.open, self.insight.tab = bool(options.panel), options.panel or self.insight.tab
        self.set_mode(mode)
        self.session.rewind()

    def link(self) -> Link:
        """The address of what is played."""
        return link_to(self.session.selection, self.insight.tab if self.insight.open else "")

    def task(self, name: str) -> Callable[[], bool]:
        """The check of one of the arena's tasks."""
        tasks = {"three-points": three_points, "game-won": game_won}
        return tasks[name](self.session, lambda: not self._autopilot)

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Steer the bat; sliders, replays that are dropped, gamepads, and the table's keys."""
        self.try_card.note(event)
        panel = self.screen.insight
        if self._bar.handle(event) or (panel is not None and panel.handle(event)):
            return True
        if event.type == pygame.DROPFILE and Path(event.file).suffix.lower() == SUFFIX:
            self._dialogs.open_replay(Path(event.file))
            return True
        if event.type == pygame.DROPFILE and Path(event.file).suffix.lower() in own_roms.SUFFIXES:
            self.session.roms.open(Path(event.file))
            return True
        if self.play is not None and self.input.point(event, self.screen.pictures[0]):
            self.session.begin_by_stick(fresh=True)
            return self.play.game is not None
        news = self.input.pads.take(event)
        if news is not None:
            self._pad(news)
            if news.kind == "other" and not self.ctx.modal():
                self._commands.handle(event)  # buttons that commands were given
            return True
        name, keys = self.input.take(event), self.ctx.settings.keys
        if not name:  # with Ctrl or Alt it is no stick
            return self._commands.handle(event)
        if name in stick_keys(self.ctx.settings.pair if self.mode.people else keys):
            self.session.begin_by_stick(fresh=name not in self.input.held)
            self.input.held.add(name)
            return True
        if name in keys["pause"]:
            self.session.toggle_pause()
            return True
        return self._commands.handle(event)

    def _pad(self, news: News) -> None:
        """Take what a gamepad did; one that is unplugged in the middle of a game pauses it."""
        if news.kind in ("press", "pause") and not self.ctx.modal():
            if news.kind == "pause":
                self.session.toggle_pause()
            else:
                self.session.begin_by_stick(fresh=True)
        elif news.kind == "added":
            self._tell("arena.pad_added", "info", name=news.name)
        elif news.kind == "removed":
            paused = news.used and self.session.interrupt()
            self._tell("arena.pad_paused" if paused else "arena.pad_removed", "bad", name=news.name)

    def action(self) -> int:
        """The ALE action that held keys, gamepads and the mouse ask for; the left one's of two people."""
        play = self.play
        if play is not None and isinstance(play.engine, People):
            left, play.engine.second = self.input.of_two(self.spec, self.ctx.settings.pair)
            return left
        return self.input.action(self.spec, self.ctx.settings.keys, play.to_paddle if play else None)

    # ------------------------------------------------------------------ time

    def attract(self, dt: float) -> None:
        """Play by itself, learning on."""
        self.try_card.rest()
        self._autopilot = True
        training, engine = self.training, self.play.engine if self.play is not None else None
        if training is not None and training.offer is not None and self.ctx.loader.ready:
            training.continue_saved()
        if engine is not None and (not engine.begun or engine.over):
            engine.begin()

    @property
    def rest_rate(self) -> float:
        """Every picture while a game or, in a window over it, a replay may be running."""
        return AT_REST if self.paused and not self.ctx.modal() else MOVING

    def update(self, dt: float) -> None:
        """Advance the games, take what was learned."""
        session, ctx = self.session, self.ctx
        self._commands.refresh()
        self.try_card.update(ctx, "arena", dt)
        if (game := session.roms.take()) is not None:
            self.change_game(game)
        play = session.play
        if play is None:
            session.open()
            return
        training_files.tell(ctx, session.update(dt), TEXTS, "checkpoint.")
        self._bar.update()
        modal, speed = ctx.modal(), session.pace.speed
        passes = None if modal else session.pace.take(dt)
        if play.engine is not None:
            if play.engine.begun:
                self.try_card.rest()
            follows = self._autopilot and passes is not None
            action = play.action(self._scripted) if follows else self.action()
            helped = self._autopilot or (passes is not None and (self.paused or speed < 1))
            session.advance(passes, action, counts=modal or not helped)
            if not modal:
                session.recorder.pass_time(dt, play.picture)
        if ctx.loader.ready:
            self.insight.attend(play.game, session.agent, alone=self._autopilot)
            if session.guest is not None:
                session.invite(self.insight.lesson.imitator)  # a better one, while it is learning
            self.insight.look(play.player, play.rally, paused=self.paused)
        self._sound(play, speed)
        self._choices.update(ctx, self.screen, session, self._dialogs.fast_forward)

    def _sound(self, play: Play, speed: float) -> None:
        """Let the console that is played or watched be heard, where it runs at its own speed."""
        if self._speaker is None:
            self._speaker = Speaker()
        engine = play.engine
        heard = engine if engine is not None and speed == 1 and not engine.paused else None
        for samples in heard.sounds if heard is not None else ():
            self._speaker.push(samples, self.ctx.settings.volume)
        if heard is None or heard.silent:
            self._speaker.rest()

    def _silence(self) -> None:
        """Free the sound."""
        if self._speaker is not None:
            self._speaker.close()
            self._speaker = None

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that changes."""
        self.screen.draw(screen)

    def draw_over(self, screen: pygame.Surface) -> None:
        """Draw what lies in the top bar, unless a window does, and what to try."""
        if not self.ctx.modal():
            self._bar.draw(screen)
        court = self.screen.pictures[0]
        self.try_card.draw(screen, court.inflate(0, -2 * self.ctx.style.gap))

    def help(self) -> str:
        """The scene's; the card with things to try comes back."""
        self.try_card.again()
        return super().help()
