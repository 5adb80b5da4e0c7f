"""Pictures of every kind, and files that only pretend to be pictures."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from models.base.images import PictureError, fit, load_picture


def gradient(width=40, height=24):
    y, x = np.mgrid[:height, :width]
    return np.stack([x * 255 // width, y * 255 // height, np.full_like(x, 90)], axis=2).astype(np.uint8)


def encoded(image, **options):
    if isinstance(image, np.ndarray):
        image = Image.fromarray(image)
    buffer = io.BytesIO()
    image.save(buffer, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM", "TGA", "WEBP"])
def test_lossless_formats_come_back_exactly(kind):
    options = {"lossless": True} if kind == "WEBP" else {}
    picture = load_picture(encoded(gradient(), format=kind, **options))
    np.testing.assert_array_equal(picture.rgb, gradient())
    assert picture.alpha is None
    assert picture.notes == ()
    assert picture.original_size == (40, 24)


def test_a_path_is_read(tmp_path):
    path = tmp_path / "файл.png"
    path.write_bytes(encoded(gradient(), format="PNG"))
    np.testing.assert_array_equal(load_picture(path).rgb, gradient())
    np.testing.assert_array_equal(load_picture(str(path)).rgb, gradient())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_rotation(orientation):
    upright = gradient()
    # What a camera would have stored so that the tag's rotation restores the upright picture.
    stored = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1],
        5: upright.transpose(1, 0, 2), 6: np.rot90(upright, 1), 7: np.rot90(upright, 2).transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = load_picture(encoded(np.ascontiguousarray(stored), format="PNG", exif=exif))
    np.testing.assert_array_equal(picture.rgb, upright)
    assert picture.notes == (() if orientation == 1 else ("rotated",))
    assert picture.original_size == (40, 24)


def test_transparency_is_laid_on_white_and_kept():
    rgba = np.dstack([gradient(), np.full((24, 40), 255, np.uint8)])
    rgba[:, :20, 3] = 0
    picture = load_picture(encoded(rgba, format="PNG"))
    assert (picture.rgb[:, :20] == 255).all()
    np.testing.assert_array_equal(picture.rgb[:, 20:], gradient()[:, 20:])
    assert picture.alpha is not None
    assert (picture.alpha == rgba[:, :, 3]).all()
    assert picture.notes == ("flattened",)


def test_opaque_alpha_is_no_transparency():
    rgba = np.dstack([gradient(), np.full((24, 40), 255, np.uint8)])
    assert load_picture(encoded(rgba, format="PNG")).alpha is None


def test_half_transparent_black_becomes_grey():
    picture = load_picture(encoded(np.array([[[0, 0, 0, 128]]], np.uint8), format="PNG"))
    assert picture.rgb.tolist() == [[[127, 127, 127]]]


def test_cmyk():
    cmyk = Image.fromarray(gradient()).convert("CMYK")
    picture = load_picture(encoded(cmyk, format="TIFF"))
    np.testing.assert_allclose(picture.rgb.astype(int), gradient().astype(int), atol=2)
    assert picture.notes == ("converted",)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_grey_keeps_its_scale(kind):
    values = np.linspace(0, 40000, 100, dtype=np.uint16).reshape(10, 10)
    picture = load_picture(encoded(Image.fromarray(values), format=kind))
    np.testing.assert_array_equal(picture.rgb[:, :, 1], np.rint(values / 65535 * 255))
    assert "converted" in picture.notes


def test_float_tiff_with_holes():
    values = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4)
    values[0, 0] = np.nan
    picture = load_picture(encoded(Image.fromarray(values), format="TIFF"))
    assert picture.rgb[2, 3, 0] == 255


def test_palette_with_a_transparent_colour():
    image = Image.new("P", (4, 4), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((1, 1), 1)
    picture = load_picture(encoded(image, format="PNG", transparency=0))
    assert picture.rgb[0, 0].tolist() == [255, 255, 255]
    assert picture.rgb[1, 1].tolist() == [0, 0, 255]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_common_mode(mode):
    picture = load_picture(encoded(Image.fromarray(gradient()).convert(mode), format="PNG"))
    assert picture.rgb.shape == (24, 40, 3)
    assert picture.rgb.dtype == np.uint8


def test_an_animation_shows_its_first_frame():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    for kind in ("GIF", "WEBP"):
        data = encoded(frames[0], format=kind, save_all=True, append_images=frames[1:])
        picture = load_picture(data)
        assert np.abs(picture.rgb[0, 0].astype(int) - [255, 0, 0]).max() <= 4
        assert "first_frame" in picture.notes


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_scaled_down_with_a_note(kind):
    picture = load_picture(encoded(gradient(900, 601), format=kind), shown_pixels=50_000)
    height, width = picture.rgb.shape[:2]
    assert 45_000 < width * height <= 50_000
    assert abs(width / height - 900 / 601) < 0.02
    assert "scaled" in picture.notes
    assert picture.original_size == (900, 601)
    expected = np.asarray(Image.fromarray(gradient(900, 601)).resize((width, height)))
    assert np.abs(picture.rgb.astype(int) - expected).mean() < 3


@given(st.integers(1, 100_000), st.integers(1, 100_000), st.integers(1, 10_000))
def test_fit_stays_within_its_pixels(width, height, pixels):
    w, h = fit((width, height), pixels)
    assert w >= 1
    assert h >= 1
    assert w * h <= pixels


@pytest.mark.slow
def test_fifty_megapixels():
    data = encoded(Image.new("RGB", (8660, 5770), "orange"), format="PNG", compress_level=1)
    picture = load_picture(data)
    assert picture.original_size == (8660, 5770)
    assert picture.rgb.shape[0] * picture.rgb.shape[1] <= 4_000_000
    assert picture.notes == ("scaled",)


def png_header(width, height):
    """A PNG that announces a size and holds almost nothing."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8000, 8000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_unopened(size):
    with pytest.raises(PictureError) as caught:
        load_picture(png_header(*size))
    assert caught.value.code == "too_many_pixels"


