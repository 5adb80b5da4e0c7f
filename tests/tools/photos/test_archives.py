"""Pictures out of archives."""

import struct
import zlib

import pytest

from tools.photos.archives import EET, read_eet, read_rcc


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
