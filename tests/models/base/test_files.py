from __future__ import annotations

import os
from pathlib import Path

import pytest

from models.base.files import LONGEST_NAME, with_ending, write_atomically


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("picture", "picture.png"),
        ("picture.png", "picture.png"),
        ("SCAN.PNG", "SCAN.PNG"),
        ("12.07.2024", "12.07.2024.png"),
        ("picture.v2", "picture.v2.png"),
        (".png", ".png"),
        ("x" * 251, "x" * 251 + ".png"),
        ("x" * 255, "x" * 251 + ".png"),
        ("x" * 251 + ".png", "x" * 251 + ".png"),
        ("ж" * 127, "ж" * 125 + ".png"),
        ("a" + "ж" * 127, "a" + "ж" * 125 + ".png"),
        (os.fsdecode(b"caf\xe9"), os.fsdecode(b"caf\xe9.png")),
    ],
)
def test_an_ending_is_added_and_nothing_is_lost(name: str, expected: str, tmp_path: Path) -> None:
    path = with_ending(tmp_path / name, ".png")
    assert path == tmp_path / expected
    assert len(os.fsencode(path.name)) <= LONGEST_NAME
    write_atomically(path, b"it")
    assert os.listdir(os.fsencode(tmp_path)) == [os.fsencode(expected)]
    assert with_ending(path, ".png") == path


@pytest.mark.parametrize("length", [242, 250, 255])
@pytest.mark.parametrize("letter", ["x", "\udce9"])
def test_a_name_may_be_as_long_as_file_systems_take_it(length: int, letter: str, tmp_path: Path) -> None:
    path = tmp_path / (letter * length)
    for content in (b"old", b"new"):
        write_atomically(path, content)
        assert path.read_bytes() == content
    assert len(os.listdir(tmp_path)) == 1
