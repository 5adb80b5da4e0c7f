"""Emulators that stay switched on from one app to the next: loading a game takes a tenth of a second.

After a reset Pong begins as in a new console, which `tests/agents/emulators/test_envs.py` tests. Freeway does
not, and the sound of the first frames may differ: no test of an app may count on either. Nor may one count on
the seed of the games that an agent learns from: those that another app has left behind go on with its seed.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import ale_py

from agents.emulators import envs

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


@functools.cache
def kept_vector_env() -> Callable[..., Any]:
    """What stands in for `envs.vector_env`: two games of Pong take most of a second to load, and seeding them
    loads them again.
    """
    true = envs.vector_env
    spare: defaultdict[object, list[Any]] = defaultdict(list)

    class Lease:
        """Gives the games back at its end, unless they are in the middle of a step."""

        def __init__(self, env: Any, shelf: list[Any]) -> None:
            self.env, self.shelf, self.waits = env, shelf, False

        def __del__(self) -> None:
            if not self.waits and len(self.shelf) < MOST_SPARE:
                self.shelf.append(self.env)

    class Env:
        """`ale` is what `envs.switch_off` takes away."""

        def __init__(self, lease: Lease, *, seeded: bool) -> None:
            self.ale, self._seeded = lease, seeded

        def reset(self, seed: int | None = None) -> Any:
            seed, self._seeded = None if self._seeded else seed, True
            return self.ale.env.reset(seed=seed)

        def step(self, actions: Any) -> Any:
            return self.ale.env.step(actions)

        def send(self, actions: Any) -> None:
            self.ale.waits = True
            self.ale.env.send(actions)

        def recv(self) -> Any:
            result = self.ale.env.recv()
            self.ale.waits = False
            return result

    def switch_on(spec: Any, count: int, **settings: Any) -> Env:
        shelf = spare[spec.rom, count, *sorted(settings.items())]
        found = bool(shelf)
        return Env(Lease(shelf.pop() if found else true(spec, count, **settings), shelf), seeded=found)

    return switch_on
