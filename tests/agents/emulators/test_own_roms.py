from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from ale_py import roms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.emulators.games import every_game, game_spec
from agents.emulators.own_roms import LARGEST, RomError, game_of


def rom(game: str) -> bytes:
    path = roms.get_rom_path(game_spec(game).rom)
    assert path is not None
    return path.read_bytes()


@pytest.mark.parametrize("game", ["pong", "pitfall", "combat"])
def test_a_rom_is_known_by_its_bytes_whatever_it_is_called(game: str, tmp_path: Path) -> None:
    file = tmp_path / "my own.bin"
    file.write_bytes(rom(game))
    assert game_of(file) == game


def test_every_rom_that_the_emulator_knows_is_a_game_of_the_list() -> None:
    assert {game_spec(game).rom for game in every_game()} == set(roms.get_all_rom_ids())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (bytes(LARGEST + 1), "too_large"),
        (bytes(2048), "unknown"),
        (rom("pong")[:-1], "unknown"),
    ],
)
def test_what_is_no_known_rom_is_refused_with_a_reason(content: bytes, code: str, tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(content)
    with pytest.raises(RomError) as refused:
        game_of(file)
    assert refused.value.code == code


def test_a_folder_and_a_missing_file_are_errors_of_the_system(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.bin"):
        with pytest.raises(OSError, match=str(path)):
            game_of(path)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=5000))
def test_no_bytes_do_harm(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(content)
    assert hashlib.md5(content, usedforsecurity=False).hexdigest()
    with pytest.raises(RomError):
        game_of(file)
