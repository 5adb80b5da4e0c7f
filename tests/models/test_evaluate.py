"""The command line over a folder of pictures, good and bad."""

import io
import json
import os
import shutil
import sys

import pytest

from models.base.gallery import gallery
from models.evaluate import main


@pytest.fixture
def folder(tmp_path):
    for item in gallery():
        if item.id in ("cat", "coffee"):
            shutil.copy(item.path, tmp_path)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    (tmp_path / "notes.txt").write_text("not looked at")
    return tmp_path


def test_json(folder, capsys):
    assert main(["classifier", "--images", str(folder), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    by_file = {entry["file"]: entry for entry in printed["pictures"]}
    assert list(by_file) == ["broken.png", "cat.jpg", "coffee.jpg"]
    assert by_file["broken.png"]["error"] == "not_a_picture"
    assert by_file["cat.jpg"]["top5"][0]["name"] == "Egyptian cat"
    assert by_file["coffee.jpg"]["top5"][0]["name"] == "espresso"
    assert len(by_file["coffee.jpg"]["top5"]) == 5
    assert printed["classifier_ms"] > 0


def test_lines_in_russian(folder, capsys):
    assert main(["classifier", "--images", str(folder / "coffee.jpg"), "--language", "ru"]) == 0
    assert capsys.readouterr().out.startswith("coffee.jpg: эспрессо ")


def test_a_folder_without_pictures(tmp_path, capsys):
    assert main(["classifier", "--images", str(tmp_path)]) == 1
    assert main(["classifier", "--images", str(tmp_path / "absent.png")]) == 1
    assert "missing" in capsys.readouterr().out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_cannot_be_read_is_skipped_with_a_word_and_counted(folder, untrained, tmp_path, capsys):
    os.mkfifo(folder / "pipe.jpg")
    (folder / "folder.png").mkdir()
    (folder / os.fsdecode(b"caf\xe9.png")).write_bytes(b"no picture")
    (folder / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99))
    options = ["--images", str(folder), "--size", "32", "--weights", str(untrained / "rain"), "--json"]
    assert main(["rain", *options]) == 0
    said = capsys.readouterr().err
    assert said.startswith("5 of 7 pictures left out: ")
    assert "pipe.jpg (missing)" in said
    assert "phone.heic (heic)" in said


def test_a_strict_terminal_that_knows_ascii_alone_gets_every_result(folder, monkeypatch):
    """That a process finds such a terminal, `base/test_command_line.py` tests."""
    (folder / os.fsdecode(b"caf\xe9.png")).write_bytes(b"no picture")
    shutil.copy(folder / "coffee.jpg", folder / "кофе.jpg")
    for options in ([], ["--language", "ru"], ["--json"]):
        terminal = io.TextIOWrapper(io.BytesIO(), "ascii", "strict")
        monkeypatch.setattr(sys, "stdout", terminal)
        assert main(["classifier", "--images", str(folder), *options]) == 0
        said = terminal.buffer.getvalue().decode("ascii")
        assert "caf\\udce9.png" in said
    assert json.loads(said)["pictures"][-1]["file"] == "кофе.jpg"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rain", "--size", "0"], "--size: 0 is not between"),
        (["restyle", "--seconds", "nan"], "--seconds: nan is not between"),
        (["rain", "--weights", "/nowhere"], "/nowhere"),
        (["inpainting", "--masks", "/nowhere"], "no readable picture in /nowhere"),
    ],
)
def test_nonsense_is_said_in_one_line(arguments, words, capsys):
    assert main(arguments) == 2
    said = capsys.readouterr().err.splitlines()
    assert words in said[-1]
    assert said[-1].startswith("error: ")


def test_unknown_names_end_with_status_two(capsys):
    for arguments in (["rein"], ["rain", "--sise", "3"], ["classifier", "--images", ".", "--view", "x"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        assert "Traceback" not in capsys.readouterr().err
