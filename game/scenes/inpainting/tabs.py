"""What a tab of the inpainting scene is, and the registry of them."""

from __future__ import annotations

from importlib import import_module

from game.scenes.inpainting.shared_state import Bench
from game.ui import tabs as rooms


class Room(rooms.Room):
    """A tab of the scene.

    Args:
        bench: the picture that all tabs share.
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench


# By id: module:Class. Modules are imported when a tab is first opened.
ROOMS: dict[str, str] = {
    "repair": "game.scenes.inpainting.repair.tab:RepairTab",
    "rain": "game.scenes.inpainting.rain.tab:RainTab",
}


def make_room(name: str, bench: Bench) -> Room:
    """A new tab.

    Raises:
        KeyError: no such tab.
    """
    module, _, attribute = ROOMS[name].partition(":")
    room: Room = getattr(import_module(module), attribute)(bench)
    return room
