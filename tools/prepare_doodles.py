"""Put emoji beside doodles, for the network that tells people's cats from whatever else is drawn.

    npm pack @fontsource/noto-emoji@5.3.2
    python -m tools.prepare_doodles doodles.npz fontsource-noto-emoji-5.3.2.tgz --out data/doodles.npz

copies the doodles and adds two arrays, "emoji drawn" (Noto Emoji, lines only) and "emoji coloured" (Noto
Color Emoji, from Debian's fonts-noto-color-emoji), as the network sees them. In both the same signs follow
one another, so that one that judges is none that trains. Cats of all kinds are left out. Both fonts are under
the SIL Open Font License 1.1.
"""

from __future__ import annotations

import io
import re
import tarfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import tyro
from PIL import Image, ImageDraw, ImageFont

from models.base.arrays import Byte
from models.base.files import write_atomically
from models.doodles.data import read_doodles
from models.doodles.ink import ink_of
from tools.photos.archives import unpack
from tools.prepare_photos import EMOJI

RANGES = ((0x2600, 0x27C0), (0x1F300, 0x1F600), (0x1F600, 0x1F650), (0x1F680, 0x1F6D3), (0x1F90C, 0x1FA00))
"""Code points of signs that stand alone."""
CATS = frozenset({"CAT", "TIGER", "LION", "LEOPARD"})
"""Words in the names of signs that are left out."""
LINES = re.compile(r".*/noto-emoji-\d+-400-normal\.woff")
SIZE = 109
"""Height of the letters in pixels, the only one that the coloured font has."""
SHEET = 2 * SIZE

Font = ImageFont.FreeTypeFont


def signs() -> Iterator[str]:
    """Yield the emoji that are no cats."""
    for start, end in RANGES:
        for sign in map(chr, range(start, end)):
            name = unicodedata.name(sign, "")
            if name and not CATS & set(name.split()):
                yield sign


def drawn(sign: str, fonts: Sequence[Font]) -> Byte | None:
    """Return a sign on white, (SHEET, SHEET, 3) uint8, in the first font that has it; None where none has."""
    for font in fonts:
        missing = font.getmask("\U0010fffe")
        mask = font.getmask(sign)
        if mask.getbbox() is None or (mask.size == missing.size and bytes(mask) == bytes(missing)):
            continue
        sheet = Image.new("RGB", (SHEET, SHEET), "white")
        ImageDraw.Draw(sheet).text((SIZE // 2, SIZE // 2), sign, "black", font, embedded_color=True)
        return np.asarray(sheet)
    return None


def pairs(lines: Sequence[Font], coloured: Sequence[Font]) -> tuple[Byte, Byte]:
    """Return the signs that both have, in one order, as the network sees them: two (N, 28, 28) uint8."""
    both = ((drawn(sign, lines), drawn(sign, coloured)) for sign in signs())
    found = [(ink_of(a), ink_of(b)) for a, b in both if a is not None and b is not None]
    return np.stack([a for a, _ in found]), np.stack([b for _, b in found])


def main(
    doodles: Annotated[Path, tyro.conf.Positional],
    package: Annotated[Path, tyro.conf.Positional],
    out: Path,
    cache: Path = Path("build/packages"),
) -> None:
    """Write the doodles with the emoji beside them.

    Args:
        doodles: Arrays named by what they show, as `models.doodles.data` reads them.
        package: The npm package @fontsource/noto-emoji.
        out: Where to.
        cache: Where Debian's package is unpacked.
    """
    with tarfile.open(package) as archive:
        files = sorted(name for name in archive.getnames() if LINES.fullmatch(name))
        parts = [archive.extractfile(name) for name in files]
        lines = [ImageFont.truetype(io.BytesIO(part.read()), SIZE) for part in parts if part]
    (coloured,) = unpack(EMOJI, cache).rglob("NotoColorEmoji.ttf")
    found = pairs(lines, [ImageFont.truetype(str(coloured), SIZE)])
    buffer = io.BytesIO()
    emoji = dict(zip(("emoji drawn", "emoji coloured"), found, strict=True))
    np.savez_compressed(buffer, **read_doodles(doodles), **emoji)  # type: ignore[arg-type]
    write_atomically(out, buffer.getvalue())


if __name__ == "__main__":
    tyro.cli(main, description=__doc__)
