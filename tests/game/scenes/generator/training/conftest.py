"""A fake pair of networks that learns at once; everything around it is real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

import models.generator.live.training
from game.scenes.generator.training.session import GanTraining
from game.workers import process_training
from models.generator.live.lesson import Lesson, Moved, Verdicts, Weight
from models.generator.live.networks import LATENT, SIDE
from models.generator.live.settings import Controls, LiveConfig
from models.generator.live.state import FIGURES, State
from models.generator.live.training import FACES, Snapshot

LAYERS = {
    "discriminator": ("head", "shrink", "first", "down", "second", "judge"),
    "generator": ("mapping", "start", "coarse", "bank", "fine", "paint"),
}
TENSORS = MappingProxyType({})


def lesson_at(step: int) -> Lesson:
    picture = np.full((SIDE, SIDE, 3), 90, np.uint8)
    return Lesson(
        step=step,
        latent=np.linspace(-2, 2, LATENT).astype(np.float32),
        made=picture,
        real=picture + 60,
        verdicts=Verdicts((0.7, 1.0), (0.4, 0.3), 0.45),
        wished=picture + 5,
        heat=np.linspace(0, 1, SIDE * SIDE).reshape(SIDE, SIDE).astype(np.float32),
        again=picture + 9,
        loss_discriminator=1.234,
        loss_generator=0.987,
        moved=tuple(
            Moved(side, layer, 0.5 + index, 0.01 * (index + 1))  # type: ignore[arg-type]
            for side, layers in LAYERS.items()
            for index, layer in enumerate(layers)
        ),
        weights={
            "discriminator": Weight("judge", -0.1234, 0.5, -0.1242),
            "generator": Weight("coarse", 0.1, -0.5, 0.1),
        },
    )


def snapshot_at(step: int, controls: Controls, state: State | None, **more: Any) -> Snapshot:
    grid = np.full((FACES, SIDE, SIDE, 3), (step // 8 + 40 * controls.faces) % 250, np.uint8)
    point = (step, step / 20, 1.3, 12345.678, 0.6, 0.4, 123.4, 0.00012, 0.55, 9)
    steps = np.arange(8, step + 1, 8, dtype=np.float32)[-300:]
    curve = np.repeat(np.array([point], np.float32), len(steps), axis=0)
    curve[:, 0] = steps
    figures = MappingProxyType(dict(zip(FIGURES, map(float, point), strict=True)))
    return Snapshot(step, step / 20, controls, figures, curve, grid, state=state, **more)


def step_of(run: GanTraining) -> int:
    assert run.snapshot is not None
    return run.snapshot.step


def test_other_faces_redraw_the_history(run: GanTraining, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        models.generator.live.training, "make", lambda weights, latents: np.full((64, 2, 2, 3), weights)
    )
    run.start()
    for step, weights in ((8, 11), (16, None), (24, 33)):
        run.history.add(snapshot_at(step, run.controls, None, weights=weights))
    run.show_faces(9)
    run.update(0.01)
    assert [(moment.step, int(moment.grid[0, 0, 0, 0])) for moment in run.history.moments[:2]] == [
        (8, 11),
        (24, 33),
    ]


class FakeTrainer:
    """Stands in for `live.training.train`: eight rounds a snapshot, each with a full state."""

    def __init__(self) -> None:
        self.begun: list[tuple[int, int]] = []
        self.trouble = ""
        self.fail = ""
        self.nice = -1
        self.killed = False

    def __call__(self, *, nice: int) -> FakeTrainer:
        """Be the process."""
        self.nice = nice
        return self

    def kill(self, seconds: float = 0.0) -> None:
        self.killed = True

    def iterate(self, target: str, *arguments: Any, wish: Callable[[], Any]) -> Iterator[Snapshot]:
        assert target == "models.generator.live.training:train"
        yield from self.train(*arguments, wish)

    def train(
        self, config: LiveConfig, resume: State | None = None, wish: Callable[[], Any] | None = None
    ) -> Iterator[Snapshot]:
        step = resume.step if resume is not None else 0
        self.begun.append((config.seed, step))
        controls = config.controls

        def state() -> State:
            return State(config.seed, step, 1.0, controls, np.zeros((0, len(FIGURES)), np.float32), TENSORS)

        while True:
            wanted = (wish() if wish is not None else None) or controls
            if self.fail:
                raise RuntimeError(self.fail)
            if wanted.failure != controls.failure:
                yield snapshot_at(step, controls, state())
            explain = wanted.lesson != controls.lesson
            controls = wanted
            step += 1 if explain else 8
            if self.trouble:
                yield snapshot_at(step, controls, None, trouble=self.trouble)
                return
            yield snapshot_at(step, controls, state(), lesson=lesson_at(step) if explain else None)


@pytest.fixture
def fake_trainer(monkeypatch: pytest.MonkeyPatch) -> FakeTrainer:
    trainer = FakeTrainer()
    monkeypatch.setattr(models.generator.live.training, "train", trainer.train)
    monkeypatch.setattr(process_training, "Remote", trainer)
    return trainer
