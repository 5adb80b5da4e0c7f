"""Our SSDLite-MobileNetV2 against the published graph's answers."""

from pathlib import Path

import numpy as np
import pytest
import torch

from models.base.gallery import picture
from models.detection.anchors import decode
from models.detection.detect import prepare
from models.detection.network import ANCHORS, GRIDS, Conv, Detector

# What the published graph answers, written by tools/convert_detection.py.
REFERENCE = np.load(Path(__file__).parent / "data" / "network_reference.npz")


@pytest.mark.parametrize("name", REFERENCE["pictures"].tolist())
def test_equals_the_published_graph(detector: Detector, name: str) -> None:
    with torch.inference_mode():
        offsets, logits = detector(prepare(picture(name)))
    places = REFERENCE[f"{name}_anchors"]
    scores = torch.sigmoid(logits[0, places, 1:]).numpy()
    np.testing.assert_allclose(scores, REFERENCE[f"{name}_scores"], atol=1e-3)
    boxes = decode(offsets[0].numpy())[places]
    np.testing.assert_allclose(boxes, REFERENCE[f"{name}_boxes"], atol=1e-3)


def test_the_pyramid_has_six_levels(detector: Detector) -> None:
    with torch.inference_mode():
        levels = detector.pyramid(torch.zeros(1, 3, 300, 300))
    assert [tuple(maps.shape[2:]) for maps in levels] == [(side, side) for side in GRIDS]
    assert sum(side**2 * count for side, count in zip(GRIDS, ANCHORS, strict=True)) == 1917


@pytest.mark.parametrize("side", [4, 5, 19, 38])
def test_strides_are_padded_right_and_below(side: int) -> None:
    conv = Conv(1, 1, 3, stride=2)
    with torch.no_grad():
        conv.weight.fill_(1)
        conv.bias.zero_()
        out = conv(torch.ones(1, 1, side, side))[0, 0]
    assert len(out) == -(-side // 2)
    # With an even side the first window lies inside whole, and the last one hangs over.
    assert (out[0, 0].item(), out[-1, -1].item()) == ((9, 4) if side % 2 == 0 else (4, 4))