@pytest.mark.parametrize("size", [(0, 5), (300, 300)])
def test_a_header_without_its_pixels(size):
    with pytest.raises(PictureError) as caught:
        load_picture(png_header(*size))
    assert caught.value.code in ("damaged", "not_a_picture")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP"])
def test_a_truncated_file(kind):
    noise = np.random.default_rng(0).integers(0, 256, (50, 50, 3), dtype=np.uint8)
    data = encoded(noise, format=kind)
    with pytest.raises(PictureError) as caught:
        load_picture(data[: len(data) // 2])
    assert caught.value.code in ("damaged", "not_a_picture")


def test_no_picture_at_all(tmp_path):
    # PostScript is a program; it must not even be tried.
    postscript = encoded(gradient(), format="EPS")
    cases = {b"": "empty", b"not a picture": "not_a_picture", postscript: "not_a_picture"}
    for data, code in cases.items():
        with pytest.raises(PictureError) as caught:
            load_picture(data)
        assert caught.value.code == code
    for path in (tmp_path / "absent.png", tmp_path, "a\0b"):
        with pytest.raises(PictureError) as caught:
            load_picture(path)
        assert caught.value.code == "missing"


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "huge.png"
    with path.open("wb") as file:
        file.truncate(10_000_000)
    with pytest.raises(PictureError) as caught:
        load_picture(path, max_bytes=1_000_000)
    assert caught.value.code == "file_too_large"


def test_garbled_metadata_does_not_hide_the_picture():
    data = encoded(gradient(), format="JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff garbage", quality=95)
    assert load_picture(data).rgb.shape == (24, 40, 3)


SEEDS = [
    encoded(gradient(), format="PNG"),
    encoded(gradient(), format="JPEG"),
    encoded(Image.fromarray(gradient()).convert("P"), format="GIF"),
    encoded(gradient(), format="TIFF", compression="tiff_lzw"),
    encoded(gradient(), format="WEBP"),
    encoded(gradient(), format="BMP"),
    encoded(gradient(), format="ICO"),
    encoded(gradient(), format="TGA"),
]


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_fuzzed_files_open_or_say_why_not(data):
    content = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    picture, code = attempt(bytes(content[:cut] if data.draw(st.booleans()) else content))
    if picture is None:
        assert code in ("empty", "not_a_picture", "too_many_pixels", "damaged")
    else:
        assert picture.rgb.ndim == 3
        assert picture.rgb.dtype == np.uint8
        assert min(picture.rgb.shape) >= 1


def attempt(data):
    """Return (picture, None) or (None, code); anything but a PictureError escapes and fails the test."""
    try:
        return load_picture(data, max_pixels=10**6), None
    except PictureError as refused:
        return None, refused.code
