"""The first minute, and the curve against agent steps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from game.ui.widgets.plot import Plot
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[Any], dict[str, Any]]]:
    """Every curve that is drawn: its points, and its axes."""
    seen: list[tuple[list[Any], dict[str, Any]]] = []
    draw = Plot.draw

    def watched(self: Plot, screen: Any, style: Any, rect: Any, points: Any, **axes: Any) -> None:
        seen.append((list(points), axes))
        draw(self, screen, style, rect, points, **axes)

    monkeypatch.setattr(Plot, "draw", watched)
    return seen


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The words of the panels."""
    words: set[str] = set()
    for module in ("game.scenes.arena.view.arena_view", "game.scenes.arena.view.curve"):
        original = __import__(module, fromlist=["draw_words"]).draw_words

        def watched(*args: Any, _draw: Any = original, **options: Any) -> Any:
            words.add(args[3])
            return _draw(*args, **options)

        monkeypatch.setattr(f"{module}.draw_words", watched)
    return words


def test_from_the_first_second_it_is_said_what_goes_on(open_app: Open, said: set[str]) -> None:
    driver = open_app("arena", load=False, size=(1280, 800))
    t = driver.app.t
    beginning = t("arena.beginning", games=32)
    assert {t("arena.mind_waits"), t("arena.doing_loads"), beginning} <= said
    driver.app.loader.start()
    driver.frames(3)
    games = driver.scene.training.state.config.envs
    said.clear()
    driver.frames(1)
    assert {t("arena.doing_begins", games=games), t("arena.beginning", games=games)} <= said
    driver.scene.training.step()
    said.clear()
    driver.frames(1)
    assert t("arena.doing_tries", games=games) in said
    driver.press_button("#learn")
    said.clear()
    driver.frames(1)
    assert t("arena.doing_rests") in said


def test_points_per_rally_come_before_the_first_game_has_ended(
    open_app: Open, drawn: list[tuple[list[Any], dict[str, Any]]]
) -> None:
    driver = open_app("arena", size=(1920, 1080))
    training = driver.scene.training
    while not training.rallies:
        training.step()
        driver.frames(1)
    assert not training.state.curve
    assert training.rallies[-1] == (training.state.step, training.state.point_balance)
    drawn.clear()
    driver.frames(1)
    points, axes = drawn[-1]
    assert points == training.rallies
    assert axes["x_name"] == driver.app.t("arena.steps")
    driver.scene.session.forget()
    assert training.rallies == []


def test_fast_forward_goes_on_from_a_trained_agent_whose_curve_goes_by_steps(
    open_app: Open, drawn: list[tuple[list[Any], dict[str, Any]]], ladders: Path
) -> None:
    driver = open_app("arena", size=(1280, 800))
    training = driver.scene.training
    training.step()
    driver.frames(2)
    own = training.state
    driver.press_button("#forward_now")
    driver.press_button("#forward_player")
    driver.frames(3)
    assert training.state.step == 2000
    assert training.running
    assert [path.name for path in training.folder.iterdir() if path.stem.endswith(f"-{own.step}")]
    assert not driver.has("#forward_now"), "there is a curve now"
    points, axes = drawn[-1]
    assert points == [(step, mean) for step, _, mean in training.state.curve]
    assert (2000.0, 1.0, driver.app.t("ladder.player")) in axes["marks"]


def test_games_without_trained_agents_offer_no_fast_forward(open_app: Open) -> None:
    driver = open_app("arena")
    driver.scene.change_game("alien")
    driver.frames(4)
    assert not driver.has("#forward_now")
    driver.press_button("#agent_menu")
    driver.press_button("#forward")
    assert driver.toasts[-1] == driver.app.t("games.no_ladder")
