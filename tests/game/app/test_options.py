from __future__ import annotations

from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import tyro

from game.app.options import Options, parse_size
from game.scenes import SCENES
from game.ui.settings import LANGUAGES, THEMES


def read(*words: str) -> Options:
    return tyro.cli(Options, args=list(words))


def test_the_defaults_open_the_lecture_in_a_window() -> None:
    assert read() == Options()
    assert Options().scene == "lecture"
    assert not Options().headless


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        (["--scene", "arena"], "scene", "arena"),
        (["--scene", "inpainting"], "scene", "inpainting"),
        (["--lang", "ru"], "lang", "ru"),
        (["--size", "1920x1080"], "size", (1920, 1080)),
        (["--size", "1280X800"], "size", (1280, 800)),
        (["--size", "960×600"], "size", (960, 600)),
        (["--theme", "light"], "theme", "light"),
        (["--scale", "1.25"], "scale", 1.25),
        (["--seed", "7"], "seed", 7),
        (["--frames", "90"], "frames", 90),
        (["--screenshot", "shot.png"], "screenshot", Path("shot.png")),
        (["--headless"], "headless", True),
        (["--kiosk"], "kiosk", True),
        (["--bench", "startup"], "bench", "startup"),
        (["--bench", "arena"], "bench", "arena"),
        (["--bench", "convolution"], "bench", "convolution"),
        (["--bench", "detection"], "bench", "detection"),
        (["--bench", "inpainting"], "bench", "inpainting"),
        (["--bench", "learning"], "bench", "learning"),
        (["--bench", "translation"], "bench", "translation"),
        (["--seconds", "2.5"], "seconds", 2.5),
        (["--json"], "json", True),
    ],
)
def test_every_flag(words: list[str], field: str, value: Any) -> None:
    options = read(*words)
    assert getattr(options, field) == value
    changed = {name for name in vars(options) if getattr(options, name) != getattr(Options(), name)}
    assert changed == {field}


@pytest.mark.parametrize(
    "words",
    [
        ["--scene", "nowhere"],
        ["--lang", "de"],
        ["--size", "big"],
        ["--size", "1280"],
        ["--size", "1280x800x3"],
        ["--size", "640x480"],
        ["--size", "-1280x800"],
        ["--size", "99999x99999"],
        ["--theme", "pink"],
        ["--scale", "-1"],
        ["--scale", "1000"],
        ["--scale", "nan"],
        ["--seed", "-1"],
        ["--seed", "99999999999"],
        ["--seed", "x"],
        ["--frames", "many"],
        ["--bench", "everything"],
        ["--surprise"],
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_refused_with_words(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        read(*words)
    assert ended.value.code not in (0, None)
    captured = capsys.readouterr()
    assert words[0] in captured.out + captured.err


def test_help_names_every_flag(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        read("--help")
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    for name in vars(Options()):
        assert f"--{name}" in shown


def test_the_choices_are_those_that_exist() -> None:
    hints = get_type_hints(Options)
    assert set(get_args(hints["scene"])) == {"lecture", "menu", "gan", *(spec.id for spec in SCENES)}
    assert set(get_args(get_args(hints["lang"])[0])) == set(LANGUAGES)
    assert set(get_args(get_args(hints["theme"])[0])) == set(THEMES)


@pytest.mark.parametrize("text", ["", "x", "1280x", "x800", "12 80x800x", "1e3x800"])
def test_sizes_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_size(text)
