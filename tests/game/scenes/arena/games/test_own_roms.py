"""ROM files of one's own, by the dialog and dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from ale_py import roms

from tests.game.conftest import Driver

Open = Callable[..., Driver]


def test_a_dropped_rom_that_is_known_is_played_and_remembered(open_app: Open, tmp_path: Path) -> None:
    driver = open_app("arena")
    path = roms.get_rom_path("freeway")
    assert path is not None
    file = tmp_path / "road.A26"
    file.write_bytes(path.read_bytes())
    driver.post(pygame.DROPFILE, file=str(file))
    driver.frames(6)
    assert driver.scene.spec.id == "freeway"
    assert driver.scene.training.game == "freeway", "and an agent learns it"
    assert driver.app.t("games.rom_known", game="Freeway") in driver.toasts
    assert driver.scene.session.store.value.game == "freeway"


@pytest.mark.parametrize("code", ["empty", "too_large", "unknown", "failed"])
def test_what_is_no_rom_is_explained_and_the_game_goes_on(code: str, open_app: Open, tmp_path: Path) -> None:
    driver = open_app("arena", load=False)
    file = tmp_path / "x.bin"
    if code == "failed":
        file.mkdir()
    else:
        file.write_bytes(bytes({"empty": 0, "too_large": 70_000, "unknown": 2048}[code]))
    driver.post(pygame.DROPFILE, file=str(file))
    driver.frames(2)
    said = driver.app.t(f"games.rom_{code}", why="\0").partition("\N{REPLACEMENT CHARACTER}")[0]
    assert driver.toasts[-1].startswith(said)
    assert driver.scene.spec.id == "pong"


def test_the_list_of_games_leads_to_the_file_dialog(open_app: Open) -> None:
    driver = open_app("arena", load=False)
    driver.tap(pygame.K_g)
    driver.press_button("#open_rom")
    driver.frames(2)
    assert type(driver.window()).__name__ == "FileWindow"
