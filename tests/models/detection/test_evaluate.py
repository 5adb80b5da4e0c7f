"""The command line that finds objects in a folder of pictures."""

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from models.base.gallery import gallery
from models.base.gallery import picture as picture_of
from models.evaluate import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for item in gallery():
        if item.id in ("cat", "brick"):
            shutil.copy(item.path, tmp_path)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    return tmp_path


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detection", "--images", str(folder), "--json", "--classifier"]) == 0
    out, err = capsys.readouterr()
    printed = json.loads(out)
    assert list(printed) == ["brick.jpg", "cat.jpg", "ms", "classifier_ms"]
    assert printed["brick.jpg"] == []
    (cat,) = printed["cat.jpg"]
    assert cat["label"] == "cat"
    assert 0.9 < cat["score"] <= 1
    assert len(cat["box"]) == 4
    assert printed["ms"] > 0
    assert err == "broken.png: cannot be read: not_a_picture\n"


def test_lines_in_russian(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = ["--images", str(folder / "cat.jpg")]
    assert main(["detection", *picture, "--language", "ru"]) == 0
    assert capsys.readouterr().out.startswith("cat.jpg: кошка 0.9")
    assert main(["detection", *picture, "--threshold", "0.99"]) == 0
    assert capsys.readouterr().out.startswith("cat.jpg: nothing\n")


@pytest.mark.parametrize(
    ("method", "picture", "label"), [("cascade", "face", "face"), ("people", "temple", "person")]
)
def test_the_old_ways(
    method: str, picture: str, label: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "half.png"
    rgb = picture_of(picture)
    Image.fromarray(rgb[::2, ::2] if method == "cascade" else rgb).save(path)
    assert main(["detection", "--images", str(path), "--json", "--method", method]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {found["label"] for found in printed[path.name]} == {label}


def test_wrong_options_and_empty_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detection", "--images", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {}
    assert main(["detection", "--images", str(tmp_path / "absent.png")]) == 1
    assert "missing" in capsys.readouterr().err
    assert main(["detection", "--images", str(tmp_path), "--threshold", "2"]) == 2
