"""Render ahead what a set of handsome channels and classes see, for those who do not want to wait.

    python tools/render_features.py
It writes assets/images/features/*.jpg, as assets/images/features.json lists them; some minutes on one core.
The channels were chosen by eye from some eighty.
"""

import json
from itertools import islice
from pathlib import Path

from PIL import Image

from models.classifier.features import maximise
from models.classifier.network import Classifier

ROOT = Path(__file__).resolve().parent.parent

OUT = ROOT / "assets" / "images" / "features"
SIZE = 160
STEPS = 200


def main() -> None:
    """Render and save."""
    classifier = Classifier()
    for entry in json.loads(OUT.with_suffix(".json").read_text("utf-8")):
        snapshots = maximise(
            classifier, entry["layer"], entry["channel"], size=SIZE, steps_per_snapshot=STEPS
        )
        grown = next(islice(snapshots, 1, None))
        Image.fromarray(grown.image).save(OUT / entry["file"], quality=82, optimize=True)
        print(entry["file"], round(grown.activation, 2), flush=True)


if __name__ == "__main__":
    main()
