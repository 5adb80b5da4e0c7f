"""One console with two joysticks, frame by frame, in multi-agent-ale-py."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.emulators.action_log import ActionLog
from agents.emulators.echo import SILENT, Echo
from agents.emulators.games import MAX_FRAMES

_MEMORY = 128


class SharedConsole:
    """What all games for two have in common, for use by one thread at a time.

    The emulator's library is called directly for what is asked every frame: its own wrapper holds Python's
    lock meanwhile. What the methods return is the caller's own.

    Attributes:
        seed: Of the running game.
        log: Everything that both players have done in it.
        memory: The console's 128 bytes of memory, uint8.
    """

    def __init__(self, rom: str, mode: int, seed: int, *, sound: bool = False) -> None:
        """Switch the console on; takes most of a second, without Python's lock. `audio` needs `sound`.

        Raises:
            ValueError: If ale-py ships no such ROM.
            RuntimeError: If the ROM's mode is for another number of players.
        """
        from ale_py import roms
        from multi_agent_ale_py import ALEInterface
        from multi_agent_ale_py.ale_python_interface import ale_lib

        path = roms.get_rom_path(rom)
        if path is None:
            raise ValueError(f"there is no ROM {rom}")
        ALEInterface.setLoggerMode(ALEInterface.Logger.Error)
        self._ale: Any = ALEInterface()
        self._ale.setInt("random_seed", 1)
        self._ale.setFloat("repeat_action_probability", 0.0)
        self._ale.loadROM(str(path))
        self._ale.setMode(mode)
        self._ale.reset_game()
        if (players := self._ale.numPlayersActive()) != 2:
            raise RuntimeError(f"{rom} has {players} players in mode {mode}")
        self._library: Any = ale_lib
        self._pair, self._rewards = np.zeros((2, 2), np.intc)
        self._echo = Echo(rom) if sound else None
        self.memory = np.zeros(_MEMORY, np.uint8)
        self.seed = seed
        self.log = ActionLog(players=2)

    @property
    def _console(self) -> Any:
        if self._ale is None:
            raise RuntimeError("the game is closed")
        return self._ale

    def _begin(self) -> None:
        """Start a new game."""
        self.log.clear()
        self._console.reset_game()
        if self._echo is not None:
            self._echo.reset()
        self._remember()

    def _act(self, first: int, second: int) -> None:
        """Emulate a frame (1/60 s) with the ALE actions of the console's first and second player."""
        if self._echo is not None:
            self._echo.play(self.memory, first)
        self._pair[:] = first, second
        self._library.actMulti(self._console.obj, self._pair.ctypes.data, self._rewards.ctypes.data)
        self._remember()

    def _remember(self) -> None:
        self.memory = np.empty(_MEMORY, np.uint8)
        self._library.getRAM(self._console.obj, self.memory.ctypes.data)

    @property
    def difficulties(self) -> tuple[int, ...]:
        """Settings of the difficulty switches that the game knows; 0 is always one of them."""
        return tuple(int(value) for value in self._console.getAvailableDifficulties())

    @property
    def over(self) -> bool:
        """Whether the game has ended, or was cut off."""
        return bool(self._console.game_over()) or self.frames >= MAX_FRAMES

    @property
    def frames(self) -> int:
        """Frames since the game began."""
        return self.log.frames

    def screen(self) -> NDArray[np.uint8]:
        """Return the picture, uint8 (rows, 160, 3) RGB; most games have 210 rows."""
        return np.asarray(self._console.getScreenRGB())

    def audio(self) -> NDArray[np.uint8]:
        """Return the last frame's sound, uint8 (512,), 30,720 samples a second; silence without `sound`."""
        return self._echo.audio() if self._echo is not None else SILENT.copy()

    def close(self) -> None:
        """Switch the console off; further use raises RuntimeError."""
        self._ale = self._echo = None
