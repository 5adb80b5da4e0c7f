"""The convolutions of what is not zero come to what the dense ones come to."""

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from agents.emulators.games import Mirror
from agents.learning import sparse, sparse_loops
from agents.learning.policy import Policy


@pytest.fixture(autouse=True)
def loaded() -> Iterator[None]:
    before = sparse_loops.compiled.run
    assert sparse_loops.compiled.load()
    yield
    sparse_loops.compiled.run = before


def pictures(shape: tuple[int, int, int], share: float, count: int = 6) -> Tensor:
    """Pictures in which about so much is not zero; what is, may lie at any edge."""
    generator = torch.Generator().manual_seed(5)
    seen = torch.randint(0, 256, (count, *shape), generator=generator, dtype=torch.uint8)
    seen[torch.rand(seen.shape, generator=generator) > share] = 0
    seen[:, :, 0, 0] = seen[:, :, -1, -1] = seen[:, :, 0, -1] = 255
    seen[1] = 0
    return seen


def answers(network: Policy, seen: Tensor) -> list[Tensor]:
    """Logits, values and all gradients of something that depends on both."""
    logits, values = network(seen)
    network.zero_grad()
    (torch.log_softmax(logits, 1)[:, 0].sum() + values.square().sum()).backward()  # type: ignore[no-untyped-call]
    gradients = [parameter.grad for parameter in network.parameters()]
    return [logits, values, *(gradient for gradient in gradients if gradient is not None)]


@pytest.mark.parametrize(
    ("share", "most_places", "pool"),
    [(0.05, 0, False), (0.05, 2, False), (0.002, 2, False), (0.002, 2, True)],
)
@pytest.mark.parametrize("axis", ["rows", "columns", None])
@pytest.mark.parametrize(
    ("shape", "kernel", "stride", "channels"),
    [((2, 40, 40), 8, 4, (16, 32)), ((4, 42, 37), 7, 3, (5, 4)), ((1, 41, 26), 4, 4, (8, 4))],
)
def test_answers_and_gradients_are_those_of_the_dense_layers(
    axis, shape, kernel, stride, channels, share, most_places, pool, monkeypatch
) -> None:
    mirror = Mirror(axis, (0, 2, 1)) if axis else None
    monkeypatch.setattr(sparse, "MOST_PLACES", most_places)  # 0: the second layer is dense
    torch.manual_seed(3)
    network = Policy(shape, 3, channels, 16, kernel=kernel, stride=stride, mirror=mirror, pool=pool)
    seen = pictures(shape, share)
    assert sparse.features(seen, network.convolution1, network.convolution2, axis) is not None
    few = answers(network, seen)
    sparse_loops.compiled.run = None
    assert sparse.features(seen, network.convolution1, network.convolution2, axis) is None
    all_of_them = answers(network, seen)
    assert len(few) == 2 + 10
    for one, other in zip(few, all_of_them, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-5)


def test_empty_pictures_are_all_judged_alike() -> None:
    network = Policy((2, 40, 40), 3, mirror=Mirror("rows", (0, 2, 1)))
    empty = torch.zeros(3, 2, 40, 40, dtype=torch.uint8)
    few = answers(network, empty)
    sparse_loops.compiled.run = None
    for one, other in zip(few, answers(network, empty), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-5)


def test_full_pictures_are_left_to_the_dense_layer() -> None:
    network = Policy((2, 40, 40), 3)
    layers = network.convolution1, network.convolution2
    assert sparse.features(pictures((2, 40, 40), 0.5), *layers, None) is None
    assert sparse.features(torch.zeros(2, 2, 40, 40), *layers, None) is None  # fractions
    with torch.autocast("cpu", torch.bfloat16):
        assert sparse.features(pictures((2, 40, 40), 0.01), *layers, None) is None


def test_without_numba_the_dense_layer_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(source: object) -> None:
        raise ImportError("no numba")

    fresh = sparse_loops.Compiled()
    monkeypatch.setattr(sparse_loops, "_decorate", missing)
    assert not fresh.load()
    monkeypatch.setattr(sparse, "compiled", fresh)
    logits, _ = Policy((2, 40, 40), 3)(pictures((2, 40, 40), 0.01))
    assert logits.shape == (6, 3)


def test_it_is_compiled_elsewhere_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(sparse_loops, "elsewhere", lambda target: iter([asked.append(target) or target]))
    assert list(sparse_loops.prepare()) == ["learner"]
    monkeypatch.setattr(sparse_loops, "kept", lambda decorate: False)
    assert list(sparse_loops.prepare()) == ["agents.learning.sparse_loops:compile_once", "learner"]
