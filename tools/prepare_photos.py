"""Collect free photographs and drawings out of Debian packages: the training data of the picture networks.

    python -m tools.prepare_photos
    python -m tools.prepare_photos --cache /tmp/packages --only photos
It downloads the packages with apt-get (run `apt-get update` first; nothing is installed), takes the pictures
named in tools/photos/sources.json whose licence is free, drops whatever looks like a picture already taken or
like one of the gallery (those are for evaluation), shrinks them, and writes data/photos and data/drawings,
each with an index.json of titles, authors and licences. Neither pictures nor packages are shipped.
"""

import hashlib
import io
import json
import random
import re
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import tyro
from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

from tools.photos.archives import Source, description, files_of, readmes, unpack
from tools.photos.licences import LOSSY, PICTURES, is_free, paragraph_of, parse_copyright

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "tools" / "photos" / "sources.json"
GALLERY = ROOT / "assets" / "images" / "gallery"
LONGEST = 2048
SHRINK = 1.5  # of lossy originals: no 8 by 8 block of theirs remains one of ours
SMALLEST = 480  # no photograph is shrunk below this long side for the sake of SHRINK
DRAWING = 448
LEAST_PHOTO, LEAST_DRAWING = 256, 200  # long side
LEAST_CONTRAST = 8.0  # standard deviation of a drawing: below it, hardly anything is drawn
VALID_SHARE = 0.05
CACHE = Path(tempfile.gettempdir()) / "training_packages"
COPYRIGHT = "usr/share/doc/{package}/copyright"
EMOJI = "fonts-noto-color-emoji"


@dataclass(frozen=True)
class Kind:
    """What photographs and drawings differ in."""

    suffix: str
    distance: int  # so many different bits of 256 still are the same picture
    most_pixels: int  # larger ones are not opened
    shape: Callable[[str, Image.Image], Image.Image | None]  # of path and picture: the one to keep, if any


@dataclass
class Entry:
    """One picture of the index."""

    file: str
    title: str
    author: str
    licence: str
    package: str
    width: int
    height: int
    split: Literal["train", "valid"] = "train"


@dataclass
class Hashes:
    """The pictures taken so far, to find the same picture again in another size."""

    distance: int
    known: list[np.ndarray] = field(default_factory=list)

    def seen(self, image: Image.Image) -> bool:
        """Tell whether a picture is a known one, and know it from now on."""
        bits = difference_hash(image)
        if self.known and int((np.stack(self.known) != bits).sum(axis=1).min()) <= self.distance:
            return True
        self.known.append(bits)
        return False


def difference_hash(image: Image.Image, size: int = 16) -> np.ndarray:
    """Return size * size bits: whether the shrunk grey picture becomes brighter from column to column."""
    grey = ImageOps.autocontrast(image.convert("L").resize((size + 1, size), Image.Resampling.BOX))
    values = np.asarray(grey, dtype=np.int16)
    return (values[:, 1:] > values[:, :-1] + 2).reshape(-1)


def title_of(path: str) -> str:
    """Make a title of a file name."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[_-]+", " ", Path(path).stem)
    return re.sub(r"\s+", " ", words).strip().capitalize()


def flat(image: Image.Image, ground: tuple[int, int, int] = (255, 255, 255)) -> Image.Image:
    """Put a picture with transparency onto a ground."""
    if image.mode == "P" or image.has_transparency_data:
        image = image.convert("RGBA")
        below = Image.new("RGBA", image.size, (*ground, 255))
        return Image.alpha_composite(below, image).convert("RGB")
    return image.convert("RGB")


def photo_size(width: int, height: int, lossy: bool) -> tuple[int, int]:
    """Return the size to shrink a photograph to."""
    longest = max(width, height)
    target = longest / SHRINK if lossy else longest
    target = min(max(target, min(SMALLEST, longest)), LONGEST)
    return scaled(width, height, target / longest)


def scaled(width: int, height: int, scale: float) -> tuple[int, int]:
    """Return a size times a factor, at least one pixel."""
    return max(1, round(width * scale)), max(1, round(height * scale))


def shrink(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Shrink a picture; by much first over areas, the rest by Lanczos."""
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def split(entries: list[Entry]) -> None:
    """Set about 5 % of the entries, at least five, aside for validation: always the same names."""
    count = max(5, round(VALID_SHARE * len(entries)))
    ranked = sorted(entries, key=lambda entry: hashlib.sha256(entry.file.encode()).digest())
    for entry in ranked[:count]:
        entry.split = "valid"


def gallery_hashes(distance: int) -> Hashes:
    """Return the hashes of the gallery's pictures, which must not be trained on."""
    hashes = Hashes(distance)
    for path in sorted(path for path in GALLERY.iterdir() if path.suffix.lower() in PICTURES):
        hashes.seen(flat(Image.open(path)))
    return hashes


def collect(source: Source, kind: Kind, cache: Path, folder: Path, hashes: Hashes) -> list[Entry]:
    """Write the free, new pictures of one package into a folder; returns their index entries."""
    package = unpack(source.package, cache)
    file = package / COPYRIGHT.format(package=source.package)
    paragraphs = parse_copyright(file.read_text(encoding="utf-8")) + readmes(package)
    entries = []
    for path, data in files_of(source, package):
        about = description(path, package)
        stated = paragraph_of(path, paragraphs)
        licence = about.get("licence") or source.licence or (stated.licence if stated else "")
        author = about.get("author") or source.author or (stated.author if stated else "")
        if not is_free(licence):
            print("  not free:", path, licence)
            continue
        try:
            opened = Image.open(io.BytesIO(data))
            if opened.width * opened.height > kind.most_pixels:
                continue
            image = kind.shape(path, ImageOps.exif_transpose(opened))
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
            print("  broken:", path)
            continue
        if image is None or hashes.seen(image):
            print("  left out:" if image is None else "  seen:", path)
            continue
        title = about.get("title") or title_of(path)
        name = make_name(source.package, path, title, kind.suffix)
        image.save(folder / name, quality=95, subsampling=0)
        entries.append(Entry(name, title, author, licence, source.package, *image.size))
    return entries


