"""Translate with a transformer: the most probable piece each time, or several candidates at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import torch
from torch import Tensor

from models.base.arrays import Float
from models.base.runtime import load_network
from models.base.threads import single_thread
from models.base.weights import WEIGHTS
from models.translation import vocabulary as vocabularies
from models.translation.corpus import plain
from models.translation.network import Reading, Shape, Transformer, padded
from models.translation.vocabulary import BEGIN, END, INTO, PAD, Language, Vocabulary

LONGEST = 48
"""Pieces of a sentence, at most; what comes after them is not read."""
BEAM = 4
"""Candidates that are followed."""
LIKELY = 5
"""Next pieces that are told."""
SENTENCE = re.compile(r"(?<=[.!?…])\s+")
MOST_SENTENCES = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A translation, and its mean log-probability a piece: 0 would be certain."""

    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Look:
    """How one sentence was translated.

    Attributes:
        source: The pieces that were read.
        written: The pieces that were written, with the end.
        shares: How much each written piece looked at each read one, (written, source), rows add up to 1.
        following: Before each written piece, the most probable ones and their probabilities.
    """

    source: tuple[str, ...]
    written: tuple[str, ...]
    shares: Float
    following: tuple[tuple[tuple[str, float], ...], ...]


def encoded(vocabulary: Vocabulary, texts: Sequence[str], into: Language) -> Tensor:
    """Return sentences as the network reads them, (N, length)."""
    return padded([[INTO[into], *vocabulary.encode(plain(text))[:LONGEST], END] for text in texts])


@torch.inference_mode()
def greedy(network: Transformer, vocabulary: Vocabulary, texts: Sequence[str], into: Language) -> list[str]:
    """Translate sentences together, taking the most probable piece each time."""
    source = encoded(vocabulary, texts, into)
    reading = network.read(source)
    written = torch.full((len(texts), 1), BEGIN)
    done = torch.zeros(len(texts), dtype=torch.bool)
    for _ in range(min(LONGEST, source.shape[1] + 8)):
        piece = network.judge(network.write(reading, written)[:, -1]).argmax(-1).masked_fill(done, PAD)
        written = torch.cat([written, piece[:, None]], dim=1)
        done |= piece == END
        if done.all():
            break
    return [vocabulary.decode(row) for row in written.tolist()]


@torch.inference_mode()
def beam(
    network: Transformer, vocabulary: Vocabulary, text: str, into: Language, width: int = BEAM
) -> tuple[Candidate, ...]:
    """Translate a sentence; return candidates, the best first.

    Those are kept whose pieces are the most probable together; in the end the mean of a piece decides, or
    short candidates would always win.
    """
    reading = network.read(encoded(vocabulary, [text], into))
    alive, scores = torch.tensor([[BEGIN]]), torch.zeros(1)
    ended: list[tuple[float, list[int]]] = []
    for length in range(1, min(LONGEST, reading.numbers.shape[1] + 12) + 1):
        many = Reading(*(part.expand(len(alive), *part.shape[1:]) for part in reading))
        logits = network.judge(network.write(many, alive)[:, -1])
        logits[:, [PAD, BEGIN, *INTO.values(), *[END] * (length == 1)]] = -torch.inf
        total = scores[:, None] + logits.log_softmax(-1)
        best, places = total.flatten().topk(2 * width)
        rows, pieces = places // total.shape[1], places % total.shape[1]
        for score, row in zip(best[pieces == END].tolist(), rows[pieces == END].tolist(), strict=True):
            ended.append((score / length, alive[row].tolist()))
        going = (pieces != END).nonzero()[:width, 0]
        alive = torch.cat([alive[rows[going]], pieces[going, None]], dim=1)
        scores = best[going]
        if len(ended) >= width and max(ended)[0] > float(scores.max()) / length:
            break
    ended = ended or [
        (score / alive.shape[1], row) for score, row in zip(scores.tolist(), alive.tolist(), strict=True)
    ]
    found = {vocabulary.decode(row): score for score, row in sorted(ended)}
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return tuple(Candidate(words, score) for words, score in ranked[:width])


@torch.inference_mode()
def look(network: Transformer, vocabulary: Vocabulary, text: str, into: Language) -> Look:
    """Translate a sentence by the most probable pieces, and tell how."""
    source = encoded(vocabulary, [text], into)
    reading = network.read(source)
    written, following = torch.tensor([[BEGIN]]), []
    for _ in range(min(LONGEST, source.shape[1] + 8)):
        chances = network.judge(network.write(reading, written)[0, -1]).softmax(-1)
        best = chances.topk(LIKELY)
        following.append(
            tuple(zip(map(vocabulary.piece, best.indices.tolist()), best.values.tolist(), strict=True))
        )
        written = torch.cat([written, best.indices[None, :1]], dim=1)
        if written[0, -1] == END:
            break
    shares = network.attention(reading, written[:, :-1])[0]
    return Look(
        tuple(map(vocabulary.piece, source[0, 1:-1].tolist())),
        tuple(map(vocabulary.piece, written[0, 1:].tolist())),
        (shares[:, 1:-1] / shares[:, 1:-1].sum(-1, keepdim=True).clamp_min(1e-9)).numpy(),
        tuple(following),
    )


class Translator:
    """The shipped network, ready to translate; used by one thread at a time."""

    def __init__(self, weights: Path | None = None) -> None:
        """Load it, or other weights.

        Raises:
            WeightsError, CheckpointError: It is missing or changed.
        """
        self.vocabulary = vocabularies.shipped()
        self.network = cast(Transformer, load_network("translation", lambda: Transformer(Shape()), weights))

    def candidates(self, sentence: str, into: Language) -> tuple[Candidate, ...]:
        """Return translations of one sentence, the best first."""
        with single_thread():
            return beam(self.network, self.vocabulary, sentence, into)

    def translate(self, text: str, into: Language) -> str:
        """Return the translation of a text, sentence by sentence; "" of one without words."""
        sentences = [part for part in SENTENCE.split(text.strip()) if re.search(r"\w", part)]
        return " ".join(self.candidates(part, into)[0].text for part in sentences[:MOST_SENTENCES])


@cache
def shipped() -> Translator | None:
    """Return the shipped translator, loaded once; None where none is shipped."""
    return Translator() if "translation" in WEIGHTS else None
