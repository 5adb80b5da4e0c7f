"""What people draw that is no cat: scribbles, blank and filled sheets, shapes, and simple things."""

import cv2
import numpy as np

from models.base.arrays import Byte
from models.doodles.ink import ink_of

SHEET = 112
NOTHING = ("scribble", "waves", "strokes", "shape", "blot", "filled", "blank", "dots", "noise")
THINGS = ("face", "person", "house", "sun", "flower", "words")
KINDS = NOTHING + THINGS


def scribble(random: np.random.Generator, kind: str | None = None) -> Byte:
    """Return a drawing of no cat, (28, 28) uint8, ink bright on black.

    Args:
        random: Draws it.
        kind: One of `KINDS`; at random when absent.
    """
    kind = kind or str(random.choice(KINDS))
    if kind == "blank":
        return np.zeros((28, 28), np.uint8)
    if kind == "filled":
        return np.full((28, 28), random.integers(120, 256), np.uint8)
    if kind == "noise":
        return (random.random((28, 28)) ** random.uniform(0.5, 4) * 255).astype(np.uint8)
    sheet = np.zeros((SHEET, SHEET), np.uint8)
    _DRAW[kind](sheet, random, int(random.integers(3, 9)))
    return ink_of(np.repeat(255 - sheet[..., None], 3, axis=2))


def _line(sheet: Byte, points: np.ndarray, thick: int, *, closed: bool = False) -> None:
    cv2.polylines(sheet, [np.rint(points).astype(np.int32)], closed, 255, thick, cv2.LINE_AA)


