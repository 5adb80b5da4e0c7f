"""What stands where the stages will, while the detector is at work."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame

from tests.game.conftest import Driver

Visit = Callable[..., Driver]


def test_it_is_said_that_the_windows_are_looked_at(visit: Visit) -> None:
    driver = visit("detection/then?picture=cat")
    view, hand = driver.scene.tab.view, driver.scene.bench.hand
    place = view._facts
    hand.scanned = None
    empty = pygame.Surface(driver.app.screen.get_size())
    view.draw(empty)
    said = pygame.surfarray.array3d(empty.subsurface(place))
    hand.problem = RuntimeError("no picture")
    empty.fill(0)
    view.draw(empty)
    assert (said != pygame.surfarray.array3d(empty.subsurface(place))).any(), "nothing is under way"
    assert np.unique(said).size > 2
