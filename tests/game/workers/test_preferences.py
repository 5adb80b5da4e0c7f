from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import pytest

from game.scenes.arena.preferences import ArenaPreferences
from game.scenes.generator.preferences import GeneratorPreferences
from game.scenes.inpainting.prefs import Prefs
from game.workers import json_store
from game.workers.preferences import Preferences
from game.workers.workers import Workers
from models.base.typed_fields import Range, parse
from tests.fuzz import changed_text, mutations


@dataclass(frozen=True)
class Choice:
    brush: Annotated[int, Range(1, 160)] = 20
    live: bool = True


def test_what_was_chosen_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "scene.json"
    preferences = Preferences(path, Choice, Workers(inline=True))
    assert preferences.value == Choice()
    preferences.change(brush=7)
    preferences.save()
    assert json.loads(path.read_text()) == {"brush": 7, "live": True}
    assert Preferences(path, Choice, Workers(inline=True)).value == Choice(7)


def test_nothing_is_written_where_nothing_was_changed(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "scene.json", Choice, Workers(inline=True))
    preferences.save()
    preferences.close()
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_gives_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "scene.json"
    for text in ("", "[]", "{", '{"brush": 1000, "live": 1}', "[" * 100_000):
        path.write_text(text)
        assert Preferences(path, Choice, Workers(inline=True)).value == Choice()


@pytest.mark.parametrize("cls", [ArenaPreferences, GeneratorPreferences, Prefs])
def test_of_a_mutated_file_what_is_sound_is_kept(cls: type, tmp_path: Path) -> None:
    path = tmp_path / "scene.json"
    sound = json.dumps(asdict(cls())).encode()
    unlike = 0
    for mutated in mutations(sound, 400, changed_text):
        path.write_bytes(mutated)
        value = Preferences(path, cls, Workers(inline=True)).value
        assert parse(json.loads(json.dumps(asdict(value))), cls) == value, (
            "every field is of its type and range"
        )
        unlike += value != cls()
    assert unlike < 200, "what makes no sense keeps its default"


def test_the_file_is_written_beside_the_window_and_closing_waits_for_it(tmp_path: Path, monkeypatch) -> None:
    writers = []
    write = json_store.write

    def noted(path: Path, data: dict[str, object]) -> None:
        writers.append(threading.current_thread())
        write(path, data)

    monkeypatch.setattr(json_store, "write", noted)
    preferences = Preferences(tmp_path / "scene.json", Choice, Workers())
    preferences.change(live=False)
    preferences.close()
    assert Preferences(tmp_path / "scene.json", Choice, Workers()).value == Choice(live=False)
    assert writers
    assert threading.main_thread() not in writers
