"""The paint over a portrait: what a stroke asks for, what the eraser takes, what can be restored."""

from __future__ import annotations

import numpy as np
import pytest

from game.scenes.generator.restyle.paint_layer import SIDE, PaintLayer
from game.scenes.generator.restyle.requests import NONE, Paint
from game.ui.canvas.strokes import Tool
from game.ui.surfaces import to_array

RED = (200, 30, 10)


@pytest.fixture
def layer() -> PaintLayer:
    result = PaintLayer()
    result.show(np.full((SIDE, SIDE, 3), 90, np.uint8))
    return result


def stroke(layer: PaintLayer, y: float, *, erase: bool = False, size: int = 24) -> None:
    layer.begin((60, y), Tool(RED, size), erase=erase)
    layer.move((200, y))
    layer.end()


def test_a_stroke_asks_for_its_colour_where_it_went(layer: PaintLayer) -> None:
    stroke(layer, 100)
    target, mask = layer.paint.wanted(64)
    rows, columns = np.nonzero(mask)
    assert abs(rows.mean() - 100 / 4) < 1
    assert abs(columns.min() - (60 - 12) / 4) <= 1
    assert abs(columns.max() - (200 + 12) / 4) <= 1
    assert np.abs(target[mask].astype(int) - RED).max() <= 6
    assert (to_array(layer.surface)[100, 100] == RED).all()
    assert (to_array(layer.surface)[200, 100] == 90).all(), "the portrait shows beside the paint"


def test_the_eraser_takes_paint_and_leaves_the_portrait(layer: PaintLayer) -> None:
    stroke(layer, 100)
    stroke(layer, 100, erase=True, size=40)
    assert layer.paint == NONE
    assert (to_array(layer.surface) == 90).all()


def test_another_portrait_comes_under_the_paint(layer: PaintLayer) -> None:
    stroke(layer, 100)
    layer.show(np.full((SIDE, SIDE, 3), 20, np.uint8))
    seen = to_array(layer.surface)
    assert (seen[100, 100] == RED).all()
    assert (seen[200, 100] == 20).all()


def test_a_cancelled_stroke_leaves_the_paint_that_was_there(layer: PaintLayer) -> None:
    stroke(layer, 100)
    before, wet = layer.paint, layer.wet
    layer.begin((60, 200), Tool(RED, 24))
    layer.move((200, 200))
    assert layer.painting
    layer.cancel()
    assert not layer.painting
    assert layer.paint == before
    assert layer.wet > wet, "who follows the paint must hear of it"


def test_paint_can_be_restored(layer: PaintLayer) -> None:
    stroke(layer, 100)
    first, picture = layer.paint, to_array(layer.surface)
    stroke(layer, 180)
    assert layer.paint != first
    layer.restore(first)
    assert layer.paint == first
    np.testing.assert_array_equal(to_array(layer.surface), picture)
    layer.restore(NONE)
    assert layer.paint == NONE


def test_no_paint_asks_for_nothing() -> None:
    target, mask = Paint().wanted(64)
    assert target.shape == (64, 64, 3)
    assert not mask.any()
