"""Train an image model: ``python -m models.train inpainting --minutes 60 --out runs/inpainting``.

It writes ``training.safetensors`` (all that ``--resume`` needs) and ``weights.safetensors`` (what ships) into
the folder every two minutes and at the end, and TensorBoard logs. Ctrl+C or a TERM signal ends it cleanly.
"""

from __future__ import annotations

import json
import shlex
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tyro

from models.base.training import LearningConfig

if TYPE_CHECKING:
    from models.base.training import Learner, Snapshot, Task

SAVE_SECONDS = 120.0


@dataclass(frozen=True)
class Run:
    """What every training has in common."""

    out: Path
    """Folder for checkpoints and logs."""
    minutes: float = 0.0
    """Stop after so many minutes of this run; 0: when the horizon is reached."""
    resume: Path | None = None
    """Go on from this training.safetensors, or begin from these weights."""
    learning: LearningConfig = field(default_factory=LearningConfig)
    """How to learn."""
    validate_every: int = 500
    """Steps between judgements on pictures that are not trained on."""
    json: bool = False
    """Print one JSON object on the last line."""
    keep: tuple[int, ...] = ()
    """Steps whose weights are kept, in the folder history."""

    def task(self) -> Task:
        """Return what is trained."""
        raise NotImplementedError

    def data(self) -> str:
        """Say what it is trained on, for the weights' metadata."""
        raise NotImplementedError

    def learner(self) -> Learner:
        """Return what trains it."""
        from models.base.training import Learner

        return Learner(self.task(), self.learning)


@dataclass(frozen=True)
class Inpainting(Run):
    """Fill holes in photographs and drawings."""

    side: int = 96
    """Side of a piece in pixels, a multiple of 16; of 32 with perception."""
    perception: float = 0.0
    """Weight of how different the result looks to EfficientNet-Lite0."""

    def task(self) -> Task:
        """Return what is trained."""
        from models.inpainting.train import InpaintingTask

        return InpaintingTask(self.side, self.perception)

    def data(self) -> str:
        """Say what it is trained on."""
        return "tools/prepare_photos.py: photographs and drawings from Debian packages"


@dataclass(frozen=True)
class Portrait(Run):
    """Complete cartoon portraits."""

    def task(self) -> Task:
        """Return what is trained."""
        from models.inpainting.train_portrait import PortraitTask

        return PortraitTask()

    def learner(self) -> Learner:
        """Return what trains it; a new network begins with what can be read off the portraits."""
        from models.base.training import Learner
        from models.inpainting.train_portrait import PortraitTask

        task = PortraitTask()
        learner = Learner(task, self.learning)
        if self.resume is None:
            learner.begin(task.begin)
        return learner

    def data(self) -> str:
        """Say what it is trained on."""
        return "tools/prepare_portraits.py: labelled portraits, the train split"


@dataclass(frozen=True)
class Rain(Run):
    """Wash rain off photographs."""

    side: int = 112
    """Side of a piece in pixels, a multiple of 8."""

    def task(self) -> Task:
        """Return what is trained."""
        from models.rain.train import RainTask

        return RainTask(self.side)

    def data(self) -> str:
        """Say what it is trained on."""
        return "tools/prepare_photos.py: photographs and drawings from Debian packages; synthetic rain"


@dataclass(frozen=True)
class Attributes(Run):
    """Read hair, glasses and the like from cartoon portraits."""

    learning: LearningConfig = field(
        default_factory=lambda: LearningConfig(batch=64, rate=2e-3, warm_up=100, horizon=4000, averaging=0.99)
    )
    """How to learn."""

    def task(self) -> Task:
        """Return what is trained."""
        from models.portraits.train_attributes import AttributesTask

        return AttributesTask()

    def data(self) -> str:
        """Say what it is trained on."""
        return "tools/prepare_portraits.py: labelled portraits, the train split"


