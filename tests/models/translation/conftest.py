"""A transformer that takes no time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from models.base.threads import use_threads
from models.translation.network import Shape, Transformer
from models.translation.vocabulary import Vocabulary, learn

TINY = Shape(vocabulary=60, width=16, heads=2, inner=32, encoders=1, decoders=1, dropout=0.0)
TEXTS = ["the cat sleeps", "кошка спит", "the dog eats", "собака ест"] * 20


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Small batches are quicker so, and on a busy machine much."""
    with use_threads(1):
        yield


def tiny(seed: int = 0) -> Transformer:
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(seed)
        return Transformer(TINY).eval()


def pieces() -> Vocabulary:
    return Vocabulary(learn(TEXTS, TINY.vocabulary))
