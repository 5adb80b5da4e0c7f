"""What a tab of the generator's scene is, and the registry of them."""

from __future__ import annotations

from importlib import import_module

from game.scenes.generator.shared_state import Atelier
from game.ui import tabs as rooms


class Room(rooms.Room):
    """A tab of the scene.

    Args:
        atelier: what all tabs share: the networks, the portrait in hand, what is remembered.
    """

    def __init__(self, atelier: Atelier) -> None:
        self.atelier = atelier


# By id: module:Class. Modules are imported when a tab is first opened.
ROOMS: dict[str, str] = {
    "generator": "game.scenes.generator.knobs.tab:GeneratorRoom",
    "restyle": "game.scenes.generator.restyle.tab:RestyleRoom",
    "judge": "game.scenes.generator.judge.tab:JudgeRoom",
    "training": "game.scenes.generator.training.tab:TrainingRoom",
}


def make_room(name: str, atelier: Atelier) -> Room:
    """A new tab.

    Raises:
        KeyError: no such tab.
    """
    module, _, attribute = ROOMS[name].partition(":")
    room: Room = getattr(import_module(module), attribute)(atelier)
    return room
