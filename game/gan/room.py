"""What a tab of the generator's scene is, and the registry of them."""

from __future__ import annotations

from importlib import import_module

from game import rooms
from game.gan.atelier import Atelier


class Room(rooms.Room):
    """A tab of the scene.

    Args:
        atelier: what all tabs share: the networks, the portrait in hand, what is remembered.
    """

    def __init__(self, atelier: Atelier) -> None:
        self.atelier = atelier


# By id: module:Class. Modules are imported when a tab is first opened.
ROOMS: dict[str, str] = {
    "generator": "game.gan.generator:GeneratorRoom",
    "restyle": "game.gan.restyle:RestyleRoom",
    "judge": "game.gan.judge:JudgeRoom",
    "training": "game.gan.training:TrainingRoom",
}


def make_room(name: str, atelier: Atelier) -> Room:
    """A new tab.

    Raises:
        KeyError: no such tab.
    """
    module, _, attribute = ROOMS[name].partition(":")
    room: Room = getattr(import_module(module), attribute)(atelier)
    return room
