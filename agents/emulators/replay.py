"""Replays: a game as its seed and its actions, small enough to keep and exact to the last pixel.

A file is a line that names the format, a line of JSON (what was played, from which seed, marks of the
picture every ten seconds and at the end), and the actions, one byte for each frame and player, compressed.
Nothing in it is executed, and no size that it claims is believed.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray

from agents.emulators.action_log import MARK_EVERY
from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, MAX_FRAMES, OTHERS, game_spec
from agents.emulators.two_player import DUELS, DuelGame
from models.base.files import write_atomically
from models.base.film import gif_bytes
from models.base.typed_fields import Range, parse, verify

SUFFIX = ".replay"
MAGIC = b"latent-arcade replay 1\n"
MAX_BYTES = 1 << 20
MAX_HEADER = 1 << 16
GIF_FRAMES = 3600
"""Pictures in a GIF at most: four minutes at 15 a second."""
_CONSOLE_ACTIONS = 18

Kind = Literal["solo", "duel"]


class ReplayError(ValueError):
    """A replay that cannot be read, written or played; the message says why.

    Attributes:
        code: "missing", "foreign", "unknown" (no such game), "too_long", or "damaged" for anything else.
    """

    def __init__(self, message: str, code: str = "damaged") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Header:
    """What a replay's header says, beside the number of frames."""

    kind: Kind
    """One player against the console ("solo"), or two players ("duel")."""
    game: str
    """Key in `GAMES`, or in `DUELS`."""
    seed: Annotated[int, Range(0, 2**31 - 1)]
    """Of the game."""
    sticky: Annotated[float, Range(0, 0.999)]
    """Probability that a frame repeated the previous action."""
    marks: tuple[str, ...]
    """After every 600th frame, fingerprints of all frames so far."""
    last: str
    """The same after the last frame."""
    names: tuple[str, ...] = ()
    """Who played, for people to read: (player,) or (left, right)."""
    difficulty: Annotated[int, Range(0, 3)] = 0
    """The console's difficulty switches."""


@dataclass(frozen=True)
class Replay(Header):
    """One game, or as much of it as was played."""

    actions: bytes = b""
    """ALE action numbers, frame by frame, (left, right) in a duel."""

    def __post_init__(self) -> None:
        """Check everything, since it may come from anyone; a ReplayError names what is wrong."""
        try:
            verify(self)
        except ValueError as error:
            raise ReplayError(str(error)) from error
        known: Collection[str] = {*GAMES, *OTHERS} if self.kind == "solo" else DUELS
        if self.game not in known:
            raise ReplayError(f"unknown game {self.game!r}; known: {', '.join(sorted(known))}", "unknown")
        if self.kind == "duel" and self.sticky:
            raise ReplayError("in a duel there are no sticky actions")
        if self.frames > MAX_FRAMES:
            raise ReplayError(f"{self.frames} frames are more than {MAX_FRAMES}", "too_long")
        if len(self.actions) % self.players:
            raise ReplayError(f"{len(self.actions)} actions are no game for {self.players}")
        allowed = range(_CONSOLE_ACTIONS) if self.kind == "solo" else DUELS[self.game].sticks
        if not set(self.actions) <= set(allowed):
            raise ReplayError("it holds actions that the game does not have")
        if len(self.marks) != self.frames // MARK_EVERY:
            raise ReplayError(f"{self.frames} frames have {self.frames // MARK_EVERY} marks")

    @property
    def players(self) -> int:
        """How many joysticks there are."""
        return 1 if self.kind == "solo" else 2

    @property
    def frames(self) -> int:
        """How many frames were played."""
        return len(self.actions) // self.players

    @staticmethod
    def of(game: AtariGame | DuelGame, names: tuple[str, ...] = ()) -> Replay:
        """Take down a game as far as it has been played.

        Raises:
            ReplayError: If its seed cannot be told.
        """
        if game.seed is None:
            raise ReplayError("the game was not started from a seed")
        kind: Kind = "solo"
        sticky = 0.0
        if isinstance(game, DuelGame):
            kind, name = "duel", game.spec.game
        else:
            name, sticky = game.spec.id, game.sticky
        return Replay(
            kind=kind,
            game=name,
            seed=game.seed,
            sticky=sticky,
            actions=bytes(game.log.actions),
            marks=tuple(game.log.marks),
            last=game.log.mark(game.screen()),
            names=names,
            difficulty=game.difficulty,
        )

    def save(self, path: Path) -> None:
        """Write to a file, atomically.

        Raises:
            OSError: If it cannot be written; an older file stays.
        """
        header = {field.name: getattr(self, field.name) for field in fields(Header)}
        packed = zlib.compress(self.actions, 9)
        write_atomically(
            path, MAGIC + json.dumps({**header, "frames": self.frames}).encode() + b"\n" + packed
        )

    @staticmethod
    def load(path: Path) -> Replay:
        """Read a file that may come from anyone.

        Raises:
            ReplayError: If it is missing, foreign, damaged or too large.
        """
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise ReplayError(f"{path.name} cannot be read: {error.strerror}", "missing") from error
        if not data.startswith(MAGIC):
            raise ReplayError(f"{path.name} is no replay", "foreign")
        if len(data) > MAX_BYTES:
            raise ReplayError(f"{path.name} is larger than {MAX_BYTES} bytes")
        header, found, packed = data[len(MAGIC) : len(MAGIC) + MAX_HEADER].partition(b"\n")
        if not found:
            raise ReplayError(f"{path.name} has no header")
        packed = data[len(MAGIC) + len(header) + 1 :]
        try:
            return _parse(json.loads(header), _unpack(packed))
        except ReplayError as error:
            raise ReplayError(f"{path.name}: {error}", error.code) from error
        except (KeyError, RecursionError, zlib.error) as error:
            raise ReplayError(f"{path.name} is damaged") from error
        except ValueError as error:
            raise ReplayError(f"{path.name} is damaged: {error}") from error


