from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from game.app import screenshots as module
from game.app.options import Options
from game.app.saving import SettingsStore
from game.ui.settings import Folders, SettingsFile
from game.workers.workers import Workers
from tests.game.conftest import Driver


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


def test_a_setting_that_another_window_has_changed_is_kept(folders: Folders) -> None:
    first, second = (SettingsStore(folders, Options(lang="en"), Workers(inline=True)) for _ in range(2))
    first.change(theme="light")
    first.save()
    second.change(volume=0.25)
    second.close()
    first.close()
    saved = SettingsFile(folders.config).load()
    assert (saved.theme, saved.volume, saved.language) == ("light", 0.25, "en")


def test_a_screenshot_is_written_by_a_worker(
    open_app: Callable[..., Driver], folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[threading.Thread] = []
    write = module.write_png

    def watched(path: Path, pixels: NDArray[np.uint8]) -> Path:
        writers.append(threading.current_thread())
        return write(path, pixels)

    monkeypatch.setattr(module, "write_png", watched)
    app = open_app("splash", load=False, inline=False).app
    app.screenshots.take()
    app.frame([], 0.0)
    app.close()
    (path,) = folders.pictures.iterdir()
    assert len(writers) == 1
    assert threading.current_thread() not in writers
    app.screenshots.tell(app.t, app.toasts.add)
    assert app.toasts.texts == [app.t("app.screenshot", file=str(path))]
