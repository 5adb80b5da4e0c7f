"""Collect free photographs and drawings out of Debian packages: the training data of the picture networks.

    python -m tools.prepare_photos
    python -m tools.prepare_photos --cache /tmp/packages --only photos
It downloads the packages with apt-get (run `apt-get update` first; nothing is installed), takes the pictures
named below whose licence is free, drops whatever looks like a picture already taken or like one of the
gallery (those are for evaluation), shrinks them, and writes data/photos and data/drawings, each with an
index.json of titles, authors and licences. Build time only: neither pictures nor packages are shipped.
"""

import fnmatch
import hashlib
import io
import json
import random
import re
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import tyro
from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "assets" / "images" / "gallery"
LONGEST = 2048
SHRINK = 1.5  # of lossy originals: no 8 by 8 block of theirs remains one of ours
SMALLEST = 480  # no photograph is shrunk below this long side for the sake of SHRINK
DRAWING = 448
LEAST_PHOTO, LEAST_DRAWING = 256, 200  # long side
LEAST_CONTRAST = 8.0  # standard deviation of a drawing: below it, hardly anything is drawn
VALID_SHARE = 0.05
LOSSY = (".jpg", ".jpeg", ".webp")
PICTURES = (*LOSSY, ".png")
EET = 0x1EE70F42
CACHE = Path(tempfile.gettempdir()) / "training_packages"
COPYRIGHT = "usr/share/doc/{package}/copyright"

FREE = re.compile(
    r"(cc0(-1\.0)?|cc-by(-sa)?-[1-4]\.\d|public-domain|l?gpl(-?v?[123](\.\d)?\+?)?|expat|mit|bsd-[23]-clause|apache-2\.0"
    r"|free-art(-1\.\d)?|(gnu-|g)?fdl(-niv)?(-1\.\d\+?)?|sil-1\.1|ofl-1\.1)"
)
FORBIDDEN = re.compile(r"\b(nc|nd|sampling|non-?commercial|noncommercial|non-free)\b")


@dataclass(frozen=True)
class Source:
    """Pictures of one package.

    Attributes:
        package: Debian binary package.
        include: fnmatch patterns of installed paths (of a .rcc archive: the paths inside it).
        exclude: Patterns of those not to take: abstract, drawn, or the same again.
        licence: Licence where the copyright file is not machine-readable but states one for all.
        author: The same for the author.
    """

    package: str
    include: tuple[str, ...] = ("*",)
    exclude: tuple[str, ...] = ()
    licence: str = ""
    author: str = ""


LXQT = (
    "Butterfly-Kenn*", "Valendas", "after-the-rain", "appleflower", "beam", "butterfly", "cloud", "drop",
    "flowers", "fog", "this-is-not-windows",
)  # fmt: skip
FACADES = (
    "house*facade*", "house*side*", "house*elev*", "block*", "rock-wall*", "rockwall*", "wall1[14]*",
    "cliff*", "house1[2-5]*", "hotel*", "pitfacade*", "cabin", "wall-concrete*",
)  # fmt: skip
TEXTURES = (
    "HortonRockWall*", "HortonStone*", "Paving_stones*", "beige_bricks", "blackrock", "castelwall", "sand2",
    "cottage_wall*", "cracked-earth*", "garagedoor", "grass3", "hd_beach_01_d", "hd_rock_01_d", "snowrock",
    "mossy_stone", "oldWood", "palmBark", "rock", "rock1", "rockMountain", "rockwall", "ribbed_steel",
    "stk_endLog_a", "stk_generic_brickA", "stk_generic_bedRock_a", "stk_generic_brownRock_a",
    "stktex_generic*", "stk_generic_corrugatedIronA", "stk_generic_grassA", "stk_generic_oldbricks_a",
    "stk_generic_rock_[ab]", "stk_generic_rockS*_[ab]", "stk_generic_sand_[ab]", "stk_generic_thatch_a",
    "stk_generic_wallRock_a", "stk_generic_wickerA", "stk_karstRock_a", "stktex_treeBark*",
)  # fmt: skip
ABSTRACT = (
    "Altai", "Autumn", "Canopee", "Cascade", "Cluster", "Flow", "Honeywave", "Kay", "Kokkini", "MilkyWay",
    "Opal", "PastelHills", "Patak", "SafeLanding", "Shell", "Volna",
)  # fmt: skip

