"""Find objects in every picture of a folder: ``python -m models.evaluate detection --images DIR --json``."""

import json
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from models.base.arrays import Byte
from models.base.images import PictureError, load_picture
from models.base.typed_fields import Range
from models.evaluation.reports import paths_in, timed

Objects = list[dict[str, Any]]


@dataclass(frozen=True)
class Detection:
    """Find objects in every picture of a folder."""

    images: Path
    """Folder with pictures, searched without its subfolders; or one picture."""
    json: bool = False
    """Print one JSON object: the list of objects by file name, and "ms", the median time a picture."""
    method: Literal["now", "cascade", "people"] = "now"
    """The network with its 80 classes; or what was before: Haar cascades for faces of people ("face") and of
    cats ("cat"), whose score is how many windows agree; or histograms of gradients for people ("person"),
    whose score is the classifier's sum."""
    threshold: Annotated[float, Range(0, 1)] = 0.5
    """Of the network's scores."""
    overlap: Annotated[float, Range(0, 1)] = 0.6
    """Boxes of one class mean one object if they share more than this part of their union; the network's."""
    language: Literal["en", "ru"] = "en"
    """Of the network's class names."""
    classifier: bool = False
    """Also time the classifier on the same pictures, taking turns, for comparison ("classifier_ms")."""

    def run(self) -> int:
        """Print what was found; return the exit status: 0, or 1 if no picture could be read."""
        find = {"now": self._now, "cascade": _cascade, "people": _people}[self.method]()
        classify = _classifier() if self.classifier else None
        found: dict[str, Objects] = {}
        times: list[float] = []
        compared: list[float] = []
        for path in paths_in(self.images):
            try:
                rgb = load_picture(path).rgb
            except PictureError as error:
                print(f"{path.name}: cannot be read: {error.code}", file=sys.stderr)
                continue
            found[path.name], milliseconds = timed(partial(find, rgb))
            times.append(milliseconds)
            if classify is not None:
                compared.append(timed(partial(classify, rgb))[1])
        measured = {"ms": times, "classifier_ms": compared}
        totals = {name: round(statistics.median(each), 2) for name, each in measured.items() if each}
        if self.json:
            print(json.dumps(found | totals, ensure_ascii=False))
        else:
            for name, objects in found.items():
                print(f"{name}: {'; '.join(map(_line, objects)) or 'nothing'}")
            for name, value in totals.items():
                print(f"{name} {value}")
        return 0 if found else 1

    def _now(self) -> Callable[[Byte], Objects]:
        from models.detection.detect import LABELS, candidates, shipped, suppress

        network = shipped()

        def find(rgb: Byte) -> Objects:
            kept = suppress(candidates(network, rgb), self.threshold, self.overlap).kept
            return [
                _object(getattr(LABELS[each.label], self.language), each.score, each.box) for each in kept
            ]

        return find


def _cascade() -> Callable[[Byte], Objects]:
    from models.detection.cascade import SHIPPED, scan, shipped_cascade, to_gray

    def find(rgb: Byte) -> Objects:
        scans = {name: scan(shipped_cascade(name), to_gray(rgb)) for name in SHIPPED}
        return [
            _object(name, votes, box)
            for name, done in scans.items()
            for box, votes in zip(done.boxes, done.votes, strict=True)
        ]

    return find


def _people() -> Callable[[Byte], Objects]:
    from models.detection.hog import scan_people

    def find(rgb: Byte) -> Objects:
        done = scan_people(rgb)
        return [_object("person", score, box) for box, score in zip(done.boxes, done.scores, strict=True)]

    return find


def _classifier() -> Callable[[Byte], Any]:
    from models.classifier.network import Classifier

    return Classifier().classify


def _object(label: str, score: float, box: tuple[float, float, float, float]) -> dict[str, Any]:
    return {"label": label, "score": round(score, 5), "box": [round(side, 2) for side in box]}


def _line(found: dict[str, Any]) -> str:
    return f"{found['label']} {found['score']:.3g} at {', '.join(f'{side:.0f}' for side in found['box'])}"
