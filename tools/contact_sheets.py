"""Make the READMEs' sheets of what the networks do with pictures that they were never trained on.

    python -m tools.contact_sheets

Portraits (the bundled sample, from seeds of its own): hole, biharmonic fill, four answers, the truth.
Photographs (the gallery): hole, Telea, biharmonic, ours, the truth.
Removals: an object's place (5 to 15 %) cut out of each photograph of the gallery, enlarged to a megapixel,
with mask seeds 0 to 11 (the first photograph twice): hole, Telea, PatchMatch, ours, two pictures in a row.
Rain: rainy, best classical filter, ours, the truth.
Generator: 64 unpicked samples (seeds 0 to 63) of portraits and of cats; samples beside the training portraits
nearest to them.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import tyro

from models.base.arrays import Byte, Mask
from models.base.gallery import gallery
from models.evaluation.reports import lay_out, square
from models.generator.data_sets import DataName
from models.generator.neighbours import draw
from models.generator.trained_gan import TrainedGan
from models.inpainting.fills import CLASSICAL, FILLS
from models.inpainting.inpainter import Inpainter
from models.inpainting.masks import boxes, centre_box, evaluation_mask, free_form, scratches
from models.portraits.dataset import load_split
from models.rain.remover import RainRemover
from models.rain.streaks import CLASSICAL_RAIN, evaluation_rain, spray

SIDE = 192
REMOVAL = 232
GAP = 6
HOLE, BLACK = (235, 60, 130), (0, 0, 0)


def half(size: tuple[int, int]) -> Mask:
    """Hide the right half."""
    mask = np.zeros(size, bool)
    mask[:, size[1] // 2 :] = True
    return mask


def holed(rgb: Byte, mask: Mask, colour: tuple[int, int, int] = HOLE) -> Byte:
    """Show where the picture is missing; in black it is what the fills are given."""
    shown = rgb.copy()
    shown[mask] = colour
    return shown


def portraits() -> Byte:
    """Six portraits with different holes, four answers each."""
    sample = load_split("sample")
    network = Inpainter("portrait", threads=2)
    size = (256, 256)
    random = np.random.default_rng(5)
    box, side = centre_box(size), half(size)
    masks = [box, side, box, free_form(size, random, 0.3, 0.4), side[:, ::-1], np.rot90(side).copy()]
    rows = []
    for index, mask in enumerate(masks):
        truth = sample.picture(10 + index)
        known = holed(truth, mask, BLACK)
        answers = [network.fill(known, mask, variant=n) for n in range(4)]
        rows.append([holed(truth, mask), CLASSICAL["telea"](known, mask), *answers, truth])
    return lay_out(rows, 160, GAP)


def repairs() -> Byte:
    """Four photographs with different holes."""
    network = Inpainter("photo", threads=2)
    rows = []
    chosen = [item for item in gallery() if item.id in ("cat", "astronaut", "coffee", "temple")]
    for index, item in enumerate(chosen):
        truth = square(item.load(), 256)
        random = np.random.default_rng(index)
        size = truth.shape[0], truth.shape[1]
        mask = scratches(size, random) if index % 2 else free_form(size, random, 0.1, 0.2)
        if index == 3:
            mask = boxes(size, random, 0.25)
        known = holed(truth, mask, BLACK)
        fills = [CLASSICAL[name](known, mask) for name in ("telea", "biharmonic")]
        rows.append([holed(truth, mask), *fills, network.fill(known, mask), truth])
    return lay_out(rows, SIDE, GAP)


def removals() -> Byte:
    """Twelve objects removed, unpicked."""
    network = Inpainter("photo", threads=2)
    photos = [item for item in gallery() if item.kind == "photo"]
    cells = []
    for seed in range(12):
        truth = square(photos[seed % len(photos)].load(), 1024)
        mask = evaluation_mask("object", truth.shape[:2], seed)
        known = holed(truth, mask, BLACK)
        others = [FILLS[name](known, mask) for name in ("telea", "patchmatch")]
        cells.append([holed(truth, mask), *others, network.fill(known, mask, texture=True)])
    rows = [left + right for left, right in zip(cells[::2], cells[1::2], strict=True)]
    return lay_out(rows, REMOVAL, GAP, lead=4)


def rain() -> Byte:
    """Three photographs in the rain."""
    network = RainRemover(threads=2)
    rows = []
    for index, item in enumerate(item for item in gallery() if item.id in ("cat", "rocket", "flower")):
        truth = square(item.load(), 256)
        rainy = spray(truth, evaluation_rain(20 + index))
        filtered = [clean(rainy) for clean in CLASSICAL_RAIN.values()]
        best = min(filtered, key=lambda picture: float(np.square(picture.astype(float) - truth).mean()))
        rows.append([rainy, best, network.clean(rainy), truth])
    return lay_out(rows, SIDE, GAP)


def generated(data: DataName = "portraits") -> Byte:
    """Lay out the first 64 samples, as they come."""
    gan = TrainedGan(data=data)
    samples = gan.make_many([gan.sample(seed) for seed in range(64)])
    return lay_out([list(samples[at : at + 8]) for at in range(0, 64, 8)], 128)


SHEETS = {
    "portraits.png": portraits,
    "repairs.jpg": repairs,
    "removals.jpg": removals,
    "rain.jpg": rain,
    "gan.png": generated,
    "cats.png": lambda: generated("cats"),
    "gan_neighbours.png": lambda: draw(TrainedGan()),
}


def main(out: Path = Path("docs/screenshots"), only: tuple[str, ...] = ()) -> None:
    """Make the sheets.

    Args:
        out: Folder for the files.
        only: Make these files alone, for example `--only gan.png`.

    Raises:
        KeyError: There is no sheet of that name.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name in only or SHEETS:
        picture = cv2.cvtColor(SHEETS[name](), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(out / name), picture, [cv2.IMWRITE_JPEG_QUALITY, 90])


if __name__ == "__main__":
    tyro.cli(main)
