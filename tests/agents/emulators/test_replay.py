from __future__ import annotations

import json
import pickle
import random
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from agents.emulators.action_log import MARK_EVERY
from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, LEFT, NOOP, RIGHT
from agents.emulators.replay import MAGIC, MAX_BYTES, Replay, ReplayError, check, open_game, run
from agents.emulators.two_player import DUELS, DuelGame
from tests.fuzz import changed_text, damaged, mutations

PONG = GAMES["pong"]
FRAMES = 2 * MARK_EVERY + 50


def moves(seed: int, count: int) -> list[tuple[int, int]]:
    held = np.random.default_rng(seed).choice([NOOP, RIGHT, LEFT], (count // 8 + 1, 2)).repeat(8, axis=0)
    return [(int(left), int(right)) for left, right in held[:count]]


@pytest.fixture(scope="module")
def solo() -> Iterator[tuple[Replay, list[bytes]]]:
    """A game with sticky actions, which the seed decides, and its pictures."""
    game, pictures = AtariGame(PONG, 11, 0.25), []
    for action, _ in moves(1, FRAMES):
        game.step(action)
        pictures.append(game.screen().tobytes())
    yield Replay.of(game, ("Ann",)), pictures
    game.close()


@pytest.fixture(scope="module")
def duel() -> Iterator[tuple[Replay, list[bytes]]]:
    game, pictures = DuelGame(DUELS["pong"], 11), []
    for left, right in moves(2, FRAMES):
        game.step(left, right)
        pictures.append(game.screen().tobytes())
    yield Replay.of(game, ("Ann", "Bob")), pictures
    game.close()


@pytest.mark.parametrize("kind", ["solo", "duel"])
def test_a_replay_shows_the_same_pictures_bit_for_bit(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    replay, pictures = request.getfixturevalue(kind)
    path = tmp_path / "game.replay"
    replay.save(path)
    assert path.stat().st_size < 3000
    loaded = Replay.load(path)
    assert loaded == replay
    assert len(loaded.marks) == 2
    game = open_game(loaded)
    shown = [now.screen().tobytes() for now in run(loaded, game)]
    game.close()
    assert shown == pictures
    assert len(set(shown)) > FRAMES // 2


def test_another_seed_or_action_is_noticed(solo: tuple[Replay, list[bytes]]) -> None:
    replay = solo[0]
    at = 100
    changed = bytearray(replay.actions)
    changed[at : at + 60] = bytes([LEFT]) * 60
    for other in (replace(replay, seed=12), replace(replay, actions=bytes(changed))):
        game = open_game(other)
        with pytest.raises(ReplayError, match="another game"):
            list(run(other, game))
        game.close()


def test_a_wrong_last_picture_is_noticed(solo: tuple[Replay, list[bytes]]) -> None:
    short = replace(solo[0], actions=solo[0].actions[:40], marks=())
    game = open_game(short)
    with pytest.raises(ReplayError, match="at frame 40"):
        list(run(short, game))
    game.close()


def test_a_duels_opening_belongs_to_its_seed(duel: tuple[Replay, list[bytes]]) -> None:
    with pytest.raises(ReplayError, match="do not fit the seed"):
        open_game(replace(duel[0], seed=12))


def test_a_new_game_is_a_new_replay() -> None:
    game = AtariGame(PONG, 1)
    for _ in range(10):
        game.step(RIGHT)
    game.reset(2)
    game.step(LEFT)
    replay = Replay.of(game)
    assert (replay.seed, replay.actions) == (2, bytes([LEFT]))
    game.close()


def test_a_game_that_no_seed_tells_of_is_refused() -> None:
    game = AtariGame(PONG, 1, 0.25)
    game.reset()
    with pytest.raises(ReplayError, match="seed"):
        Replay.of(game)
    game.reset(3)
    assert Replay.of(game).seed == 3
    game.close()


# ---------------------------------------------------------------------- files from anyone


def header(**fields: object) -> dict[str, object]:
    first = {"kind": "solo", "game": "pong", "seed": 1, "sticky": 0.0, "marks": [], "last": "", "names": []}
    return {**first, "frames": 3, **fields}


def file(path: Path, head: object, actions: bytes = b"\0\3\4", tail: bytes = b"") -> Path:
    path.write_bytes(MAGIC + json.dumps(head).encode() + b"\n" + zlib.compress(actions) + tail)
    return path


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "trio"}, "kind: 'trio'"),
        ({"kind": ["solo"]}, "kind: "),
        ({"game": "chess"}, "unknown game 'chess'"),
        ({"seed": -1}, "seed"),
        ({"seed": "x"}, "seed: 'x' is no int"),
        ({"seed": True}, "seed: True"),
        ({"seed": 1.0}, "seed: 1.0"),
        ({"difficulty": 4}, "difficulty"),
        ({"names": "Ann"}, "names"),
        ({"names": [7]}, "names"),
        ({"last": None}, "last"),
        ({"sticky": 2}, "sticky"),
        ({"sticky": float("nan")}, "sticky"),
        ({"kind": "duel", "sticky": 0.5}, "sticky"),
        ({"kind": "duel"}, "no game for 2"),
        ({"frames": 4}, "says 4 frames and holds 3"),
        ({"marks": ["00"]}, "marks"),
        ({"marks": None}, "marks"),
    ],
)
def test_nonsense_in_the_header_is_said(fields: dict[str, object], why: str, tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match=why):
        Replay.load(file(tmp_path / "x.replay", header(**fields)))


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    assert Replay.load(file(tmp_path / "x.replay", header())).actions == b"\0\3\4"


