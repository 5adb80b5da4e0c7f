"""The view in which one understands the agent, in the running app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pygame
import pytest

import agents.insight.imitation
from agents.emulators.games import GAMES
from agents.emulators.two_player import DUELS
from agents.insight.imitation import LEAST_PAIRS
from agents.insight.rally import Moment, Rally, write_out
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from game.scenes.arena.insight.heat import FilterWall, HeatOverlay
from game.scenes.arena.insight.session import TABS, Insight
from game.ui.style import Style
from game.ui.surfaces import to_array, to_surface
from game.workers.status import State
from game.workers.workers import Workers
from tests.game.conftest import Driver
from tests.game.scenes.test_scenes import assert_no_two_overlap, assert_nothing_sticks_out

Open = Callable[..., Driver]
MODES = ("alongside", "against", "watch", "coach")
CONFIG = TrainConfig(channels=(4, 8), hidden=16)


pytestmark = pytest.mark.usefixtures("one_console")


def opened(open_app: Open, tab: str = "saliency", **options: Any) -> Driver:
    driver = open_app("arena", **options)
    driver.tap(pygame.K_i)
    while driver.scene.insight.tab != tab:
        driver.tap(pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    return driver


def written(count: int = 40) -> tuple[Any, ...]:
    """A rally of many decisions."""
    moments = [Moment(n % 3, (0.2, 0.5, 0.3), n / 40, 0.0) for n in range(count)]
    return write_out(Rally((*moments, Moment(1, (0.1, 0.8, 0.1), 0.2, -1.0)), 0.99, None))


def shown(driver: Driver, rect: pygame.Rect) -> np.ndarray:
    return driver.picture()[rect.y : rect.bottom, rect.x : rect.right]


def plain(driver: Driver) -> np.ndarray:
    """The agent's console as it is drawn without heat."""
    rect = driver.scene.places.agent
    return to_array(pygame.transform.scale(to_surface(driver.scene.race.machine.picture), rect.size))


# ---------------------------------------------------------------------- the view


