"""Every training command takes two steps on a handful of pictures, and leaves files to go on from."""

from __future__ import annotations

import json
import shlex
import shutil
import signal
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from models import knobs, train, train_judge
from models.base import checkpoint
from models.base.runtime import load_network
from models.base.training import from_weights
from models.generator.network import Gan
from models.portraits.dataset import SAMPLE, SAMPLE_ATTRIBUTES

STEPS = {
    "inpainting": "--side 32 --perception 0.1",
    "portrait": "",
    "rain": "--side 32",
    "attributes": "--count 64",
    "gan": "--side 16",
    "edits": "--fitted 16",
    "cat-attributes": "--count 64",
    "discriminator": "--portraits 32 --made 32 --aged 4",
}

TUNED = {"edits": "edits", "discriminator": "judge"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("inpainting.train.HELD_OUT", "rain.train.HELD_OUT", "generator.train.SAMPLES"):
        monkeypatch.setattr(f"models.{name}", 2)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What tools/ prepare, but small: four photographs and drawings, forty portraits."""
    folder = tmp_path_factory.mktemp("data")
    random = np.random.default_rng(0)
    for name in ("photos", "drawings"):
        (folder / name).mkdir()
        entries = [{"file": f"{n}.png", "split": ("train", "valid")[n % 2]} for n in range(4)]
        for entry in entries:
            rgb = cv2.GaussianBlur(random.integers(0, 256, (96, 128, 3), np.uint8), (0, 0), 3)
            cv2.imwrite(str(folder / name / entry["file"]), rgb)
        (folder / name / "index.json").write_text(json.dumps(entries))
    (folder / "portraits").mkdir()
    shutil.copy(SAMPLE_ATTRIBUTES, folder / "portraits" / "attributes.json")
    with np.load(SAMPLE, allow_pickle=False) as archive:
        arrays = {name: values[:40] for name, values in archive.items() if name != "png"}
        arrays["offsets"] = archive["offsets"][:41]
        arrays["png"] = archive["png"][: arrays["offsets"][-1]]
    for split in ("train", "valid", "edits"):
        np.savez(folder / "portraits" / f"{split}.npz", **arrays)
    return folder


@pytest.fixture(scope="module")
def generator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights as `python -m models.train gan` leaves them."""
    path = tmp_path_factory.mktemp("gan") / "weights.safetensors"
    with torch.random.fork_rng():
        torch.manual_seed(0)
        weights = Gan().state_dict()
    notes = {"model": "gan", "kind": "weights", "step": 7}
    checkpoint.save(path, {name: value.half() for name, value in weights.items()}, notes)
    return path


def run(command: str, *options: object) -> int:
    fixed = "--device cpu --learning.batch 4 --learning.every 1 --seed 2"
    return train.main([command, *shlex.split(f"{fixed} {STEPS[command]}"), *map(str, options)])


def options_for(command: str, data: Path, generator: Path) -> list[object]:
    return ["--data", data, *(["--weights", generator] if command in TUNED else [])]


@pytest.mark.parametrize("command", STEPS)
def test_two_steps(command, data, generator, tmp_path, capsys) -> None:
    handler, threads = signal.getsignal(signal.SIGTERM), torch.get_num_threads()
    drawn = torch.get_rng_state()
    options = options_for(command, data, generator)
    assert run(command, *options, "--out", tmp_path, "--steps", 2, "--json") == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert result["step"] == 2
    assert result["config"]["seed"] == 2
    assert all(np.isfinite(value) for value in result["metrics"].values())
    assert bool(result["metrics"]) == (command not in TUNED)
    assert signal.getsignal(signal.SIGTERM) is handler
    assert torch.get_num_threads() == threads
    assert torch.equal(torch.get_rng_state(), drawn)
    task = train.COMMANDS[command][1].task
    assert result["weights"] == str(tmp_path / "weights.safetensors")
    tensors, notes = checkpoint.load(tmp_path / "weights.safetensors")
    assert {value.dtype for value in tensors.values()} <= {torch.float16, torch.int64}
    assert notes["model"] == task.name
    assert (notes[TUNED[command]] if command in TUNED else notes)["data"]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["gan", "edits", "discriminator"])
def test_two_steps_at_once_or_one_by_one(command, data, generator, tmp_path) -> None:
    options = [*options_for(command, data, generator), "--validate-every", 0]
    assert run(command, *options, "--out", tmp_path / "whole", "--steps", 2) == 0
    half = tmp_path / "half"
    for resume in ([], ["--resume", half / "training.safetensors"]):
        assert run(command, *options, "--out", half, "--steps", 1, *resume) == 0
    whole, parts = (
        checkpoint.load(folder / "training.safetensors", 2**28)[0] for folder in (tmp_path / "whole", half)
    )
    assert whole.keys() == parts.keys()
    assert all(torch.equal(value, parts[key]) for key, value in whole.items())


