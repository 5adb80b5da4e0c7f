"""The transformer sees what it may see, and learns."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from models.translation.network import Dropout, padded, positions
from models.translation.vocabulary import BEGIN, PAD
from tests.models.translation.conftest import TINY, tiny


def draw(*shape: int) -> torch.Tensor:
    return torch.randint(6, TINY.vocabulary, shape, generator=torch.Generator().manual_seed(1))


def test_no_piece_sees_what_comes_after_it() -> None:
    network, source, target = tiny(), draw(2, 7), draw(2, 6)
    changed = target.clone()
    changed[:, 4] = (changed[:, 4] + 1) % TINY.vocabulary
    before, after = network(source, target), network(source, changed)
    assert torch.allclose(before[:, :4], after[:, :4], atol=1e-5)
    assert not torch.allclose(before[:, 4:], after[:, 4:], atol=1e-3)


def test_padding_changes_nothing() -> None:
    network, source, target = tiny(), draw(1, 5), draw(1, 4)
    longer = functional.pad(source, (0, 4), value=PAD)
    assert torch.allclose(network(source, target), network(longer, target), atol=1e-5)


def test_the_order_of_pieces_matters() -> None:
    network, source, target = tiny(), draw(1, 5), draw(1, 4)
    assert not torch.allclose(network(source, target), network(source.flip(1), target), atol=1e-3)


def test_every_piece_gives_all_its_attention_to_the_sentence() -> None:
    network = tiny()
    source = padded([[7, 8, 9], [7, 8]])
    shares = network.attention(network.read(source), torch.full((2, 3), BEGIN))
    assert shares.shape == (2, 3, 3)
    assert torch.allclose(shares.sum(-1), torch.ones(2, 3), atol=1e-5)
    assert not shares[1, :, 2].any()


def test_places_differ() -> None:
    places = positions(20, 16)
    assert torch.cdist(places, places).fill_diagonal_(1).min() > 0.1


def test_dropout_leaves_out_the_same_numbers_of_a_whole_sentence() -> None:
    dropout = Dropout(0.5)
    x = torch.ones(4, 6, 200)
    made = dropout(x)
    assert torch.equal(made, made[:, :1].expand_as(made))
    assert made.mean() == pytest.approx(1, abs=0.2)
    assert torch.equal(dropout.eval()(x), x)


def test_it_learns_to_turn_sentences_round() -> None:
    network = tiny().train()
    optimiser = torch.optim.Adam(network.parameters(), lr=0.01)
    source = draw(16, 4)
    target = torch.cat([torch.full((16, 1), BEGIN), source.flip(1)], dim=1)
    for _ in range(100):
        logits = network(source, target[:, :-1])
        loss = functional.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert (network(source, target[:, :-1]).argmax(-1) == target[:, 1:]).float().mean() > 0.95
