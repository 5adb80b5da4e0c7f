"""The emulator with two joysticks: multi-agent-ale-py, spoken to directly for what is asked every frame.

Its own wrapper makes new arrays and new pointers for every call, four times a frame, and holds Python's lock
meanwhile. Here they are made once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.emulators.games import SCREEN_HEIGHT, SCREEN_WIDTH
from agents.emulators.observation import Frames

_MEMORY = 128


class TwoSticks:
    """One console, for use by one thread at a time; what its methods return is the caller's own."""

    def __init__(self, rom: str, mode: int) -> None:
        """Switch the console on; takes most of a second, without Python's lock.

        Args:
            rom: Name of a ROM that ale-py ships.
            mode: The game's number on the console's select switch, one for two players.

        Raises:
            RuntimeError: If the game knows another number of players.
        """
        from ale_py import roms
        from multi_agent_ale_py import ALEInterface
        from multi_agent_ale_py.ale_python_interface import ale_lib

        ALEInterface.setLoggerMode(ALEInterface.Logger.Error)
        console = ALEInterface()
        console.setInt("random_seed", 1)
        console.setFloat("repeat_action_probability", 0.0)
        console.loadROM(str(roms.get_rom_path(rom)))
        console.setMode(mode)
        console.reset_game()
        if console.numPlayersActive() != 2:
            raise RuntimeError(f"{rom} has {console.numPlayersActive()} players in mode {mode}")
        self._console: Any = console
        self._library: Any = ale_lib
        self._pair = np.zeros(2, np.intc)
        self._rewards = np.zeros(2, np.intc)
        self._memory = np.zeros(_MEMORY, np.uint8)
        self._grey = np.zeros((SCREEN_HEIGHT, SCREEN_WIDTH), np.uint8)
        # The buffers live as long as this object does, and so may their addresses.
        buffers = ("_pair", "_rewards", "_memory", "_grey")
        self._at = {name: getattr(self, name).ctypes.data for name in buffers}

    def act(self, first: int, second: int) -> None:
        """Emulate one frame with the ALE actions of both players."""
        self._pair[0], self._pair[1] = first, second
        self._library.actMulti(self._console.obj, self._at["_pair"], self._at["_rewards"])

    def memory(self) -> NDArray[np.uint8]:
        """Return the console's memory, uint8 (128,)."""
        self._library.getRAM(self._console.obj, self._at["_memory"])
        return self._memory.copy()

    def grey(self) -> Frames:
        """Return the picture's brightness, uint8 (210, 160)."""
        self._library.getScreenGrayscale(self._console.obj, self._at["_grey"])
        return self._grey.copy()

    def screen(self) -> NDArray[np.uint8]:
        """Return the picture, uint8 (210, 160, 3) RGB."""
        screen: NDArray[np.uint8] = self._console.getScreenRGB()
        return screen

    def reset(self, difficulty: int) -> None:
        """Start a new game with the difficulty switches set so."""
        self._console.setDifficulty(difficulty)
        self._console.reset_game()

    def over(self) -> bool:
        """Whether the game has ended."""
        return bool(self._console.game_over())

    def difficulties(self) -> tuple[int, ...]:
        """Settings of the difficulty switches that the game knows."""
        return tuple(int(value) for value in self._console.getAvailableDifficulties())
