from __future__ import annotations

import tracemalloc

import pygame
from pygame_gui.elements import UIButton, UIPanel

from game.app.gui_theme import gui_manager
from game.ui.assets import ROOT, Assets
from game.ui.style import Style


def test_the_names_of_widgets_that_are_gone_take_no_room(style: Style) -> None:
    pygame.display.set_mode((640, 400))
    ui = gui_manager(Assets(ROOT), style, (640, 400), "en")
    holder = None
    for depth in range(3):
        holder = UIPanel(
            pygame.Rect(0, 0, 300, 300), manager=ui, container=holder, object_id=f"#the_panel_{depth}"
        )

    def make(number: int) -> None:
        UIButton(
            pygame.Rect(0, 0, 90, 30), "", manager=ui, container=holder, object_id=f"#number_{number}"
        ).kill()

    make(0)
    tracemalloc.start()
    try:
        for number in range(1, 41):
            make(number)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 40 * 30_000
