from __future__ import annotations

import pygame

from game.scenes.convolution.shift.session import START
from tests.game.scenes.convolution.conftest import Use, frames, tap


def test_the_maximum_stays_while_its_place_travels(lab: Use) -> None:
    app = lab("shift")
    session = app.scene.tab.session
    maximum, (x, y) = session.maximum, session.where
    for key, step in ((pygame.K_RIGHT, (1, 0)), (pygame.K_DOWN, (0, 1)), (pygame.K_LEFT, (-1, 0))):
        tap(app, key)
        x, y = x + step[0], y + step[1]
        assert session.maximum == maximum
        assert session.where == (x, y)
    for corner in ((-50, -50), (50, 50), (50, -50)):
        session.move(*corner)
        assert session.maximum == maximum


def test_a_link_chooses_pattern_and_filter_and_is_told_again(lab: Use) -> None:
    app = lab("draw")
    app.go("convolution/shift?pattern=ring&noise=on")
    frames(app, 3)
    session = app.scene.tab.session
    assert (session.pattern, session.filter, session.noise) == ("ring", "cross", True)
    assert str(app.scene.link()) == "convolution/shift?pattern=ring&noise=on"
    app.scene.tab.session.move(9, 9)
    app.go("convolution/shift")
    frames(app, 2)
    session = app.scene.tab.session
    assert (session.pattern, session.filter, session.at, session.noise) == ("cross", "cross", START, False)
    assert not session.trail
    app.go("convolution/shift?pattern=star")
    frames(app, 2)
    assert session.pattern == "cross"
