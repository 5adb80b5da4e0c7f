from __future__ import annotations

import os
from pathlib import Path

import pygame
import pytest

from game.app import window as present


@pytest.fixture
def x11(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An X server, and a folder of graphics cards, empty as yet."""
    # Set first, so that whatever the function does to it is undone.
    monkeypatch.setenv(present.HINT, "")
    monkeypatch.delenv(present.HINT)
    monkeypatch.setattr(pygame.display, "get_driver", lambda: "x11")
    monkeypatch.setattr(present, "CARDS", tmp_path)
    return tmp_path


def test_without_a_graphics_card_pictures_go_to_the_x_server_as_they_are(x11: Path) -> None:
    assert present.present_plainly()
    assert os.environ[present.HINT] == "0"


def test_a_graphics_card_is_left_to_sdl(x11: Path) -> None:
    (x11 / "renderD128").touch()
    assert not present.present_plainly()
    assert present.HINT not in os.environ


def test_other_screens_are_left_to_sdl(x11: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for driver in ("wayland", "windows", "cocoa", "dummy"):
        monkeypatch.setattr(pygame.display, "get_driver", lambda driver=driver: driver)
        assert not present.present_plainly()
    assert present.HINT not in os.environ


def test_what_the_user_has_set_stands(x11: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(present.HINT, "opengl")
    assert not present.present_plainly()
    assert os.environ[present.HINT] == "opengl"