def test_actions_that_the_game_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match="actions that the game does not have"):
        Replay.load(file(tmp_path / "x.replay", header(), b"\0\3\22"))
    with pytest.raises(ReplayError, match="actions that the game does not have"):
        Replay.load(file(tmp_path / "x.replay", header(kind="duel", frames=2), b"\0\3\4\2"))


def test_cut_foreign_huge_and_missing_files(tmp_path: Path) -> None:
    path = file(tmp_path / "x.replay", header())
    whole = path.read_bytes()
    for data, why in (
        (whole[:-3], "cut off"),
        (whole + b"more", "cut off"),
        (whole[:-9] + b"123456789", "damaged"),
        (whole[:40], "header"),
        (MAGIC + b"[" * 60_000 + b"\n", "damaged"),
        (MAGIC + b"[]\n" + zlib.compress(b""), "damaged"),
        (b"", "no replay"),
        (pickle.dumps({"seed": 1}), "no replay"),
        (MAGIC + b" " * MAX_BYTES, "larger"),
    ):
        path.write_bytes(data)
        with pytest.raises(ReplayError, match=why):
            Replay.load(path)
    bomb = file(path, header(frames=10**9), b"\0" * 50_000_000)
    assert bomb.stat().st_size < MAX_BYTES
    with pytest.raises(ReplayError, match="too many"):
        Replay.load(bomb)
    with pytest.raises(ReplayError, match="cannot be read"):
        Replay.load(tmp_path / "gone.replay")


def test_an_animation_shows_the_pictures(solo: tuple[Replay, list[bytes]], tmp_path: Path) -> None:
    path, gif = tmp_path / "game.replay", tmp_path / "game.gif"
    solo[0].save(path)
    result = check(path, gif, 50)
    assert (result["kind"], result["frames"], result["names"]) == ("solo", FRAMES, ["Ann"])
    with Image.open(gif) as image:
        assert image.size == (320, 420)
        image.seek(2)
        shown = np.array(image.convert("RGB"))[::2, ::2]
    seen = np.frombuffer(solo[1][149], np.uint8).reshape(210, 160, 3)
    np.testing.assert_array_equal(shown, seen)


def changed_replay(data: bytes, chance: random.Random) -> bytes:
    """Change a replay's header, or its actions."""
    head, packed = data.removeprefix(MAGIC).split(b"\n", 1)
    if chance.random() < 0.7:
        return MAGIC + changed_text(head, chance) + b"\n" + packed
    return MAGIC + head + b"\n" + zlib.compress(damaged(zlib.decompress(packed), chance))


def test_mutated_replays_are_read_or_refused_soon(tmp_path: Path) -> None:
    path = file(tmp_path / "x.replay", header(names=["Ann"], difficulty=1))
    found: Counter[str] = Counter()
    slowest = 0.0
    for data in mutations(path.read_bytes(), 600, changed_replay):
        path.write_bytes(data)
        began = time.process_time()
        try:
            replay = Replay.load(path)
            assert 0 <= replay.seed < 2**31
            assert type(replay.seed) is type(replay.difficulty) is int
            assert all(isinstance(name, str) for name in replay.names)
            found["read"] += 1
        except ReplayError as error:
            found[error.code] += 1
        slowest = max(slowest, time.process_time() - began)
    assert found.total() == 600
    assert found.keys() >= {"damaged", "foreign", "unknown"}
    assert slowest < 0.3


@pytest.mark.parametrize("skip", [1, 4, 25])
def test_an_animation_takes_as_long_as_the_game(skip: int, tmp_path: Path) -> None:
    game = AtariGame(PONG, 11)
    for _ in range(100):
        game.step(NOOP)
    Replay.of(game).save(tmp_path / "game.replay")
    check(tmp_path / "game.replay", tmp_path / "game.gif", skip)
    with Image.open(tmp_path / "game.gif") as image:
        delays = []
        for number in range(image.n_frames):  # type: ignore[attr-defined]
            image.seek(number)
            delays.append(image.info["duration"])
    assert min(delays) >= 20, "browsers slow shorter ones down"
    assert sum(delays) == pytest.approx(100 // skip * skip * 1000 / 60, abs=10)


def test_an_animation_is_a_gif_and_nothing_else(solo: tuple[Replay, list[bytes]], tmp_path: Path) -> None:
    solo[0].save(tmp_path / "game.replay")
    with pytest.raises(ReplayError, match=r"game\.png is no \.gif"):
        check(tmp_path / "game.replay", tmp_path / "game.png")
    assert not (tmp_path / "game.png").exists()
