"""Random pieces of training pictures."""

import json

import cv2
import numpy as np
import pytest

from models.base.crops import LONG_SIDES, Crops, DataError


@pytest.fixture
def prepared(tmp_path):
    """A folder of black pictures to train on and a white one to validate, and one of grey ones."""

    def folder(name, *pictures):
        place = tmp_path / name
        place.mkdir()
        entries = []
        for number, (split, value, size) in enumerate(pictures):
            file = f"{number}.png"
            cv2.imwrite(str(place / file), np.full((*size, 3), value, np.uint8))
            entries.append({"file": file, "split": split})
        (place / "index.json").write_text(json.dumps(entries), encoding="utf-8")
        return str(place)

    dark = folder("dark", ("train", 0, (300, 400)), ("train", 0, (40, 30)), ("valid", 255, (64, 64)))
    return dark, folder("light", ("train", 255, (90, 90)))


def test_pieces_have_the_side_and_follow_from_the_random_numbers(prepared):
    dark, light = prepared
    crops = Crops({dark: 0.5, light: 0.5}, "train")
    first = [crops.piece(np.random.default_rng(seed), 48) for seed in range(8)]
    again = [crops.piece(np.random.default_rng(seed), 48) for seed in range(8)]
    assert all(piece.shape == (48, 48, 3) and piece.dtype == np.uint8 for piece in first)
    np.testing.assert_array_equal(first, again)


def test_folders_get_their_shares(prepared):
    dark, light = prepared
    crops, random = Crops({dark: 3.0, light: 1.0}, "train"), np.random.default_rng(0)
    share = np.mean([crops.piece(random, 16).mean() for _ in range(400)]) / 255
    assert share == pytest.approx(0.25, abs=0.06)


def test_splits_are_kept_apart(prepared):
    dark, _ = prepared
    random = np.random.default_rng(0)
    assert not any(Crops({dark: 1.0}, "train").piece(random, 20).any() for _ in range(10))
    assert Crops({dark: 1.0}, "valid").piece(random, 20).min() == 255


def test_large_pictures_are_kept_at_several_sizes_and_small_ones_enlarged(prepared):
    dark, _ = prepared
    large, small = Crops({dark: 1.0}, "train").sources[0]
    assert [max(size.shape) for size in large] == [side for side in LONG_SIDES if side <= 400]
    assert [size.shape for size in small] == [(40, 30, 3)]
    random = np.random.default_rng(0)
    assert Crops({dark: 1.0}, "valid").piece(random, 200).shape == (200, 200, 3)


def test_what_is_missing_is_said(prepared, tmp_path):
    dark, light = prepared
    with pytest.raises(DataError, match=r"tools\.prepare_photos"):
        Crops({str(tmp_path / "absent"): 1.0}, "train")
    with pytest.raises(DataError, match="no pictures of the split valid"):
        Crops({light: 1.0}, "valid")
    (tmp_path / "dark" / "0.png").write_bytes(b"no picture")
    with pytest.raises(DataError, match="cannot be read"):
        Crops({dark: 1.0}, "train")
