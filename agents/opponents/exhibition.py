"""A game of Pong that plays itself, as pictures: for a window that must not wait for a console."""

import os
import sys
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES
from agents.opponents.scripted import COURT, follow_ball

SECONDS = 30
RATE = 30
"""Pictures a second, half of the console's."""
EMPTY = 50
"""Pictures at the beginning that are left out: until both bats and the ball are there."""
HEADER = 4
"""Bytes that say how many follow for a picture."""
SHAPE = (COURT.stop - COURT.start, 160, 3)


def film(seed: int, seconds: float = SECONDS) -> Iterator[NDArray[np.uint8]]:
    """Let the ball-follower play; yield pictures of the court, uint8 `SHAPE` RGB, `RATE` a second."""
    spec = GAMES["pong"]
    game = AtariGame(spec, seed)
    for number in range(-EMPTY, round(seconds * RATE)):
        screen = game.screen()
        if number >= 0:
            yield screen[COURT].copy()
        if game.over:
            game.reset(seed)
        action = spec.actions[follow_ball(screen)]
        for _ in range(60 // RATE):
            game.step(action)
    game.close()


def main(seed: str) -> None:
    """Write the pictures to the standard output: the bytes of each, compressed, after how many they are."""
    try:
        for picture in film(int(seed)):
            packed = zlib.compress(picture.tobytes(), 1)
            sys.stdout.buffer.write(len(packed).to_bytes(HEADER, "big") + packed)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(1)  # nobody watches any more
