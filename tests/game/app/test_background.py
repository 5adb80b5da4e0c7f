"""What is imported beside the window."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from game.app import libraries
from game.app.background import Background
from game.scenes import SCENES, _load
from game.ui.settings import Folders
from game.workers.library_loader import LibraryLoader
from game.workers.status import State
from game.workers.workers import Workers


@pytest.fixture(autouse=True)
def nothing_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "set_aside", lambda: None)


def test_every_tab_of_every_scene_is_imported() -> None:
    found = set(libraries.import_scenes())
    for spec in SCENES:
        for tab in getattr(_load(spec.scene), "tab_classes", {}).values():
            assert tab.partition(":")[0] in found
    assert found <= set(sys.modules)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., tuple[Background, LibraryLoader]]:
    def start(workers: Workers) -> tuple[Background, LibraryLoader]:
        loader = LibraryLoader(lambda: None, inline=True)
        return Background(workers, loader, Folders(tmp_path, tmp_path, tmp_path)), loader

    return start


def test_scenes_are_imported_once_the_libraries_are_there(
    make: Callable[..., tuple[Background, LibraryLoader]],
) -> None:
    background, loader = make(Workers())
    assert background._ahead is not None
    background.update()
    assert background._ahead.status.state is State.IDLE
    loader.start()
    background.update()
    until = time.monotonic() + 60
    while background._ahead.status.state is not State.DONE and time.monotonic() < until:
        background._ahead.join(0.1)
    assert background._ahead.status.state is State.DONE
    background.update()
    assert background._ahead.status.state is State.DONE, "it is done once"
    background.close()


def test_inline_workers_import_nothing_ahead(
    make: Callable[..., tuple[Background, LibraryLoader]],
) -> None:
    background, loader = make(Workers(inline=True))
    loader.start()
    background.update()
    assert background._ahead is None
    background.close()
