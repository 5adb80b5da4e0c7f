"""A trainer in the place of the small translator: every batch, another sentence is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from models.translation.live import training
from models.translation.live.data import shown_pairs
from models.translation.live.settings import SHOWN, Controls, LiveConfig
from models.translation.live.state import Learner, State
from models.translation.live.training import Shown, Snapshot
from models.translation.translator import Look


def look_at(sentence: int) -> Look:
    source = tuple(f"▁{word}" for word in shown_pairs()[sentence].en.split())
    written = ("▁Я", "▁ви", "жу", ".", "</s>")
    shares = np.full((len(written), len(source)), 1 / len(source), np.float32)
    following = tuple(((piece, 0.9 - 0.1 * i), ("▁он", 0.05)) for i, piece in enumerate(written))
    return Look(source, written, shares, following)


@dataclass
class FakeTrainer:
    """What has been begun: (seed, step, pairs)."""

    begun: list[tuple[int, int, int]] = field(default_factory=list)
    fails: bool = False

    def train(
        self,
        config: LiveConfig,
        resume: State | None = None,
        wish: Callable[[], Controls | None] | None = None,
    ) -> Iterator[Snapshot]:
        step = resume.step if resume is not None else 0
        seed = resume.seed if resume is not None else config.seed
        controls = resume.controls if resume is not None else config.controls
        self.begun.append((seed, step, controls.pairs))
        while True:
            if self.fails:
                raise RuntimeError("no power")
            controls = (wish() if wish is not None else None) or controls
            shown = tuple(
                Shown(pair, pair.ru if i < step else "Он он.") for i, pair in enumerate(shown_pairs())
            )
            curve = np.array([(s, s, 6 - s / 4, 0, 0) for s in range(step + 1)], np.float32)
            state = (
                State(seed, step, float(step), controls, curve, Learner(seed).tensors())
                if step % 4 == 0
                else None
            )
            seen = shown[: SHOWN // 2]
            yield Snapshot(
                step, float(step), controls, 1.0, curve, shown, seen, look_at(controls.look), state
            )
            step += 1


@pytest.fixture
def fake_trainer(monkeypatch: pytest.MonkeyPatch) -> FakeTrainer:
    fake = FakeTrainer()
    monkeypatch.setattr(training, "train", fake.train)
    return fake
