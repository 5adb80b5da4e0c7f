from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError

import pytest
from pygame_gui.elements import UITextBox

from game import __version__
from game.app import about as module
from game.app.about import report, versions
from game.app.log_file import log_path
from tests.game.conftest import Driver

Open = Callable[..., Driver]


def test_the_report_names_versions_system_and_log() -> None:
    found = versions()
    assert found["Latent Arcade"] == __version__
    assert found["torch"] == importlib.metadata.version("torch")
    assert set(found) == {"Latent Arcade", "Python", "SDL", "pygame-ce", "torch", "ale-py", "System"}
    lines = report().splitlines()
    assert f"ale-py: {found['ale-py']}" in lines
    assert lines[-1] == f"Log: {log_path()}"


def test_a_version_that_is_not_known_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> str:
        if name == "torch":
            raise PackageNotFoundError
        return "9.9"

    monkeypatch.setattr(module, "version", unknown)
    assert (versions()["torch"], versions()["ale-py"]) == ("?", "9.9")


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_window_shows_it_and_its_button_copies_it(
    lang: str, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(module, "write_text", copied.append)
    driver = open_app("splash", load=False, lang=lang)
    driver.app.dialogs.open_settings()
    driver.frames(2)
    driver.press_button("#about")
    driver.frames(2)
    (box,) = [widget for widget in driver.widgets() if isinstance(widget, UITextBox)]
    assert all(line in box.html_text for line in report().splitlines())
    assert box.scroll_bar is None, "everything is seen at once"
    driver.press_button("#copy_report")
    assert copied == [report()]
    assert driver.toasts == [driver.app.t("about.copied")]
