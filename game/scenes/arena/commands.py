"""What can be done in the arena; the pause key, like those of the sticks, is in the settings."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from game.scenes.arena.dialogs import ArenaDialogs
from game.scenes.arena.insight.session import Insight
from game.scenes.arena.play.pace import SPEEDS, speed_name
from game.scenes.arena.play.plays import PLAYS, Play
from game.scenes.arena.session import Session
from game.ui.commands import Command, Commands
from game.ui.context import Context


class Actions(Protocol):
    """What the scene does itself, because it changes the screen."""

    def set_mode(self, mode: type[Play]) -> None:
        """Play in another way."""

    def toggle_insight(self) -> None:
        """Open or close the understanding view."""

    def turn_insight(self, by: int) -> None:
        """Go to another tab of it."""


def arena_commands(
    ctx: Context, session: Session, insight: Insight, dialogs: ArenaDialogs, scene: Actions
) -> Commands:
    """Make the table; the toolbar is made of those with an icon."""
    pace, recorder, selection = session.pace, session.recorder, session.selection

    def mode(play: type[Play]) -> Command:
        chosen = partial(scene.set_mode, play)
        pressed = lambda: selection.mode is play  # noqa: E731
        return Command(f"mode_{play.id}", chosen, icon=play.icon, pressed=pressed, rank=1)

    def seed(n: int) -> str:
        return ctx.t("arena.seed", n=n)

    fastest = max(map(speed_name, SPEEDS), key=len)
    return Commands(
        "arena",
        (
            *map(mode, PLAYS.values()),
            Command("side", session.change_side, ("X",), "flip-horizontal-2", lambda: selection.mode.duel),
            Command("pause", session.toggle_pause, icon="pause", pressed=lambda: pace.paused),
            Command("single", session.single_frame, ("N",), "step-forward"),
            Command("pace", pace.cycle, icon="skip-forward", label=lambda: pace.name, widest=fastest, rank=2),
            Command(
                "seed",
                session.new_seed,
                icon="shuffle",
                label=lambda: seed(session.seed),
                widest=seed(9999),
                rank=2,
            ),
            Command("restart", session.restart, ("R",), "rotate-ccw"),
            Command("learn", session.toggle_learning, ("L",), "bot", pressed=lambda: session.learning),
            Command("reset", dialogs.new_agent, icon="trash-2"),
            Command("save", dialogs.save_agent, icon="save"),
            Command("load", dialogs.load_agent, icon="folder-open"),
            Command("replay", session.save_replay, ("V",), "file-down"),
            Command("insight", scene.toggle_insight, ("I",), "scan-eye", pressed=lambda: insight.open),
            Command("record", dialogs.record, ("C",), "film", pressed=lambda: recorder.seconds is not None),
            Command("more", dialogs.options, ("O",), "sliders-horizontal"),
            Command("start", session.begin, ("Enter",)),
            Command("next_mode", lambda: scene.set_mode(selection.next_mode), ("M",)),
            Command("choose_game", dialogs.games, ("G",)),
            Command("slower", partial(pace.change, -1), (",",)),
            Command("faster", partial(pace.change, 1), (".",)),
            Command("previous_tab", partial(scene.turn_insight, -1), ("Ctrl+PageUp",)),
            Command("next_tab", partial(scene.turn_insight, 1), ("Ctrl+PageDown",)),
            Command("load_again", ctx.loader.start, ("F5",)),
        ),
    )
