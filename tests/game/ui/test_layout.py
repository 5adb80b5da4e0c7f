from __future__ import annotations

from itertools import pairwise

import pygame
import pytest

from game.ui.layout import Stack, column, grid, row

AREA = pygame.Rect(10, 20, 300, 100)


def test_a_row_has_fixed_widths_and_shares_the_rest() -> None:
    fixed, small, large = row(AREA, [60, -1, -2], 10)
    assert (fixed.x, fixed.width, fixed.height) == (10, 60, 100)
    assert large.width == pytest.approx(2 * small.width, abs=2)
    assert abs(large.right - AREA.right) <= 1
    assert all(b.x - a.right == 10 for a, b in pairwise((fixed, small, large)))


def test_a_column_is_a_row_on_its_side() -> None:
    top, rest = column(AREA, [30, -1], 6)
    assert (top.y, top.height, top.width) == (20, 30, 300)
    assert (rest.y, rest.bottom) == (56, AREA.bottom)


def test_a_grid_has_cells_of_one_size_row_by_row() -> None:
    cells = grid(AREA, 3, 2, 4)
    assert len(cells) == 6
    assert len({cell.size for cell in cells}) == 1
    assert cells[1].x > cells[0].x
    assert cells[3].topleft == (cells[0].x, cells[1].bottom + 4)
    assert AREA.contains(cells[0].unionall(cells[1:]))


def test_too_little_room_gives_empty_parts_and_no_error() -> None:
    assert [part.width for part in row(pygame.Rect(0, 0, 10, 10), [20, -1], 5)] == [20, 0]


def test_a_stack_hands_out_part_after_part() -> None:
    stack = Stack(AREA, 5)
    assert stack.take(20) == pygame.Rect(10, 20, 300, 20)
    stack.skip(10)
    assert stack.take(10) == pygame.Rect(10, 55, 300, 10)
    assert stack.rest == pygame.Rect(10, 70, 300, 50)
    stack.take(500)
    assert stack.rest.height == 0


def test_columns_share_what_fixed_ones_leave() -> None:
    parts = row(pygame.Rect(10, 20, 500, 30), [-1, 100, -2], 10)
    assert [p.width for p in parts] == [127, 100, 253]
    assert [p.x for p in parts] == [10, 147, 257]
    assert parts[-1].right == 510
    assert all(p.y == 20 and p.height == 30 for p in parts)
