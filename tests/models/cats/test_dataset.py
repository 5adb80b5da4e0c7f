"""Cats composed of layers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.cats.dataset import COUNTS, SIZE, CatError, compose, layers, load_cats
from models.cats.labels import ATTRIBUTES, BACKGROUNDS, NAMES, visible

PLAIN = {"fur": 0, "pattern": 0, "eyes": 0, "mouth": 0, "accessory": 0, "background": 0}


def test_no_cat_is_in_two_splits() -> None:
    seeds = {split: load_cats(split).seed for split in COUNTS}
    for split, count in COUNTS.items():
        assert len(set(seeds[split].tolist())) == count
        others = np.concatenate([seeds[other] for other in COUNTS if other != split])
        assert not np.isin(seeds[split], others).any()


def test_every_class_is_about_as_frequent_as_the_others() -> None:
    cats = load_cats("train")
    for name, count in ATTRIBUTES.items():
        shares = np.bincount(cats.labels[name], minlength=count) / len(cats)
        assert shares == pytest.approx(np.full(count, 1 / count), rel=0.15), name


def test_a_smaller_part_of_a_split_is_its_beginning() -> None:
    few, all_ = load_cats("test", 20), load_cats("test")
    np.testing.assert_array_equal(few.seed, all_.seed[:20])
    np.testing.assert_array_equal(few.picture(3), all_.picture(3))
    assert few.names(3)["fur"] == NAMES["fur"][few.labels["fur"][3]]


def test_every_class_changes_the_picture_where_it_belongs() -> None:
    plain = compose(PLAIN)
    assert plain.shape == (SIZE, SIZE, 3)
    assert plain.dtype == np.uint8
    for name, count in ATTRIBUTES.items():
        made = [compose({**PLAIN, name: index}) for index in range(count)]
        for index, picture in enumerate(made):
            others = [other for number, other in enumerate(made) if number != index]
            assert all((picture != other).any() for other in others), f"{name} {index} is drawn twice"
    corners = compose({**PLAIN, "background": 4})[0, 0]
    assert tuple(corners) == list(BACKGROUNDS.values())[4]


def test_what_lies_above_covers_what_lies_below() -> None:
    """A scarf hides the mouth, and nothing else hides anything entirely."""
    labels = {name: np.arange(count) for name, count in ATTRIBUTES.items()}
    same = {name: np.full(ATTRIBUTES["accessory"], 0) for name in ATTRIBUTES} | {
        "accessory": labels["accessory"]
    }
    hidden = [NAMES["accessory"][index] for index in np.flatnonzero(~visible(same)["mouth"])]
    assert sorted(hidden) == ["blue_scarf", "red_scarf"]
    shout = NAMES["mouth"].index("shout")
    for index, name in enumerate(NAMES["accessory"]):
        apart = np.abs(
            compose({**PLAIN, "accessory": index, "mouth": shout}).astype(int)
            - compose({**PLAIN, "accessory": index})
        )
        assert (apart.max() < 60 or (apart.max(axis=2) > 60).sum() < 60) == (name in hidden), name


def test_numbers_that_no_cat_has_are_refused() -> None:
    cats = load_cats("sample", 4)
    np.testing.assert_array_equal(cats.picture(-1), cats.picture(3))
    with pytest.raises(IndexError):
        cats.picture(4)


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_damaged_layers_say_what_to_do(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "cats.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CatError, match="prepare_cats"):
        layers(path)
