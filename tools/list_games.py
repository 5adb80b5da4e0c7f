"""Write agents/emulators/other_games.py: what the console says about every game that ale-py ships.

`python tools/list_games.py && ruff format agents/emulators/other_games.py` plays each game for a minute
at random. ROMs that the emulator knows only with two players end the process that opens them: hence one
process a game, and they are left out.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "agents" / "emulators" / "other_games.py"
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
    "yars_revenge": "Yars' Revenge",
}
"""Titles that are not simply their ids in capitals."""
RIVALS = {
    *("backgammon", "double_dunk", "fishing_derby", "flag_capture", "ice_hockey", "othello", "surround"),
    *("tennis", "tic_tac_toe_3d", "video_checkers", "video_chess"),
}
"""Games in which the console plays for points of its own."""
STEPS = 3600
HEAD = '''"""The games that ale-py ships besides the tuned ones; made by tools/list_games.py, do not edit."""

from __future__ import annotations

from typing import NamedTuple


class OtherGame(NamedTuple):
    """What the console says about a game.

    Attributes:
        id: Its id, and the ROM's name.
        title: What it is called.
        actions: ALE's numbers of the actions that do something.
        fire: Whether nothing happens before fire is pressed.
        lives: Whether the player has several lives.
        rivals: Whether the console plays against the player, for points of its own.
    """

    id: str
    title: str
    actions: tuple[int, ...]
    fire: bool = False
    lives: bool = False
    rivals: bool = False


'''


def examine(game: str) -> tuple[tuple[int, ...], bool, bool]:
    """Look at a game: its actions, whether fire starts it, whether there are lives to lose."""
    import numpy as np
    from ale_py import ALEInterface, LoggerMode, roms

    ALEInterface.setLoggerMode(LoggerMode.Error)
    console = ALEInterface()
    console.setInt("random_seed", 1)
    console.setFloat("repeat_action_probability", 0.0)
    console.loadROM(str(roms.get_rom_path(game)))
    actions = tuple(action.value for action in console.getMinimalActionSet())

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
    return actions, fire, most > 1


def main() -> int:
    """Examine all games, each in a process of its own; returns the exit code."""
    if len(sys.argv) > 1:
        print(repr(examine(sys.argv[1])))
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
        actions, fire, lives = ast.literal_eval(found.stdout.splitlines()[-1])
        title = TITLES.get(game, game.replace("_", " ").title())
        flags = {"fire": fire, "lives": lives, "rivals": game in RIVALS}
        named = "".join(f", {name}=True" for name, value in flags.items() if value)
        shown = "_ALL" if actions == tuple(range(18)) else repr(actions)
        lines.append(f'    OtherGame("{game}", "{title}", {shown}{named}),\n')
    text = HEAD + "_ALL = tuple(range(18))\n\nOTHER_GAMES = (\n" + "".join(lines) + ")\n"
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
