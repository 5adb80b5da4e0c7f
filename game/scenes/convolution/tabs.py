"""What a tab of the laboratory is."""

from __future__ import annotations

from game.scenes.convolution.workbench import Workbench
from game.ui import tabs


class Tab(tabs.Tab):
    """A tab of the scene.

    Args:
        bench: the canvas and the pictures that all tabs share.
    """

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
