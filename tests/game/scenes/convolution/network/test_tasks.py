from __future__ import annotations

import numpy as np
import pygame
import pytest

from game.scenes.convolution.network.requests import LAYERS
from game.scenes.convolution.network.tasks import EYE_FILTERS
from models.base.gallery import picture
from tests.game.scenes.convolution.conftest import Use, frames, idle, post, press, tap

EYES = ((0.315, 0.378), (0.811, 0.442))
"""Of the cat, in shares of the picture's central square."""
FINE = LAYERS[:12]
"""Their maps have 14 x 14 cells or more."""


def test_the_filters_are_those_that_answer_to_eyes() -> None:
    """Of the cells that answer at least half as strongly as the strongest, most lie on the eyes, on both."""
    from models.classifier.network import Classifier

    cat = picture("cat")
    grey = np.repeat((cat @ [0.299, 0.587, 0.114])[..., None], 3, axis=2).round().astype(np.uint8)
    classifier = Classifier()
    loose, tight = set(), set()
    kept = [classifier.activations(image, FINE)[1] for image in (cat, grey)]
    for layer in FINE:
        on_eyes, in_both = zip(*(measure(np.abs(each[layer])) for each in kept), strict=True)
        for share, both, chosen in ((0.58, 0.38, loose), (0.63, 0.43, tight)):
            good = (on_eyes[0] > share) & (on_eyes[1] > share - 0.1)
            good &= (in_both[0] > both) & (in_both[1] > both - 0.1)
            chosen |= {(layer, int(channel)) for channel in np.flatnonzero(good)}
    assert tight <= EYE_FILTERS <= loose
    assert ("stem", 20) not in loose, "it answers to the colour"


def measure(maps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count, height, width = maps.shape
    y, x = (np.mgrid[:height, :width] + 0.5) / np.array([height, width])[:, None, None]
    left, right = (np.hypot(x - at[0], y - at[1]) < 0.13 for at in EYES)
    top = maps.reshape(count, -1).max(axis=1) + 1e-9
    strong = maps > 0.5 * top[:, None, None]
    share = (strong & (left | right)).sum(axis=(1, 2)) / np.maximum(strong.sum(axis=(1, 2)), 1)
    weaker = np.minimum((maps * left).max(axis=(1, 2)), (maps * right).max(axis=(1, 2)))
    return share, weaker / top


@pytest.fixture
def no_dreams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is grown for a filter, and nothing is looked for in the gallery."""
    view = "game.scenes.convolution.network.filter_view"
    monkeypatch.setattr(f"{view}.dream", lambda *rest: iter(()))
    monkeypatch.setattr(f"{view}.Gallery.answer", lambda self, request: (*request[:2], (), None))


@pytest.mark.usefixtures("no_dreams")
def test_a_filter_for_eyes_is_found_on_the_maps(lab: Use) -> None:
    app = lab("draw", load=True)
    app.go("convolution/network?layer=10")
    frames(app, 5)
    done = app.scene.task("eye-filter")
    assert not done()
    session, view = app.scene.tab.session, app.scene.tab.view

    def click(channel: int) -> None:
        found = session.findings
        x, y = found.grid.place(channel, found.page)
        corner = view._corner(found)
        at = (corner[0] + x + 3, corner[1] + y + 3)
        post(app, pygame.MOUSEBUTTONDOWN, pos=at, button=1)
        frames(app, 3)

    click(20)
    assert session.channel == 20
    assert not done()
    session.turn_page(7 // session.findings.grid.page_size - session.findings.page)
    frames(app, 3)
    click(7)
    assert session.channel == 7
    assert done()


@pytest.mark.usefixtures("no_dreams")
def test_a_filter_that_was_shown_at_first_was_not_found(lab: Use) -> None:
    app = lab("draw", load=True)
    app.go("convolution/network?layer=10&filter=103")
    frames(app, 5)
    done = app.scene.task("eye-filter")
    assert not done()
    idle(app, 1)
    assert not done()


def test_five_pictures_named_rightly(lab: Use) -> None:
    app = lab("draw", load=True)
    app.go("convolution/network?view=guess")
    frames(app, 5)
    quiz = app.scene.tab.quiz
    done = app.scene.task("five-right")
    assert not done()
    idle(app, 1)
    assert not quiz.results
    for number in range(10):
        assert not quiz.over
        assert quiz.number == number
        now = quiz.round
        assert len({choice.index for choice in now.choices}) == 4
        assert now.choices[now.right].index in now.card.right
        assert now.known is (now.best.index in now.card.right)
        right = number % 3 != 1
        chosen = now.right if right else (now.right + 1) % 4
        tap(app, (pygame.K_a, pygame.K_s, pygame.K_d, pygame.K_f)[chosen])
        assert quiz.results[-1] == (right, now.known)
        assert done() is (quiz.points[0] >= 5)
        press(app, "#guess_next")
    assert quiz.over
    assert done()
    assert not app.scene.task("five-right")(), "that was before"
    assert 0 < quiz.points[1] < 10, "there is something to win, and something to learn"
    press(app, "#guess_next")
    assert (quiz.over, quiz.results) == (False, [])
    press(app, "#maps")
    tap(app, pygame.K_f)
    assert app.scene.bench.canvas.tool == "fill", "the canvas has its keys again"
    assert str(app.scene.link()) == "convolution/network?layer=4&filter=0"
