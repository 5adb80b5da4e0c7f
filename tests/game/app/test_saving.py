from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from game.app import saving as module
from game.app.options import Options
from game.app.saving import Screenshots, SettingsStore
from game.ui.assets import Assets
from game.ui.settings import Folders, SettingsFile
from game.workers.workers import Workers


@pytest.fixture
def store(folders: Folders) -> SettingsStore:
    return SettingsStore(folders, Options(lang="en"), Workers())


def test_settings_are_written_beside_the_window_and_the_newest_last(
    store: SettingsStore, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[threading.Thread] = []
    going = threading.Event()
    save = SettingsFile.save

    def watched(self: SettingsFile, settings: object) -> None:
        writers.append(threading.current_thread())
        going.wait(10)
        save(self, settings)  # type: ignore[arg-type]

    monkeypatch.setattr(SettingsFile, "save", watched)
    for percent in range(1, 51):
        store.change(volume=percent / 100)
        store.save()
    assert not (folders.config / "settings.json").exists(), "whoever drags the slider waits for no disk"
    going.set()
    store.close()
    assert SettingsFile(folders.config).load().volume == 0.5
    assert len(writers) <= 3, "those in between are left out"
    assert threading.current_thread() not in writers


def test_what_was_never_saved_is_written_at_the_end(store: SettingsStore, folders: Folders) -> None:
    store.change(window=(1000, 700))
    store.close()
    assert SettingsFile(folders.config).load().window == (1000, 700)


def test_a_screenshot_is_written_by_a_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writers: list[threading.Thread] = []
    write = module.write_atomically

    def watched(path: Path, data: bytes) -> None:
        writers.append(threading.current_thread())
        write(path, data)

    monkeypatch.setattr(module, "write_atomically", watched)
    shots, path = Screenshots(Workers()), tmp_path / "shot.png"
    shots.take(path, np.zeros((3, 4, 3), np.uint8))
    shots.close()
    assert path.exists()
    assert len(writers) == 1
    assert threading.current_thread() not in writers
    t = Assets().language("en")
    assert list(shots.messages(t)) == [(t("app.screenshot", file=str(path)), "good")]
    assert not list(shots.messages(t)), "told once"
