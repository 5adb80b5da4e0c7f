"""What the scene remembers: files of every age open."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game.scenes.generator.preferences import (
    NAMES,
    GeneratorPreferences,
    JudgePreferences,
    KnobsPreferences,
    RestylePreferences,
)
from game.ui.settings import Folders
from game.workers.preferences import Preferences
from game.workers.workers import Workers
from tests.game.conftest import Driver

NAME = NAMES["portraits"]
Open = Callable[..., Driver]
OLD = """{
 "generator": {"truncation": 1.1, "radius": 0.2, "knobs": "unnamed", "smooth": false},
 "restyle": {"wipe": false, "before": "found", "brush": 17.0},
 "judge": {"part": "quiz", "heat": false},
 "room": "restyle"
}"""


def test_a_file_of_an_earlier_version_opens(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(OLD)
    assert Preferences(tmp_path / NAME, GeneratorPreferences, Workers(inline=True)).value == (
        GeneratorPreferences(
            "restyle",
            KnobsPreferences(1.1, 0.2, "unnamed", smooth=False),
            RestylePreferences(wipe=False, before="found", brush=17.0),
            JudgePreferences("quiz", heat=False),
        )
    )


@pytest.mark.parametrize(
    "broken",
    ["", "[]", "{", '{"generator": 5, "room": 7}', '{"generator": {"truncation": "much", "radius": NaN}}'],
)
def test_broken_memory_is_no_reason_to_fail(broken: str, open_app: Open, folders: Folders) -> None:
    folders.config.mkdir(parents=True, exist_ok=True)
    (folders.config / NAME).write_text(broken)
    driver = open_app("generator")
    driver.frames(3)
    assert driver.scene.shared.prefs.generator.truncation == 0.8
    assert driver.scene.tab_id == "knobs"


def test_what_is_not_known_stays_in_the_file(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(json.dumps({"room": "judge", "later": {"x": 1}}))
    preferences = Preferences(tmp_path / NAME, GeneratorPreferences, Workers(inline=True))
    assert preferences.value.room == "judge"
    preferences.change(room="knobs")
    preferences.save()
    written = json.loads((tmp_path / NAME).read_text())
    assert (written["later"], written["room"]) == ({"x": 1}, "knobs")
