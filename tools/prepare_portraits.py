"""Draw the labelled cartoon portraits that the picture generators are trained on.

    python tools/prepare_portraits.py
It needs node 20 and npm (tools/portraits installs the style and the renderer) and writes
data/portraits/{train,valid,test,edits}.npz with attributes.json, and the bundled sample
assets/data/portraits.npz with portraits.json; some ten minutes on two cores. Every attribute is drawn here
from a seed, independently of the others; the node script only draws. models/portraits/dataset.py
reads the format.
"""

from __future__ import annotations

import colorsys
import io
import json
import os
import re
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Annotated

import numpy as np
import tyro
from numpy.typing import NDArray
from PIL import Image

from models.base.files import write_atomically

ROOT = Path(__file__).resolve().parent.parent

RENDERER = ROOT / "tools" / "portraits"
SIZE = 256
CHUNK = 200  # pictures per call of node: 50 MB of pixels
# Far apart, so that a split may grow without running into the next one.
FIRST_SEED = {"train": 0, "valid": 1_000_000, "test": 2_000_000, "sample": 3_000_000}
SPLITS = (*FIRST_SEED, "edits")
SMALL = ("eyes", "facial_hair", "nose", "mouth", "hair_style")
"""What is edited more often: small or hidden, or of many kinds."""
SMALL_SHARE = 0.6

Labels = dict[str, int]
Portrait = tuple[int, Labels]
"""A seed, and what was drawn from it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One class of an attribute."""

    name: str
    value: str | None
    """What the renderer wants: a name of the style, a colour, or None for nothing."""
    weight: float
    """How often it is drawn, relative to the others."""


# What is drawn, each attribute independently: [name, value, weight] for every class. Hair styles from the
# shortest to the longest; the weights make the lengths about equally likely, although the style has more
# short ones.
DRAWN: dict[str, tuple[Choice, ...]] = {
    name: tuple(Choice(*choice) for choice in choices)
    for name, choices in json.loads((RENDERER / "choices.json").read_text(encoding="utf-8")).items()
}

HAIR_LENGTHS = ("none", "short", "medium", "long")
_FIRST_OF_LENGTH = ("bald", "balding", "straight_bun", "side_shave")
SMILING = ("smile", "big_smile", "smirk")