def _scribble(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    """Lines that turn now this way, now that."""
    for _ in range(int(random.integers(1, 4))):
        count = int(random.integers(20, 160))
        turns = np.cumsum(random.normal(0, random.uniform(0.1, 1.2), count)) + random.uniform(0, 6.3)
        path = np.cumsum(random.uniform(2, 9) * np.stack([np.cos(turns), np.sin(turns)], 1), axis=0)
        fold = (path - path.min(0)) % (2 * (SHEET - 9))
        _line(sheet, 4 + np.minimum(fold, 2 * (SHEET - 9) - fold), thick)


def _waves(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    """A line to and fro, or round and round."""
    t = np.linspace(0, random.uniform(3, 16) * np.pi, 400)
    drift = np.linspace(-1, 1, 400)
    x = drift * random.uniform(0, 1) + random.uniform(0.1, 0.6) * np.cos(t)
    y = drift * random.uniform(-0.5, 0.5) + random.uniform(0.1, 0.8) * np.sin(t + random.uniform(0, 3))
    _line(sheet, SHEET / 2 + SHEET * 0.32 * np.stack([x, y], 1), thick)


def _strokes(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    for _ in range(int(random.integers(1, 9))):
        _line(sheet, random.uniform(5, SHEET - 5, (int(random.integers(2, 5)), 2)), thick)


def _shape(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    """One or two polygons or ellipses."""
    for _ in range(int(random.integers(1, 3))):
        corners = int(random.choice([3, 4, 5, 6, 40]))
        angles = np.arange(corners) / corners * 2 * np.pi + random.uniform(0, 6.3)
        size = random.uniform(15, 50, 2)
        middle = random.uniform(40, SHEET - 40, 2)
        points = middle + size * np.stack([np.cos(angles), np.sin(angles)], 1)
        _line(sheet, points + random.normal(0, 1.5, points.shape), thick, closed=True)


def _blot(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    """Filled shapes."""
    for _ in range(int(random.integers(1, 4))):
        middle = tuple(map(int, random.integers(20, SHEET - 20, 2)))
        size = tuple(map(int, random.integers(8, 50, 2)))
        cv2.ellipse(sheet, middle, size, float(random.uniform(0, 180)), 0, 360, 255, -1, cv2.LINE_AA)


def _dots(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    for x, y in random.integers(8, SHEET - 8, (int(random.integers(1, 12)), 2)):
        cv2.circle(sheet, (int(x), int(y)), thick, 255, -1, cv2.LINE_AA)


def _around(middle: np.ndarray, size: np.ndarray, random: np.random.Generator, count: int = 40) -> np.ndarray:
    """Points of an ellipse as a hand draws it, (count, 2)."""
    angles = np.arange(count) / count * 2 * np.pi
    wobble = 1 + 0.05 * np.sin(angles * random.integers(1, 4) + random.uniform(0, 6.3))
    points: np.ndarray = middle + size * (wobble * np.stack([np.cos(angles), np.sin(angles)])).T
    return points


def _face(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    """A person's: no ears that stand up, no whiskers."""
    middle, size = random.uniform(48, 64, 2), random.uniform(28, 46, 2)
    _line(sheet, _around(middle, size, random), thick, closed=True)
    eye, apart = random.uniform(2, 7), random.uniform(0.25, 0.5)
    for side in (-1, 1):
        at = middle + size * (side * apart, -random.uniform(0.15, 0.4))
        _line(sheet, _around(at, np.full(2, eye), random, 12), thick, closed=True)
    if random.random() < 0.5:
        _line(sheet, middle + size * random.uniform(-0.12, 0.2, (3, 2)), thick)
    x = np.linspace(-0.4, 0.4, 12)
    smile = 0.55 + random.uniform(-0.8, 0.8) * (0.16 - x**2) + random.uniform(-0.1, 0.1)
    _line(sheet, middle + size * np.stack([x, smile], 1), thick)
    if random.random() < 0.4:  # hair
        for turn in random.uniform(-2.8, -0.3, int(random.integers(5, 20))):
            root = middle + size * (np.cos(turn), np.sin(turn))
            _line(sheet, np.stack([root, root + random.uniform(-9, 9, 2) - (0, 7)]), thick)


def _person(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    head, neck, hip = np.array([56, 22]), np.array([56, 36]), np.array([56, 72]) + random.uniform(-4, 4, 2)
    _line(sheet, _around(head, random.uniform(9, 15, 2), random), thick, closed=True)
    _line(sheet, np.stack([neck, hip]), thick)
    for root, y in ((neck + np.array([0, 10]), 50), (hip, 104)):
        for side in (-1, 1):
            _line(
                sheet,
                np.stack([root, [56 + side * random.uniform(14, 34), y + random.uniform(-10, 6)]]),
                thick,
            )


def _house(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    left, top, right, bottom = random.uniform((14, 42, 76, 86), (32, 60, 100, 104))
    _line(sheet, np.array([[left, top], [right, top], [right, bottom], [left, bottom]]), thick, closed=True)
    _line(sheet, np.array([[left, top], [(left + right) / 2, random.uniform(10, 34)], [right, top]]), thick)
    for _ in range(int(random.integers(0, 3))):
        x, y = random.uniform((left + 6, top + 6), (right - 20, bottom - 20))
        _line(sheet, np.array([[x, y], [x + 14, y], [x + 14, y + 16], [x, y + 16]]), thick, closed=True)


def _sun(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    middle, size = random.uniform(50, 62, 2), random.uniform(14, 26)
    _line(sheet, _around(middle, np.full(2, size), random), thick, closed=True)
    count = int(random.integers(5, 16))
    for turn in np.arange(count) / count * 2 * np.pi:
        way = np.array([np.cos(turn), np.sin(turn)])
        _line(
            sheet, np.stack([middle + way * size * 1.15, middle + way * size * random.uniform(1.4, 2)]), thick
        )


def _flower(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    middle, count = np.array([56.0, 40]), int(random.integers(4, 9))
    for turn in np.arange(count) / count * 2 * np.pi:
        petal = middle + 20 * np.array([np.cos(turn), np.sin(turn)])
        _line(sheet, _around(petal, random.uniform(7, 13, 2), random, 20), thick, closed=True)
    _line(sheet, _around(middle, np.full(2, 8), random, 20), thick, closed=True)
    _line(sheet, np.array([[56, 62], [56 + random.uniform(-8, 8), 106]]), thick)


def _words(sheet: Byte, random: np.random.Generator, thick: int) -> None:
    letters = "".join(random.choice(list("ABCDEFGHKLMNOPRSTUWXYZ0123456789"), int(random.integers(1, 5))))
    scale = random.uniform(1, 3.4 / len(letters) + 0.6)
    cv2.putText(sheet, letters, (6, 76), int(random.integers(0, 8)), scale, 255, thick, cv2.LINE_AA)


_DRAW = {
    "scribble": _scribble,
    "waves": _waves,
    "strokes": _strokes,
    "shape": _shape,
    "blot": _blot,
    "dots": _dots,
    "face": _face,
    "person": _person,
    "house": _house,
    "sun": _sun,
    "flower": _flower,
    "words": _words,
}