PHOTOS = (
    Source(
        "enlightenment-data",
        ("*/backgrounds/*.jpg",),
        ("*/Dunes*", "*/Flat-*", "*/Foggy-*", "*/Paper-*", "*/Peaks*", "*/Squiggle*"),
    ),
    Source("mate-backgrounds", ("*/nature/*.jpg",)),
    Source(
        "lomiri-wallpapers-16.04", ("*/backgrounds/*.jpg",), ("*/analogpattern*", "*/umang*", "*/Picture_1A*")
    ),
    Source("lomiri-wallpapers-20.04", ("*/Kleiber*",)),
    Source(
        "lxqt-themes",
        tuple(f"*/wallpapers/{name}.*" for name in LXQT),
    ),
    Source(
        "plasma-workspace-wallpapers",
        ("*/images/*x*.jpg",),
        ("*/Autumn/*", "*/Flow/*", "*/Honeywave/*", "*/PastelHills/*", "*/SafeLanding/*", "*/Shell/*",
         "*/Volna/*"),
    ),
    Source("palapeli-data", ("*/collection/*.jpg",)),
    Source(
        "gcompris-qt-data",
        ("*/erase/resource/*", "*/explore_*/resource/*", "*/categorization/resource/*",
         "*/clickgame/resource/*"),
    ),
    Source(
        "torcs-data",
        tuple(f"*/tracks/*/{name}.png" for name in FACADES),
    ),
    Source(
        "supertuxkart-data",
        tuple(f"*/data/textures/{name}.*" for name in TEXTURES),
        ("*_Normal.*", "*_nm.*", "*_gloss.*", "*_n.*", "*Road*", "*lava*", "*Lava*", "*_mask*"),
    ),
)  # fmt: skip

DRAWINGS = (
    Source("openclipart-png", ("*.png",), (), "public-domain", "openclipart.org contributors"),
    Source("tuxpaint-stamps-default", ("*/stamps/*.png",), ("*/symbols/*", "*/flags/*")),
    Source("gcompris-qt-data", ("*/lang/resource/words_sample/*",)),
    Source("ukui-wallpapers", ("*/backgrounds/*",)),
    Source("lomiri-wallpapers-16.04", ("*/umang*", "*/analogpattern*")),
    Source("lomiri-wallpapers-20.04", ("*/backgrounds/*.jpg",), ("*/Kleiber*",)),
    Source(
        "plasma-workspace-wallpapers",
        tuple(f"*/{name}/contents/images/*x*" for name in ABSTRACT),
    ),
    Source(
        "gnome-backgrounds", ("*.webp",), ("*/licorice*", "*/truchet*", "*/vnc*"), "CC-BY-SA-3.0",
        "Jakub Steiner",
    ),
)  # fmt: skip
EMOJI = "fonts-noto-color-emoji"


@dataclass(frozen=True)
class Kind:
    """What photographs and drawings differ in.

    Attributes:
        sources: Where they come from.
        suffix: Of the files written.
        distance: So many different bits of 256 still are the same picture.
        most_pixels: Larger pictures are not opened.
        shape: Makes of path and picture the one to keep, or None.
    """

    sources: tuple[Source, ...]
    suffix: str
    distance: int
    most_pixels: int
    shape: Callable[[str, Image.Image], Image.Image | None]


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


@dataclass(frozen=True)
class Paragraph:
    """A Files paragraph of a machine-readable copyright file."""

    files: tuple[str, ...]
    author: str
    licence: str


@dataclass
class Hashes:
    """The pictures taken so far, to find the same picture again in another size.

    Attributes:
        distance: So many different bits still are the same picture.
    """

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


def is_free(licence: str) -> bool:
    """Tell whether every licence of an "and" list, and one of every "or" list, is a free one."""
    names = licence.lower().replace(",", " ").replace("public domain", "public-domain")

    def free(name: str) -> bool:
        return not FORBIDDEN.search(name) and bool(FREE.fullmatch(name.strip().split(" ")[0]))

    return all(any(map(free, re.split(r"\bor\b", part))) for part in re.split(r"\band\b", names))


def parse_copyright(text: str) -> list[Paragraph]:
    """Read the Files paragraphs of a machine-readable debian/copyright."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        fields: dict[str, list[str]] = {}
        name = ""
        for line in block.splitlines():
            if match := re.match(r"([A-Za-z-]+):\s*(.*)", line):
                name = match[1]
                fields[name] = [match[2].strip()]
            elif name:
                fields[name].append(line.strip())
        if "Files" in fields and "License" in fields:
            holders = [clean_author(line) for line in fields.get("Copyright", []) if line]
            found.append(
                Paragraph(
                    tuple(" ".join(fields["Files"]).split()),
                    join_authors(list(dict.fromkeys(holders))),
                    fields["License"][0],
                )
            )
    return found


def parse_readme(path: str, text: str) -> list[Paragraph]:
    """Read a README of GCompris: Copyright and License of the Files beside it, more exact than Debian's."""
    found = []
    for block in re.split(r"\n(?=Copyright:)", text):
        fields: dict[str, list[str]] = {}
        name = ""
        for line in block.splitlines():
            if match := re.match(r"(Copyright|License|Files|Source|Comments?):\s*(.*)", line):
                name = match[1]
                fields[name] = [match[2].strip()]
            elif name:
                fields[name].append(line.strip())
        if {"Copyright", "License", "Files"} <= fields.keys():
            files = tuple(f"{Path(path).parent}/{file}".lstrip("/") for file in fields["Files"] if file)
            licence = re.sub(r"^(CC-BY(-SA)?) (?=\d)", r"\1-", fields["License"][0])
            found.append(Paragraph(files, clean_author(fields["Copyright"][0]), licence))
    return found


