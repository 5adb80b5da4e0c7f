"""`main.py --bench …`: what the app costs, measured on the running app and printed as one JSON object."""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.app.app import App
from game.ui.settings import Folders

if TYPE_CHECKING:
    from game.app.options import Options

BENCHMARKS = {
    "startup": "game.benchmarks.startup",
    "lecture": "game.benchmarks.lecture",
    "arena": "game.benchmarks.arena",
    "learning": "game.benchmarks.learning",
    "convolution": "game.benchmarks.convolution",
    "detection": "game.benchmarks.detection",
    "inpainting": "game.benchmarks.inpainting",
    "gan": "game.benchmarks.generator",
    "translation": "game.benchmarks.translation",
    "rewards": "game.benchmarks.rewards",
}
"""Modules with a function `measure(app, seconds, seed)`, which returns what belongs into the JSON object.

They are imported after the app was made, so that the start is measured as it is without them.
"""


def run_bench(options: Options) -> int:
    """Run the benchmark that the options name; the last line printed is its JSON object."""
    name = options.bench or "startup"
    if not options.json:
        print(f"measuring {name} for {options.seconds:g} s …", flush=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:  # it may still be written to
        options = replace(options, size=options.size or (1280, 800))
        app = App(options, folders=Folders(Path(home), Path(home), Path(home)))
        try:
            measure = importlib.import_module(BENCHMARKS[name]).measure
            result: dict[str, Any] = measure(app, options.seconds, options.seed)
        finally:
            app.close()
    gc.collect()
    driver = "dummy" if options.headless else os.environ.get("SDL_VIDEODRIVER", sys.platform)
    size = "x".join(map(str, options.size or ()))
    print(json.dumps({"bench": name, "window": size, "driver": driver, **result}), flush=True)
    return 0
