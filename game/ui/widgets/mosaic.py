"""Many small pictures in a grid: how large they can be, and which one is under the pointer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

GAP = 3
# From black over the app's orange to white: brightness grows evenly, so that it also reads in grey.
ENDS = np.array([(10, 12, 20), (120, 62, 30), (255, 180, 84), (255, 252, 240)], np.float32)


@dataclass(frozen=True)
class Tiles:
    """A grid of square tiles.

    Attributes:
        columns: tiles side by side.
        rows: tiles above one another.
        side: of a tile, in pixels.
        pages: how many pages are needed for all.
        count: how many tiles there are on all pages together.
    """

    columns: int
    rows: int
    side: int
    pages: int
    count: int

    @property
    def page_size(self) -> int:
        """Tiles on a page."""
        return self.columns * self.rows

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a page in pixels."""
        return self.columns * (self.side + GAP) - GAP, self.rows * (self.side + GAP) - GAP

    def at(self, x: float, y: float, page: int) -> int | None:
        """The tile at a point of the page, in its pixels."""
        column, row = int(x // (self.side + GAP)), int(y // (self.side + GAP))
        index = page * self.page_size + row * self.columns + column
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        return index if inside and index < self.count else None

    def place(self, index: int, page: int) -> tuple[int, int] | None:
        """A tile's left upper corner on the page; None when it is on another one."""
        index -= page * self.page_size
        if not 0 <= index < self.page_size:
            return None
        row, column = divmod(index, self.columns)
        return column * (self.side + GAP), row * (self.side + GAP)


def tiles(count: int, width: int, height: int, least: int, most: int = 160) -> Tiles:
    """The largest tiles with which `count` of them fit; with the least size, pages.

    Args:
        count: how many.
        width: of the room in pixels.
        height: of the room in pixels.
        least: the side below which a tile shows nothing.
        most: the largest side.
    """
    for side in range(most, least - 1, -1):
        columns, rows = (width + GAP) // (side + GAP), (height + GAP) // (side + GAP)
        if columns * rows >= count:
            return Tiles(columns, max(1, -(-count // columns)), side, 1, count)
    columns, rows = max(1, (width + GAP) // (least + GAP)), max(1, (height + GAP) // (least + GAP))
    return Tiles(columns, rows, least, -(-count // (columns * rows)), count)


def colours(values: NDArray[np.floating[Any]]) -> NDArray[np.uint8]:
    """Numbers from 0 to 1 as colours, (..., 3) uint8."""
    spot = np.clip(values, 0, 1)[..., None] * (len(ENDS) - 1)
    low = np.minimum(spot.astype(int), len(ENDS) - 2)
    share = spot - low
    mixed = ENDS[low[..., 0]] * (1 - share) + ENDS[low[..., 0] + 1] * share
    result: NDArray[np.uint8] = np.rint(mixed).astype(np.uint8)
    return result


def paste(pictures: NDArray[np.uint8], grid: Tiles) -> NDArray[np.uint8]:
    """One page's picture.

    Args:
        pictures: (n, h, w, 3) uint8, the page's tiles.
        grid: where they go.

    Returns:
        (H, W, 3) uint8 of `grid.size`.
    """
    width, height = grid.size
    page = np.zeros((height, width, 3), np.uint8)
    index = np.arange(grid.side)
    for number, picture in enumerate(pictures[: grid.page_size]):
        row, column = divmod(number, grid.columns)
        y, x = row * (grid.side + GAP), column * (grid.side + GAP)
        rows, columns = index * picture.shape[0] // grid.side, index * picture.shape[1] // grid.side
        page[y : y + grid.side, x : x + grid.side] = picture[rows[:, None], columns[None, :]]
    return page
