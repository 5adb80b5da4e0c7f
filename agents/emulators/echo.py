"""The sound of a console for two, whose own emulator makes none.

The game's program computes a frame from the console's memory, and what it does to the sound chip with it. So
a second emulator, ale-py's, which has sound, is given the same memory before every frame and runs that frame
too: what it lacks is the second joystick, and the next frame's memory makes up for that.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SILENT: NDArray[np.uint8] = np.full(512, 128, np.uint8)
"""The samples of a frame (1/60 s) in which nothing is to be heard."""


class Echo:
    """One frame after another of another emulator's game, for use by one thread at a time."""

    def __init__(self, rom: str) -> None:
        """Switch the console on, with a ROM that ale-py ships; takes a tenth of a second."""
        from ale_py import ALEInterface, LoggerMode, roms

        ALEInterface.setLoggerMode(LoggerMode.Error)
        self._ale: Any = ALEInterface()
        self._ale.setInt("random_seed", 1)
        self._ale.setFloat("repeat_action_probability", 0.0)
        self._ale.setBool("sound_obs", True)
        self._ale.loadROM(str(roms.get_rom_path(rom)))

    def reset(self) -> None:
        """Be ready for another game."""
        self._ale.reset_game()

    def play(self, memory: NDArray[np.uint8], action: int) -> None:
        """Run a frame.

        Args:
            memory: of the console before the frame, uint8 (128,).
            action: what the first joystick does, an ALE action number.
        """
        if self._ale.game_over():  # it would stand still, though the other console may not
            self._ale.reset_game()
        mine = np.asarray(self._ale.getRAM())
        for address in np.flatnonzero(mine != memory).tolist():
            self._ale.setRAM(address, int(memory[address]))
        self._ale.act(action)

    def audio(self) -> NDArray[np.uint8]:
        """Return the last frame's sound, uint8 (512,), 30,720 samples a second."""
        return np.asarray(self._ale.getAudio())
