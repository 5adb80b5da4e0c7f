from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pygame
import pytest

from agents.bandits.users import User
from game.scenes.rewards.recommend.requests import BATCH, FEATURES, photographs
from game.scenes.rewards.recommend.session import BATCHES, RecommendSession
from tests.game.conftest import Driver, QuickGan

Open = Callable[..., Driver]


@pytest.fixture
def visit(open_app: Open) -> Callable[..., Driver]:
    def start(link: str = "rewards/recommend", **options: Any) -> Driver:
        driver = open_app("rewards", **options)
        driver.app.go(link)
        driver.frames(BATCHES + 6)
        return driver

    return start


def session_of(driver: Driver) -> RecommendSession:
    session: RecommendSession = driver.scene.tab.session
    return session


def test_portraits_and_photographs_are_offered(visit: Callable[..., Driver]) -> None:
    session = session_of(visit())
    assert session.full
    assert len(session.items) == BATCHES * BATCH + len(photographs())
    features = np.stack([each.features for each in session.items])
    assert features.shape[1] == len(FEATURES)
    assert np.abs(features).max() <= 1
    assert set(features[:, 1]) == {-1.0, 1.0}
    assert session.shown is not None
    assert session.curves is not None


def test_answers_teach_it(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    glasses = FEATURES.index("glasses")
    shown = []
    for _ in range(40):
        assert session.shown is not None
        shown.append(session.shown)
        likes = session.items[session.shown].features[glasses] > 0
        driver.tap(pygame.K_RIGHT if likes else pygame.K_LEFT)
    assert len(set(shown)) == 40, "nothing is shown twice while there is something else"
    assert int(np.abs(session.belief.mean).argmax()) == glasses
    assert session.belief.mean[glasses] > 3 * session.belief.spread[glasses]
    before = session.belief.mean
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert session.shown == shown[-1]
    assert len(session.history) == 39
    assert (session.belief.mean != before).any()
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    np.testing.assert_allclose(session.belief.mean, before)
    driver.tap(pygame.K_HOME)
    assert not session.history
    assert not session.belief.mean.any()


def test_it_makes_a_portrait_for_the_taste(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    driver.tap(pygame.K_g)
    driver.frames(2)
    assert session.made is None, "nothing is known yet"
    for _ in range(40):
        assert session.shown is not None
        likes = session.items[session.shown].features[FEATURES.index("smile")] > 0
        driver.press_button("#like" if likes else "#skip")
    driver.press_button("#make")
    driver.frames(3)
    assert session.made is not None
    gan = QuickGan()
    assert gan.read(gan.encode(session.made))["smile"] > 0.7
    driver.tap(pygame.K_RIGHT)
    assert session.made is None


def test_a_click_on_the_picture_answers(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    room = driver.scene.tab.landmarks()["picture"]
    driver.click((room.right - 20, room.centery))
    driver.click((room.x + 20, room.centery))
    assert [each.answer for each in session.history] == [1.0, -1.0]


def test_a_simulated_user_answers_by_a_hidden_taste(visit: Callable[..., Driver]) -> None:
    driver = visit("rewards/recommend?method=ucb&user=4")
    session = session_of(driver)
    curves = session.curves
    driver.tap(pygame.K_RIGHT)
    driver.press_button("#simulate")
    driver.frames(60, 0.3)
    assert len(session.history) >= 59
    taste = User.draw(len(FEATURES), 4).taste
    assert np.corrcoef(session.belief.mean, taste)[0, 1] > 0.5
    driver.tap(pygame.K_ESCAPE)
    count = len(session.history)
    driver.frames(3, 0.3)
    assert len(session.history) == count
    driver.press_button("#user_more")
    driver.frames(3)
    assert session.user == 5
    assert (session.curves != curves).any()
    driver.press_button("#method_more")
    assert session.method == "thompson"
    assert driver.scene.link().query == {"user": "5"}


def test_without_a_generator_it_says_so(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("no weights")

    monkeypatch.setattr("game.scenes.rewards.recommend.requests.load_networks", fail)
    driver = open_app("rewards")
    driver.app.go("rewards/recommend")
    driver.frames(5)
    assert driver.toasts
    assert session_of(driver).shown is None
    driver.tap(pygame.K_RIGHT)
    assert not session_of(driver).history
    monkeypatch.setattr("game.scenes.rewards.recommend.requests.load_networks", QuickGan)
    driver.click(driver.scene.tab.landmarks()["picture"].center)
    driver.frames(3)
    assert session_of(driver).shown is not None, "a click tries again"


@pytest.mark.parametrize("size", [(960, 600), (1920, 1080)])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_no_text_is_cut(
    visit: Callable[..., Driver], size: tuple[int, int], lang: str, cut_texts: list[str]
) -> None:
    driver = visit(size=size, lang=lang)
    for method in range(4):
        driver.press_button("#method_more")
        driver.tap(pygame.K_RIGHT if method % 2 else pygame.K_LEFT)
        driver.frames(2)
    driver.press_button("#make")
    driver.frames(3)
    assert not set(cut_texts)
