"""What the scene remembers."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from game.scenes.inpainting.prefs import NAME, Prefs
from game.workers import json_store
from game.workers.preferences import Preferences
from game.workers.workers import Workers
from models.base.typed_fields import check, read
from tests.fuzz import changed_text, mutations


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", "[" * 5000, '{"brush": 1e999, "live": 1, "model": "cat", "room": 3, "angle": "x"}'],
)
def test_preferences_that_make_no_sense_keep_their_defaults(text: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(text)
    assert read(json_store.read(tmp_path / NAME), Prefs) == Prefs()
    (tmp_path / NAME).write_text(json.dumps({"brush": 9, "live": False, "nonsense": 1}))
    assert read(json_store.read(tmp_path / NAME), Prefs) == Prefs(brush=9, live=False)


OLD = """{
 "room": "rain",
 "brush": 50,
 "layer": "picture",
 "live": false,
 "model": "portrait",
 "compare": true,
 "wipe": false,
 "rain_compare": true,
 "density": 0.91,
 "angle": -30.0,
 "length": 41.0,
 "strength": 0.25
}"""
"""A file as earlier versions wrote it."""


def test_files_of_earlier_versions_still_open(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(OLD)
    expected = Prefs("rain", 50, "picture", False, "portrait", True, False, True, 0.91, -30, 41, 0.25)
    assert read(json_store.read(tmp_path / NAME), Prefs) == expected


def test_damaged_preferences_keep_what_makes_sense(tmp_path: Path) -> None:
    """400 mutations of a file: every field is the file's, in its range, or the default."""
    path = tmp_path / NAME
    for data in mutations(OLD.encode(), 400, changed_text):
        path.write_bytes(data)
        prefs = Preferences(path, Prefs, Workers(inline=True)).value
        for each in fields(Prefs):
            check(getattr(prefs, each.name), get_type_hints(Prefs, include_extras=True)[each.name])
