"""Write assets/data/other_games.json: what the console says about every game that ale-py ships.

`python tools/list_games.py` plays each game for a minute at random. ROMs that the emulator knows only with
two players end the process that opens them; hence one process a game, and they are left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "assets" / "data" / "other_games.json"
TUNED = {"pong", "breakout", "boxing", "freeway", "space_invaders"}
TITLES = {
    "atlantis2": "Atlantis II",
    "beam_rider": "Beamrider",
    "darkchambers": "Dark Chambers",
    "et": "E.T. the Extra-Terrestrial",
    "hero": "H.E.R.O.",
    "jamesbond": "James Bond 007",
    "kaboom": "Kaboom!",
    "koolaid": "Kool-Aid Man",
    "kung_fu_master": "Kung-Fu Master",
    "montezuma_revenge": "Montezuma's Revenge",
    "mr_do": "Mr. Do!",
    "ms_pacman": "Ms. Pac-Man",
    "pacman": "Pac-Man",
    "pitfall": "Pitfall!",
    "pitfall2": "Pitfall II",
    "qbert": "Q*bert",
    "riverraid": "River Raid",
    "robotank": "Robot Tank",
    "star_gunner": "Stargunner",
    "tic_tac_toe_3d": "3-D Tic-Tac-Toe",
    "trondead": "Tron: Deadly Discs",
    "up_n_down": "Up'n Down",
    "wizard_of_wor": "Wizard of Wor",
    "yars_revenge": "Yars' Revenge",
}
"""Titles that are not simply their ids in capitals."""
RIVALS = {
    *("backgammon", "double_dunk", "fishing_derby", "flag_capture", "ice_hockey", "othello", "surround"),
    *("tennis", "tic_tac_toe_3d", "video_checkers", "video_chess"),
}
"""Games in which the console plays for points of its own."""
STEPS = 3600


def examine(game: str) -> dict[str, object]:
    """Return the facts about a game that `agents.emulators.games` reads."""
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
    title = TITLES.get(game, game.replace("_", " ").title())
    flags = {"fire": fire, "lives": most > 1, "rivals": game in RIVALS}
    return {"title": title, "actions": actions, **{name: True for name, flag in flags.items() if flag}}


def main() -> int:
    """Examine all games, each in a process of its own; returns the exit code."""
    if len(sys.argv) > 1:
        print(json.dumps(examine(sys.argv[1])))
        return 0
    from ale_py import roms

    lines = []
    for game in sorted(roms.get_all_rom_ids()):
        if game in TUNED:
            continue
        found = subprocess.run([sys.executable, __file__, game], capture_output=True, text=True, check=False)
        if found.returncode:
            print(f"{game}: left out", file=sys.stderr)
            continue
        lines.append(f" {json.dumps(game)}: {found.stdout.splitlines()[-1]}")
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
