"""Train an image model: ``python -m models.train inpainting --minutes 60 --out runs/inpainting``.

It writes ``training.safetensors`` (all that ``--resume`` needs) and ``weights.safetensors`` (what ships) into
the folder every two minutes and at the end, and logs for TensorBoard where that is installed. Ctrl+C or a
TERM signal ends it cleanly. Several processes train together under
``torchrun --nproc-per-node=2 -m models.train …``.
"""

import json
import shlex
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import tyro

from models.base import command_line, training
from models.base.checkpoint import CheckpointError
from models.base.crops import DataError
from models.base.distributed import ALONE, Team, joined
from models.base.runtime import DeviceError, DeviceName, choose
from models.base.signals import stop_signal
from models.base.threads import use_threads
from models.base.training import Diverged, LearningConfig, Snapshot, Task
from models.base.typed_fields import Range, verify
from models.base.weights import WeightsError
from models.cats.train_attributes import CatAttributesTask
from models.doodles.train import DoodleTask
from models.generator.data_sets import DATA_ERRORS
from models.generator.finetune_discriminator import DiscriminatorTask
from models.generator.train import GanTask
from models.generator.train_edits import EditsTask
from models.inpainting.train import InpaintingTask
from models.inpainting.train_portrait import PortraitTask
from models.portraits.train_attributes import AttributesTask
from models.rain.train import RainTask
from models.translation.train import TranslationTask

SAVE_SECONDS = 120.0


@dataclass(frozen=True, kw_only=True)
class Run:
    """What every training has in common."""

    task: Annotated[Task, tyro.conf.arg(name="")]
    out: Path
    """Folder for checkpoints and logs; with NAME.safetensors the weights go there, the rest to NAME."""
    minutes: Annotated[float, Range(0, 1e6)] = 0.0
    """Stop after so many minutes of this run; 0: when the horizon is reached."""
    steps: Annotated[int | None, Range(0, 2**31)] = None
    """Stop after so many steps of this run."""
    resume: Path | None = None
    """Go on from this training.safetensors, or begin from these weights."""
    overwrite: bool = False
    """Replace the training that lies in the folder already."""
    device: DeviceName = "auto"
    """Where to compute; "auto" takes a graphics card if there is one."""
    learning: LearningConfig
    """How to learn."""
    validate_every: Annotated[int, Range(0, 2**31)] = 500
    """Steps between judgements on pictures that are not trained on; 0: none."""
    json: bool = False
    """Print one JSON object on the last line."""
    keep: tuple[int, ...] = ()
    """Steps whose weights are kept, in the folder history."""

    @property
    def folder(self) -> Path:
        """Where checkpoints and logs go."""
        return self.out.with_suffix("") if self.out.suffix == ".safetensors" else self.out

    @property
    def weights(self) -> Path:
        """Where the weights go."""
        return self.out if self.out.suffix == ".safetensors" else self.out / "weights.safetensors"


def _command(make: Callable[..., Task], **settings: Any) -> tuple[str, Run]:
    """Return what a command does, in words and as options that may be changed."""
    text = str(make.__doc__).partition("\n")[0]
    task = make(**{name: tyro.MISSING for name in ("weights",) if hasattr(make, "network")})
    return text, Run(task=task, out=tyro.MISSING, learning=task.learning, **settings)


MOMENTS = (50, 100, 200, 400, 800, 1500, 2500, 3500, 5000, 6500, 8000, 10_000)
COMMANDS: dict[str, tuple[str, Run]] = {
    "inpainting": _command(InpaintingTask),
    "portrait": _command(PortraitTask),
    "rain": _command(RainTask),
    "attributes": _command(AttributesTask),
    "cat-attributes": _command(CatAttributesTask),
    "gan": _command(GanTask, validate_every=1000, keep=MOMENTS),
    "edits": _command(EditsTask, validate_every=0),
    "translation": _command(TranslationTask),
    "doodles": _command(DoodleTask),
    "discriminator": _command(DiscriminatorTask, validate_every=0),
}


