"""What comes with playing: handicaps, the look of the pictures, recording, high scores, watching replays."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from agents.games import GameSpec
from agents.replay import SUFFIX
from game.arena import prefs
from game.arena.bout import Bout
from game.arena.film import Recorder
from game.arena.floor import Floor
from game.arena.match import Match
from game.arena.modes import AGAINST, WATCH, Mode
from game.arena.more_window import MoreWindow
from game.arena.scores import Entry, Scores
from game.arena.scores_window import ScoresWindow, draw_table, points
from game.arena.strength import LIVE
from game.arena.tube import Tube
from game.arena.viewer import ReplayWindow
from game.race import Race
from game.scene import Context
from game.widgets.text import draw_text

SEAM = 4
"""Dark columns between the two pictures of a recording."""


@dataclass(frozen=True)
class Moment:
    """What is played in one frame of the window.

    Attributes:
        opponent: who is at the agent's sticks: the id of a rung, or "live".
        counts: whether the human plays, and at full speed: nothing else gets among the high scores.
    """

    floor: Floor
    mode: Mode
    spec: GameSpec
    opponent: str
    counts: bool


class Extras:
    """Keeps what the scene need not know of.

    Args:
        context: gives the scene's context of now.
        choices: what is remembered; changed in place.
        floor: gives the consoles, once they are on.
        spec: gives the game.
        anew: draws everything anew after another look was chosen.
        restart: starts the games anew.
    """

    def __init__(
        self,
        context: Callable[[], Context],
        choices: prefs.Prefs,
        floor: Callable[[], Floor | None],
        spec: Callable[[], GameSpec],
        anew: Callable[[], None],
        restart: Callable[[], None],
    ) -> None:
        self._context, self._choices, self._floor, self._spec = context, choices, floor, spec
        self._anew, self._restart = anew, restart
        ctx = context()
        self.tube = Tube(crt=choices.crt, whole=choices.whole)
        self.recorder = Recorder(synchronous=ctx.synchronous)
        self.scores = Scores(ctx.folders.data)
        self._was_over = False
        self._clean = True
        self._place: int | None = None

    # ------------------------------------------------------------------ windows

    def open_window(self) -> None:
        """Show what is needed seldom."""
        ctx, floor = self._context(), self._floor()
        if ctx.modal() or floor is None or floor.race is None:
            return
        known = floor.race.human.game.difficulties
        commands = {
            "record": self.toggle_recording,
            "scores": self.open_scores,
            "open_replay": self.choose_replay,
            "keys": ctx.choose_keys,
        }
        MoreWindow(
            ctx,
            self._choices,
            len(known).bit_length() - 1,
            self._spec().id == "pong",
            self.choose,
            commands,
            recording=self.recorder.seconds is not None,
        )

    def open_scores(self) -> None:
        """Show all high scores of the game."""
        ScoresWindow(self._context(), self.scores, self._spec())

    def choose(self, name: str, value: bool | int | str) -> None:
        """Change a preference; new difficulty switches start the games anew, since they count from there."""
        setattr(self._choices, name, value)
        prefs.save(self._context().folders.config, self._choices)
        if name in ("whole", "crt"):
            self.tube.crt, self.tube.whole = self._choices.crt, self._choices.whole
            self._anew()
        floor = self._floor()
        if floor is not None and name in ("hard_mine", "hard_theirs", "delay"):
            floor.hamper(self._choices.handicap)
            if name != "delay":
                self._restart()

    # ------------------------------------------------------------------ replays

    def choose_replay(self) -> None:
        """Ask for a replay."""
        ctx = self._context()
        ctx.pick_file(
            ctx.t("more.open_replay"),
            frozenset({SUFFIX}),
            self.open_replay,
            folder=ctx.folders.data / "replays",
        )

    def open_replay(self, path: Path) -> None:
        """Watch a replay."""
        ReplayWindow(self._context(), path, self.tube)

    def drop(self, event: pygame.event.Event) -> bool:
        """Watch a replay that was dropped on the window; True when it was one."""
        if event.type != pygame.DROPFILE or Path(event.file).suffix.lower() != SUFFIX:
            return False
        self.open_replay(Path(event.file))
        return True

    # ------------------------------------------------------------------ recording

    def toggle_recording(self) -> None:
        """Begin to record what is played, or end and write it to a file."""
        ctx, recorder = self._context(), self.recorder
        if recorder.seconds is not None:
            recorder.stop()
        elif recorder.busy:
            ctx.notify(ctx.t("more.still_writing"), "info")
        else:
            recorder.start(ctx.folders.pictures, self._spec().id, self._choices.film)

    # ------------------------------------------------------------------ every frame

    def update(self, dt: float, now: Moment) -> None:
        """Record, and watch for the end of a game."""
        self.recorder.pass_time(dt, lambda: _pictures(now))
        self.recorder.tell(self._context())
        play = now.floor.play(now.mode)
        if play is None or isinstance(play, Bout) or now.mode is WATCH:
            return
        if not play.begun or (self._was_over and not play.over):
            self._clean, self._place = True, None
        self._clean &= now.counts
        if play.over and not self._was_over and play.begun and self._clean:
            self._enter(now)
        self._was_over = play.over

    def _enter(self, now: Moment) -> None:
        """Put the result of the game that has just ended into the table."""
        ctx, choices = self._context(), self._choices
        play = now.floor.play(now.mode)
        assert isinstance(play, Match | Race)
        against = isinstance(play, Match)
        score = play.score if isinstance(play, Match) else play.human.score
        live = against and now.opponent == LIVE
        agent = play.player.agent if live and play.player is not None else None
        entry = Entry(
            mine=score.mine,
            theirs=score.theirs,
            date=time.strftime("%Y-%m-%d"),
            seed=play.game.seed if isinstance(play, Match) else play.seed,
            opponent=now.opponent if against else "console",
            steps=agent.step if agent is not None else 0,
            mine_hard=choices.hard_mine,
            theirs_hard=choices.hard_theirs,
            delay=choices.delay if now.mode.split or against else 0,
        )
        first = not self.scores.best(now.spec.id, now.mode.id)
        try:
            self._place = self.scores.add(now.spec.id, now.mode.id, entry)
        except OSError as error:
            ctx.notify(ctx.t("app.save_failed", why=error.strerror or str(error)), "bad")
            return
        if self._place == 0 and not first:
            ctx.notify(ctx.t("scores.beaten", points=points(entry, solo=now.spec.solo)), "good")
        elif self._place is not None:
            ctx.notify(ctx.t("scores.entered", place=self._place + 1), "info")

    def draw(self, screen: pygame.Surface, pictures: list[pygame.Rect], now: Moment, *, paused: bool) -> None:
        """Draw the sign that something is recorded, and the high scores after a game."""
        ctx = self._context()
        self._draw_recording(screen, ctx, pictures[0])
        play = now.floor.play(now.mode)
        if play is None or isinstance(play, Bout) or now.mode is WATCH or paused:
            return
        best = self.scores.best(now.spec.id, now.mode.id)
        if play.over and play.begun and best:
            draw_table(screen, ctx.style, ctx.t, pictures[0], best, self._place, solo=now.spec.solo)

    def _draw_recording(self, screen: pygame.Surface, ctx: Context, picture: pygame.Rect) -> None:
        style, recorder = ctx.style, self.recorder
        if recorder.seconds is not None:
            text = ctx.t.duration(recorder.seconds)
        elif recorder.busy:
            text = ctx.t("more.writing", share=f"{recorder.progress:.0%}")
        else:
            return
        size = style.font("small", "bold").size(text)
        box = pygame.Rect(picture.x + style.px(8), picture.y + style.px(8), 0, size[1] + style.px(8))
        box.width = size[0] + style.px(34)
        shade = pygame.Surface(box.size, pygame.SRCALPHA)
        pygame.draw.rect(shade, (0, 0, 0, 170), shade.get_rect(), border_radius=style.px(8))
        screen.blit(shade, box)
        dot = (box.x + style.px(14), box.centery)
        if recorder.seconds is not None:
            pygame.draw.circle(screen, style.colour.bad, dot, style.px(6))
        else:
            pygame.draw.circle(screen, style.colour.bad, dot, style.px(6), style.px(2))
        at = (box.x + style.px(26), box.centery)
        white = pygame.Color("white")
        draw_text(screen, style, text, at, size="small", face="bold", colour=white, anchor="midleft")

    def close(self) -> bool:
        """Write what was recorded."""
        return self.recorder.close()


def _pictures(now: Moment) -> NDArray[np.uint8]:
    """What is on the screen, in the console's pixels."""
    play = now.floor.play(now.mode)
    race = now.floor.race
    if isinstance(play, Match | Bout):
        return play.game.screen()
    if race is None or now.mode is AGAINST:
        return np.zeros((210, 160, 3), np.uint8)
    if now.mode.split:
        seam = np.zeros((210, SEAM, 3), np.uint8)
        return np.concatenate([race.human.game.screen(), seam, race.machine.game.screen()], axis=1)
    return (race.machine if now.mode is WATCH else race.human).game.screen()
