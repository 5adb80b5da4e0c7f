"""How the translator learns: from pairs of sentences, in both directions at once."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import numpy as np
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Double
from models.base.crops import DataError
from models.base.training import Batch, LearningConfig, Task
from models.translation import vocabulary
from models.translation.corpus import Pair, read_pairs
from models.translation.network import Shape, Transformer, padded
from models.translation.scores import score
from models.translation.translator import greedy
from models.translation.vocabulary import BEGIN, END, INTO, PAD

SHARES = {"smartool": 0.4, "grammar": 0.35, "games": 0.1, "phrases": 0.07, "words": 0.08}
"""Which part of a batch is of which file; what a missing file would have had, the others get."""
LENGTHS = (4, 6, 8, 10, 12, 14, 16, 18, 20)
"""A batch is of sentences of like length, in pieces; longer ones are not trained on."""

ROWS = 128
"""Pieces that are judged at once are so many, or a multiple; the rest is padding."""


@dataclass(kw_only=True)
class TranslationTask(Task):
    """Translation between Russian and English, both directions in one transformer."""

    name: ClassVar[str] = "translation"
    learning: ClassVar[LearningConfig] = LearningConfig(
        batch=96, rate=1.5e-3, warm_up=400, horizon=6000, averaging=0.995, every=50
    )
    source: ClassVar[str] = (
        "tools/prepare_translation.py: SMARTool (CC BY 4.0) less held-out lemmas, Battle for Wesnoth and "
        "Freeciv (GPL-2+), Cataclysm: Dark Days Ahead (CC BY-SA 3.0), Mueller's dictionary (GPL-2+), and "
        "pairs of the own grammar"
    )

    data: Path = Path("data/translation")
    """Folder that tools/prepare_translation.py filled."""

    def build(self) -> nn.Module:
        """Return the untrained transformer."""
        return Transformer(Shape())

    def batch(self, random: np.random.Generator, count: int) -> Batch:
        """Draw sentences of like length; half of them are translated into each language."""
        bucket = self._buckets[int(random.choice(len(self._buckets), p=self._chances))]
        picks = random.choice(len(bucket.pairs), count, p=bucket.chances)
        sources, targets = [], []
        for turn, pick in enumerate(picks):
            pair, into = bucket.pairs[pick], ("ru", "en")[turn % 2]
            source, target = pair if into == "ru" else pair[::-1]
            sources.append([INTO[into], *source, END])  # type: ignore[index]
            targets.append([BEGIN, *target, END])
        return {"source": padded(sources), "target": padded(targets)}

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the cross-entropy of the next pieces, a tenth of it against all pieces alike."""
        target = batch["target"]
        assert isinstance(network, Transformer)
        wanted = target[:, 1:]
        there = wanted != PAD
        written = network.write(network.read(batch["source"]), target[:, :-1])[there]
        # oneDNN makes, and keeps, machine code for every number of rows: few numbers, little code.
        more = -len(written) % ROWS
        logits = network.judge(functional.pad(written, (0, 0, 0, more)))
        answers = functional.pad(wanted[there], (0, more), value=PAD)
        lost = functional.cross_entropy(logits.float(), answers, ignore_index=PAD, label_smoothing=0.1)
        return lost, {}

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Return chrF into each language on sentences of up to 10 words that are not trained on."""
        pairs = [p for p in read_pairs(self.data / "dev.tsv") if len(p.en.split()) <= 10][:100]
        figures = {}
        for into in INTO:
            texts = [pair.en if into == "ru" else pair.ru for pair in pairs]
            references = [[pair.ru if into == "ru" else pair.en] for pair in pairs]
            found = greedy(network, vocabulary.shipped(), texts, into)  # type: ignore[arg-type]
            figures[f"chrf_{into}"] = score(found, references).chrf
        return figures

    @cached_property
    def _chances(self) -> Double:
        masses = np.array([bucket.mass for bucket in self._buckets])
        chances: Double = masses / masses.sum()
        return chances

    @cached_property
    def _buckets(self) -> list["_Bucket"]:
        rows: list[list[tuple[tuple[list[int], list[int]], float]]] = [[] for _ in LENGTHS]
        for name, share in SHARES.items():
            path = self.data / f"{name}.tsv"
            pairs = list(self._cut(read_pairs(path))) if path.exists() else []
            for pair in pairs:
                rows[bisect_left(LENGTHS, max(map(len, pair)))].append((pair, share / len(pairs)))
        if not any(rows):
            raise DataError(f"{self.data} has no pairs: tools/prepare_translation.py makes them")
        return [_Bucket(row) for row in rows if row]

    def _cut(self, pairs: list[Pair]) -> Iterator[tuple[list[int], list[int]]]:
        for pair in pairs:
            cut = vocabulary.shipped().encode(pair.en), vocabulary.shipped().encode(pair.ru)
            if max(map(len, cut)) <= LENGTHS[-1] and min(map(len, cut)):
                yield cut


class _Bucket:
    """Pairs of like length, and how often each is drawn."""

    def __init__(self, rows: list[tuple[tuple[list[int], list[int]], float]]) -> None:
        self.pairs = [pair for pair, _ in rows]
        weights = np.array([weight for _, weight in rows])
        self.mass = float(weights.sum())
        self.chances = weights / self.mass
