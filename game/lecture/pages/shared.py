"""What the lecture's pages share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from game.lecture.session import LectureSession
from game.lecture.workshops import Workshops


class Commands(Protocol):
    """What the pages' buttons do."""

    def begin(self, *, presenting: bool = False) -> None: ...  # noqa: D102
    def open_stop(self, stop_id: str) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class Shared:
    """What every page gets.

    Attributes:
        session: where in the lecture one is.
        commands: what the buttons do.
        workshops: the scenes, with their living previews.
    """

    session: LectureSession
    commands: Commands
    workshops: Workshops


def matches(words: Sequence[str], *texts: str) -> bool:
    """Whether all words, in small letters, stand in one of the texts, or in several together."""
    text = "\n".join(texts).lower().replace("ё", "е")
    return all(word.lower().replace("ё", "е") in text for word in words)
