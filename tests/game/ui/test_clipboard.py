from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from PIL import Image, ImageGrab

from game.ui import clipboard
from game.ui.clipboard import LONGEST_PATH, copied_text, named_file, read_picture, write_picture, write_text


def test_a_text_names_a_file_as_file_managers_copy_it(tmp_path: Path) -> None:
    path = tmp_path / "a picture №1.png"
    path.write_bytes(b"")
    for text in (str(path), f"  {path}\n", path.as_uri(), f"{path.as_uri()}\r\nfile:///another.png\r\n"):
        assert named_file(text) == path


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "\n",
            "hello",
            "picture.png",
            "/no/such/file.png",
            "file:///no/such.png",
            "/tmp",
            "/tmp/\0.png",
        ),
        *("/" + "x" * 300, "/" + "x" * (LONGEST_PATH + 1), "/caf\udce9"),
    ],
)
def test_any_other_text_names_none(text: str) -> None:
    assert named_file(text) is None


def test_the_systems_picture_comes_first_then_a_file_then_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "it.png"
    path.write_bytes(b"")
    picture = Image.new("RGB", (5, 3), (10, 200, 30))
    monkeypatch.setattr(ImageGrab, "grabclipboard", lambda: picture)
    data = read_picture(str(path))
    assert isinstance(data, bytes)
    assert np.asarray(Image.open(io.BytesIO(data)))[2, 4].tolist() == [10, 200, 30]
    monkeypatch.setattr(ImageGrab, "grabclipboard", lambda: [str(path), "another"])
    assert read_picture("") == path
    for error in (OSError(), NotImplementedError(), subprocess.TimeoutExpired("xclip", 1)):

        def fail(error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(ImageGrab, "grabclipboard", fail)
        assert read_picture(str(path)) == path
        assert read_picture("no file") is None


def test_a_picture_goes_to_the_first_program_that_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[str, bytes]] = []

    def run(command: list[str], *, stdin: Any, **options: Any) -> None:
        if command[0] == "wl-copy":
            raise subprocess.CalledProcessError(1, command)
        taken.append((command[0], stdin.read()))

    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(clipboard.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(clipboard.subprocess, "run", run)
    assert write_picture(b"png")
    assert taken == [("xclip", b"png")]
    monkeypatch.setattr(clipboard.shutil, "which", lambda name: None)
    assert not write_picture(b"png"), "there is no such program"
    assert len(taken) == 1


@pytest.mark.parametrize(("platform", "program"), [("darwin", "osascript"), ("win32", "powershell")])
def test_other_systems_have_programs_of_their_own(
    platform: str, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    (command,) = clipboard._commands(Path("picture.png"))
    assert command[0] == program
    assert "picture.png" in command[-1]


def test_without_a_window_nothing_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    assert os.environ["SDL_VIDEODRIVER"] == "dummy"
    assert not write_picture(b"png")

    def fail(*_: object) -> None:
        raise pygame.error("no clipboard")

    monkeypatch.setattr(pygame.scrap, "has_text", fail)
    monkeypatch.setattr(pygame.scrap, "put_text", fail)
    assert copied_text() == ""
    write_text("it")
