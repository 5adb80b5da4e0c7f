"""When the tab's tasks are done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.generator.judge.drawing import Drawing
from game.scenes.generator.judge.quiz import Quiz


def taken_for_real(drawing: Drawing) -> Callable[[], bool]:
    """The judge takes a drawing for a portrait that a hand has worked on since."""
    before = drawing.strokes

    def done() -> bool:
        judged = drawing.judged
        mine = drawing.strokes > before and not drawing.empty
        return mine and judged is not None and judged.probability >= 0.5

    return done


def ten_cards(quiz: Quiz) -> Callable[[], bool]:
    """A game is over in which the player was right more often than the judge; none from before."""
    before = quiz.dealt if quiz.over else None

    def done() -> bool:
        mine, judges = quiz.points()
        return quiz.over and quiz.dealt is not before and mine > judges

    return done
