"""What a tab of the inpainting scene is."""

from __future__ import annotations

from game.scenes.inpainting.shared_state import Bench
from game.ui import tabs


class Room(tabs.Tab):
    """A tab of the scene.

    Args:
        bench: the picture that all tabs share.
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