def test_the_older_command_writes_one_file_of_weights(data, generator, tmp_path) -> None:
    turned, judged = tmp_path / "turned.safetensors", tmp_path / "gan.safetensors"
    common = ["--device", "cpu", "--steps", "1", "--learning.batch", "4", "--data", str(data)]
    edits = ["--weights", str(generator), "--out", str(turned), "--fitted", "16"]
    judging = ["--weights", str(turned), "--out", str(judged), "--made", "32", "--aged", "4"]
    assert train.main(["edits", *edits, *common]) == 0
    assert train_judge.main(["discriminator", *judging, *common]) == 0
    before, between, after = (checkpoint.load(path)[0] for path in (generator, turned, judged))
    notes = checkpoint.load(judged)[1]
    assert notes["step"] == 7
    assert notes["edits"]["done"] == notes["judge"]["done"] == 1
    changed = {name.split(".")[0] for name in after if not torch.equal(after[name], between[name])}
    assert changed == {"discriminator"}
    untouched = {name.split(".")[0] for name in before if torch.equal(before[name], between[name])}
    assert "discriminator" in untouched
    assert load_network("gan", Gan, judged).generator.side == 64
    assert (tmp_path / "gan" / "training.safetensors").exists()


def test_weights_are_kept_at_some_steps(data, tmp_path) -> None:
    assert (
        run("gan", "--data", data, "--out", tmp_path, "--steps", 2, "--keep", 1, "--validate-every", 0) == 0
    )
    assert [path.name for path in (tmp_path / "history").iterdir()] == ["000001.safetensors"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--device cuda", "--device cuda"),
        ("--data /nowhere", "tools.prepare_photos"),
        ("--resume /nowhere.safetensors", "/nowhere.safetensors"),
        ("--steps 0", "nothing is left to train"),
        ("--minutes nan", "--minutes: nan is not between"),
        ("--minutes -1", "--minutes: -1.0 is not between"),
        ("--learning.batch 0", "--batch: 0 is not between"),
        ("--seed -5", "--seed: -5 is not between"),
        ("--side 7", "--side: 7 is not between"),
        ("--out /proc/nowhere/x", "/proc/nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    options, message, data, tmp_path, capsys, monkeypatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    given = ["--data", data, *shlex.split(options)]
    assert run("rain", *([] if "--out" in options else ["--out", tmp_path]), *given) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1


def test_the_sliders_command_says_what_is_wrong(tmp_path, capsys) -> None:
    given = ["--weights", str(tmp_path / "absent"), "--out", str(tmp_path / "out")]
    for options, words in (([], "absent"), (["--most", "0"], "--most: 0 is not between")):
        assert knobs.main([*given, *options]) == 2
        error = capsys.readouterr().err
        assert words in error
        assert error.count("\n") == 1


def test_a_training_is_not_replaced_unless_that_is_said(data, tmp_path, capsys) -> None:
    given = ["--data", data, "--out", tmp_path, "--steps", 1, "--validate-every", 0]
    assert run("rain", *given) == 0
    before = (tmp_path / "training.safetensors").read_bytes()
    assert run("rain", *given) == 2
    assert "training.safetensors is there already: --resume" in capsys.readouterr().err
    assert (tmp_path / "training.safetensors").read_bytes() == before
    assert run("rain", *given, "--overwrite") == 0
    assert run("rain", *given, "--resume", tmp_path / "training.safetensors") == 0
    assert checkpoint.load(tmp_path / "weights.safetensors")[1]["step"] == 2


def test_diverged(data, tmp_path, capsys) -> None:
    assert run("rain", "--data", data, "--out", tmp_path, "--learning.rate", "1e30", "--steps", 9) == 2
    assert "the loss is" in capsys.readouterr().err


def test_a_signal_ends_the_training(data, tmp_path, monkeypatch) -> None:
    taken = []

    class Recorder(train.Recorder):
        def take(self, snapshot) -> None:
            super().take(snapshot)
            taken.append(snapshot.step)
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(train, "Recorder", Recorder)
    assert run("rain", "--data", data, "--out", tmp_path, "--validate-every", 0) == 0
    assert taken == [1]
    assert checkpoint.load(tmp_path / "weights.safetensors")[1]["step"] == 1


def test_gan_updates_the_discriminator_once_it_joins_in(data) -> None:
    from models.base.training import LearningConfig
    from models.base.training import train as loop
    from models.generator.train import GanTask

    config = LearningConfig(batch=4, every=1)
    alone, together = loop(GanTask(side=16, data=data, alone=1), config, steps=2)
    assert "discriminator" not in alone.figures
    assert {"discriminator", "fooled", "gap"} <= set(together.figures)
    start = from_weights(GanTask(side=16).start(1).weights)
    name = "network.discriminator.head.weight"
    assert torch.equal(alone.tensors[name], start.tensors[name])
    assert not torch.equal(together.tensors[name], start.tensors[name])