def _unpack(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    actions = unpacker.decompress(packed, 2 * MAX_FRAMES + 1)
    if not unpacker.eof or unpacker.unused_data:
        raise ReplayError("the actions are cut off, or there are too many")
    return actions


def _parse(head: dict[str, Any], actions: bytes) -> Replay:
    header = parse(head, Header, more=True)
    names = tuple(name[:64] for name in header.names[:2])
    replay = Replay(**{**vars(header), "names": names}, actions=actions)
    if replay.frames != head["frames"]:
        raise ReplayError(f"it says {head['frames']} frames and holds {replay.frames}")
    return replay


def open_game(replay: Replay) -> AtariGame | DuelGame:
    """Switch on a console for a replay, with the game at its very beginning.

    Raises:
        ReplayError: If the game cannot be begun as the replay says.
    """
    try:
        if replay.kind == "solo":
            spec = game_spec(replay.game)
            return AtariGame(spec, replay.seed, replay.sticky, difficulty=replay.difficulty)
        game = DuelGame(DUELS[replay.game], replay.seed, difficulty=replay.difficulty)
    except ValueError as error:
        raise ReplayError(str(error)) from error
    if not replay.actions.startswith(bytes(game.log.actions)):
        game.close()
        raise ReplayError("its first actions do not fit the seed")
    return game


def run(replay: Replay, game: AtariGame | DuelGame) -> Iterator[AtariGame | DuelGame]:
    """Play a replay on a console from `open_game`; yields it after every frame.

    Raises:
        ReplayError: At the first mark that differs from the one that was noted, with its frame.
    """
    while game.log.frames < replay.frames:
        at = game.log.frames * replay.players
        if isinstance(game, DuelGame):
            game.step(replay.actions[at], replay.actions[at + 1])
        else:
            game.step(replay.actions[at])
        frame = game.log.frames
        if frame * replay.players == at:
            raise ReplayError(f"the game ends after {frame} of {replay.frames} frames")
        if frame % MARK_EVERY == 0 and game.log.marks[-1] != replay.marks[frame // MARK_EVERY - 1]:
            raise ReplayError(f"another game than was played, by frame {frame}")
        yield game
    if game.log.mark(game.screen()) != replay.last:
        raise ReplayError(f"another game than was played, by its end at frame {replay.frames}")


def check(path: Path, gif: Path | None = None, skip: int = 4) -> dict[str, Any]:
    """Play a replay again and compare it with its marks.

    Args:
        path: The replay.
        gif: Where to write it as an animation; None: nowhere.
        skip: Frames from one picture of the animation to the next, of 60 a second, in [1, 60].

    Returns:
        Its kind, game, seed, frames, score and names.

    Raises:
        ReplayError: If the file is no replay, or shows another game than was played, or `gif` is no .gif.
        OSError: If the animation cannot be written.
    """
    if gif is not None and gif.suffix.lower() != ".gif":
        raise ReplayError(f"{gif} is no .gif: replays are written as nothing else")
    replay = Replay.load(path)
    pictures: list[NDArray[np.uint8]] = []
    game = open_game(replay)
    try:
        for _ in run(replay, game):
            if gif is not None and game.log.frames % skip == 0 and len(pictures) < GIF_FRAMES:
                pictures.append(game.screen())
        score = game.score if isinstance(game, DuelGame) else (game.agent_points, game.opponent_points)
    finally:
        game.close()
    if gif is not None:
        if not pictures:
            raise ReplayError(f"{replay.frames} frames give no picture: --skip is {skip}")
        codes = [np.unique(each.astype(np.int64) @ (1 << 16, 1 << 8, 1)) for each in pictures]
        bits = np.unique(np.concatenate(codes))[:256, None] >> (16, 8, 0)
        colours = (bits & 0xFF).astype(np.uint8)
        frames = [picture.repeat(2, axis=0).repeat(2, axis=1) for picture in pictures]
        write_atomically(gif, gif_bytes(frames, 60 / skip, colours))
    facts = {name: getattr(replay, name) for name in ("kind", "game", "seed", "frames")}
    return {**facts, "score": list(score), "names": list(replay.names)}
