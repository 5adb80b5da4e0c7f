"""The drawing canvas and the descent work before torch is loaded, and models know nothing of the screen."""

import subprocess
import sys
from pathlib import Path

import pytest

LIGHT = (
    "convolution.convolve",
    "convolution.display",
    "convolution.microscope",
    "convolution.kernels",
    "convolution.steal",
    "base.images",
    "base.gallery",
    "base.weights",
    "base.child_process",
    "learning.watched",
    "detection.classic",
)
HEAVY = (
    "classifier.network",
    "classifier.features",
    "classifier.heatmap",
    "classifier.excitation",
    "evaluate",
)


def loaded_by(*names):
    imports = ", ".join(f"models.{name}" for name in names)
    code = f"import sys, {imports}; print(*sys.modules)"
    return set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )


def test_what_need_not_wait_for_torch_comes_without_it():
    loaded = loaded_by(*LIGHT)
    assert "models.convolution.convolve" in loaded
    assert not loaded & {"torch", "pygame", "scipy"}


def test_threads_are_made_by_the_workers_alone():
    root = Path(__file__).parents[1]
    makers = {
        path.relative_to(root).as_posix()
        for folder in ("game", "models")
        for path in (root / folder).rglob("*.py")
        if "ThreadPoolExecutor(" in (text := path.read_text(encoding="utf-8")) or "Thread(" in text
    }
    makers.remove("models/base/worker_process.py")  # a child process, which watches whether its parent lives
    assert {path.rpartition("/")[0] for path in makers} == {"game/workers"}


@pytest.mark.slow
def test_the_rest_knows_no_pygame():
    assert not loaded_by(*LIGHT, *HEAVY) & {"pygame", "pygame_gui"}