class Recorder:
    """Logs, judges and writes what a training yields."""

    def __init__(self, run: Run, command: str, log: Callable[[str], None]) -> None:
        self.run, self.log = run, log
        self.notes = {"model": run.task.name, "config": asdict(run.learning), "command": command}
        self.metrics: dict[str, float] = {}
        self._judged = 0
        self._saved = time.monotonic()
        self._writer: Any = None
        if find_spec("tensorboard"):
            from torch.utils.tensorboard import SummaryWriter

            self._writer = SummaryWriter(run.folder)

    def take(self, snapshot: Snapshot) -> None:
        """Log a snapshot; judge, keep and write it where that is due."""
        run, step = self.run, snapshot.step
        self._chart("train", snapshot.figures, step)
        figures = "  ".join(f"{name} {value:.4f}" for name, value in snapshot.figures.items())
        self.log(f"step {step:>6}  {snapshot.seconds:7.0f} s  {figures}")
        if run.validate_every and step % run.validate_every < run.learning.every:
            self._judge(snapshot)
        if step in run.keep:
            self._export(run.folder / "history" / f"{step:06}.safetensors", snapshot)
        if time.monotonic() - self._saved > SAVE_SECONDS:
            self._write(snapshot)

    def finish(self, snapshot: Snapshot) -> dict[str, Any]:
        """Judge and write the last snapshot; return what `--json` prints."""
        if self.run.validate_every and self._judged < snapshot.step:
            self._judge(snapshot)
        self._write(snapshot)
        if self._writer is not None:
            self._writer.close()
        return {
            "step": snapshot.step,
            "seconds": round(snapshot.seconds, 1),
            "weights": str(self.run.weights),
            "metrics": self.metrics,
            "config": self.notes["config"],
        }

    def _judge(self, snapshot: Snapshot) -> None:
        self._judged = snapshot.step
        self.metrics = self.run.task.validate(training.built(self.run.task, snapshot.weights).eval())
        self._chart("valid", self.metrics, snapshot.step)
        self.log("  valid: " + "  ".join(f"{name} {figure:.3f}" for name, figure in self.metrics.items()))

    def _chart(self, group: str, figures: Mapping[str, float], step: int) -> None:
        if self._writer is not None:
            for name, figure in figures.items():
                self._writer.add_scalar(f"{group}/{name}", figure, step)

    def _write(self, snapshot: Snapshot) -> None:
        self._saved = time.monotonic()
        training.save(self.run.folder / "training.safetensors", snapshot, self.notes)
        self._export(self.run.weights, snapshot)

    def _export(self, path: Path, snapshot: Snapshot) -> None:
        notes = {**self.notes, "metrics": self.metrics, "data": self.run.task.source}
        training.export(path, snapshot, self.run.task.notes(notes, snapshot))


def train(run: Run, command: str, team: Team = ALONE, log: Callable[[str], None] = print) -> dict[str, Any]:
    """Train until the time, the steps or the horizon are over, or a signal comes.

    Args:
        run: What and how.
        command: The command line, for the files' metadata.
        team: The processes that train together; the leader alone logs, judges and writes.
        log: Takes lines of progress.

    Returns:
        What `--json` prints; nothing in processes that do not lead.

    Raises:
        CheckpointError, DeviceError, Diverged, ValueError: In words; files are as they were last written.
    """
    kept = [path for path in (run.folder / "training.safetensors", run.weights) if path.exists()]
    if kept and not (run.resume or run.overwrite):
        raise ValueError(f"{kept[0]} is there already: --resume it, or give --overwrite or another --out")
    device, began = choose(run.device), time.monotonic()
    snapshot: Snapshot | None = None
    with use_threads(run.learning.threads), stop_signal() as stopped:
        start = training.load(run.resume, run.task) if run.resume else None
        recorder = Recorder(run, command, log) if team.leads else None
        snapshots = training.train(run.task, run.learning, start, steps=run.steps, device=device, team=team)
        for snapshot in snapshots:
            if recorder is not None:
                recorder.take(snapshot)
            if team.any(stopped() or 0 < 60 * run.minutes < time.monotonic() - began):
                break
        snapshots.close()
        if snapshot is None:
            raise ValueError(f"nothing is left to train: the horizon is {run.learning.horizon} steps")
        return recorder.finish(snapshot) if recorder is not None else {}


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and train; return the exit status."""
    given = sys.argv[1:] if arguments is None else arguments

    def command() -> int:
        run = tyro.extras.overridable_config_cli(COMMANDS, prog="python -m models.train", args=given)
        for each in (run, run.learning, run.task):
            verify(each)
        with joined() as team:
            line = shlex.join(["python", "-m", "models.train", *given])
            result = train(run, line, team, log=lambda text: print(text, flush=True))
        if run.json and team.leads:
            print(json.dumps(result))
        return 0

    expected = (CheckpointError, DataError, DeviceError, Diverged, WeightsError, *DATA_ERRORS)
    return command_line.run(command, *expected)


if __name__ == "__main__":
    raise SystemExit(main())
