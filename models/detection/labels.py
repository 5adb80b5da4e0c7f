"""The 80 classes that the detector knows, in both languages."""

from dataclasses import dataclass

from models.base.weights import ASSETS


@dataclass(frozen=True, slots=True)
class Label:
    """One class of COCO."""

    number: int
    """COCO's, 1 to 90 with gaps: the network's output for it."""
    en: str
    ru: str


def _read() -> tuple[Label, ...]:
    _, *rows = (ASSETS / "data" / "coco_labels.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(Label(int(number), en, ru) for number, en, ru in (row.split("\t") for row in rows))


LABELS: tuple[Label, ...] = _read()
