"""Films as files: the frames come back, and what cannot be written says so."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageSequence

from models.base.film import FilmError, write_film


def frames() -> list[np.ndarray]:
    """A bar that wanders over flat colours."""
    made = []
    for step in range(8):
        frame = np.full((64, 64, 3), (30, 120, 200), np.uint8)
        frame[:, 8 * step : 8 * step + 8] = (250, 40, 40)
        made.append(frame)
    return made


def test_a_gif_shows_the_frames_and_repeats_them(tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    write_film(path, frames(), 20)
    with Image.open(path) as film:
        assert film.info["loop"] == 0
        assert film.info["duration"] == 50
        shown = [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(film)]
    assert len(shown) == 8
    for frame, wanted in zip(shown, frames(), strict=True):
        assert np.abs(frame.astype(int) - wanted).max() < 12


@pytest.mark.parametrize("fps", [7, 15, 24, 30, 48, 60, 120])
def test_a_gif_lasts_as_long_as_what_it_shows(tmp_path: Path, fps: float) -> None:
    count = round(5 * fps)
    grey = [np.full((8, 8, 3), 2 * (index % 120) + 4, np.uint8) for index in range(count)]
    for colours in (None, np.unique(np.concatenate(grey).reshape(-1, 3), axis=0)):
        write_film(tmp_path / "film.gif", grey, fps, colours)
        with Image.open(tmp_path / "film.gif") as film:
            delays = [frame.info["duration"] for frame in ImageSequence.Iterator(film)]
        assert sum(delays) == pytest.approx(5000, abs=10)
        assert min(delays) >= 20, "browsers play shorter ones far too slowly"
        ends, exact = np.cumsum(delays), 1000 / fps
        nearest = np.round(ends / exact) * exact
        assert np.abs(ends - nearest).max() <= 5.1, "rounding errors do not add up"


def test_a_film_of_one_frame(tmp_path: Path) -> None:
    write_film(tmp_path / "film.gif", frames()[:1], 120)
    with Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames == 1


def test_an_mp4_shows_the_frames(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    write_film(path, frames(), 24)
    film = cv2.VideoCapture(str(path))
    assert film.get(cv2.CAP_PROP_FPS) == pytest.approx(24)
    shown = []
    while (read := film.read())[0]:
        shown.append(read[1][:, :, ::-1])
    assert len(shown) == 8
    for frame, wanted in zip(shown, frames(), strict=True):
        assert np.abs(frame.astype(int) - wanted).mean() < 12


def test_a_computer_without_mp4_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed:
        def __init__(self, *_: object) -> None: ...

        fourcc = staticmethod(cv2.VideoWriter.fourcc)

        def isOpened(self) -> bool:
            return False

        def release(self) -> None: ...

    monkeypatch.setattr(cv2, "VideoWriter", Closed)
    with pytest.raises(FilmError, match="no_mp4"):
        write_film(tmp_path / "film.mp4", frames(), 24)
    assert not list(tmp_path.iterdir())