def join_authors(holders: list[str]) -> str:
    """Name three copyright holders at most."""
    return "; ".join(holders[:3]) + (" and others" if len(holders) > 3 else "")


def clean_author(line: str) -> str:
    """Strip years, signs and addresses from a copyright line."""
    line = re.sub(r"<[^>]*>|\(c\)|©|copyright", " ", line, flags=re.IGNORECASE)
    line = re.sub(r"\b(19|20)\d\d(\s*[-–]\s*(19|20)\d\d)?\b", " ", line)
    return re.sub(r"^by ", "", re.sub(r"\s+", " ", line).strip(" ,.;-:´"))


def paragraph_of(path: str, paragraphs: Iterable[Paragraph]) -> Paragraph | None:
    """Find the paragraph of an installed path: the one that names it best, among equals the last.

    Installed paths have another beginning than those of the source, sometimes another folder or suffix.
    """
    best, found = 0, None
    for paragraph in paragraphs:
        rank = max((glob_rank(path, glob) for glob in paragraph.files), default=0)
        if rank and rank >= best:
            best, found = rank, paragraph
    return found


def glob_rank(path: str, glob: str) -> int:
    """Tell how well a Files pattern names an installed path: 5 exactly, 1 with everything else, 0 not."""
    if glob == "*":
        return 1
    matches = fnmatch.fnmatchcase(path, f"*/{glob}")
    if "*" in glob or "?" in glob:
        return 3 if matches else 0
    here, there = Path(path), Path(glob)
    if here.stem != there.stem or there.suffix.lower() not in PICTURES:
        return 5 if matches else 0
    return 5 if matches else 4 if here.parent.name == there.parent.name else 2


