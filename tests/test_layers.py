"""The drawing canvas has live results before torch is loaded, and models know nothing of the screen."""

import subprocess
import sys

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


def test_what_the_canvas_needs_comes_without_torch():
    loaded = loaded_by(*LIGHT)
    assert "models.convolution.convolve" in loaded
    assert not loaded & {"torch", "pygame", "scipy"}


@pytest.mark.slow
def test_the_rest_knows_no_pygame():
    assert not loaded_by(*LIGHT, *HEAVY) & {"pygame", "pygame_gui"}