ATTRIBUTES: dict[str, list[str]] = {
    **{name: [choice.name for choice in choices] for name, choices in DRAWN.items()},
    "hair_length": list(HAIR_LENGTHS),
    "smile": ["no", "yes"],
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Draw the labelled cartoon portraits."""

    out: Path = ROOT / "data" / "portraits"
    """Where train.npz, valid.npz, test.npz, edits.npz and attributes.json go."""
    sample_out: Path = ROOT / "assets" / "data" / "portraits.npz"
    """The bundled sample; its attributes go beside it, as .json."""
    train: int = 24_000
    """Portraits to train on."""
    valid: int = 1_000
    """Portraits to choose by."""
    test: int = 2_000
    """Portraits to test on."""
    sample: int = 256
    """Portraits bundled with the app."""
    edits: int = 12_000
    """Portraits to train on with one attribute replaced; each has the seed of the one that it was."""
    splits: Annotated[tuple[str, ...], tyro.conf.arg(metavar="{train,valid,test,sample,edits}")] = SPLITS
    """Which splits to draw; the labels of the others are drawn all the same, so that no two splits share a
    combination of labels."""
    workers: int = 2
    """Processes."""
    nice: int = 10
    """How much to stand back for other programs."""


def draw_labels(seed: int) -> Labels:
    """Return the class indices of one portrait, every attribute drawn independently."""
    rng = np.random.default_rng(seed)
    labels = {}
    for name, choices in DRAWN.items():
        weights = np.array([choice.weight for choice in choices], dtype=float)
        labels[name] = int(rng.choice(len(choices), p=weights / weights.sum()))
    return labels | follow(labels)


def follow(labels: Labels) -> Labels:
    """Return the labels that follow from the others."""
    starts = [ATTRIBUTES["hair_style"].index(first) for first in _FIRST_OF_LENGTH]
    length = int(np.searchsorted(starts, labels["hair_style"], side="right")) - 1
    return {"hair_length": length, "smile": int(ATTRIBUTES["mouth"][labels["mouth"]] in SMILING)}


def plan(counts: dict[str, int], edits: int) -> dict[str, list[Portrait]]:
    """Choose the seeds of every split; no split gets a combination of labels that an earlier one has.

    Returns:
        For every split its portraits; the edits are those to train on with one attribute replaced.
    """
    taken: set[tuple[int, ...]] = set()
    splits: dict[str, list[Portrait]] = {}
    for split, count in counts.items():
        chosen: list[Portrait] = []
        seed = FIRST_SEED[split]
        while len(chosen) < count:
            labels = draw_labels(seed)
            if tuple(labels.values()) not in taken:
                chosen.append((seed, labels))
            seed += 1
        taken.update(tuple(labels.values()) for _, labels in chosen)
        splits[split] = chosen
    rng, train = np.random.default_rng(FIRST_SEED["train"]), splits["train"]
    splits["edits"] = []
    while train and len(splits["edits"]) < edits:
        seed, labels = train[int(rng.integers(len(train)))]
        edited = edit(labels, rng)
        if tuple(edited.values()) not in taken:
            splits["edits"].append((seed, edited))
    return splits


def edit(labels: Labels, rng: np.random.Generator) -> Labels:
    """Return labels with one attribute replaced by a class drawn evenly."""
    name = str(rng.choice(SMALL if rng.random() < SMALL_SHARE else list(DRAWN)))
    edited = labels | {name: int(rng.integers(len(DRAWN[name])))}
    return edited | follow(edited)


def lit(colour: str, strength: float = 0.36) -> str:
    """Return a skin colour as the style lights the face: white laid on it in overlay mode."""
    mixed = []
    for value in bytes.fromhex(colour):
        overlay = min(2 * value, 255)
        mixed.append(round(value + strength * (overlay - value)))
    # Overlay alone makes brown skins garish: keep the saturation no higher than it was.
    old = colorsys.rgb_to_hsv(*(value / 255 for value in bytes.fromhex(colour)))
    new = colorsys.rgb_to_hsv(*(value / 255 for value in mixed))
    rgb = colorsys.hsv_to_rgb(old[0], min(old[1], new[1]), new[2])
    return bytes(round(value * 255) for value in rgb).hex()


def describe(labels: Labels) -> dict[str, str | None]:
    """Return what tools/portraits/render.mjs needs to draw these labels."""
    value = {name: choices[labels[name]].value for name, choices in DRAWN.items()}
    value |= {"hair": value.pop("hair_style"), "skin_colour": value.pop("skin")}
    value["face_colour"] = lit(value["skin_colour"] or "")
    return {re.sub("_(.)", lambda letter: letter[1].upper(), name): given for name, given in value.items()}


def to_png(rgb: NDArray[np.uint8]) -> bytes:
    """Return a picture as PNG with a palette: flat colours, so that 256 are enough."""
    picture = Image.fromarray(rgb).quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def render(chunk: list[Labels]) -> list[bytes]:
    """Draw some portraits, as PNG files.

    Raises:
        RuntimeError: The renderer failed.
    """
    order = json.dumps([describe(labels) for labels in chunk])
    done = subprocess.run(
        ["node", "render.mjs"], cwd=RENDERER, input=order.encode(), capture_output=True, check=False
    )
    if done.returncode != 0 or len(done.stdout) != len(chunk) * SIZE * SIZE * 4:
        raise RuntimeError(f"tools/portraits/render.mjs failed:\n{done.stderr.decode(errors='replace')}")
    pixels = np.frombuffer(done.stdout, np.uint8).reshape(len(chunk), SIZE, SIZE, 4)
    return [to_png(np.ascontiguousarray(picture[:, :, :3])) for picture in pixels]


def pack(portraits: list[Portrait], files: list[bytes]) -> bytes:
    """Return the npz that models/portraits/dataset.py reads."""
    offsets = np.cumsum([0, *map(len, files)], dtype=np.int64)
    arrays: dict[str, NDArray[np.generic]] = {
        "png": np.frombuffer(b"".join(files), np.uint8),
        "offsets": offsets,
        "seed": np.array([seed for seed, _ in portraits], np.int64),
    }
    for name in ATTRIBUTES:
        arrays[name] = np.array([labels[name] for _, labels in portraits], np.int64)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def main(settings: Settings) -> None:
    """Install the renderer if need be, draw the splits and write them."""
    os.nice(settings.nice)
    if not (RENDERER / "node_modules").is_dir():
        subprocess.run(["npm", "ci"], cwd=RENDERER, check=True)
    planned = plan({split: getattr(settings, split) for split in FIRST_SEED}, settings.edits)
    manifest = (json.dumps(ATTRIBUTES, indent=1) + "\n").encode()
    write_atomically(settings.out / "attributes.json", manifest)
    if "sample" in settings.splits:
        write_atomically(settings.sample_out.with_suffix(".json"), manifest)
    with ProcessPoolExecutor(settings.workers) as pool:
        for split in settings.splits:
            started = time.monotonic()
            labels = [labels for _, labels in planned[split]]
            chunks = [labels[start : start + CHUNK] for start in range(0, len(labels), CHUNK)]
            files = list(chain.from_iterable(pool.map(render, chunks)))
            path = settings.sample_out if split == "sample" else settings.out / f"{split}.npz"
            data = pack(planned[split], files)
            write_atomically(path, data)
            took = time.monotonic() - started
            print(f"{split}: {len(files)} portraits, {len(data) / 2**20:.1f} MiB, {took:.0f} s", flush=True)


if __name__ == "__main__":
    main(tyro.cli(Settings))
