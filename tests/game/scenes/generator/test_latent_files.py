"""Portraits as files: what comes back, and what is refused."""

from __future__ import annotations

import base64
import io
import json
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from game.scenes.generator.enlarging import magnified
from game.scenes.generator.latent_files import (
    FARTHEST,
    KEYWORD,
    LARGEST_SEED,
    LONGEST,
    Origin,
    parse_origin,
    portrait_png,
    read_origin,
    shows,
)
from tests.fuzz import changed_text, damaged, mutations


def latent(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal(64).astype(np.float32)


def picture(value: int = 90) -> np.ndarray:
    return np.full((64, 64, 3), value, np.uint8)


def text(**fields: object) -> str:
    numbers = base64.b64encode(latent().astype("<f4").tobytes()).decode()
    return json.dumps({"version": 1, "seed": 7, "latent": numbers, **fields})


@pytest.mark.parametrize("seed", [0, 5, None])
def test_a_png_gives_its_latent_back_bit_by_bit(seed: int | None, tmp_path: Path) -> None:
    data = portrait_png(picture(), Origin(latent(3), seed))
    (tmp_path / "a.png").write_bytes(data)
    for source in (data, tmp_path / "a.png"):
        found = read_origin(source)
        assert found is not None
        assert found.latent.dtype == np.float32
        np.testing.assert_array_equal(found.latent, latent(3))
        assert found.seed == seed
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "a.png")), picture())


def encoded(numbers: np.ndarray) -> str:
    return base64.b64encode(numbers.astype("<f4").tobytes()).decode()


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "[]",
        "{",
        "[" * 5000,
        text(version=2),
        text(latent=None),
        text(latent=5),
        text(latent="%%%"),
        text(latent="AAAA"),
        text(latent=encoded(latent()[:63])),
        text(latent=encoded(np.append(latent(), 0))),
        text(latent=encoded(np.full(64, np.nan))),
        text(latent=encoded(np.full(64, np.inf))),
        text(latent=encoded(np.full(64, 1e30))),
    ],
)
def test_what_makes_no_sense_is_no_latent(broken: str) -> None:
    assert parse_origin(broken) is None


@pytest.mark.parametrize("seed", [-1, 2**31, 1.5, True, "7", None, [1]])
def test_a_seed_that_makes_no_sense_is_left_out(seed: object) -> None:
    found = parse_origin(text(seed=seed))
    assert found is not None
    assert found.seed is None


@given(st.text(max_size=200))
def test_no_text_does_harm(words: str) -> None:
    assert parse_origin(words) is None


def test_other_files_carry_no_latent(tmp_path: Path) -> None:
    Image.fromarray(picture()).save(tmp_path / "plain.png")
    Image.fromarray(picture()).save(tmp_path / "photo.jpg")
    (tmp_path / "broken.png").write_bytes(portrait_png(picture(), Origin(latent()))[:60])
    information = PngImagePlugin.PngInfo()
    information.add_text(KEYWORD, text(more="x" * LONGEST))
    Image.fromarray(picture()).save(tmp_path / "long.png", pnginfo=information)
    for name in ("plain.png", "photo.jpg", "broken.png", "long.png", "absent.png"):
        assert read_origin(tmp_path / name) is None, name


def with_text(content: bytes) -> bytes:
    """A PNG whose text says whatever it says."""
    information = PngImagePlugin.PngInfo()
    information.add_text(KEYWORD, content.decode("latin-1"))
    buffer = io.BytesIO()
    Image.fromarray(picture()).save(buffer, "PNG", pnginfo=information)
    return buffer.getvalue()


def test_a_mutated_portrait_gives_a_sound_latent_or_none(tmp_path: Path) -> None:
    said = text().encode()
    sound = portrait_png(picture(), Origin(latent(), 7))
    began, found = time.monotonic(), []
    for number, mutated in enumerate(
        (*mutations(sound, 300, damaged), *map(with_text, mutations(said, 300, changed_text)))
    ):
        (tmp_path / "a.png").write_bytes(mutated)
        found += [read_origin(tmp_path / "a.png" if number % 2 else mutated)]
    assert time.monotonic() - began < 20
    kept = [origin for origin in found if origin is not None]
    assert 50 < len(kept) < 500
    for origin in kept:
        assert (origin.latent.shape, origin.latent.dtype) == ((64,), np.float32)
        assert np.abs(origin.latent).max() <= FARTHEST
        assert origin.seed is None or (type(origin.seed) is int and 0 <= origin.seed <= LARGEST_SEED)


def test_paint_over_a_portrait_is_seen(tmp_path: Path) -> None:
    made = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    for whole in (made, magnified(made, 512, smooth=True), magnified(made, 512, smooth=False)):
        assert shows(whole, made)
        assert shows(np.clip(whole.astype(int) + 1, 0, 255).astype(np.uint8), made), (
            "another machine's rounding"
        )
        painted = whole.copy()
        painted[: len(whole) // 64, : len(whole) // 64] ^= 0x80
        assert not shows(painted, made), "one pixel of the portrait"
        assert not shows(whole[:-1], made)
    assert not shows(np.roll(made, 1, axis=1), made)
    assert not shows(made[:32, :32].copy(), made)
