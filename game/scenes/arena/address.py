"""Links into the arena: `arena/<mode>?game=pong&opponent=duellist&panel=gradient`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from agents.emulators.games import every_game
from game.scenes.arena.games.selection import GameSelection
from game.scenes.arena.insight.session import TABS
from game.scenes.arena.play.plays import PLAYS, Play
from game.ui.links import Link, LinkError
from models.base.typed_fields import OneOf, read_texts, texts_of


@dataclass(frozen=True)
class ArenaOptions:
    """What a link opens a mode with; an empty game or agent stays as it is.

    Attributes:
        game: id of the game.
        opponent: who is at the agent's sticks: "live", or a rung of the game's ladder.
        rival: whom it plays against while one watches: "console", "live" or a rung.
        panel: the open tab of the understanding view; empty while that is closed.
    """

    game: Annotated[str, OneOf(lambda: ("", *every_game()))] = ""
    opponent: str = ""
    rival: str = ""
    panel: Annotated[str, OneOf(lambda: ("", *TABS))] = ""


def parse(link: Link) -> tuple[type[Play] | None, ArenaOptions]:
    """Read the mode, None where the link names none, and what it is opened with.

    Raises:
        LinkError: there is no such mode, game or tab.
    """
    if link.tab and link.tab not in PLAYS:
        raise LinkError("link.no_tab", scene=link.scene, tab=link.tab, tabs=", ".join(PLAYS))
    try:
        return PLAYS.get(link.tab), read_texts(link.query, ArenaOptions)
    except ValueError as error:
        raise LinkError("link.bad_value", why=str(error)) from error


def choose_agents(selection: GameSelection, options: ArenaOptions) -> None:
    """Choose the agents that a link names.

    Raises:
        LinkError: the game's ladder has no such agent; nothing is changed.
    """
    seats = ((selection.agent, options.opponent), (selection.rival, options.rival))
    for seat, name in seats:
        if name and name not in seat.ids:
            raise LinkError("link.bad_value", why=f"{name}: {', '.join(seat.ids)}")
    for seat, name in seats:
        if name:
            seat.choose(name)


def link_to(selection: GameSelection, panel: str) -> Link:
    """The address of what is played, with the open tab of the understanding view, if it is open."""
    seats = {name: seat.chosen for name, seat in selection.seats.items() if len(seat.ids) > 1}
    options = ArenaOptions(selection.spec.id, seats.get("agent", ""), seats.get("rival", ""), panel)
    return Link("arena", selection.mode.id, texts_of(options))
