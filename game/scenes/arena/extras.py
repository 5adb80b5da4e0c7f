"""What comes with playing: handicaps, the look of the pictures, recording, high scores, watching replays."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from agents.emulators.replay import SUFFIX
from game.scenes.arena import preferences
from game.scenes.arena.games.opponent import LIVE
from game.scenes.arena.games.selection import GameSelection
from game.scenes.arena.play.agent_vs_agent import AgentVsAgent
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.modes import AGAINST, WATCH, Mode
from game.scenes.arena.play.side_by_side import SideBySide
from game.scenes.arena.replays.recorder import Recorder
from game.scenes.arena.replays.viewer import ReplayWindow
from game.scenes.arena.scores.table import Entry, Scores
from game.scenes.arena.scores.window import ScoresWindow, draw_table, points
from game.scenes.arena.session import Running, Session
from game.scenes.arena.view.crt_filter import CrtFilter
from game.scenes.arena.view.options_window import OptionsWindow
from game.ui.context import Context
from game.ui.widgets.text import draw_text

SEAM = 4
"""Dark columns between the two pictures of a recording."""


class Extras:
    """Keeps what the scene need not know of.

    Args:
        context: gives the scene's context of now.
        choices: what is remembered; changed in place.
        desk: which game is played, how, and by which agents.
        cabinet: the consoles.
        anew: draws everything anew after another look was chosen.
    """

    def __init__(
        self,
        context: Callable[[], Context],
        choices: preferences.Preferences,
        desk: GameSelection,
        cabinet: Session,
        anew: Callable[[], None],
    ) -> None:
        self._context, self._choices = context, choices
        self._desk, self._cabinet, self._anew = desk, cabinet, anew
        ctx = context()
        self.tube = CrtFilter(crt=choices.crt, whole=choices.whole)
        self.recorder = Recorder(synchronous=ctx.synchronous)
        self.scores = Scores(ctx.folders.data)
        self._was_over = False
        self._clean = True
        self._place: int | None = None

    # ------------------------------------------------------------------ windows

    def open_window(self) -> None:
        """Show what is needed seldom."""
        ctx, running = self._context(), self._cabinet.running
        if ctx.modal() or running is None:
            return
        known = running.race.human.game.difficulties
        commands = {
            "record": self.toggle_recording,
            "scores": self.open_scores,
            "open_replay": self.choose_replay,
            "keys": ctx.choose_keys,
        }
        OptionsWindow(
            ctx,
            self._choices,
            self._desk.spec.id,
            len(known).bit_length() - 1,
            self.choose,
            commands,
            recording=self.recorder.seconds is not None,
        )

    def open_scores(self) -> None:
        """Show all high scores of the game."""
        ScoresWindow(self._context(), self.scores, self._desk.spec)

    def choose(self, name: str, value: bool | int | str) -> None:
        """Change a preference; new difficulty switches start the games anew, since they count from there."""
        setattr(self._choices, name, value)
        preferences.save(self._context().folders.config, self._choices)
        if name in ("whole", "crt"):
            self.tube.crt, self.tube.whole = self._choices.crt, self._choices.whole
            self._anew()
        floor = self._cabinet.floor
        if floor is not None and name in ("hard_mine", "hard_theirs", "delay"):
            floor.hamper(self._choices.handicap)
            if name != "delay":
                self._cabinet.restart()

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
            recorder.start(ctx.folders.pictures, self._desk.spec.id, self._choices.film)

    # ------------------------------------------------------------------ every frame

    def update(self, dt: float, now: Running, *, counts: bool) -> None:
        """Record, and watch for the end of a game.

        Args:
            dt: seconds since the last call.
            now: the consoles.
            counts: whether the human plays, and at full speed: nothing else gets among the high scores.
        """
        self.recorder.pass_time(dt, lambda: _pictures(now, self._desk.mode))
        self.recorder.tell(self._context())
        play = self._played
        if play is None:
            return
        if not play.begun or (self._was_over and not play.over):
            self._clean, self._place = True, None
        self._clean &= counts
        if play.over and not self._was_over and play.begun and self._clean:
            self._enter(play)
        self._was_over = play.over

    @property
    def _played(self) -> SideBySide | HumanVsAgent | None:
        """What a person plays."""
        play = self._cabinet.play
        return None if isinstance(play, AgentVsAgent) or self._desk.mode is WATCH else play

    def _enter(self, play: SideBySide | HumanVsAgent) -> None:
        """Put the result of the game that has just ended into the table."""
        ctx, choices, spec, mode = self._context(), self._choices, self._desk.spec, self._desk.mode
        opponent = self._desk.strength.chosen
        against = isinstance(play, HumanVsAgent)
        score = play.score if isinstance(play, HumanVsAgent) else play.human.score
        live = against and opponent == LIVE
        agent = play.player.agent if live and play.player is not None else None
        entry = Entry(
            mine=score.mine,
            theirs=score.theirs,
            date=time.strftime("%Y-%m-%d"),
            seed=play.game.seed if isinstance(play, HumanVsAgent) else play.seed,
            opponent=opponent if against else "console",
            steps=agent.step if agent is not None else 0,
            mine_hard=choices.hard_mine,
            theirs_hard=choices.hard_theirs,
            delay=choices.delay if mode.split or against else 0,
        )
        first = not self.scores.best(spec.id, mode.id)
        try:
            self._place = self.scores.add(spec.id, mode.id, entry)
        except OSError as error:
            ctx.notify(ctx.t("app.save_failed", why=ctx.why(error)), "bad")
            return
        if self._place == 0 and not first:
            ctx.notify(ctx.t("scores.beaten", points=points(entry, solo=spec.solo)), "good")
        elif self._place is not None:
            ctx.notify(ctx.t("scores.entered", place=self._place + 1), "info")

    def draw(self, screen: pygame.Surface, pictures: list[pygame.Rect]) -> None:
        """Draw the sign that something is recorded, and the high scores after a game."""
        ctx = self._context()
        self._draw_recording(screen, ctx, pictures[0])
        play, spec = self._played, self._desk.spec
        if play is None or self._cabinet.pace.paused:
            return
        best = self.scores.best(spec.id, self._desk.mode.id)
        if play.over and play.begun and best:
            draw_table(screen, ctx.style, ctx.t, pictures[0], best, self._place, solo=spec.solo)

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


def _pictures(now: Running, mode: Mode) -> NDArray[np.uint8]:
    """What is on the screen, in the console's pixels."""
    play, race = now.floor.play(mode), now.race
    if isinstance(play, HumanVsAgent | AgentVsAgent):
        return play.game.screen()
    if mode is AGAINST:
        return np.zeros((210, 160, 3), np.uint8)
    if mode.split:
        seam = np.zeros((210, SEAM, 3), np.uint8)
        return np.concatenate([race.human.game.screen(), seam, race.machine.game.screen()], axis=1)
    return (race.machine if mode is WATCH else race.human).game.screen()
