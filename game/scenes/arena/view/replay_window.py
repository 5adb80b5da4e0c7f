"""Watching a replay: a game is played again from its seed and its actions, and compared with what was."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pygame
from pygame_gui.elements import UIImage

from agents.emulators.games import game_spec
from game.scenes.arena.play.pace import Pace
from game.scenes.arena.view.crt_filter import CrtFilter
from game.ui.context import Context
from game.ui.fixed_step import FixedStep
from game.ui.layout import column, grid
from game.ui.surfaces import fit
from game.ui.widgets.controls import select
from game.ui.widgets.window import Window

if TYPE_CHECKING:
    from agents.emulators.envs import AtariGame
    from agents.emulators.replay import Replay
    from agents.emulators.two_player import DuelGame

log = logging.getLogger(__name__)

PROPORTION = (4, 3)
"""Of a television's picture."""


class Projector:
    """Plays one replay on a console of its own, frame by frame.

    Attributes:
        picture: uint8 (210, 160, 3).
        differs: whether it is not the game that was played, found out at this frame.
        done: whether the end was reached, every picture being as it was.
    """

    def __init__(self, replay: Replay, game: AtariGame | DuelGame) -> None:
        from agents.emulators.replay import run

        self.replay = replay
        self.game = game
        self.picture = game.screen()
        self.differs = False
        self.done = False
        self._frames: Iterator[object] = run(replay, game)
        self._clock = FixedStep()

    @property
    def frame(self) -> int:
        """How many frames have been played."""
        return self.game.log.frames

    def update(self, dt: float) -> int:
        """Advance by `dt` seconds; returns how many frames were played."""
        from agents.emulators.replay import ReplayError

        if self.differs or self.done:
            return 0
        count = 0
        for _ in self._clock.frames(dt):
            try:
                next(self._frames)
                count += 1
            except StopIteration:
                self.done = True
                break
            except ReplayError:
                log.info("the replay differs", exc_info=True)
                self.differs = True
                break
        if count:
            self.picture = self.game.screen()
        return count

    def close(self) -> None:
        """Free the console."""
        self.game.close()


def _open(path: Path) -> Projector | str:
    """Read a replay and switch its console on; gives the code of the error where it is none."""
    from agents.emulators.replay import Replay, ReplayError, open_game

    try:
        replay = Replay.load(path)
        return Projector(replay, open_game(replay))
    except ReplayError as error:
        log.info("the replay cannot be watched", exc_info=True)
        return error.code


class ReplayWindow(Window):
    """A replay with pause, single frame and speed; its keys are those of the arena."""

    def __init__(self, ctx: Context, path: Path, crt: CrtFilter) -> None:
        super().__init__(ctx, (860, 720), ctx.t("replay.title", file=path.name), "replay_window", pad=14)
        self._crt = crt
        self.pace = Pace()
        self.projector: Projector | None = None
        self._opener = ctx.workers.call(_open, name="open-replay")
        self._opener.submit(path)
        t, line, gap = ctx.t, ctx.style.control, ctx.style.px(8)
        room, words, tools = column(self.room, [-1, line, line], gap)
        self._screen = pygame.Surface(fit(PROPORTION, room).size)
        self._picture = UIImage(fit(PROPORTION, room), self._screen, ctx.ui, container=self)
        self.words = self.label(words, t("replay.opening"), "replay_words")
        commands = (
            ("pause", t("arena.pause"), "pause", self._toggle),
            ("single", t("arena.single"), "step-forward", self._single),
            ("pace", self.pace.name, "skip-forward", self._faster),
            ("again", t("replay.again"), "rotate-ccw", self._again),
        )
        self._path = path
        self._buttons = {
            name: self.button(place, text, command, icon=icon, object_id=f"#replay_{name}")
            for (name, text, icon, command), place in zip(commands, grid(tools, 4, 1, gap), strict=True)
        }

    # ------------------------------------------------------------------ commands

    def _toggle(self) -> None:
        self.pace.toggle()
        select(self._buttons["pause"], self.pace.paused)

    def _single(self) -> None:
        self.pace.single()
        select(self._buttons["pause"], True)

    def _faster(self) -> None:
        self.pace.cycle()
        self._buttons["pace"].set_text(self.pace.name)

    def _change(self, by: int) -> None:
        self.pace.change(by)
        self._buttons["pace"].set_text(self.pace.name)

    def _again(self) -> None:
        if self.projector is not None:
            self.projector.close()
            self.projector = None
            self._opener.submit(self._path)

    def process_event(self, event: pygame.event.Event) -> bool:
        """Pause, single frame, slower, faster, by the arena's keys."""
        if event.type == pygame.KEYDOWN:
            commands = {
                pygame.K_n: self._single,
                pygame.K_COMMA: lambda: self._change(-1),
                pygame.K_PERIOD: lambda: self._change(1),
                pygame.K_r: self._again,
            }
            paused = pygame.key.name(event.key) in self.ctx.settings.keys["pause"]
            command = self._toggle if paused else commands.get(event.key)
            if command is not None:
                command()
                return True
        return bool(super().process_event(event))

    # ------------------------------------------------------------------ time

    def update(self, time_delta: float) -> None:
        """Play on."""
        super().update(time_delta)
        answer = self._opener.poll()
        opened = answer.value if answer is not None else None
        if answer is not None and answer.error is not None:
            self.words.set_text(self.ctx.t("replay.failed", why=answer.error.error))
        elif isinstance(opened, str):
            self.words.set_text(self.ctx.t(f"replay.{opened}", file=self._path.name))
        elif opened is not None:
            self.projector = opened
            self._show()
        if self.projector is None:
            return
        passes = self.pace.take(time_delta)
        if passes is not None:
            ended = self.projector.differs or self.projector.done
            self.projector.update(passes)
            if not ended:
                self._show()

    def _show(self) -> None:
        projector, t = self.projector, self.ctx.t
        if projector is None:
            return
        self._crt.draw(self._screen, projector.picture, self._screen.get_rect())
        self._picture.set_image(self._screen)
        replay = projector.replay
        values = {
            "game": game_spec(replay.game).title,
            "frame": t.number(projector.frame),
            "frames": t.number(replay.frames),
        }
        verdict = "differs" if projector.differs else "same" if projector.done else "playing"
        self.words.set_text(t(f"replay.{verdict}", **values))

    def kill(self) -> None:
        """Close the window and free the console."""
        self._opener.close()
        if self.projector is not None:
            self.projector.close()
            self.projector = None
        super().kill()  # type: ignore[no-untyped-call]
