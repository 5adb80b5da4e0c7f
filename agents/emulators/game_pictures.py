"""What games look like: a picture of each, some seconds into a game of random moves."""

import sys
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from agents.emulators.envs import AtariGame
from agents.emulators.games import FIRE, NOOP, game_spec

SECONDS = 6
_HOLD = 12


def pictures(games: Sequence[str], seed: int = 1) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Play each game for a while; yield its id and a picture, uint8 (court height, court width, 3) RGB."""
    for game in games:
        spec = game_spec(game)
        rng = np.random.default_rng(seed)
        console = AtariGame(spec, seed)
        action = NOOP
        for frame in range(60 * SECONDS):
            if frame % _HOLD == 0:
                action = int(rng.choice(spec.actions))
            console.step(FIRE if spec.fire_to_serve and frame == 0 else action)
        court = spec.court
        picture = console.screen()[court.top : court.bottom, court.left : court.right].copy()
        console.close()
        yield game, picture


def main(*games: str) -> None:
    """Write the pictures' bytes to the standard output, one after another."""
    for _, picture in pictures(games):
        sys.stdout.buffer.write(picture.tobytes())
        sys.stdout.buffer.flush()
