"""Translating: greedy, by beam, and told how."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from models.translation import translator
from models.translation.network import Reading
from models.translation.translator import beam, greedy, look
from models.translation.vocabulary import END
from tests.models.translation.conftest import pieces, tiny


class Trap:
    """The most probable first piece leads where nothing is probable."""

    chances = {  # noqa: RUF012
        (): {10: 0.6, 11: 0.4},
        (10,): {12: 0.3, 13: 0.3, END: 0.2},
        (11,): {END: 1.0},
    }

    def read(self, source: torch.Tensor) -> Reading:
        return Reading(torch.zeros(*source.shape, 1), torch.ones(len(source), 1, 1, source.shape[1]))

    def write(self, reading: Reading, written: torch.Tensor) -> torch.Tensor:
        return written[..., None].float()

    def judge(self, written: torch.Tensor) -> torch.Tensor:
        raise NotImplementedError


def trapped() -> Any:
    network = Trap()
    seen: list[torch.Tensor] = []

    def write(reading: Reading, written: torch.Tensor) -> torch.Tensor:
        seen.append(written)
        return torch.zeros(*written.shape, 1)

    def judge(_: torch.Tensor) -> torch.Tensor:
        logits = torch.full((len(seen[-1]), 60), -30.0)
        for row, sentence in enumerate(seen[-1].tolist()):
            for piece, chance in network.chances.get(tuple(sentence[1:]), {END: 0.1}).items():
                logits[row, piece] = float(np.log(chance))
        return logits

    network.write, network.judge = write, judge  # type: ignore[method-assign]
    return network


def test_the_beam_finds_what_the_most_probable_piece_misses() -> None:
    vocabulary = pieces()
    best = beam(trapped(), vocabulary, "the cat", "ru")[0]
    assert best.text == vocabulary.decode([11])
    assert greedy(trapped(), vocabulary, ["the cat"], "ru")[0] != best.text


def test_candidates_differ_and_the_best_is_first() -> None:
    found = beam(tiny(), pieces(), "the cat sleeps", "ru")
    assert len({each.text for each in found}) == len(found) > 1
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(each.score <= 0 for each in found)


def test_sentences_are_translated_together_as_they_are_alone() -> None:
    network, vocabulary = tiny(), pieces()
    texts = ["the cat sleeps", "the dog", "dog eats the cat"]
    alone = [greedy(network, vocabulary, [text], "ru")[0] for text in texts]
    together = greedy(network, vocabulary, texts, "ru")
    assert [a[:20] for a in together] == [a[:20] for a in alone]


def test_a_look_tells_attention_and_the_next_pieces() -> None:
    seen = look(tiny(), pieces(), "the cat sleeps", "ru")
    assert "".join(seen.source).replace("▁", " ").strip() == "the cat sleeps"
    assert seen.shares.shape == (len(seen.written), len(seen.source))
    assert np.allclose(seen.shares.sum(1), 1, atol=1e-4)
    for piece, likely in zip(seen.written, seen.following, strict=True):
        assert likely[0][0] == piece
        assert [chance for _, chance in likely] == sorted((chance for _, chance in likely), reverse=True)


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂" * 5, "א ב ג", "word " * 2000, "\x00\n"])
def test_any_text_gets_an_answer(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translator, "load_network", lambda *_: tiny())
    monkeypatch.setattr(translator.vocabularies, "shipped", pieces)
    answer = translator.Translator().translate(text, "ru")
    assert isinstance(answer, str)
    assert bool(answer) or not any(letter.isalnum() for letter in text)
