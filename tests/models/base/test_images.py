"""Pictures of every kind, and files that only pretend to be pictures."""

import io
import os
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

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


def test_a_float_tiff_with_a_highlight_beyond_one_is_not_black():
    values = np.linspace(0, 1, 400, dtype=np.float32).reshape(20, 20)
    values[19, 19], values[19, 18] = 40.0, np.inf
    shown = load_picture(encoded(Image.fromarray(values), format="TIFF")).rgb[:, :, 0]
    expected = np.rint(values.clip(0, 1) * 255)
    np.testing.assert_allclose(shown, expected, atol=1)


@pytest.mark.parametrize(
    ("most", "full"), [(4095, 4095), (3000, 4095), (200, 255), (900, 1023), (60_000, 65535)]
)
def test_sixteen_bit_files_of_fewer_bits_are_as_bright_as_they_were_meant(most, full):
    values = np.linspace(0, most, 100).astype(np.uint16).reshape(10, 10)
    shown = load_picture(encoded(Image.fromarray(values), format="PNG")).rgb[:, :, 0]
    np.testing.assert_array_equal(shown, np.rint(values * (255 / full)))


def test_a_transparent_level_of_sixteen_bit_grey_is_kept():
    values = np.linspace(0, 65535, 100).astype(np.uint16).reshape(10, 10)
    header = struct.pack(">IIBBBBB", 10, 10, 16, 0, 0, 0, 0)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    clear = struct.pack(">H", values[3, 4])
    data = png(IHDR=header, tRNS=clear, IDAT=zlib.compress(rows))
    picture = load_picture(data)
    assert picture.alpha is not None
    assert np.argwhere(picture.alpha == 0).tolist() == [[3, 4]]
    assert picture.rgb[3, 4].tolist() == [255, 255, 255]
    assert {"converted", "flattened"} <= set(picture.notes)


def icc_profile(primaries, gamma=2.2):
    """A profile (ICC.1:2001-04) of a screen: its primaries as columns of XYZ under D50, and its gamma."""

    def xyz(values):
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65536) for v in values))

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    text = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"wide\0" + bytes(78 + 1)
    tags = {b"desc": text, b"cprt": b"text\0\0\0\0none\0\0\0\0", b"wtpt": xyz((0.9642, 1, 0.8249))}
    tags |= {name: xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        table += name + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(
        ">I4sI4s4s4s", 128 + len(table + body), b"lcms", 0x02400000, b"mntr", b"RGB ", b"XYZ "
    )
    header += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return header + table + body


DISPLAY_P3 = icc_profile(((0.5151, 0.2412, -0.0011), (0.2920, 0.6922, 0.0419), (0.1571, 0.0666, 0.7841)))


def test_colours_of_a_wide_profile_are_brought_to_srgb():
    assert len(DISPLAY_P3) % 4 == 0
    rgb = np.empty((4, 4, 3), np.uint8)
    rgb[:] = (233, 54, 40)  # what sRGB's pure red is called in Display P3
    rgb[2:] = (128, 128, 128)
    picture = load_picture(encoded(rgb, format="PNG", icc_profile=DISPLAY_P3))
    np.testing.assert_allclose(picture.rgb[0, 0].astype(int), (255, 0, 0), atol=14)
    np.testing.assert_allclose(picture.rgb[3, 3].astype(int), (128, 128, 128), atol=3)
    assert picture.notes == ("profile",)
    rgba = np.dstack([rgb, np.full((4, 4), 255, np.uint8)])
    rgba[0, 0, 3] = 0
    clear = load_picture(encoded(rgba, format="PNG", icc_profile=DISPLAY_P3))
    assert clear.alpha is not None
    np.testing.assert_array_equal(clear.rgb[1:], picture.rgb[1:])


def test_a_profile_that_is_srgb_or_garbage_changes_nothing():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, b"x" * 500, DISPLAY_P3[:200], DISPLAY_P3[:128] + b"\xff" * 500):
        picture = load_picture(encoded(gradient(), format="PNG", icc_profile=profile))
        np.testing.assert_array_equal(picture.rgb, gradient())
        assert picture.notes == ()


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


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(**chunks):
    chunks = b"".join(chunk(name.encode(), data) for name, data in chunks.items())
    return b"\x89PNG\r\n\x1a\n" + chunks + chunk(b"IEND", b"")


def png_header(width, height):
    """A PNG that announces a size and holds almost nothing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return png(IHDR=header, IDAT=zlib.compress(b"\0" * 1000))


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


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_without_its_end_is_opened_with_a_note(progressive):
    noise = np.random.default_rng(0).integers(0, 256, (50, 70, 3), dtype=np.uint8)
    whole = encoded(noise, format="JPEG", progressive=progressive)
    assert whole.endswith(b"\xff\xd9")
    for cut in (1, 2):
        picture = load_picture(whole[:-cut])
        np.testing.assert_array_equal(picture.rgb, load_picture(whole).rgb)
        assert picture.notes == ("repaired",)
    if not progressive:
        for cut in (20, 200):
            with pytest.raises(PictureError, match="truncated") as caught:
                load_picture(whole[:-cut])
            assert caught.value.code == "damaged"


def test_a_png_with_a_damaged_or_huge_comment_is_opened_with_a_note():
    plain = encoded(gradient(), format="PNG")
    huge = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x" * 2**21))
    wrong = chunk(b"tEXt", b"Comment\0hello")[:-1] + b"?"
    for comment in (huge, wrong):
        for place in (33, len(plain) - 12):
            picture = load_picture(plain[:place] + comment + plain[place:])
            np.testing.assert_array_equal(picture.rgb, gradient())
            assert picture.notes in (("repaired",), ())
    assert load_picture(plain[:33] + wrong + plain[33:]).notes == ("repaired",)
    assert load_picture(plain[:33] + huge + plain[33:]).notes == ("repaired",)
    with pytest.raises(PictureError) as caught:  # a wrong checksum of what cannot be done without
        load_picture(plain[:29] + b"????" + plain[33:])
    assert caught.value.code in ("damaged", "not_a_picture")


def test_heic_is_named():
    for brand in (b"heic", b"mif1"):
        with pytest.raises(PictureError, match="JPEG or PNG") as caught:
            load_picture(b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic" + bytes(500))
        assert caught.value.code == "heic"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(PictureError, match="no regular file") as caught:
        load_picture(tmp_path / "pipe.png")
    assert caught.value.code == "missing"


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
