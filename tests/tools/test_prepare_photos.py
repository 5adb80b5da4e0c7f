"""The maker of the training pictures: licences, copyright files, the same picture twice, sizes, archives."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tools.prepare_photos import (
    EET,
    Entry,
    Hashes,
    clean_author,
    flat,
    is_free,
    paragraph_of,
    parse_copyright,
    parse_readme,
    photo_size,
    read_eet,
    read_rcc,
    split,
    title_of,
)

COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2014, The Team <team@example.org>
License: GPL-2+

Files: src/animals/*
Copyright: 2010-2012 Ann
           © 2013 Bob
License: CC-BY-SA-3.0

Files: src/animals/bear.jpg
 16.04/lamp_by_Eve.jpg
Copyright: Eve, 2018
License: CC-BY-NC-4.0
"""


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-2+", "LGPLv3", "CC-BY-SA-4.0", "CC0-1.0", "Public Domain", "public-domain", "BSD-2-clause",
        "GPL-3 or CC-BY-NC-2.0", "CC0-1.0 and CC-BY-3.0", "LGPL-2.1+", "GNU-FDL",
    ],
)  # fmt: skip
def test_free(licence):
    assert is_free(licence)


@pytest.mark.parametrize(
    "licence", ["", "CC-BY-NC-4.0", "CC-BY-ND-3.0", "proprietary", "CC-sampling-plus-1.0"]
)
def test_not_free(licence):
    assert not is_free(licence)
    assert not is_free(f"GPL-2+ and {licence or 'unknown'}")


@pytest.mark.parametrize(
    ("path", "author", "licence"),
    [
        ("/usr/share/readme.png", "The Team", "GPL-2+"),
        ("/app/src/animals/cat.webp", "Ann; Bob", "CC-BY-SA-3.0"),
        ("/app/src/animals/bear.webp", "Eve", "CC-BY-NC-4.0"),
        ("/usr/share/backgrounds/lamp_by_Eve.jpg", "Eve", "CC-BY-NC-4.0"),
        ("/app/src/plants/bear.webp", "Eve", "CC-BY-NC-4.0"),
    ],
)
def test_paragraph_of(path, author, licence):
    found = paragraph_of(path, parse_copyright(COPYRIGHT))
    assert found is not None
    assert (found.author, found.licence) == (author, licence)


def test_a_readme_says_more_than_the_package():
    text = "Copyright: Ann, 2019\nSource: somewhere\nLicense: CC-BY-SA 4.0\nFiles:\nbear.webp\nb/cat.webp\n\n"
    found = parse_copyright(COPYRIGHT) + parse_readme("/app/src/animals/README", text * 2)
    for name in ("bear", "b/cat"):
        paragraph = paragraph_of(f"/app/src/animals/{name}.webp", found)
        assert paragraph is not None
        assert (paragraph.author, paragraph.licence) == ("Ann", "CC-BY-SA-4.0")


def test_names():
    assert clean_author("© 2016-2018 Drew DeVault <sir@example.org>") == "Drew DeVault"
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


def test_read_rcc():
    def name(text):
        return struct.pack(">HI", len(text), 0) + text.encode("utf-16-be")

    names = name("img") + name("a.png") + name("b.png")
    plain, packed = b"first", zlib.compress(b"second" * 20)
    contents = struct.pack(">I", len(plain)) + plain
    second = len(contents)
    contents += struct.pack(">I", len(packed) + 4) + struct.pack(">I", 120) + packed
    tree = struct.pack(">IHII", 0, 2, 1, 1) + struct.pack(">IHII", 0, 2, 2, 2)
    tree += struct.pack(">IHHHI", 12, 0, 0, 0, 0) + struct.pack(">IHHHI", 28, 1, 0, 0, second)
    head = b"qres" + struct.pack(">4I", 1, 20, 20 + len(tree), 20 + len(tree) + len(contents))
    found = dict(read_rcc(head + tree + contents + names))
    assert found == {"/img/a.png": b"first", "/img/b.png": b"second" * 20}


def test_read_eet():
    jpeg, other = b"\xff\xd8\xffjpeg", b"text"
    start = 12 + 2 * 24
    head = struct.pack(">3I", EET, 2, 0)
    head += struct.pack(">6I", start, len(jpeg), 0, 0, 0, 0)
    head += struct.pack(">6I", start + len(jpeg), len(other), 0, 0, 0, 0)
    assert list(read_eet(head + jpeg + other)) == [jpeg]
    with pytest.raises(ValueError, match="Eet"):
        list(read_eet(b"\0" * 12))
