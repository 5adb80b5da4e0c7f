from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from game.scenes.rewards.trading.session import HAND_BARS, LEAST_ROUNDS, TradingSession
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def visit(open_app: Open) -> Callable[..., Driver]:
    def start(link: str = "rewards/trading", **options: Any) -> Driver:
        driver = open_app("rewards", **options)
        driver.app.go(link)
        driver.frames(3)
        return driver

    return start


def session_of(driver: Driver) -> TradingSession:
    session: TradingSession = driver.scene.tab.session
    return session


def test_the_trader_learns_and_is_tested(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    driver.tap(pygame.K_SPACE)
    driver.frames(30)
    assert session.report is not None
    assert session.report.trained.gain > 0.3
    driver.tap(pygame.K_SPACE)
    rounds = session.report.round
    driver.frames(3)
    assert session.report.round == rounds, "it rests"
    prices = session.prices
    driver.press_button("#series_more")
    assert session.settings.series == "walk"
    assert (session.prices != prices).any()
    assert session.report is None
    driver.press_button("#cost_more")
    assert session.settings.cost == 0.001
    driver.tap(pygame.K_n)
    assert session.settings.seed == 2


def test_trading_by_hand(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    driver.press_button("#trade")
    driver.frames(2)
    for key in (pygame.K_UP, pygame.K_RIGHT, pygame.K_DOWN, pygame.K_LEFT):
        driver.tap(key)
    assert session.hand == [1, 1, -1, 0]
    driver.press_button("#buy")
    assert session.hand == [1, 1, -1, 0, 1]
    mine = session.hand_account()
    assert mine is not None
    returns = session.returns[session.middle : session.middle + 5]
    assert mine.trades == 4
    assert mine.gain == pytest.approx(
        np.prod(1 + np.array([1, 1, -1, 0, 1]) * returns - session.settings.cost * np.array([1, 0, 2, 1, 1]))
        - 1
    )
    for _ in range(HAND_BARS):
        driver.tap(pygame.K_RIGHT)
    assert len(session.hand) == HAND_BARS
    assert not session.trading
    driver.tap(pygame.K_ESCAPE)
    driver.frames(2)
    assert session.hand is None
    assert driver.has("#learn_trading")


def test_the_riddle_and_its_task(visit: Callable[..., Driver]) -> None:
    driver = visit("rewards/trading?series=riddle")
    session = session_of(driver)
    done = driver.scene.task("signal-told")
    driver.tap(pygame.K_RETURN)
    assert session.right + session.wrong == 0, "nobody answers before a trader has tried both"
    driver.tap(pygame.K_SPACE)
    driver.frames(LEAST_ROUNDS + 3)
    first = session.prices
    driver.press_button("#letter_more")
    assert session.settings.letter == "B"
    assert (session.prices != first).any()
    driver.frames(LEAST_ROUNDS + 3)
    assert session.answerable
    driver.press_button("#letter_less")
    assert session.report is not None, "what was learned of A is still known"
    if session._answer() == "A":
        driver.press_button("#letter_less")
    assert not done()
    driver.press_button("#signal_here")
    assert (session.right, session.wrong) == (0, 1)
    assert not done(), "a wrong answer"
    for letter in "AB":
        session.change(letter=letter)
        session.start()
        driver.frames(LEAST_ROUNDS + 3)
    session.change(letter=session._answer())
    driver.frames(2)
    driver.press_button("#signal_here")
    assert session.right == 1
    assert done()


def test_own_prices(visit: Callable[..., Driver], tmp_path: Path) -> None:
    driver = visit()
    session = session_of(driver)
    session.change(series="own")
    driver.frames(2)
    assert session.empty
    driver.tap(pygame.K_SPACE)
    assert session.report is None
    good, bad = tmp_path / "mine.csv", tmp_path / "bad.csv"
    good.write_text("\n".join(f"{100 + i % 9}" for i in range(300)))
    bad.write_text("a,b\n1,x\n")
    for path in (bad, tmp_path / "none.csv"):
        driver.post(pygame.DROPFILE, file=str(path))
        driver.frames(2)
        assert session.empty
        assert driver.toasts
    driver.post(pygame.DROPFILE, file=str(good))
    driver.frames(2)
    assert len(session.prices) == 300
    driver.tap(pygame.K_SPACE)
    driver.frames(4)
    assert session.report is not None


def test_links_tell_what_is_shown(visit: Callable[..., Driver]) -> None:
    driver = visit("rewards/trading?series=walk&cost=0.003&seed=7")
    assert driver.scene.link().query == {"series": "walk", "cost": "0.003", "seed": "7"}
    driver.app.go("rewards/trading?series=own")
    driver.frames(2)
    assert driver.toasts


@pytest.mark.parametrize("size", [(960, 600), (1920, 1080)])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_no_text_is_cut(
    visit: Callable[..., Driver], size: tuple[int, int], lang: str, cut_texts: list[str]
) -> None:
    driver = visit("rewards/trading?series=walk", size=size, lang=lang)
    session = session_of(driver)
    driver.tap(pygame.K_SPACE)
    driver.frames(LEAST_ROUNDS + 2)
    driver.press_button("#series_more")
    driver.frames(3)
    driver.press_button("#learn_trading")
    session.trade()
    driver.frames(2)
    for _ in range(HAND_BARS):
        session.hold(1.0)
    driver.frames(2)
    session.change(series="own")
    driver.frames(3)
    assert not set(cut_texts)
