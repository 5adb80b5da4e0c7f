"""The ways to play in the arena."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mode:
    """One way to play.

    Attributes:
        id: part of settings and of text keys.
        icon: its picture on the toolbar.
        human: whether the human's console runs.
        machine: whether the agent's console runs.
        advised: whether the agent looks over the human's shoulder.
    """

    id: str
    icon: str
    human: bool = False
    machine: bool = False
    advised: bool = False

    @property
    def split(self) -> bool:
        """Whether two pictures lie side by side, instead of one."""
        return self.human and self.machine


ALONGSIDE = Mode("alongside", "gamepad-2", human=True, machine=True)
AGAINST = Mode("against", "swords")
WATCH = Mode("watch", "monitor", machine=True)
COACH = Mode("coach", "hand", human=True, advised=True)

MODES: dict[str, Mode] = {mode.id: mode for mode in (ALONGSIDE, AGAINST, WATCH, COACH)}


def following(mode: Mode) -> Mode:
    """The mode after this one; after the last comes the first."""
    order = list(MODES.values())
    return order[(order.index(mode) + 1) % len(order)]
