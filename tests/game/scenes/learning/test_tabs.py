"""The five tabs by mouse and keys."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pygame
import pytest
from numpy.typing import NDArray

from game.scenes.learning.landscape.formula import SYMBOLS, TOKENS
from game.scenes.learning.landscape.requests import SIDE, local_minima
from game.ui.surfaces import to_array
from game.workers.latest_call import Answer
from models.learning.descent import q
from models.learning.models import ModelSpec
from tests.game.scenes.learning.conftest import Visitor

Visit = Callable[..., Visitor]


def test_points_are_drawn_moved_and_removed(visit: Visit) -> None:
    visitor = visit("learning/knobs?data=blobs")
    session, driver = visitor.session, visitor.driver
    count = len(session.state.data)
    driver.stroke(visitor.spot(-1, 0.9), visitor.spot(-0.8, 0.9), visitor.spot(-0.6, 0.9))
    assert len(session.state.data) == count + 3, "a stroke leaves points"
    driver.stroke(visitor.spot(-1, 0.9), visitor.spot(1, 0.2))
    assert session.state.data.x[count] == pytest.approx((1, 0.2), abs=0.02)
    driver.click(visitor.spot(1, 0.2), button=3)
    assert len(session.state.data) == count + 2
    driver.tap(pygame.K_x)
    driver.click(visitor.spot(1, -1))
    assert list(session.state.data.y[-2:]) == [1, 0]
    for _ in range(4):
        driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert len(session.state.data) == count


def test_a_line_is_grabbed_at_its_ends(visit: Visit) -> None:
    visitor = visit("learning/knobs?model=line")
    plane, session, driver = visitor.tab.plane, visitor.session, visitor.driver
    count = len(session.state.data)
    (left, low), (right, high) = plane.grips()
    driver.stroke(visitor.spot(right, high), visitor.spot(right, 0.5))
    heights = session.model.answer(session.w, np.array([[left], [right]]))
    assert heights == pytest.approx((low, 0.5), abs=0.01), "the other end stays"
    assert len(session.state.data) == count, "and no point is drawn"
    visitor.go("learning/knobs?data=waves&model=polynomial")
    assert plane.grips() == []


def test_what_is_drawn_shows_at_once(visit: Visit) -> None:
    visitor = visit("learning/network?data=moons")
    before = visitor.driver.picture()
    visitor.driver.click(visitor.spot(1.1, 1.1))
    visitor.driver.move((5, 5))
    x, y = visitor.spot(1.1, 1.1)
    assert (
        visitor.driver.picture()[y - 3 : y + 3, x - 3 : x + 3] != before[y - 3 : y + 3, x - 3 : x + 3]
    ).any()


def test_all_tabs_share_one_sample_one_model_and_one_loss(visit: Visit) -> None:
    visitor = visit("learning/knobs?data=moons&model=network&hidden=3&loss=hinge")
    state = visitor.session.state
    for name in visitor.driver.scene.names:
        visitor.driver.press_button(f"#tab_{name}")
        visitor.driver.frames(3)
        now = visitor.session.state
        assert (now.data, now.spec, now.loss) == (state.data, state.spec, state.loss), name


def test_the_race_is_won_by_who_is_first_below_the_mark(visit: Visit) -> None:
    visitor = visit("learning/knobs?model=line&rate=0.3")
    knobs = visitor.tab.knobs
    visitor.driver.tap(pygame.K_SPACE)
    assert knobs.rival is not None
    assert not knobs.winner
    visitor.driver.frames(40, 0.4)
    assert knobs.winner == "descent"
    assert knobs.rival_q <= knobs.mark < visitor.session.q
    visitor.driver.tap(pygame.K_SPACE)
    for index, value in enumerate(visitor.best()):
        visitor.session.turn(index, float(value))
    visitor.driver.frames()
    assert knobs.winner == "hand"


def test_many_knobs_come_in_pages(visit: Visit) -> None:
    visitor = visit("learning/knobs?data=spiral&model=network&hidden=12,12,12,12,12,12")
    dials = visitor.tab.dials
    assert dials.pages > 1
    assert dials.cell(0) is not None
    for _ in range(dials.pages - 1):
        visitor.driver.press_button("#next_page")
    assert dials.cell(0) is None
    last = visitor.session.model.size - 1
    cell = dials.cell(last).center
    visitor.driver.wheel(cell, 2)
    assert visitor.session.w[last] == pytest.approx(
        visitor.session.model.start(visitor.session.seed)[last] + 0.1
    )


@pytest.mark.parametrize("tab", ["knobs", "step", "epochs", "landscape", "network"])
def test_five_thousand_points_are_drawn_in_time(visit: Visit, tab: str) -> None:
    visitor = visit(f"learning/{tab}?data=moons&loss=hinge&count=5000")
    visitor.driver.frames(2)
    began = time.process_time()
    for turn in range(5):
        visitor.session.turn(0, 0.1 * turn)
        visitor.driver.frames()
    assert (time.process_time() - began) / 5 < 0.15


# ---------------------------------------------------------------------- step


def test_steps_go_forward_and_back_to_exactly_the_same(visit: Visit) -> None:
    visitor = visit("learning/step")
    step, session = visitor.tab.step, visitor.session
    seen = [(step.stage, step.position, session.w.copy())]
    for _ in range(20):
        visitor.driver.tap(pygame.K_RIGHT)
        seen.append((step.stage, step.position, session.w.copy()))
    assert step.position == 3
    for stage, position, w in reversed(seen[:-1]):
        visitor.driver.tap(pygame.K_LEFT)
        assert (step.stage, step.position) == (stage, position)
        np.testing.assert_array_equal(session.w, w)
    assert not visitor.driver.widget("#step_back").is_enabled


def test_a_step_is_one_of_gradient_descent(visit: Visit) -> None:
    visitor = visit("learning/step?phase=why&data=moons&model=network&hidden=3")
    step, session = visitor.tab.step, visitor.session
    now, w = step.now, session.w.copy()
    one = session.state.data.take(np.array([now.index]))
    for knob in range(session.model.size):
        ahead, behind = w.copy(), w.copy()
        ahead[knob] += 1e-6
        behind[knob] -= 1e-6
        slope = (q(session.model, ahead, one, "log") - q(session.model, behind, one, "log")) / 2e-6
        assert now.gradient[knob] == pytest.approx(slope, abs=1e-5)
    visitor.driver.tap(pygame.K_RIGHT)
    np.testing.assert_allclose(session.w, w - session.config.rate * now.gradient)
    assert step.now.loss_after == pytest.approx(q(session.model, session.w, one, "log"))


def test_the_lectures_questions_fit_the_first_two_objects(visit: Visit) -> None:
    """Too large at x > 0, then too small at x < 0: the slope turns down both times."""
    visitor = visit("learning/step?phase=turn")
    step = visitor.tab.step
    assert step.now.x[0] > 0
    assert step.now.answer > step.now.y
    assert step.now.way(1) == -1
    for _ in range(6):
        visitor.driver.tap(pygame.K_RIGHT)
    assert step.position == 1
    assert step.now.x[0] < 0
    assert step.now.answer < step.now.y
    assert step.now.way(1) == -1


# ---------------------------------------------------------------------- epochs and network


def test_a_rate_that_is_too_large_explodes_and_says_so(visit: Visit, cut_texts: list[str]) -> None:
    visitor = visit("learning/epochs?data=waves&model=polynomial&degree=9&method=sgd&rate=10")
    visitor.driver.tap(pygame.K_SPACE)
    visitor.driver.frames(60)
    assert visitor.training.diverged
    assert not visitor.training.running
    visitor.driver.tap(pygame.K_HOME)
    assert not visitor.training.diverged
    assert np.isfinite(visitor.session.q)


def test_a_new_sample_under_a_running_descent_begins_a_new_curve(visit: Visit) -> None:
    visitor = visit("learning/epochs")
    visitor.driver.tap(pygame.K_SPACE)
    visitor.driver.frames(60)
    long = len(visitor.training.curve)
    visitor.driver.press_button("#data_more")
    visitor.driver.frames(3)
    assert visitor.training.running
    assert 0 < len(visitor.training.curve) < long
    assert visitor.session.model.size == len(visitor.session.w)


def test_layers_and_neurons_are_added_and_taken_away(visit: Visit) -> None:
    visitor = visit("learning/network?hidden=2")
    hidden = lambda: visitor.session.state.spec.hidden  # noqa: E731
    visitor.driver.press_button("#more_layers")
    visitor.driver.frames(2)
    visitor.driver.press_button("#layer_1_more")
    visitor.driver.frames(2)
    assert hidden() == (2, 3)
    for _ in range(9):
        visitor.driver.tap(pygame.K_PLUS)
        visitor.driver.frames(2)
    assert len(hidden()) == 6, "that is the most"
    visitor.driver.press_button("#undo")
    visitor.driver.frames(2)
    assert len(hidden()) == 5
    for _ in range(9):
        visitor.driver.tap(pygame.K_MINUS)
        visitor.driver.frames(2)
    assert hidden() == ()


def test_a_weight_is_grabbed_and_stays_in_the_hand_while_the_network_learns(visit: Visit) -> None:
    visitor = visit("learning/network?hidden=3&data=moons&rate=0.0001")
    diagram, session, driver = visitor.tab.diagram, visitor.session, visitor.driver
    x0, y0, x1, y1 = diagram._ends[0]
    at = round(x0 + 0.2 * (x1 - x0)), round(y0 + 0.2 * (y1 - y0))
    driver.move(at)
    knob = diagram.spot.knob
    before = float(session.w[knob])
    driver.down(at)
    driver.move((at[0], at[1] - 40), 1)
    assert session.w[knob] > before + 0.3
    driver.tap(pygame.K_SPACE)
    assert visitor.training.running
    driver.move((at[0], at[1] - 80), 1)
    held = float(session.w[knob])
    driver.frames()
    assert session.w[knob] == pytest.approx(held, abs=0.1), (
        "the descent goes on from where the hand has put it"
    )
    driver.up((at[0], at[1] - 80))


def test_lines_and_neurons_are_drawn_anew_in_frames_of_their_own(visit: Visit) -> None:
    """While it learns the weights change at every frame; each half of the diagram takes some milliseconds."""
    visitor = visit("learning/network?hidden=3&data=moons")
    diagram, session = visitor.tab.diagram, visitor.session

    def drawn(**halves: bool) -> NDArray[np.uint8]:
        screen = pygame.Surface(visitor.driver.app.screen.get_size())
        diagram.follow(**halves)
        diagram.draw(screen)
        return to_array(screen)

    before = drawn()
    session.set_knobs(-1.5 * session.w)
    assert (drawn(lines=False, neurons=False) == before).all()
    lines = drawn(lines=True, neurons=False)
    tile = diagram.tile(1, 0).inflate(-12, -12)
    inside = (slice(tile.top, tile.bottom), slice(tile.left, tile.right))
    assert (lines[inside] == before[inside]).all()
    assert (lines != before).any()
    assert (drawn(lines=False, neurons=True)[inside] != before[inside]).any()


def test_a_neuron_under_the_pointer_shows_its_answer_over_the_plane(visit: Visit) -> None:
    visitor = visit("learning/network?hidden=3&data=moons")
    tile = visitor.tab.diagram.tile(1, 0).center
    visitor.driver.move((5, 5))
    before = visitor.driver.picture()
    visitor.driver.move(tile)
    visitor.driver.frames()
    rect = visitor.tab.plane.rect
    part = (slice(rect.y, rect.bottom), slice(rect.x, rect.right))
    assert (visitor.driver.picture()[part] != before[part]).mean() > 0.3


# ---------------------------------------------------------------------- landscape


@pytest.mark.parametrize(
    "query", ["", "data=moons&model=line", "data=waves&model=network&hidden=3&loss=absolute"]
)
def test_the_map_is_q(visit: Visit, query: str) -> None:
    visitor = visit(f"learning/landscape?{query}")
    chart, session = visitor.tab.land.chart, visitor.session
    places = [np.linspace(*span, SIDE) for span in chart.spans]
    for row, column in ((0, 0), (20, 41), (SIDE - 1, 3), (28, 28)):
        w = session.w.copy()
        w[list(chart.axes)] = places[0][column], places[1][row]
        value = q(session.model, w, session.sample, session.state.loss)
        assert chart.values[row, column] == pytest.approx(value, abs=1e-6)
    visitor.tab.land.drag_to((float(places[0][10]), float(places[1][30])))
    assert session.q == pytest.approx(chart.values[30, 10], abs=1e-6), "the height at the knobs is Q(w)"
    assert chart.least <= chart.values.min() + 1e-9


def test_the_pin_follows_the_hand_and_the_surface_turns(visit: Visit) -> None:
    visitor = visit("learning/landscape")
    land, view, driver = visitor.tab.land, visitor.tab.view, visitor.driver
    x, y = map(round, view.at(land.chart, land.here))
    driver.stroke((x, y), (x + 50, y + 30))
    assert view.at(land.chart, land.here) == pytest.approx((x + 50, y + 30), abs=1)
    yaw = view.camera.yaw
    driver.post(pygame.MOUSEBUTTONDOWN, pos=view.surface_rect.center, button=1)
    driver.post(pygame.MOUSEMOTION, pos=view.surface_rect.topleft, rel=(-40, 0), buttons=(1, 0, 0))
    driver.post(pygame.MOUSEBUTTONUP, pos=view.surface_rect.topleft, button=1)
    assert view.camera.yaw < yaw


def test_in_fog_one_sees_only_where_one_stands(visit: Visit) -> None:
    visitor = visit("learning/landscape")
    view, driver = visitor.tab.view, visitor.driver
    rect = view.map_rect
    far = rect.right - 20, rect.bottom - 20
    clear = driver.picture()
    driver.press_button("#fog")
    driver.move((3, 3))
    thick = driver.picture()
    assert (thick[far[1], far[0]] != clear[far[1], far[0]]).any()
    assert (thick[far[1], far[0]] == thick[far[1], far[0] - 30]).all(), "nothing is seen there"
    assert visitor.driver.scene.link().query["fog"] == "on"
    before = visitor.session.q
    visitor.driver.click(view.map_rect.center)
    assert visitor.session.q < before, "one may walk on"


def test_symbols_light_up_the_picture_and_the_picture_its_symbols(visit: Visit) -> None:
    visitor = visit("learning/landscape")
    tab, driver = visitor.tab, visitor.driver
    driver.move((3, 3))
    plain = driver.picture()
    seen = set()
    for place, (_, symbol) in zip(tab.formula._places, TOKENS, strict=True):
        if not symbol or symbol in seen:
            continue
        seen.add(symbol)
        driver.move(place.center)
        driver.frames()
        assert tab.formula.lit == symbol
        below = slice(tab.plane.rect.y, None)
        assert (driver.picture()[below] != plain[below]).any(), f"{symbol} lights up nothing"
    assert seen == set(SYMBOLS)
    point = tab.plane.places()[0]
    session = visitor.session
    answer = float(session.model.answer(session.w, np.array([[1.0]]))[0])
    for spot, symbol in (
        (visitor.spot(*point), "y"),
        (visitor.spot(1.0, answer), "a"),
        (tuple(map(round, tab.view.at(tab.land.chart, tab.land.here))), "w"),
        (tuple(map(round, tab.view.at(tab.land.chart, tab.land.chart.lowest))), "min"),
        (tab.view.surface_rect.center, "q"),
        (tab._stack_room.center, "sum"),
    ):
        driver.move(spot)
        assert tab.formula.lit == symbol


def test_local_minima_are_marked_beside_the_lowest_place() -> None:
    u, v = np.meshgrid(np.linspace(-2, 2, 41), np.linspace(-2, 2, 41))
    values = (u**2 - 1) ** 2 + v**2 + 0.1 * u
    assert local_minima(values) == [(20, 10), (20, 30)]
    assert local_minima(u + v) == [], "an edge is no valley"


def test_axes_are_chosen_among_all_knobs(visit: Visit) -> None:
    visitor = visit("learning/landscape?model=polynomial&degree=3")
    land = visitor.tab.land
    visitor.driver.press_button("#axis_1_more")
    visitor.driver.frames(3)
    assert land.axes == (0, 2)
    assert land.chart.axes == (0, 2)
    visitor.driver.press_button("#axis_0_more")
    visitor.driver.press_button("#axis_0_more")
    assert land.axes[0] != land.axes[1]


def test_a_map_of_more_knobs_is_gone_as_soon_as_the_model_has_fewer(visit: Visit) -> None:
    visitor = visit("learning/landscape?model=polynomial&degree=3")
    land, session = visitor.tab.land, visitor.session
    visitor.driver.press_button("#axis_1_more")
    visitor.driver.frames(3)
    larger = land.chart
    land._asker.poll = lambda: Answer(1, larger)  # what was asked for before comes last
    session.choose_model(ModelSpec("line"))
    land.toggle_fog()
    visitor.driver.frames(2)
    assert land.chart is None


def test_a_click_gives_the_network_an_input_and_takes_it_away(visit: Visit) -> None:
    visitor = visit("learning/network?data=moons&hidden=3")
    tab, session = visitor.tab, visitor.session
    before = session.model.size
    visitor.driver.click(tab.diagram.input_tile("product").center)
    assert session.state.spec.extras == ("product",)
    assert session.model.size == before + 3
    assert tab.shown().extras == "product"
    visitor.driver.frames(2)
    visitor.driver.click(tab.diagram.input_tile("product").center)
    assert session.state.spec.extras == ()
    session.undo()
    assert session.state.spec.extras == ("product",)


def test_a_penalty_holds_the_weights_small(visit: Visit) -> None:
    visitor = visit("learning/network?data=moons&hidden=3&held=0&method=sgd&rate=0.3")
    sizes = []
    for presses in (0, 5):
        visitor.training.restart()
        for _ in range(presses):
            visitor.tab.commands["decay"].run()
        visitor.training.start()
        visitor.driver.frames(10)
        visitor.training.pause()
        sizes.append(float(visitor.session.w @ visitor.session.w))
    assert visitor.session.config.decay == 0.1
    assert sizes[1] < 0.7 * sizes[0]
