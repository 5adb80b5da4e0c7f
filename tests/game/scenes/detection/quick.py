"""In the places of the detectors: they answer at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from game.scenes.detection.by_hand.requests import STAGES, WANTED, Feature, Scanned, Why
from game.scenes.detection.by_hand.requests import Question as HandQuestion
from game.scenes.detection.by_network.requests import Question, Seen, Sighting
from game.scenes.detection.scoring import Box, Thing

BOX: Box = (100.0, 80.0, 200.0, 160.0)


class QuickEye:
    """Sees a cat at one place, the surer the darker the picture."""

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def answer(self, question: Question) -> Seen:
        self.asked.append(question)
        score = 1 - float(question.picture.mean()) / 255
        cat = Sighting("cat", BOX, score, label=15, anchor=1, level=2)
        kept = (cat,) if score >= question.threshold else ()
        dropped = ((replace(cat, score=score * 0.9, anchor=2), 0),) if kept else ()
        boxes = np.array([BOX, BOX, (300, 200, 50, 50)], np.float32)
        return Seen(
            question,
            kept,
            dropped,
            boxes + 8,
            boxes,
            np.array([0, 2, 2]),
            np.array([0.01, score, score * 0.9], np.float32),
            np.array([0, 15, 15]),
            np.array([[0, 1, 2]] * 3),
            np.array([[0.01, 0.0, 0.0], [score, 0.1, 0.0], [score * 0.9, 0.1, 0.0]], np.float32),
            12.5,
        )


class QuickHand:
    """Finds what it is told to."""

    found: tuple[Box, ...] = ()

    def __init__(self) -> None:
        self.asked: list[HandQuestion] = []

    def answer(self, question: HandQuestion) -> Scanned:
        self.asked.append(question)
        things = tuple(Thing(WANTED[question.settings.detector], box, 9.0) for box in self.found)
        stages = STAGES.get(question.settings.detector, 1)
        left, work = tuple(90000 >> n for n in range(stages + 1)), tuple(180000 >> n for n in range(stages))
        why = None
        if question.spot is not None:
            picture = np.full((24, 24, 3), 90, np.uint8)
            sums, limits = tuple(2.0 - n for n in range(stages)), (0.0,) * stages
            feature = Feature((((10, 10, 12, 12), 1.0), ((10, 22, 12, 12), -1.0)), 0.25, 0.5, -1.0)
            why = Why((10, 10, 24, 24), picture, min(2, stages), sums, limits, 1, (feature,))
        return Scanned(question, things, left, work, None, (), why, 80.0)
