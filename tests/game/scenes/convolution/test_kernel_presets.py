"""Kernel setups, the live result, and the user's own kernels on disk."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import json
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.scenes.convolution.kernel_presets import (
    LONGEST_NAME,
    MOST_KERNELS,
    Setup,
    UserKernels,
    parse_setup,
    preset,
    to_matrix,
)
from game.scenes.convolution.live_convolution import BRIGHTNESS, LiveConvolution
from game.ui.canvas.painting import Painting
from game.ui.canvas.strokes import Tool
from game.workers.workers import Workers
from models.convolution.convolve import PADDINGS, convolve
from models.convolution.display import MODES
from models.convolution.kernels import KERNELS
from tests.fuzz import changed_text, mutations

random = np.random.default_rng(3)
INLINE = Workers(inline=True)
sides = st.integers(1, 5)


@st.composite
def setups(draw: st.DrawFn) -> Setup:
    """A random small kernel and how it is applied."""
    rows, columns = draw(sides), draw(sides)
    cells = np.random.default_rng(draw(st.integers(0, 99))).normal(size=(rows, columns)).round(2)
    return Setup(
        to_matrix(cells),
        divisor=draw(st.sampled_from([1.0, 3.0, -2.0])),
        bias=draw(st.sampled_from([0.0, 20.0])),
        stride=draw(st.integers(1, 3)),
        dilation=draw(st.integers(1, 3)),
        padding=draw(st.sampled_from(PADDINGS)),
        flip=draw(st.booleans()),
        grey=draw(st.booleans()),
        mode=draw(st.sampled_from(MODES)),
    )


@given(setups(), setups(), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 29)), max_size=5))
@settings(deadline=None, max_examples=60)
def test_the_live_result_is_the_convolution_of_the_whole_picture(
    first: Setup, second: Setup, strokes: list[tuple[int, int]]
) -> None:
    painting = Painting()
    painting.place(random.integers(0, 256, (30, 40, 3), dtype=np.uint8))
    live = LiveConvolution(painting, first)
    for index, at in enumerate(strokes):
        painting.begin(at, Tool((index * 40, 90, 10), 5))
        painting.move((at[0] + 6, at[1] + 3))
        painting.end()
        live.update()
        if index == 2:
            live.set(second)
    image = painting.array()
    if live.setup.grey:
        image = image @ BRIGHTNESS
    wanted = convolve(image, live.setup.weights, **live.setup.layout)
    np.testing.assert_allclose(live.result, wanted, atol=0.02)
    assert live.surface.get_size() == wanted.shape[1::-1]


def test_a_window_larger_than_the_picture_is_said_and_mended() -> None:
    painting = Painting((20, 4))
    live = LiveConvolution(painting, Setup(((1.0,),)))
    live.set(Setup(to_matrix(np.ones((7, 7))), padding="valid"))
    assert not live.fits
    painting.place(np.zeros((30, 30, 3), np.uint8))
    live.update()
    assert live.fits
    assert live.result.shape[:2] == (24, 24)


@given(setups(), st.integers(1, 11), st.integers(1, 11))
@settings(deadline=None)
def test_growing_a_kernel_changes_nothing_but_its_size(setup: Setup, rows: int, columns: int) -> None:
    grown = setup.resized(max(rows, setup.shape[0]), max(columns, setup.shape[1]))
    layout = {**setup.layout, "padding": "zero", "flip": False}
    image = random.normal(size=(14, 13)).astype(np.float32)
    before = convolve(image, setup.weights, **layout)
    np.testing.assert_allclose(convolve(image, grown.weights, **layout), before, atol=1e-4)


@pytest.mark.parametrize("name", KERNELS)
def test_every_bundled_kernel_can_be_taken(name: str) -> None:
    current = Setup(((5.0,),), stride=2, padding="wrap", grey=True)
    taken = preset(name, current)
    np.testing.assert_array_equal(taken.weights, KERNELS[name].weights)
    assert (taken.stride, taken.padding, taken.grey) == (2, "wrap", True)


def test_own_kernels_are_saved_and_come_back(tmp_path: Path) -> None:
    user = UserKernels(tmp_path, INLINE)
    mine = Setup(((1.0, -2.0), (0.5, 1 / 9)), divisor=3, bias=7, mode="signed", name="Моё ядро")
    user.add(mine)
    again = UserKernels(tmp_path, INLINE)
    assert again.items == {"Моё ядро": mine}
    assert again.problem is None
    again.remove("Моё ядро")
    assert UserKernels(tmp_path, INLINE).items == {}


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * (LONGEST_NAME + 1)},
        {"name": "sharpen"},
        {"name": "a\nb"},
        {"matrix": []},
        {"matrix": [[1, 2], [3]]},
        {"matrix": [[1] * 12]},
        {"matrix": [[float("nan")]]},
        {"matrix": [["x"]]},
        {"matrix": 7},
        {"divisor": 0},
        {"divisor": float("inf")},
        {"bias": 1e9},
        {"mode": "loud"},
        {"name": ["mine"]},
        {"bias": True},
        {"matrix": [[True]]},
        {"matrix": [["1"]]},
    ],
)
def test_what_is_no_kernel_is_refused(change: dict, tmp_path: Path) -> None:
    entry = {"name": "mine", "matrix": [[1, 0], [0, 1]], **change}
    with pytest.raises(ValueError):  # noqa: PT011
        parse_setup(entry)
    good = {"name": "good", "matrix": [[2]]}
    (tmp_path / "kernels.json").write_text(json.dumps({"kernels": [entry, good]}))
    assert list(UserKernels(tmp_path, INLINE).items) == ["good"]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"kernels": 5}', "[" * 50_000, '{"kernels": null}', "\xff"]
)
def test_a_broken_file_is_set_aside_and_never_lost(content: str, tmp_path: Path) -> None:
    path = tmp_path / "kernels.json"
    path.write_bytes(content.encode("latin-1"))
    user = UserKernels(tmp_path, INLINE)
    assert user.items == {}
    assert user.problem is not None
    assert (tmp_path / user.problem).read_bytes() == content.encode("latin-1")
    user.add(Setup(((1.0,),), name="new"))
    assert list(UserKernels(tmp_path, INLINE).items) == ["new"]


def test_there_is_an_end_to_saving(tmp_path: Path) -> None:
    user = UserKernels(tmp_path, INLINE)
    user.items = {str(i): Setup(((1.0,),), name=str(i)) for i in range(MOST_KERNELS)}
    with pytest.raises(ValueError, match="too many"):
        user.add(Setup(((1.0,),), name="one more"))
    user.add(Setup(((2.0,),), name="0"))


def test_a_failed_write_keeps_what_was_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserKernels(tmp_path, INLINE)
    user.add(Setup(((1.0,),), name="first"))

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("game.scenes.convolution.kernel_presets.write_atomically", full)
    user.add(replace(user.items["first"], name="second"))
    saved = user.take_saved()
    assert saved is not None
    assert "disk full" in saved.error.error
    assert list(user.items) == ["first"]


def test_kernels_are_written_beside_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads = []

    def write(path: Path, data: bytes) -> None:
        threads.append(threading.current_thread())
        path.write_bytes(data)

    monkeypatch.setattr("game.scenes.convolution.kernel_presets.write_atomically", write)
    user = UserKernels(tmp_path, Workers())
    user.add(Setup(((1.0,),), name="v1.2 (draft).old"))
    user.close()
    assert threads
    assert threading.main_thread() not in threads
    assert list(UserKernels(tmp_path, INLINE).items) == ["v1.2 (draft).old"]


def test_damaged_kernel_files_are_set_aside_or_read_in_part(tmp_path: Path) -> None:
    """400 mutations of a file of three kernels; whatever is accepted can be applied."""
    user = UserKernels(tmp_path, INLINE)
    for name in ("one", "два", "three"):
        user.add(Setup(((1.0, -2.0), (0.5, 1 / 9)), divisor=3, bias=7, mode="signed", name=name))
    whole = user.path.read_bytes()
    image = random.integers(0, 256, (8, 9, 3), dtype=np.uint8)
    whole_taken = 0
    for data in mutations(whole, 400, changed_text):
        user.path.write_bytes(data)
        read = UserKernels(tmp_path, INLINE)
        whole_taken += len(read.items) == 3
        for name, setup in read.items.items():
            assert 0 < len(name) <= LONGEST_NAME
            assert np.isfinite(convolve(image, setup.weights, **setup.layout)).all()
        if read.problem is not None:
            (tmp_path / read.problem).unlink()
    assert whole_taken < 300
