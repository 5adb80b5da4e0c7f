"""The command line over a folder of pictures, good and bad."""

import json
import shutil

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
