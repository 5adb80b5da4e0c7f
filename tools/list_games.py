"""Renew assets/data/other_games.json: what the console says about every game in it.

`python tools/list_games.py` plays each game for a minute at random. Titles, and which games have a rival who
plays for points of its own, are kept as they are: the console cannot tell them. ROMs that the emulator knows
only with two players end the process that opens them; hence one process a game, and they are left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "assets" / "data" / "other_games.json"
STEPS = 3600


def examine(game: str) -> dict[str, object]:
    """What the console knows about a game."""
    import numpy as np
    from ale_py import ALEInterface, LoggerMode, roms

    ALEInterface.setLoggerMode(LoggerMode.Error)
    console = ALEInterface()
    console.setInt("random_seed", 1)
    console.setFloat("repeat_action_probability", 0.0)
    console.loadROM(str(roms.get_rom_path(game)))
    actions = [action.value for action in console.getMinimalActionSet()]

    def pictures(pressed: int) -> int:
        console.reset_game()
        seen = set()
        for frame in range(600):
            console.act(pressed if frame % 60 < 4 else 0)
            if frame > 60:
                seen.add(console.getScreenGrayscale().tobytes())
        return len(seen)

    # A waiting screen stands still, or it blinks.
    fire = 1 in actions and pictures(0) <= 2 < pictures(1)
    rng = np.random.default_rng(0)
    console.reset_game()
    most, action = 0, 0
    for step in range(STEPS):
        if step % 6 == 0:
            action = int(rng.choice(actions))
        console.act(action)
        most = max(most, console.lives())
        if console.game_over():
            console.reset_game()
    return {"actions": actions, "fire": fire, "lives": most > 1}


def main() -> int:
    """Examine all games, each in a process of its own; returns the exit code."""
    if len(sys.argv) > 1:
        print(json.dumps(examine(sys.argv[1])))
        return 0
    lines = []
    for game, known in json.loads(TARGET.read_text("utf-8")).items():
        found = subprocess.run([sys.executable, __file__, game], capture_output=True, text=True, check=False)
        if found.returncode:
            print(f"{game}: left out", file=sys.stderr)
            continue
        facts = {"title": known["title"], **json.loads(found.stdout.splitlines()[-1])}
        facts |= {"rivals": known.get("rivals", False)}
        facts = {name: fact for name, fact in facts.items() if fact is not False}
        lines.append(f" {json.dumps(game)}: {json.dumps(facts)}")
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
