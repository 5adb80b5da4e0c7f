"""The same picture twice, sizes, transparency and splits."""

import json

import numpy as np
from PIL import Image

from tools.photos.archives import Source
from tools.prepare_photos import KINDS, SOURCES, Entry, Hashes, flat, photo_size, split, title_of


def test_a_title_is_made_of_a_file_name():
    assert title_of("/a/greatWall_of-china.webp") == "Great wall of china"


def scene(seed):
    small = np.random.default_rng(seed).integers(0, 256, (12, 16, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((640, 480), Image.Resampling.BICUBIC)


def test_the_same_picture_in_another_size_and_light_is_seen():
    hashes = Hashes(24)
    assert not hashes.seen(scene(0))
    assert not hashes.seen(scene(1))
    assert hashes.seen(scene(0).resize((400, 300)))
    assert hashes.seen(scene(1).point(lambda value: value * 3 // 4))
    assert not hashes.seen(scene(2))


def test_sizes():
    assert photo_size(6000, 4000, lossy=True) == (2048, 1365)
    assert photo_size(1500, 1200, lossy=True) == (1000, 800)
    assert photo_size(1500, 1200, lossy=False) == (1500, 1200)
    assert photo_size(320, 240, lossy=True) == (320, 240)


def test_transparency_shows_the_ground():
    image = Image.new("RGBA", (2, 1))
    image.putpixel((1, 0), (10, 20, 30, 255))
    assert list(np.asarray(flat(image, (200, 100, 0)))[0].tolist()) == [[200, 100, 0], [10, 20, 30]]


def test_split_is_stable_and_has_five():
    entries = [Entry(f"{i}.jpg", "", "", "", "", 1, 1) for i in range(40)]
    split(entries)
    valid = {entry.file for entry in entries if entry.split == "valid"}
    again = [Entry(f"{i}.jpg", "", "", "", "", 1, 1) for i in reversed(range(40))]
    split(again)
    assert len(valid) == 5
    assert {entry.file for entry in again if entry.split == "valid"} == valid


def test_every_kind_has_its_sources():
    """The list names for each kind packages that the loader understands."""
    listed = json.loads(SOURCES.read_text(encoding="utf-8"))
    assert set(listed) == set(KINDS)
    packages = {Source(**entry).package for entries in listed.values() for entry in entries}
    assert {"openclipart-png", "mate-backgrounds"} <= packages
