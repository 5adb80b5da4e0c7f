"""What a tab of the generator's scene is."""

from __future__ import annotations

from game.scenes.generator.shared_state import Atelier
from game.ui import tabs


class Room(tabs.Tab):
    """A tab of the scene.

    Args:
        atelier: what all tabs share: the networks, the portrait in hand, what is remembered.
    """

    def __init__(self, atelier: Atelier) -> None:
        self.atelier = atelier
