"""What can be done in the arena; the pause key, like those of the sticks, is in the settings."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from game.scenes.arena.dialogs import ArenaDialogs
from game.scenes.arena.insight.session import Insight
from game.scenes.arena.play.pace import SPEEDS, speed_name
from game.scenes.arena.play.plays import PLAYS, Play
from game.scenes.arena.session import Session
from game.ui.commands import Command, Commands, Group
from game.ui.context import Context
from game.ui.keymap import key_text

TOOLBAR = (
    Group(tuple(f"mode_{mode}" for mode in PLAYS)),
    Group(("side", "pause", "single", "pace", "restart", "seed", "variant"), "game_menu"),
    Group(("learn", "insight", "forward", "reset", "save", "load"), "agent_menu"),
    Group(("more",)),
)


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
    """Make the table; the toolbar is `TOOLBAR`."""
    pace, selection = session.pace, session.selection

    def mode(play: type[Play]) -> Command:
        chosen = partial(scene.set_mode, play)
        pressed = lambda: selection.mode is play  # noqa: E731
        return Command(f"mode_{play.id}", chosen, icon=play.icon, pressed=pressed, rank=4)

    def seed(n: int) -> str:
        return ctx.t("arena.seed", n=n)

    fastest = max(map(speed_name, SPEEDS), key=len)
    commands = Commands(
        "arena",
        (
            *map(mode, PLAYS.values()),
            Command(
                "side",
                session.change_side,
                ("X",),
                "flip-horizontal-2",
                enabled=lambda: selection.mode.duel,
                fold=4,
            ),
            Command(
                "pause",
                session.toggle_pause,
                icon="pause",
                pressed=lambda: pace.paused,
                fold=4,
                tip=lambda: f"{ctx.t('arena.pause_tip')} ({key_text(ctx.settings.keys['pause'][0], ctx.t)})",
            ),
            Command("single", session.single_frame, ("N",), "step-forward", fold=2),
            Command(
                "pace",
                pace.cycle,
                icon="skip-forward",
                label=lambda: pace.name,
                widest=fastest,
                rank=4,
                fold=4,
            ),
            Command("restart", session.restart, ("R",), "rotate-ccw", fold=1),
            Command(
                "seed",
                session.new_seed,
                icon="shuffle",
                label=lambda: seed(session.seed),
                widest=seed(9999),
                fold=1,
            ),
            Command(
                "variant",
                session.turn_variant,
                ("T",),
                "dices",
                enabled=lambda: selection.mode.people,
                fold=1,
            ),
            Command("game_menu", lambda: commands.unfold("game_menu"), icon="play", rank=3),
            Command(
                "learn",
                session.toggle_learning,
                ("L",),
                "refresh-cw",
                pressed=lambda: session.learning,
                rank=2,
                fold=3,
            ),
            Command(
                "insight",
                scene.toggle_insight,
                ("I",),
                "scan-eye",
                pressed=lambda: insight.open,
                rank=1,
                fold=3,
            ),
            Command("agent_menu", lambda: commands.unfold("agent_menu"), icon="bot", rank=3),
            Command("forward", dialogs.fast_forward, icon="footprints", fold=1),
            Command("reset", dialogs.new_agent, icon="trash-2", fold=1),
            Command("save", dialogs.save_agent, icon="save", fold=1),
            Command("load", dialogs.load_agent, icon="folder-open", fold=1),
            Command("more", dialogs.options, ("O",), "sliders-horizontal", rank=3),
            Command("replay", session.save_replay, ("V",)),
            Command("record", dialogs.record, ("C",)),
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
    return commands
