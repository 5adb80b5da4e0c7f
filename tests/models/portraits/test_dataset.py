"""The bundled portraits open, are labelled, and a damaged file says what to do."""

import io
import json
import shutil

import numpy as np
import pytest

from models.portraits.dataset import COMMAND, SAMPLE, SAMPLE_ATTRIBUTES, PortraitError, load_files, load_split


@pytest.fixture(scope="module")
def sample():
    return load_split("sample")


@pytest.fixture
def arrays():
    with np.load(SAMPLE, allow_pickle=False) as archive:
        return dict(archive)


def saved(tmp_path, arrays):
    """Save arrays as a split and return its folder."""
    np.savez(tmp_path / "train.npz", **arrays)
    shutil.copy(SAMPLE_ATTRIBUTES, tmp_path / "attributes.json")
    return tmp_path


def test_the_sample_is_small_and_complete(sample):
    assert len(sample) == 256
    assert SAMPLE.stat().st_size <= 3_000_000
    for index in (0, 100, 255, -1):
        picture = sample.picture(index)
        assert picture.shape == (256, 256, 3)
        assert picture.dtype == np.uint8
        assert picture.std() > 10
    np.testing.assert_array_equal(sample.picture(-1), sample.picture(255))
    assert len(np.unique(sample.seed)) == 256


def test_every_class_is_named_and_in_the_sample(sample):
    assert set(sample.attributes) == {
        *("hair_style", "hair_length", "hair_colour", "skin", "facial_hair", "glasses", "eyes"),
        *("mouth", "smile", "nose", "clothing", "clothing_colour", "background"),
    }
    for name, classes in sample.attributes.items():
        assert len(set(classes)) == len(classes) >= 2
        assert set(sample.labels[name]) == set(range(len(classes))), name


def test_derived_labels_follow_from_the_drawn_ones(sample):
    order = np.argsort(sample.labels["hair_style"], kind="stable")
    assert (np.diff(sample.labels["hair_length"][order]) >= 0).all()
    for index in range(len(sample)):
        names = sample.names(index)
        assert (names["hair_length"] == "none") == (names["hair_style"] == "bald")
        assert (names["smile"] == "yes") == (names["mouth"] in {"smile", "big_smile", "smirk"})


def test_channels_are_red_green_blue(sample):
    """The upper left corner shows the background, whose colour the label gives."""
    corner = {"sky": (180, 207, 251), "peach": (255, 210, 179), "mint": (188, 239, 203)}
    for name, colour in corner.items():
        index = int(
            np.flatnonzero(sample.labels["background"] == sample.attributes["background"].index(name))[0]
        )
        np.testing.assert_allclose(sample.picture(index)[2, 2].astype(int), colour, atol=3)


@pytest.mark.parametrize("index", [256, -257])
def test_an_index_too_far(sample, index):
    with pytest.raises(IndexError):
        sample.picture(index)


def test_absent_portraits_name_the_command(tmp_path):
    with pytest.raises(PortraitError, match=COMMAND):
        load_split("train", tmp_path)


@pytest.mark.parametrize("part", [0, 0.01, 0.5, 0.999])
def test_a_truncated_file(tmp_path, part):
    whole = SAMPLE.read_bytes()
    (tmp_path / "valid.npz").write_bytes(whole[: int(len(whole) * part)])
    shutil.copy(SAMPLE_ATTRIBUTES, tmp_path / "attributes.json")
    with pytest.raises(PortraitError, match=rf"valid\.npz is damaged.*{COMMAND}"):
        load_split("valid", tmp_path)


def test_a_garbled_file(tmp_path):
    data = bytearray(SAMPLE.read_bytes())
    data[5000:5100] = bytes(100)
    (tmp_path / "valid.npz").write_bytes(data)
    with pytest.raises(PortraitError, match="damaged"):
        load_files(tmp_path / "valid.npz", SAMPLE_ATTRIBUTES)


def test_a_saved_split_loads_again(tmp_path, arrays, sample):
    again = load_split("train", saved(tmp_path, arrays))
    np.testing.assert_array_equal(again.picture(7), sample.picture(7))
    assert again.attributes == sample.attributes


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("offsets", lambda a: a[:-1]),
        ("offsets", lambda a: a[::-1].copy()),
        ("offsets", lambda a: a * 2),
        ("offsets", lambda a: a.astype(np.float32)),
        ("png", lambda a: a[:-1]),
        ("png", lambda a: a.astype(np.int16)),
        ("skin", lambda a: a[:-1]),
        ("skin", lambda a: a - 1),
        ("skin", lambda a: a + 100),
        ("seed", lambda a: a[:, None]),
    ],
)
def test_arrays_that_do_not_fit(tmp_path, arrays, name, change):
    arrays[name] = change(arrays[name])
    with pytest.raises(PortraitError, match="damaged"):
        load_split("train", saved(tmp_path, arrays))


def test_an_array_is_absent(tmp_path, arrays):
    del arrays["skin"]
    with pytest.raises(PortraitError, match="no array skin"):
        load_split("train", saved(tmp_path, arrays))


def test_pickled_objects_are_refused(tmp_path, arrays):
    arrays["skin"] = np.array([object()] * 256)
    with pytest.raises(PortraitError, match="damaged"):
        load_split("train", saved(tmp_path, arrays))


@pytest.mark.parametrize(
    "manifest", [b"", b"[1]", b"{", b'{"skin": "pale"}', b'{"skin": []}', b"\xff\xfe\x00"]
)
def test_a_damaged_manifest(tmp_path, manifest):
    (tmp_path / "attributes.json").write_bytes(manifest)
    with pytest.raises(PortraitError, match=r"attributes\.json is damaged"):
        load_files(SAMPLE, tmp_path / "attributes.json")


def test_a_damaged_picture(tmp_path, arrays):
    start, stop = arrays["offsets"][3:5]
    arrays["png"][start:stop] = 0
    portraits = load_split("train", saved(tmp_path, arrays))
    portraits.picture(2)
    with pytest.raises(PortraitError, match="Portrait 3"):
        portraits.picture(3)


def test_a_picture_of_another_size(tmp_path, arrays):
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (20, 20)).save(buffer, "PNG")
    small = np.frombuffer(buffer.getvalue(), np.uint8)
    one = {name: values[:1] for name, values in arrays.items() if name not in {"png", "offsets"}}
    one |= {"png": small, "offsets": np.array([0, len(small)])}
    with pytest.raises(PortraitError, match="Portrait 0"):
        load_split("train", saved(tmp_path, one)).picture(0)


def test_the_manifest_is_what_the_app_reads():
    assert json.loads(SAMPLE_ATTRIBUTES.read_bytes())["hair_length"] == ["none", "short", "medium", "long"]