def read_rcc(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file of a Qt resource archive."""
    if data[:4] != b"qres":
        raise ValueError("not a Qt resource archive")
    version, tree, contents, names = struct.unpack(">4I", data[4:20])
    size = 14 if version < 2 else 22

    def walk(node: int, path: str) -> Iterator[tuple[str, bytes]]:
        start = tree + node * size
        name, flags = struct.unpack(">IH", data[start : start + 6])
        if node:
            length = struct.unpack(">H", data[names + name : names + name + 2])[0]
            text = data[names + name + 6 : names + name + 6 + 2 * length]
            path = f"{path}/{text.decode('utf-16-be')}"
        if flags & 2:
            count, first = struct.unpack(">II", data[start + 6 : start + 14])
            for child in range(first, first + count):
                yield from walk(child, path)
            return
        offset = contents + struct.unpack(">I", data[start + 10 : start + 14])[0]
        length = struct.unpack(">I", data[offset : offset + 4])[0]
        content = data[offset + 4 : offset + 4 + length]
        if flags & 4:
            raise ValueError("compressed with zstandard")
        yield path, zlib.decompress(content[4:]) if flags & 1 else content

    yield from walk(0, "")


def read_eet(data: bytes) -> Iterator[bytes]:
    """Yield the JPEG pictures of an Enlightenment archive (.edj), the same picture in many sizes."""
    magic, count = struct.unpack(">II", data[:8])
    if magic != EET:
        raise ValueError("not an Eet archive")
    for entry in range(count):
        offset, size = struct.unpack(">II", data[12 + 24 * entry : 20 + 24 * entry])
        if data[offset : offset + 3] == b"\xff\xd8\xff":
            yield data[offset : offset + size]


def unpack(package: str, cache: Path) -> Path:
    """Download a package into the cache and unpack it there, unless that is done; return its folder."""
    folder = cache / package
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        subprocess.run(["apt-get", "-q", "download", package], cwd=scratch, check=True)
        (archive,) = Path(scratch).glob("*.deb")
        tree = Path(scratch) / "tree"
        subprocess.run(["dpkg-deb", "-x", str(archive), str(tree)], check=True)
        tree.rename(folder)
    return folder


def files_of(source: Source, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the chosen pictures of an unpacked package, in a fixed order."""

    def chosen(path: str) -> bool:
        return (
            path.lower().endswith(PICTURES)
            and any(fnmatch.fnmatchcase(path, pattern) for pattern in source.include)
            and not any(fnmatch.fnmatchcase(path, pattern) for pattern in source.exclude)
        )

    regular = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    for file in regular:
        path = f"/{file.relative_to(folder).as_posix()}"
        if chosen(path):
            yield path, file.read_bytes()
        elif file.suffix == ".rcc":
            yield from ((inner, data) for inner, data in read_rcc(file.read_bytes()) if chosen(inner))
        elif file.suffix == ".edj" and chosen(path := str(Path(path).with_suffix(".jpg"))):
            yield path, max(read_eet(file.read_bytes()), key=len)


def readmes(folder: Path) -> list[Paragraph]:
    """Return what the READMEs inside a package's Qt resource archives say."""
    found = []
    for archive in sorted(folder.rglob("*.rcc")):
        for path, data in read_rcc(archive.read_bytes()):
            if Path(path).name == "README":
                found += parse_readme(path, data.decode("utf-8", "replace"))
    return found


def description(path: str, folder: Path) -> dict[str, str]:
    """Return title, author and licence as the files beside a picture give them, where they do."""
    found: dict[str, str] = {}
    file = folder / path.lstrip("/")
    for metadata in (file.parents[2] / "metadata.json", file.parents[2] / "metadata.desktop"):
        if metadata.suffix == ".json" and metadata.is_file():
            plugin = json.loads(metadata.read_text(encoding="utf-8"))["KPlugin"]
            authors = ", ".join(author["Name"] for author in plugin.get("Authors", []))
            found = {"title": plugin.get("Name", ""), "author": authors, "licence": plugin.get("License", "")}
        elif metadata.is_file():
            found = desktop(metadata)
    if file.with_suffix(".desktop").is_file():
        found = desktop(file.with_suffix(".desktop"))
    return {key: value for key, value in found.items() if value}


def desktop(path: Path) -> dict[str, str]:
    """Read a .desktop file's name, author and licence."""
    values = dict(
        line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines() if "=" in line[1:]
    )
    keys = {"title": "Name", "author": "X-KDE-PluginInfo-Author", "licence": "X-KDE-PluginInfo-License"}
    return {key: values.get(name, "") for key, name in keys.items()}


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
    scale = target / longest
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
    for path in sorted(GALLERY.iterdir()):
        if path.suffix.lower() in PICTURES:
            hashes.seen(flat(Image.open(path)))
    return hashes


def collect(source: Source, kind: Kind, cache: Path, folder: Path, hashes: Hashes) -> list[Entry]:
    """Take the free, new pictures of one package.

    Args:
        source: The package and which of its pictures.
        kind: Photographs or drawings.
        cache: Folder of unpacked packages.
        folder: Where to write the pictures.
        hashes: The pictures taken so far.

    Returns:
        The index entries.
    """
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
        if image is None:
            continue
        if hashes.seen(image):
            print("  seen:", path)
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
    valid = sum(entry.split == "valid" for entry in entries)
    pixels = sum(entry.width * entry.height for entry in entries) / 1e6
    print(f"{name}: {len(entries)} pictures ({valid} for validation), {pixels:.1f} megapixels")


def make(name: str, kind: Kind, out: Path, cache: Path) -> None:
    """Make one set beside the one of an earlier run, then take its place."""
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        folder = Path(scratch) / name
        folder.mkdir()
        hashes = gallery_hashes(kind.distance)
        entries = [entry for source in kind.sources for entry in collect(source, kind, cache, folder, hashes)]
        if kind is DRAWN:
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
    image = shrink(image.convert("RGBA"), drawing_size(*image.size))
    image = flat(image, ground(random.Random(path)))
    return image if float(np.asarray(image, dtype=np.float32).std()) >= LEAST_CONTRAST else None


def ground(chance: random.Random) -> tuple[int, int, int]:
    """Choose a ground to draw on: white half of the time, else light, seldom strong."""
    kind = chance.random()
    if kind < 0.5:
        return 255, 255, 255
    low = 190 if kind < 0.9 else 60
    return chance.randint(low, 250), chance.randint(low, 250), chance.randint(low, 250)


def drawing_size(width: int, height: int) -> tuple[int, int]:
    """Return the size to shrink a drawing to."""
    scale = min(1.0, DRAWING / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


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


PHOTOGRAPHED = Kind(PHOTOS, ".jpg", 24, 400_000_000, shape_photo)
DRAWN = Kind(DRAWINGS, ".png", 6, 30_000_000, shape_drawing)


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
    if only != "drawings":
        make("photos", PHOTOGRAPHED, out, cache)
    if only != "photos":
        make("drawings", DRAWN, out, cache)


if __name__ == "__main__":
    tyro.cli(main)
