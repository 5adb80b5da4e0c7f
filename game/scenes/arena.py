"""Pong: the human at the left, the agent at the right, and the agent learns while both play."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pygame
from pygame_gui.elements import UIButton

from agents.envs import AtariGame
from agents.games import GAMES
from agents.scripted import follow_ball
from game.arena_layout import lay_out
from game.assets import Assets
from game.background import State
from game.learner import Learner
from game.race import Console, Race
from game.scene import Scene
from game.sound import Speaker
from game.surfaces import to_surface, write
from game.widgets.arena_view import ArenaView
from game.widgets.controls import button, select
from game.widgets.panel import Backdrop
from game.widgets.plot import Plot
from game.widgets.text import draw_paragraph

if TYPE_CHECKING:
    from agents.agent import Agent

GAME = "pong"
STAY, UP, DOWN = 0, 1, 2
SUFFIX = ".safetensors"


class ArenaScene(Scene):
    """The race, the learner, and what can be seen of both."""

    id: ClassVar[str] = "arena"

    def __init__(self) -> None:
        self.race: Race | None = None
        self.learner: Learner | None = None
        self.speaker: Speaker | None = None
        self.held: set[str] = set()
        self.paused = False
        self.learning = True
        self.plot = Plot(-21, 21, baseline=0)
        self._seed = 1
        self._offer: Path | None = None
        self._autopilot = False
        self._opening = self._opening_steps()

    # ------------------------------------------------------------------ life

    def layout(self) -> None:
        """Toolbar, two games, what the agent thinks, what it has learned."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        if self.race is None:
            self._seed = ctx.seed
        self.view = ArenaView(style, t)
        self.places = places = lay_out(ctx.area, style)
        self._backdrop = Backdrop((ctx.area.width, ctx.area.bottom), style)
        for rect in (places.human, places.agent):
            edge = rect.inflate(4, 4)
            pygame.draw.rect(self._backdrop.surface, style.colour.line, edge, 2, border_radius=3)
        self._mind = self._backdrop.panel(places.mind, t("arena.mind"), accent=style.colour.agent)
        self._facts = self._backdrop.panel(places.facts, t("arena.learning"), accent=style.colour.agent)
        self._chart = self._backdrop.panel(places.chart, t("arena.curve"))
        self._toolbar()
        self._choice_buttons()

    @property
    def _loading(self) -> bool:
        """Whether the libraries load: opening a console would wait for them, and the window with it."""
        return self.ctx.loader.status.state is State.RUNNING

    def _open(self) -> None:
        """Take the next step of opening, unless that would wait for libraries."""
        if not self._loading:
            for _ in self._opening:
                if not self.ctx.synchronous:
                    break

    def _opening_steps(self) -> Iterator[None]:
        """Switch the consoles on, one a frame: each holds everything up for 85 ms."""
        spec = GAMES[GAME]
        folder = self.ctx.folders.data / "agents"
        self.learner = Learner(GAME, self._seed, folder, synchronous=self.ctx.synchronous)
        if self.learner.autosave_path.exists():
            self._offer = self.learner.autosave_path
        self._choice_buttons()
        yield
        human = Console(spec, self._seed, sound=True)
        yield
        self.race = Race(spec, self._seed, human)
        self.speaker = Speaker()

    def leave(self) -> None:
        """Rest and save."""
        self.held.clear()
        self._autopilot = False
        if self.learner is not None:
            self.learner.pause()
            self.learner.autosave()
        if self.speaker is not None:
            self.speaker.rest()

    def close(self) -> None:
        """Stop the learner, save the agent, free the consoles."""
        if self.learner is not None:
            self.learner.close()
        if self.race is not None:
            self.race.close()
        if self.speaker is not None:
            self.speaker.close()

    # ------------------------------------------------------------------ layout

    def _toolbar(self) -> None:
        ctx, style, t, tools = self.ctx, self.ctx.style, self.ctx.t, self.places.tools
        font = style.font("body")
        entries = (
            ("pause", "pause", t("arena.pause"), t("arena.pause_tip"), self.toggle_pause),
            ("restart", "rotate-ccw", t("arena.restart"), t("arena.restart_tip"), self.restart),
            ("seed", "shuffle", t("arena.seed", n=self._seed), t("arena.seed_tip"), self.new_seed),
            ("learn", "bot", t("arena.learn"), t("arena.learn_tip"), self.toggle_learning),
            ("reset", "trash-2", t("arena.reset"), t("arena.reset_tip"), self.reset_agent),
            ("save", "save", t("arena.save"), t("arena.save_tip"), self.save),
            ("load", "folder-open", t("arena.load"), t("arena.load_tip"), self.load),
        )
        gap, pad = style.px(8), style.px(54)
        widths = [font.size(text)[0] + pad for _, _, text, _, _ in entries]
        bare = sum(widths) + gap * (len(entries) - 1) > tools.width
        x = tools.x
        self._buttons: dict[str, UIButton] = {}
        for (name, icon, text, tip, command), width in zip(entries, widths, strict=True):
            rect = pygame.Rect(x, tools.y, style.control if bare and name != "seed" else width, style.control)
            x = rect.right + gap
            self._buttons[name] = button(
                ctx,
                rect,
                "" if bare and name != "seed" else text,
                command,
                icon=icon,
                tip=tip if not bare else f"{text}: {tip}",
                object_id=f"#{name}",
            )
        self._mark()

    def _choice_buttons(self) -> None:
        """Over the agent's game: go on with the saved agent, or from scratch; or try again after an error."""
        for name in ("continue", "fresh", "retry", "again"):
            old = self._buttons.pop(name, None)
            if old is not None:
                old.kill()
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        width, height = min(style.px(320), self.places.agent.width - style.px(24)), style.px(44)
        rect = pygame.Rect(0, 0, width, height)
        rect.midtop = (self.places.agent.centerx, self.places.agent.centery + style.px(16))
        if self._unloaded:
            self._buttons["again"] = button(
                ctx, rect, t("app.load_again"), self.load_again, kind="primary", object_id="#again"
            )
        elif self._offer is not None:
            self._buttons["continue"] = button(
                ctx, rect, t("arena.continue"), self.continue_saved, kind="primary", object_id="#continue"
            )
            below = rect.move(0, height + style.px(8))
            self._buttons["fresh"] = button(
                ctx, below, t("arena.fresh"), self.start_fresh, object_id="#fresh"
            )
        elif self._error():
            self._buttons["retry"] = button(
                ctx, rect, t("arena.retry"), self.retry, kind="primary", object_id="#retry"
            )
        self._shown_errors = self._errors()

    def _mark(self) -> None:
        select(self._buttons["pause"], self.paused)
        select(self._buttons["learn"], self.learning)

    # ------------------------------------------------------------------ commands

    def toggle_pause(self) -> None:
        """Stop both games and the learning, or go on."""
        self.paused = not self.paused
        self._steer_learner()
        self._mark()

    def toggle_learning(self) -> None:
        """Let the agent rest from learning while the games go on, or not."""
        self.learning = not self.learning
        self._steer_learner()
        self._mark()

    def _steer_learner(self) -> None:
        if self.learner is not None:
            (self.learner.resume if self.learning and not self.paused else self.learner.pause)()

    def restart(self) -> None:
        """Start both games anew from the same seed."""
        if self.race is not None:
            self.race.restart(self._seed)

    def new_seed(self) -> None:
        """Start both games anew from another seed."""
        self._seed = random.Random(time.time_ns()).randrange(1, 10_000)
        self._buttons["seed"].set_text(self.ctx.t("arena.seed", n=self._seed))
        self.restart()

    def start_fresh(self) -> None:
        """Learn from scratch; a saved agent stays beside, under another name."""
        if self.learner is None:
            return
        self._pass_over_offer()
        self._choice_buttons()

    def continue_saved(self) -> None:
        """Go on with the agent that was saved last time."""
        path, self._offer = self._offer, None
        if path is not None and self.learner is not None and not self._load_from(path):
            self._keep_old(path)
        self._choice_buttons()

    def reset_agent(self) -> None:
        """Forget everything the agent learned; what it knew is kept in a file."""
        if self.learner is None or not self.ctx.loader.ready:
            return
        self._keep(self.learner.agent)
        self._pass_over_offer()
        self.learner.start()
        self._seat()
        self._steer_learner()
        self._choice_buttons()

    def retry(self) -> None:
        """Go on from the last good state after an error."""
        if self.learner is not None:
            self.learner.retry()
        self._choice_buttons()

    def load_again(self) -> None:
        """Load the libraries again, if that failed."""
        if self._unloaded:
            self.ctx.loader.start()

    def save(self) -> None:
        """Ask for a place and write the agent there."""
        if self.learner is None or self.learner.agent is None or not self.learner.agent.step:
            self.ctx.notify(self.ctx.t("arena.nothing_to_save"), "info")
            return
        name = f"{GAME}-{self.learner.agent.step // 1000}k{SUFFIX}"
        self.ctx.pick_file(
            self.ctx.t("arena.save"), frozenset({SUFFIX}), self.save_to, save=name, folder=self.learner.folder
        )

    def save_to(self, path: Path) -> None:
        """Write the agent to a file, in the background."""
        if self.learner is not None:
            self.learner.save(path.with_suffix(SUFFIX))

    def load(self) -> None:
        """Ask for a file and go on with the agent in it."""
        if self.ctx.loader.ready and self.learner is not None:
            self.ctx.pick_file(
                self.ctx.t("arena.load"), frozenset({SUFFIX}), self.load_from, folder=self.learner.folder
            )

    def load_from(self, path: Path) -> None:
        """Go on with the agent in a file; a file without one changes nothing and says why."""
        self._load_from(path)

    def _load_from(self, path: Path) -> bool:
        from models.checkpoint import CheckpointError

        if self.learner is None:
            return False
        running = self.learner.agent
        try:
            self.learner.load(path)
        except CheckpointError as error:
            self.ctx.notify(self.ctx.t(f"checkpoint.{error.code}", file=path.name), "bad")
            return False
        self._keep(running)
        if path != self._offer:
            self._pass_over_offer()
        self._offer = None
        self._seat()
        self._steer_learner()
        agent = self.learner.agent
        if agent is not None:
            self.ctx.notify(self.ctx.t("arena.loaded", steps=self.ctx.t.number(agent.step)), "good")
        self._choice_buttons()
        return True

    def _keep(self, agent: Agent | None) -> None:
        """Write an agent that another one replaces to a file of its own."""
        if self.learner is not None and agent is not None and agent.step:
            name = f"{GAME}-{time.strftime('%Y%m%d-%H%M%S')}-{agent.step}{SUFFIX}"
            self.learner.save(self.learner.folder / name, agent)

    def _pass_over_offer(self) -> None:
        """Begin with another agent; the saved one that was not taken stays beside, under another name."""
        if self._offer is not None:
            self._keep_old(self._offer)
        self._offer = None

    def _keep_old(self, path: Path) -> None:
        """Move a file aside instead of writing over it."""
        try:
            if path.exists():
                path.replace(path.with_name(f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}{SUFFIX}"))
        except OSError as error:
            self.ctx.notify(self.ctx.t("app.save_failed", why=error.strerror or str(error)), "bad")

    def _seat(self) -> None:
        if self.race is not None and self.learner is not None and self.learner.agent is not None:
            self.race.seat(self.learner.agent)

    # ------------------------------------------------------------------ events and time

    def handle(self, event: pygame.event.Event) -> bool:
        """Steer the bat; Space pauses, R restarts, Enter starts the next game, F5 loads libraries again."""
        if event.type == pygame.KEYUP:
            self.held.discard(pygame.key.name(event.key))
            return False
        if event.type == pygame.WINDOWFOCUSLOST:
            self.held.clear()
            return False
        if event.type != pygame.KEYDOWN or event.mod & (
            pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META
        ):
            return False
        name = pygame.key.name(event.key)
        keys = self.ctx.settings.keys
        if name in keys["up"] + keys["down"]:
            race, fresh = self.race, name not in self.held
            if race is not None and not self.paused and (not race.begun or (race.human.over and fresh)):
                race.begin()
            self.held.add(name)
        elif name in keys["pause"]:
            self.toggle_pause()
        elif event.key == pygame.K_r:
            self.restart()
        elif event.key == pygame.K_RETURN and self.race is not None:
            self.race.begin()
        elif event.key == pygame.K_l:
            self.toggle_learning()
        elif event.key == pygame.K_F5:
            self.load_again()
        else:
            return False
        return True

    def action(self) -> int:
        """What the held keys ask for."""
        keys = self.ctx.settings.keys
        up, down = bool(self.held & set(keys["up"])), bool(self.held & set(keys["down"]))
        return STAY if up == down else UP if up else DOWN

    def attract(self, dt: float) -> None:
        """Play by itself: a ball-follower at the human's sticks, learning on."""
        self._autopilot = True
        if self._offer is not None and self.ctx.loader.ready:
            self.continue_saved()
        if self.race is not None and (not self.race.begun or self.race.human.over):
            self.race.begin()

    def update(self, dt: float) -> None:
        """Advance the games, take what the learner found."""
        race, learner = self.race, self.learner
        if race is None or learner is None:
            self._open()
            return
        self._start_when_ready(learner)
        if learner.update(dt):
            self._seat()
        if learner.started and self.learning and not self.paused:
            learner.resume()
        race.paused = self.paused or self.ctx.modal()
        action = follow_ball(race.human.game.screen()) if self._autopilot else self.action()
        race.update(dt, action)
        self._sound(race)
        self._report_saving(learner)
        if self._errors() != self._shown_errors:
            self._choice_buttons()

    def _sound(self, race: Race) -> None:
        if self.speaker is None:
            return
        for samples in race.sounds:
            self.speaker.push(samples, self.ctx.settings.volume)
        if race.paused or not race.begun or race.human.over:
            self.speaker.rest()

    def _start_when_ready(self, learner: Learner) -> None:
        if learner.started or self._offer is not None or not self.ctx.loader.ready:
            return
        learner.start()
        self._seat()
        self._steer_learner()

    def _report_saving(self, learner: Learner) -> None:
        answer = learner.poll_saved()
        if answer is None:
            return
        if answer.error is not None:
            self.ctx.notify(self.ctx.t("app.save_failed", why=answer.error.error), "bad")
        elif answer.value is not None and answer.value.told:
            self.ctx.notify(self.ctx.t("app.saved", file=str(answer.value.path)), "good")

    def _error(self) -> str:
        if self.learner is not None and self.learner.status.state is State.ERROR:
            return self.learner.status.error
        return ""

    @property
    def _unloaded(self) -> bool:
        """Whether the libraries could not be loaded."""
        return self.ctx.loader.status.state is State.ERROR

    def _errors(self) -> tuple[str, bool]:
        return self._error(), self._unloaded

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that changes."""
        screen.blit(self._backdrop.surface, (0, 0))
        race, learner = self.race, self.learner
        if race is None or learner is None:
            for rect in (self.places.human, self.places.agent):
                self.view.note(screen, rect, self.ctx.t("app.loading"))
            return
        colour, t, view, places = self.ctx.style.colour, self.ctx.t, self.view, self.places
        view.game(screen, race.human, places.human, t("arena.you"), colour.human)
        view.game(screen, race.machine, places.agent, t("arena.agent"), colour.agent)
        view.mind(screen, self._mind, race)
        if learner.agent is not None:
            view.facts(screen, self._facts, learner.agent, learner.snapshot, running=learner.running)
        self._draw_curve(screen)
        self._draw_notes(screen, race)

    def _draw_curve(self, screen: pygame.Surface) -> None:
        style, t = self.ctx.style, self.ctx.t
        agent = self.learner.agent if self.learner is not None else None
        if agent is None or not agent.curve:
            words = t("arena.no_curve")
            draw_paragraph(screen, style, words, self._chart, size="small", colour=style.colour.muted)
            return
        self.plot.draw(
            screen,
            style,
            self._chart,
            [(seconds, mean) for _, seconds, mean in agent.curve],
            x_text=t.duration,
            y_text=t.number,
            colour=style.colour.agent,
            baseline_text=t("arena.level"),
        )

    def _draw_notes(self, screen: pygame.Surface, race: Race) -> None:
        """The words over the pictures: how to begin, who won, what went wrong."""
        t, note, places = self.ctx.t, self.view.note, self.places
        if self.paused:
            note(screen, places.human, t("arena.paused"))
            note(screen, places.agent, t("arena.paused"))
            return
        if race.human.over:
            won = race.human.score.mine > race.human.score.theirs
            note(screen, places.human, t("arena.won" if won else "arena.lost"))
        elif not race.begun:
            keys = self.ctx.settings.keys
            names = " / ".join(_key_name(keys[action][0]) for action in ("up", "down"))
            note(screen, places.human, t("arena.begin", keys=names))
        status = self.ctx.loader.status
        if self._error():
            note(screen, places.agent, t("arena.failed", why=self._error()), above=True)
        elif status.state is State.ERROR:
            note(screen, places.agent, t("app.load_failed", why=status.error), above=True)
        elif self._offer is not None:
            note(screen, places.agent, t("arena.offer"), above=True)
        elif race.player is None:
            note(screen, places.agent, t("app.loading"))


def _key_name(name: str) -> str:
    return {"up": "↑", "down": "↓", "left": "←", "right": "→"}.get(name, name.upper())


class ArenaPreview:
    """A real game of Pong, played by the ball-follower."""

    def __init__(self, assets: Assets, seed: int) -> None:
        self._spec = GAMES[GAME]
        self._game = AtariGame(self._spec, seed)
        self._seed = seed
        self._surface = to_surface(self._game.screen())
        self._left = 0.0
        self._action = STAY

    def update(self, dt: float) -> None:
        """Play on at 30 pictures a second."""
        self._left += min(dt, 0.1)
        if self._left < 1 / 30:
            return
        self._left %= 1 / 30
        if self._game.over:
            self._seed += 1
            self._game.reset(self._seed)
        self._action = follow_ball(self._game.screen())
        for _ in range(2):
            self._game.step(self._spec.actions[self._action])
        write(self._surface, self._game.screen())

    def picture(self) -> pygame.Surface:
        """The court, in a television's proportions."""
        court = self._surface.subsurface((0, 34, 160, 160))
        return pygame.transform.scale(court, (480, 320))
