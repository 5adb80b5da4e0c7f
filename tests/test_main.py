"""The app as a command, without a window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from game import __version__
from tests.colours import colours

ROOT = Path(__file__).parents[1]
LIMIT = 120
"""Seconds until a run counts as stuck, on a busy machine."""


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", *words],
        cwd=ROOT,
        env={**os.environ, "LATENT_ARCADE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


@pytest.mark.parametrize("frames", ["1", "25"])
def test_quitting_while_torch_still_loads(frames: str, tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    done = run(tmp_path, "--headless", "--frames", frames, "--screenshot", str(shot), "--size", "960x600")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert Image.open(shot).size == (960, 600)
    assert json.loads((tmp_path / "config" / "settings.json").read_text())["window"] == [960, 600]


def test_the_version_and_the_log(tmp_path: Path) -> None:
    shown = run(tmp_path, "--version")
    assert shown.stdout == f"latent-arcade {__version__}\n"
    assert not list(tmp_path.iterdir())
    run(tmp_path, "--headless", "--frames", "1")
    assert __version__ in (tmp_path / "state" / "latent-arcade.log").read_text("utf-8")


def test_a_worker_comes_in_by_the_same_door_and_loads_no_window(tmp_path: Path) -> None:
    code = "import sys; sys.frozen = True\n"
    code += "from models.base.worker_process import worker_command\n"
    code += "print(*worker_command('tests.test_main:told', 'a word')[1:], sep='\\n')"
    words = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    done = run(tmp_path, *words.stdout.splitlines())
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"word": "a word", "pygame": False}
    assert not list(tmp_path.iterdir())


def told(word: str) -> None:
    """What a worker of the test above is asked to do."""
    print(json.dumps({"word": word, "pygame": "pygame" in sys.modules}))


def test_a_scene_from_the_command_line(tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    words = ["--headless", "--scene", "arena", "--lang", "ru", "--theme", "light", "--frames", "60"]
    done = run(tmp_path, *words, "--screenshot", str(shot))
    assert done.returncode == 0, done.stderr
    picture = np.asarray(Image.open(shot))
    assert picture.shape == (800, 1280, 3)
    assert colours(picture) > 50
    assert picture.mean() > 120, "the light theme"


def test_a_screenshot_that_cannot_be_written_is_an_error_with_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    shot = tmp_path / "file" / "shot.png"
    done = run(tmp_path, "--headless", "--frames", "1", "--screenshot", str(shot))
    assert done.returncode == 2
    assert str(shot.parent) in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_from_a_deleted_folder_it_starts_in_another(tmp_path: Path) -> None:
    home, gone = tmp_path / "home", tmp_path / "gone"
    command = f"mkdir {gone} && cd {gone} && rmdir {gone} && exec {sys.executable} {ROOT / 'main.py'} "
    done = subprocess.run(
        ["sh", "-c", f"{command} --headless --frames 1 --scene convolution"],
        env={**os.environ, "LATENT_ARCADE_HOME": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("the current folder has been deleted")
    assert len(done.stderr.splitlines()) == 1


def test_help_and_mistakes(tmp_path: Path) -> None:
    shown = run(tmp_path, "--help")
    assert shown.returncode == 0
    for flag in ("--scene", "--lang", "--size", "--theme", "--seed", "--frames", "--screenshot"):
        assert flag in shown.stdout
    wrong = run(tmp_path, "--scene", "nowhere")
    assert wrong.returncode != 0
    assert "nowhere" in wrong.stdout + wrong.stderr
    assert not (tmp_path / "config").exists()


BUSY = """
import time
import torch
import main
from game.workers.latest_call import LatestCall
from tests.colours import colours

def compute(_):
    network, picture = torch.nn.Conv2d(16, 16, 3), torch.rand(1, 16, 64, 64)
    started.append(1)
    while True:
        network(picture).sum().backward()

def fail():
    raise {error}

started = []
call = LatestCall(compute, name="busy")
call.submit(None)
while not started:
    time.sleep(0.01)
time.sleep(0.3)
main.main = fail
main.run()
"""


@pytest.mark.parametrize(("error", "status"), [("ValueError('broken')", 1), ("KeyboardInterrupt", 130)])
def test_an_error_beside_a_busy_network_ends_with_words_and_no_abort(error: str, status: int) -> None:
    """Python's own shutdown would have torch call std::terminate in the thread that computes."""
    done = subprocess.run(
        [sys.executable, "-c", BUSY.format(error=error)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert "terminate called" not in done.stderr
    assert ("broken" in done.stderr) == (status == 1)
