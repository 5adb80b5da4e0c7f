"""The generator's knobs: a network that draws portraits, and what one can do with it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from game.scenes.generator.shared_state import Atelier
from game.scenes.generator.tabs import ROOMS, Room, make_room
from game.ui.tabs import RoomScene


class GanScene(RoomScene):
    """Four rooms over one set of networks; everything else is in `game.scenes.generator`.

    Args:
        weights: other weights than the shipped ones.
    """

    id: ClassVar[str] = "gan"
    names = tuple(ROOMS)

    def __init__(self, weights: Path | None = None) -> None:
        super().__init__()
        self.atelier = Atelier(weights)

    def begin(self) -> str:
        """Read what is remembered."""
        memory = self.atelier.memory
        self.atelier.load(self.ctx)
        if memory.room not in self.names:
            memory.room = self.names[0]
        return memory.room

    def make_room(self, name: str) -> Room:
        """A new room."""
        return make_room(name, self.atelier)

    def opened(self, name: str) -> None:
        """Remember which room is open."""
        self.atelier.memory.room = name

    def help(self) -> str:
        """The open room's help."""
        return "gan.help" if self.room_id == "generator" else f"gan.help_{self.room_id}"

    @property
    def typing(self) -> bool:
        """Whether letters and digits belong to what is being edited."""
        return bool(getattr(self.room, "typing", False))

    def update(self, dt: float) -> None:
        """Follow a portrait that was handed to another room; the open room does the rest."""
        wanted = self.atelier.take_wanted()
        if wanted:
            self.open(wanted)
        super().update(dt)

    def leave(self) -> None:
        """Finish what the hand was doing, and remember how everything was left."""
        super().leave()
        self.atelier.save(self.ctx)

    def close(self) -> None:
        """Stop every room's work."""
        if self._begun:
            self.atelier.save(self.ctx)
        super().close()
