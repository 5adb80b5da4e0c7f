"""How fast the games on the screen go: pause, one frame, slow motion, fast forward."""

from __future__ import annotations

from game.ui.fixed_step import STEP

SPEEDS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0)
NORMAL = SPEEDS.index(1.0)


def speed_name(speed: float) -> str:
    """A speed for people: "2×", "1/4×"."""
    return f"{speed:g}×" if speed >= 1 else f"1/{round(1 / speed)}×"


class Pace:
    """Turns the window's time into the games' time.

    Attributes:
        paused: whether the games stand still.
    """

    def __init__(self) -> None:
        self.paused = False
        self._speed = NORMAL
        self._single = False

    @property
    def speed(self) -> float:
        """Game seconds per second, while not paused."""
        return SPEEDS[self._speed]

    @property
    def name(self) -> str:
        """The speed for people."""
        return speed_name(self.speed)

    def toggle(self) -> None:
        """Pause, or go on."""
        self.paused = not self.paused
        self._single = False

    def reset(self) -> None:
        """Go at the games' own speed."""
        self.paused, self._single, self._speed = False, False, NORMAL

    def single(self) -> None:
        """Pause, and let one frame pass."""
        self.paused = True
        self._single = True

    def change(self, by: int) -> None:
        """Go to a neighbouring speed; the slowest and the fastest have no further neighbour."""
        self._speed = min(max(self._speed + by, 0), len(SPEEDS) - 1)

    def cycle(self) -> None:
        """Go to the next speed; the slowest comes after the fastest."""
        self._speed = (self._speed + 1) % len(SPEEDS)

    def take(self, dt: float) -> float | None:
        """How much game time passes in `dt` seconds of the window's; None while the games stand still."""
        if self._single:
            self._single = False
            return STEP
        return None if self.paused else dt * self.speed