def make_name(package: str, path: str, title: str, suffix: str) -> str:
    """Make a file name that no other picture has."""
    stem = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:40]
    return f"{package.split('-')[0]}_{stem}_{hashlib.sha256(path.encode()).hexdigest()[:6]}{suffix}"


def write_index(name: str, folder: Path, entries: list[Entry]) -> None:
    """Write index.json and print the sums."""
    split(entries)
    entries.sort(key=lambda entry: entry.file)
    text = json.dumps([asdict(entry) for entry in entries], indent=1, ensure_ascii=False)
    (folder / "index.json").write_text(text + "\n", encoding="utf-8")
    for package in sorted({entry.package for entry in entries}):
        own = [entry for entry in entries if entry.package == package]
        pixels = sum(entry.width * entry.height for entry in own) / 1e6
        print(f"{name}: {package}: {len(own)} pictures, {pixels:.1f} megapixels")
    print(
        f"{name}: {len(entries)} pictures, {sum(entry.split == 'valid' for entry in entries)} for validation"
    )


def make(name: str, out: Path, cache: Path) -> None:
    """Make one set beside the one of an earlier run, then take its place."""
    kind = KINDS[name]
    sources = [Source(**entry) for entry in json.loads(SOURCES.read_text(encoding="utf-8"))[name]]
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        hashes = gallery_hashes(kind.distance)
        entries = [entry for source in sources for entry in collect(source, kind, cache, folder, hashes)]
        if name == "drawings":
            entries += emoji(folder, unpack(EMOJI, cache))
        write_index(name, folder, entries)
        if (out / name).is_dir():
            (out / name).rename(Path(scratch) / "old")
        folder.rename(out / name)


def shape_photo(path: str, image: Image.Image) -> Image.Image | None:
    """Shrink a photograph; return None for cut-outs and for what is too small."""
    if max(image.size) < LEAST_PHOTO:
        return None
    if image.mode != "RGB" and image.has_transparency_data:
        alpha = np.asarray(image.convert("RGBA"))[..., 3]
        if alpha.min() < 255:
            return None
    return shrink(flat(image), photo_size(*image.size, path.lower().endswith(LOSSY)))


def shape_drawing(path: str, image: Image.Image) -> Image.Image | None:
    """Put a drawing on a ground and shrink it; return None for what is too small or nearly empty."""
    if max(image.size) < LEAST_DRAWING:
        return None
    size = scaled(*image.size, min(1.0, DRAWING / max(image.size)))
    image = shrink(image.convert("RGBA"), size)
    image = flat(image, ground(random.Random(path)))
    return image if float(np.asarray(image, dtype=np.float32).std()) >= LEAST_CONTRAST else None


def ground(chance: random.Random) -> tuple[int, int, int]:
    """Choose a ground to draw on: white half of the time, else light, seldom strong."""
    kind = chance.random()
    if kind < 0.5:
        return 255, 255, 255
    low = 190 if kind < 0.9 else 60
    return chance.randint(low, 250), chance.randint(low, 250), chance.randint(low, 250)


def emoji(folder: Path, package: Path, count: int = 150) -> list[Entry]:
    """Scatter the signs of a colour font over light grounds."""
    (file,) = package.rglob("NotoColorEmoji.ttf")
    font = ImageFont.truetype(str(file), 109)
    signs = [chr(code) for start, end in ((0x1F300, 0x1F5FF), (0x1F600, 0x1F64F), (0x1F680, 0x1F6D2),
             (0x1F90C, 0x1F9FF)) for code in range(start, end)]  # fmt: skip
    entries = []
    for number in range(count):
        chance = random.Random(f"emoji {number}")
        canvas = Image.new("RGB", (384, 384), ground(chance))
        for _ in range(chance.randint(5, 12)):
            sign = Image.new("RGBA", (136, 136))
            ImageDraw.Draw(sign).text((0, 0), chance.choice(signs), font=font, embedded_color=True)
            size = chance.randint(72, 136)
            sign = sign.resize((size, size), Image.Resampling.LANCZOS)
            canvas.paste(sign, (chance.randint(-20, 300), chance.randint(-20, 300)), sign)
        name = f"emoji_{number:03}.png"
        canvas.save(folder / name)
        entries.append(Entry(name, f"Emoji {number}", "Google Inc.", "OFL-1.1", EMOJI, 384, 384))
    return entries


KINDS = {
    "photos": Kind(".jpg", 24, 400_000_000, shape_photo),
    "drawings": Kind(".png", 6, 30_000_000, shape_drawing),
}


def main(
    out: Path = ROOT / "data",
    cache: Path = CACHE,
    only: Literal["all", "photos", "drawings"] = "all",
) -> None:
    """Prepare the training pictures.

    Args:
        out: Folder to write photos/ and drawings/ into.
        cache: Where the unpacked packages stay, so that a second run need not download them.
        only: Make both sets or one.
    """
    Image.MAX_IMAGE_PIXELS = 400_000_000
    out.mkdir(parents=True, exist_ok=True)
    for name in KINDS if only == "all" else [only]:
        make(name, out, cache)


if __name__ == "__main__":
    tyro.cli(main)
