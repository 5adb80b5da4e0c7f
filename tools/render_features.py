"""Render ahead what a set of handsome channels and classes see, for those who do not want to wait.

    python tools/render_features.py
It writes assets/images/features/*.jpg and assets/images/features.json; some minutes on one core. The channels
were chosen by eye from some eighty.
"""

import json
import sys
from itertools import islice
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from models.classifier.features import CLASS_LAYER, maximise  # noqa: E402
from models.classifier.network import Classifier  # noqa: E402

OUT = ROOT / "assets" / "images" / "features"
SIZE = 160
STEPS = 200
CHOSEN = {
    "block_3": (0, 1, 6, 9, 11, 18),
    "block_5": (8, 15, 31, 33, 34, 36),
    "block_8": (4, 12, 26, 41, 48, 69),
    "block_10": (16, 20, 30, 33, 64, 77),
    "block_12": (2, 58, 164, 177),
    "block_14": (57, 60, 68, 124),
    "head": (100, 900),
    # Egyptian cat, espresso, daisy, strawberry, lighthouse, Dalmatian, peafowl, sports car
    CLASS_LAYER: (285, 967, 985, 949, 437, 251, 84, 817),
}


def main() -> None:
    """Render, save, and write the manifest."""
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.jpg"):
        old.unlink()
    classifier = Classifier()
    entries = []
    for layer, channels in CHOSEN.items():
        for channel in channels:
            snapshots = maximise(classifier, layer, channel, size=SIZE, steps_per_snapshot=STEPS)
            grown = next(islice(snapshots, 1, None))
            name = f"{layer}_{channel}.jpg"
            Image.fromarray(grown.image).save(OUT / name, quality=82, optimize=True)
            entries.append({"layer": layer, "channel": channel, "file": name})
            print(name, round(grown.activation, 2), flush=True)
    manifest = json.dumps(entries, indent=1) + "\n"
    (OUT.parent / "features.json").write_text(manifest, encoding="utf-8")


if __name__ == "__main__":
    main()