def test_the_key_and_the_button_open_it_and_the_pages_turn(open_app: Open) -> None:
    driver = open_app("arena")
    assert driver.scene.screen.insight is None
    driver.tap(pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    assert driver.scene.insight.tab == "saliency", "there is nothing to turn"
    driver.press_button("#insight")
    assert driver.widget("#insight").is_selected
    seen = []
    for _ in TABS:
        seen.append(driver.scene.insight.tab)
        assert driver.widget(f"#tab_{seen[-1]}").is_selected
        driver.tap(pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    assert tuple(seen) == TABS
    driver.press_button("#tab_filters")
    assert driver.scene.insight.tab == "filters"
    driver.tap(pygame.K_i)
    assert not driver.has("#tab_filters")
    driver.tap(pygame.K_i)
    assert driver.scene.insight.tab == "filters", "it opens where it was left"


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_tab_fits_in_every_mode(
    lang: str, size: tuple[int, int], open_app: Open, cut_texts: list[str]
) -> None:
    driver = opened(open_app, lang=lang, size=size)
    scene = driver.scene
    for mode in MODES:
        driver.press_button(f"#mode_{mode}")
        driver.press(pygame.K_UP)
        driver.frames(4)
        assert scene.places.insight.right <= size[0]
        assert not any(scene.places.insight.colliderect(picture) for picture in scene.screen.pictures)
        for tab in TABS:
            driver.press_button(f"#tab_{tab}")
            scene.insight.lines = written()
            driver.frames(2)
            assert_nothing_sticks_out(driver)
            assert_no_two_overlap(driver.buttons())
    assert not set(cut_texts)


# ---------------------------------------------------------------------- saliency


def test_heat_lies_over_the_agents_picture_and_nowhere_else(open_app: Open) -> None:
    driver = opened(open_app)
    driver.frames(20)
    scene = driver.scene
    reading = scene.insight.live
    assert reading is not None
    assert reading.heat.shape == (40, 40)
    assert reading.responses.shape == (4,)
    court, rect = GAMES["pong"].court, scene.places.agent
    down = rect.height // 210
    differs = (shown(driver, rect) != plain(driver)).any(axis=(1, 2))
    assert differs[court.top * down : court.bottom * down].mean() > 0.5
    assert not differs[: court.top * down].any()
    driver.tap(pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    np.testing.assert_array_equal(shown(driver, rect), plain(driver))


def test_a_new_decision_gives_a_new_map_and_a_frame_between_does_not(open_app: Open) -> None:
    driver = opened(open_app)
    driver.frames(9)
    maps: list[Any] = []
    for _ in range(12):
        driver.frames(1)
        maps.append(driver.scene.insight.live)
    changed = [later is not earlier for earlier, later in pairwise(maps)]
    assert 2 <= sum(changed) <= 3
    assert not any(first and second for first, second in pairwise(changed))


def test_what_it_is_about_can_be_chosen(open_app: Open) -> None:
    driver = opened(open_app)
    driver.frames(9)
    before = driver.scene.insight.live
    driver.press_button("#about_value")
    driver.frames(2)
    assert driver.scene.insight.target == "value"
    assert (driver.scene.insight.live.heat != before.heat).any()


def test_on_pause_the_perturbation_takes_the_gradients_place(open_app: Open) -> None:
    driver = opened(open_app)
    driver.frames(20)
    driver.tap(pygame.K_SPACE)
    driver.frames(2)
    insight = driver.scene.insight
    deep = insight.deep
    assert deep is not None
    assert deep.done == 1
    assert not deep.responses.size
    driver.frames(5)
    assert insight.deep is deep, "the picture stands still"
    driver.tap(pygame.K_SPACE)
    driver.frames(2)
    assert insight.deep is None


def test_the_overlay_lies_where_the_pixels_are_and_can_be_mirrored() -> None:
    picture = pygame.Rect(10, 20, 320, 420)
    for game, across, column, row in (
        ("pong", None, 38 * 4 + 2, 34 + 10),
        ("pong", DUELS["pong"], 160 - 38 * 4 - 2, 34 + 10),
        ("boxing", None, 28 + 22 * 4 + 2, 36 + 10),
        ("boxing", DUELS["boxing"], 160 - 28 - 22 * 4 - 2, 210 + 3 - 36 - 10),
    ):
        court = GAMES[game].court
        heat = np.zeros((court.height // 4, court.width // 4), np.float32)
        heat[2, 38 if game == "pong" else 22] = 1
        screen = pygame.Surface((400, 500))
        HeatOverlay().draw(screen, heat, court, picture, pygame.Color("white"), across=across)
        pixels = to_array(screen)[..., 0]
        y, x = np.unravel_index(pixels.argmax(), pixels.shape)
        assert (x - 10) / 2 == pytest.approx(column, abs=2)
        assert (y - 20) / 2 == pytest.approx(row, abs=2)


# ---------------------------------------------------------------------- filters, gradient


def test_filters_are_all_drawn_and_new_weights_draw_them_anew(style: Style) -> None:
    wall, screen = FilterWall(style), pygame.Surface((500, 400))
    filters = np.random.default_rng(1).standard_normal((16, 2, 8, 8)).astype(np.float32)
    wall.draw(screen, screen.get_rect(), filters, np.zeros(16, np.float32))
    first = to_array(screen)
    assert len(wall._cells) == 16
    assert all(screen.get_rect().contains(cell) for cell in wall._cells)
    wall.draw(screen, screen.get_rect(), filters * -1, np.ones(16, np.float32))
    assert (to_array(screen) != first).any()


def test_a_point_writes_the_rally_out(open_app: Open) -> None:
    driver = opened(open_app, "gradient")
    race, insight = driver.scene.race, driver.scene.insight
    while race.rally.last is None:
        race.update(1 / 15, 0)
    driver.frames(2)
    assert len(insight.lines) == len(race.rally.last.moments)
    assert insight.lines[-1].moment.reward != 0
    largest = max(abs(line.advantage) for line in insight.lines)
    assert abs(insight.lines[insight.chosen].advantage) == largest


def test_decisions_are_chosen_by_click_and_by_wheel(open_app: Open) -> None:
    driver = opened(open_app, "gradient")
    insight = driver.scene.insight
    insight.lines, insight.chosen = written(), 0
    driver.frames(2)
    table = driver.scene.screen.insight._table
    strip = table._strip
    driver.click((strip.right - 2, strip.centery))
    assert insight.chosen == len(insight.lines) - 1
    driver.post(pygame.MOUSEWHEEL, y=3, x=0, flipped=False)
    assert insight.chosen == len(insight.lines) - 4
    rect, index = table._rows[0]
    driver.click(rect.center)
    assert insight.chosen == index
    before = shown(driver, driver.scene.places.insight).copy()
    driver.click((strip.x + 1, strip.centery))
    driver.frames(1)
    assert (shown(driver, driver.scene.places.insight) != before).any()


def test_in_coach_mode_it_is_the_humans_rally(open_app: Open) -> None:
    driver = opened(open_app, "gradient")
    driver.press_button("#mode_coach")
    driver.press(pygame.K_UP)
    race = driver.scene.race
    while race.coached.last is None:
        race.update(1 / 15, 2)
    driver.frames(2)
    assert race.rally.last is None
    assert len(driver.scene.insight.lines) == len(race.coached.last.moments)


# ---------------------------------------------------------------------- imitation


def learned(driver: Driver) -> Agent:
    """Let the agent have eyes."""
    driver.scene.training.step()
    driver.frames(3)
    return driver.scene.training.state


def play(driver: Driver, pairs: int) -> None:
    driver.press(pygame.K_UP)
    driver.frames(2)
    race, lesson = driver.scene.race, driver.scene.insight.lesson
    actions = GAMES["pong"].actions
    while lesson.pairs < pairs:
        race.begin()
        race.update(1 / 15, actions[race.human.game.frames // 64 % 3])


def test_play_is_recorded_even_while_the_view_is_closed(open_app: Open) -> None:
    driver = open_app("arena")
    learned(driver)
    driver.press(pygame.K_UP)
    driver.frames(42)
    lesson = driver.scene.insight.lesson
    assert lesson.pairs in range(8, 12)
    assert set(lesson.demonstrations.pairs().actions.tolist()) == {1}


def test_nobody_at_the_sticks_is_not_imitated(open_app: Open) -> None:
    driver = open_app("arena")
    learned(driver)
    for _ in range(30):
        driver.scene.attract(1 / 60)
        driver.frames(1)
    assert driver.scene.race.human.game.frames > 20
    assert driver.scene.insight.lesson.pairs == 0


def test_it_waits_for_enough_examples_then_learns_and_compares(
    open_app: Open, monkeypatch: pytest.MonkeyPatch, cut_texts: list[str]
) -> None:
    monkeypatch.setattr(agents.insight.imitation, "evaluate", lambda who, config: SimpleNamespace(mean=-3.0))
    quick = agents.insight.imitation.ImitationConfig
    monkeypatch.setattr(agents.insight.imitation, "ImitationConfig", lambda: quick(epochs=2, games=2))
    driver = opened(open_app, "imitation", lang="ru")
    learned(driver)
    play(driver, LEAST_PAIRS - 5)
    driver.frames(2)
    assert not driver.widget("#imitate").is_enabled
    assert not driver.widget("#watch_imitator").is_enabled
    play(driver, LEAST_PAIRS)
    driver.frames(2)
    driver.press_button("#imitate")
    lesson = driver.scene.insight.lesson
    assert lesson.running
    assert driver.widget("#cancel").is_enabled
    for _ in range(7):
        lesson.step()
        driver.frames(2)
    assert lesson.status.state is State.DONE
    assert lesson.newest.imitation == lesson.newest.reward == (-3.0, -3.0)
    assert driver.widget("#imitate").is_enabled
    chosen = driver.scene.race.player.agent
    driver.press_button("#watch_imitator")
    driver.frames(3)
    assert driver.scene.session.selection.mode.id == "watch"
    assert driver.scene.race.player.agent is lesson.newest.agent is not chosen, "what imitates plays"
    driver.press_button("#watch_imitator")
    driver.frames(3)
    assert driver.scene.race.player.agent.step == driver.scene.training.state.step, "and the chosen one again"
    driver.press_button("#watch_imitator")
    driver.press_button("#mode_coach")
    driver.frames(3)
    assert driver.scene.session.guest is None, "only while it is watched"
    assert not set(cut_texts)


def test_cancel_error_and_retry(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = opened(open_app, "imitation")
    learned(driver)
    play(driver, LEAST_PAIRS)
    driver.frames(2)
    driver.press_button("#imitate")
    lesson = driver.scene.insight.lesson
    driver.press_button("#cancel")
    driver.frames(2)
    assert not lesson.running
    real = agents.insight.imitation.imitate

    def failing(*_: Any) -> Iterator[Any]:
        raise RuntimeError("no memory")
        yield

    monkeypatch.setattr(agents.insight.imitation, "imitate", failing)
    driver.press_button("#imitate")
    lesson.step()
    driver.frames(2)
    assert lesson.status.error == "no memory"
    monkeypatch.setattr(agents.insight.imitation, "imitate", real)
    driver.press_button("#imitate")
    assert lesson.running
    lesson.step()
    driver.frames(1)
    assert lesson.newest is not None


def test_closing_ends_the_workers() -> None:
    insight = Insight(Workers())
    agent = replace(untrained(CONFIG), step=1)
    insight.open = True
    decision = SimpleNamespace(action=0)
    seen = np.zeros(agent.observation_shape, np.uint8)
    insight.look(SimpleNamespace(agent=agent, observation=seen, decision=decision), None, paused=True)  # type: ignore[arg-type]
    insight.close()
    assert all(call._thread is None or not call._thread.is_alive() for call in (insight._live, insight._deep))