@dataclass(frozen=True)
class Gan(Run):
    """Generate cartoon portraits."""

    learning: LearningConfig = field(
        default_factory=lambda: LearningConfig(batch=16, momentum=0.5, horizon=40_000, averaging=0.998)
    )
    """How to learn."""
    side: int = 64
    """Side of the pictures: 16, 32 or 64."""
    validate_every: int = 1000
    """Steps between judgements on portraits that are not trained on."""
    keep: tuple[int, ...] = (50, 100, 200, 400, 800, 1500, 2500, 3500, 5000, 6500, 8000, 10_000)
    """Steps whose weights are kept, in the folder history."""

    def task(self) -> Task:
        """Return what is trained."""
        from models.generator.train import GanTask

        return GanTask(self.side)

    def learner(self) -> Learner:
        """Return what trains it."""
        from models.generator.train import GanLearner

        return GanLearner(self.task(), self.learning)

    def data(self) -> str:
        """Say what it is trained on."""
        return "tools/prepare_portraits.py: the train split"


COMMANDS: dict[str, Callable[..., Run]] = {
    "gan": Gan,
    "inpainting": Inpainting,
    "portrait": Portrait,
    "rain": Rain,
    "attributes": Attributes,
}


def train(run: Run, log: Callable[[str], None] = print) -> dict[str, Any]:
    """Train until the time or the horizon is over, or a signal comes; return the last line's object."""
    from torch.utils.tensorboard import SummaryWriter

    command = shlex.join(["python", "-m", "models.train", *sys.argv[1:]])
    learner = run.learner()
    if run.resume is not None:
        learner.resume(run.resume)
    run.out.mkdir(parents=True, exist_ok=True)
    stopped = False

    def stop(*_: object) -> None:
        nonlocal stopped
        stopped = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    writer = SummaryWriter(run.out)
    start = saved = time.monotonic()
    metrics: dict[str, float] = {}
    for snapshot in learner.steps():
        now = time.monotonic()
        done = stopped or learner.step >= run.learning.horizon
        done = done or (run.minutes > 0 and now - start > 60 * run.minutes)
        for name, figure in snapshot.figures.items():
            writer.add_scalar(f"train/{name}", figure, snapshot.step)
        log(_line(snapshot))
        if done or learner.step % run.validate_every < run.learning.every:
            metrics = learner.task.validate(learner.averaged())
            for name, figure in metrics.items():
                writer.add_scalar(f"valid/{name}", figure, snapshot.step)
            log("  valid: " + "  ".join(f"{name} {figure:.3f}" for name, figure in metrics.items()))
        if snapshot.step in run.keep:
            path = run.out / "history" / f"{snapshot.step:06}.safetensors"
            learner.export(path, command, metrics, run.data())
        if done or now - saved > SAVE_SECONDS:
            saved = now
            _write(learner, run, command, metrics)
        if done:
            break
    writer.close()
    return {
        "step": learner.step,
        "seconds": round(learner.seconds, 1),
        "weights": str(run.out / "weights.safetensors"),
        "metrics": metrics,
        "config": asdict(run.learning),
    }


def _write(learner: Learner, run: Run, command: str, metrics: dict[str, float]) -> None:
    learner.save(run.out / "training.safetensors", command)
    learner.export(run.out / "weights.safetensors", command, metrics, run.data())


def _line(snapshot: Snapshot) -> str:
    figures = "  ".join(f"{name} {value:.4f}" for name, value in snapshot.figures.items())
    return f"step {snapshot.step:>6}  {snapshot.seconds:7.0f} s  {figures}"


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and train; return the exit status."""
    run = tyro.extras.subcommand_cli_from_dict(COMMANDS, prog="python -m models.train", args=arguments)
    from models.base.crops import DataError
    from models.portraits.dataset import PortraitError

    try:
        result = train(run, log=lambda line: print(line, flush=True))
    except (DataError, PortraitError) as error:
        print(error, file=sys.stderr)
        return 1
    if run.json:
        print(json.dumps(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
