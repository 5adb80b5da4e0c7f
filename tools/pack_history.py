"""Pack the generators of a training's history small enough to ship, for the time machine.

python -m tools.pack_history --run runs/gan
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import tyro

from models.generator.history import FOLDER, pack_run


@dataclass(frozen=True)
class Options:
    """What to pack, and where to."""

    run: Path = Path("runs/gan")
    """Folder that `python -m models.train gan --out` was given."""
    out: Path = FOLDER
    """Folder for the packed files; older ones there are removed."""
    most: int = 16
    """Moments at most."""


def main(arguments: list[str] | None = None) -> None:
    """Pack them and say what was packed."""
    options = tyro.cli(Options, args=arguments)
    steps = pack_run(options.run / "history", options.out, options.most)
    size = sum(path.stat().st_size for path in options.out.glob("*.safetensors"))
    print(f"steps {', '.join(map(str, steps))}: {size / 2**20:.1f} MiB in {options.out}")


if __name__ == "__main__":
    main()
