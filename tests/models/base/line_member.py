"""One of the processes that test_training starts: fits a line, and writes what it ended with."""

from __future__ import annotations

import sys
from pathlib import Path

from models.base.distributed import joined
from models.base.training import save, train
from tests.models.base.test_training import CONFIG, NOTES, Line

if __name__ == "__main__":
    with joined() as team:
        *_, last = train(Line(), CONFIG, steps=20, team=team)
        save(Path(sys.argv[1]) / f"rank{team.rank}.safetensors", last, NOTES)
