"""Pack the generators of a training's history small enough to ship, for the time machine.

python -m tools.pack_history --run runs/gan
"""

from __future__ import annotations

from pathlib import Path

import tyro

from models.generator.data_sets import DATA_SETS, DataName
from models.generator.history import pack_run


def main(run: Path = Path("runs/gan"), pictures: DataName = "portraits", most: int = 16) -> None:
    """Pack them and say what was packed.

    Args:
        run: Folder that `python -m models.train gan --out` was given.
        pictures: What was trained to generate; older packed files are removed.
        most: Moments at most.
    """
    out = DATA_SETS[pictures].history
    steps = pack_run(run / "history", out, most)
    size = sum(path.stat().st_size for path in out.glob("*.safetensors"))
    print(f"steps {', '.join(map(str, steps))}: {size / 2**20:.1f} MiB in {out}")


if __name__ == "__main__":
    tyro.cli(main)
