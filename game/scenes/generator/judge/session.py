"""What the judge is asked, and what its exercises share."""

from __future__ import annotations

from typing import Literal

from game.scenes.generator.judge.requests import Answer, Face, Request, Worker
from game.scenes.generator.network_calls import NetworkCall
from game.scenes.generator.shared_state import SharedState

ExerciseId = Literal["lineup", "draw", "quiz"]
EXERCISES: tuple[ExerciseId, ...] = ("lineup", "draw", "quiz")


class JudgeSession(NetworkCall[Request, Answer]):
    """The discriminator's answers, and what is remembered.

    Args:
        shared: the networks, preferences, and portraits handed over.

    Attributes:
        data: what is judged.
    """

    def __init__(self, shared: SharedState) -> None:
        super().__init__(shared.networks, Worker().answer, name="judge", nice=5)
        self._shared, self.data = shared, shared.data.name

    @property
    def exercise(self) -> ExerciseId:
        """The open exercise; the file calls the line-up "stand"."""
        part = self._shared.prefs.judge.part
        return "lineup" if part == "stand" else part

    def choose(self, name: ExerciseId) -> None:
        """Open another exercise."""
        self._shared.remember("judge", part="stand" if name == "lineup" else name)

    @property
    def heat(self) -> bool:
        """Whether to show what convinced the judge."""
        return self._shared.prefs.judge.heat

    def toggle_heat(self) -> None:
        """Show what convinced the judge, or no longer."""
        self._shared.remember("judge", heat=not self.heat)

    def hand_over(self, face: Face) -> None:
        """Give a picture to the restyle tab, which opens."""
        self._shared.hand("restyle", face.picture, face.latent)

    def receive(self, name: str) -> Face | None:
        """What another tab has handed over, if anything; `name` describes it."""
        handed = self._shared.receive("judge")
        return None if handed is None else Face("own", handed.picture, handed.latent, name)
