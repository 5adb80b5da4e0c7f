"""Compare our evaluation of OpenCV's cascades and people detector with its own, and keep its boxes for tests.

OpenCV 5, which the application runs with, has neither any more. So this runs in an environment of its own,
from the repository's root, and needs nothing else:
    python -m venv /somewhere && /somewhere/bin/pip install opencv-python-headless==4.14.* pillow
    /somewhere/bin/python -m tools.opencv_boxes
It writes opencv_boxes.json and opencv_people.json in tests/models/detection/data. The cascades look at
pictures at half their size; with --full at whole ones, and nothing is written.
"""

import itertools
import json
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from models.base.arrays import Byte
from models.base.gallery import gallery
from models.detection.cascade import SHIPPED, scan, shipped_cascade, to_gray
from models.detection.hog import scan_people

DATA = Path(__file__).resolve().parent.parent / "tests" / "models" / "detection" / "data"
CASES = (
    {"scale_step": 1.1, "neighbours": 3},
    {"scale_step": 1.1, "neighbours": 0},
    {"scale_step": 1.25, "neighbours": 2, "smallest": 40},
    {"scale_step": 1.1, "neighbours": 3, "border": 60},
)
PEOPLE_CASES = (
    {"scale_step": 1.05, "neighbours": 2, "threshold": 0.0},
    {"scale_step": 1.2, "neighbours": 0, "threshold": -0.7},
)


def opencv(name: str, gray: Byte, case: dict[str, Any]) -> list[list[int]]:
    """Return OpenCV's boxes, sorted."""
    detector: Any = cv2.CascadeClassifier(f"{cv2.data.haarcascades}{SHIPPED[name]}.xml")
    border, smallest = case.get("border", 0), case.get("smallest", 0)
    found = detector.detectMultiScale(
        np.pad(gray, border, mode="edge"),
        case["scale_step"],
        case["neighbours"],
        minSize=(smallest, smallest),
    )
    return sorted([int(x) - border, int(y) - border, int(w), int(h)] for x, y, w, h in found)


def opencv_people(picture: Byte, case: dict[str, Any]) -> list[tuple[list[int], float]]:
    """Return OpenCV's boxes of people and its scores, sorted."""
    detector: Any = cv2.HOGDescriptor()
    detector.setSVMDetector(cv2.HOGDescriptor.getDefaultPeopleDetector())
    boxes, scores = detector.detectMultiScale(
        np.ascontiguousarray(picture),
        hitThreshold=case["threshold"],
        scale=case["scale_step"],
        groupThreshold=case["neighbours"],
    )
    return sorted(([int(n) for n in box], float(s)) for box, s in zip(boxes, np.ravel(scores), strict=True))


def main() -> None:
    """Compare all cases on all pictures, and keep the boxes."""
    full = "--full" in sys.argv
    cascades, people = [], []
    same = {"cascades": 0, "people": 0}
    for item in gallery():
        rgb = item.load()
        gray = to_gray(rgb) if full else to_gray(rgb)[::2, ::2]
        for name, case in itertools.product(SHIPPED, CASES):
            theirs = opencv(name, gray, case)
            ours = scan(shipped_cascade(name), gray, **case)
            same["cascades"] += sorted(map(list, ours.boxes)) == theirs
            cascades.append({"picture": item.id, "cascade": name, **case, "boxes": theirs})
        for picture, case in itertools.product((rgb, to_gray(rgb)), PEOPLE_CASES):
            told = opencv_people(picture, case)
            found = scan_people(picture, **case)
            mine = sorted((list(box), score) for box, score in zip(found.boxes, found.scores, strict=True))
            alike = [box for box, _ in mine] == [box for box, _ in told]
            same["people"] += alike and np.allclose([s for _, s in mine], [s for _, s in told], atol=1e-5)
            people.append({"picture": item.id, "channels": picture.ndim, **case, "found": told})
    print(f"OpenCV {cv2.__version__}, {len(gallery())} pictures: the same boxes")
    print(f"in {same['cascades']} of {len(cascades)} scans by cascades,")
    print(f"and, with the same scores, in {same['people']} of {len(people)} scans for people")
    if not full:
        for path, table in (("opencv_boxes.json", cascades), ("opencv_people.json", people)):
            rows = ",\n".join(json.dumps(row) for row in table)
            (DATA / path).write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
