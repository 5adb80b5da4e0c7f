"""Emulators that stay switched on from one app to the next: loading a game takes a tenth of a second.

After a reset Pong begins as in a new console, which `tests/agents/emulators/test_envs.py` tests. Freeway does
not, and the sound of the first frames may differ: no test of an app may count on either.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import Any

import ale_py

MOST_SPARE = 2
"""Of one game."""


@functools.cache
def kept_emulators() -> type:
    """What stands in for `ale_py.ALEInterface`: one that takes over what another has let go."""
    true: Any = ale_py.ALEInterface
    spare: defaultdict[object, list[Any]] = defaultdict(list)

    class Emulator:
        setLoggerMode = staticmethod(true.setLoggerMode)

        def __init__(self) -> None:
            self._settings: dict[str, tuple[str, object]] = {}
            self._game: tuple[object, ...] | None = None
            self._emulator: Any = None

        def _note(self, setter: str, name: str, value: object) -> None:
            self._settings[name] = (setter, value)

        setInt = functools.partialmethod(_note, "setInt")
        setBool = functools.partialmethod(_note, "setBool")
        setFloat = functools.partialmethod(_note, "setFloat")

        def loadROM(self, path: str) -> None:
            self._let_go()
            if self._settings["repeat_action_probability"][1] == 0:
                self._game = (path, self._settings.get("sound_obs"))
            if self._game is not None and spare[self._game]:
                self._emulator = spare[self._game].pop()
                self._emulator.reset_game()
                return
            self._emulator = true()
            for name, (setter, value) in self._settings.items():
                getattr(self._emulator, setter)(name, value)
            self._emulator.loadROM(path)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.__dict__["_emulator"], name)

        def __del__(self) -> None:
            self._let_go()

        def _let_go(self) -> None:
            if self._game is not None and len(spare[self._game]) < MOST_SPARE:
                spare[self._game].append(self._emulator)
            self._game = self._emulator = None

    return Emulator
