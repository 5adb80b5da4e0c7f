from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest

from game.app import app as module
from game.ui.context import FileRequest
from tests.game.conftest import Driver

PNG = frozenset({".png"})
ODD = (
    os.fsdecode(b"caf\xe9.png"),
    os.fsdecode(b"caf\xe8.png"),
    "two\nlines.png",
    "\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}\N{RIGHT-TO-LEFT OVERRIDE}gnp.png",
    "<font pixel_size=5000>.png",
    "<img src=zz.png>.png",
    "x" * 251 + ".png",
    "12.07.2024.png",
)


@pytest.fixture
def driver(open_app: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch) -> Driver:
    monkeypatch.setattr(module, "RELAYOUT_DELAY", 0.0)
    return open_app("splash", load=False)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def ask(driver: Driver, folder: Path, save: str = "") -> tuple[Any, list[Path]]:
    """Open the dialog; returns it, and where chosen paths arrive."""
    taken: list[Path] = []
    driver.app.dialogs.pick_file(
        FileRequest("canvas.save" if save else "canvas.open", PNG, taken.append, save, folder)
    )
    driver.frames(2)
    return driver.window(), taken


def choose(driver: Driver, dialog: Any, index: int) -> None:
    """Choose an item of the list with the keyboard."""
    driver.app.focus.focus(dialog.file_selection_list)
    for _ in range(index + 1):
        driver.tap(pygame.K_DOWN)
        driver.frames(2)


@pytest.mark.parametrize("name", ODD)
def test_whatever_a_file_is_called_it_is_shown_opened_and_written_over(
    driver: Driver, files: Path, name: str
) -> None:
    folder = files / os.fsdecode(b"f\xfc\nr")
    folder.mkdir()
    path = folder / name
    path.write_bytes(b"precious")
    dialog, taken = ask(driver, folder)
    choose(driver, dialog, 0)
    assert dialog.file_selection_list.get_single_selection().isprintable()
    driver.click(dialog.ok_button.rect.center)
    driver.frames(2)
    assert taken == [path]
    assert not driver.app.dialog_open

    dialog, taken = ask(driver, folder, "new.png")
    choose(driver, dialog, 0)
    driver.tap(pygame.K_RETURN)
    driver.frames(2)
    assert not taken, "a question comes first"
    driver.tap(pygame.K_RETURN)
    driver.frames(2)
    assert taken == [path]
    driver.app.context().notify(driver.app.t("app.saved", file=str(path)), "good")
    driver.frames(2)
    driver.tap(pygame.K_F2)
    driver.frames(2)


def test_two_names_that_look_alike_are_two_files(driver: Driver, files: Path) -> None:
    for name in ODD[:2]:
        (files / name).write_bytes(b"")
    found = []
    for index in (0, 1):
        dialog, taken = ask(driver, files)
        choose(driver, dialog, index)
        driver.click(dialog.ok_button.rect.center)
        driver.frames(2)
        found += taken
    assert sorted(found) == sorted(files / name for name in ODD[:2])


@pytest.mark.parametrize("save", ["", "new.png"])
@pytest.mark.parametrize("typed", ["x" * 300, "x/" * 5000, "locked/there.png", "no/such/folder.png"])
def test_a_path_that_cannot_be_is_refused_in_words(
    driver: Driver, files: Path, typed: str, save: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = Path.stat

    def locked(path: Path, **options: bool) -> os.stat_result:
        if "locked" in path.parts:  # whoever runs the tests as root may enter every folder
            raise PermissionError(13, "Permission denied")
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", locked)
    dialog, taken = ask(driver, files, save)
    line = dialog.file_path_text_line
    line.set_text(f"{files}/{typed}")
    for kind in (module.pygame_gui.UI_TEXT_ENTRY_CHANGED, module.pygame_gui.UI_TEXT_ENTRY_FINISHED):
        driver.post(kind, text=line.get_text(), ui_element=line, ui_object_id="")
        driver.frames(2)
    if save and typed == "x" * 300:
        assert taken == [files / ("x" * 251 + ".png")], "shortened, it can be"
        return
    assert driver.window() is dialog, "it stays open"
    assert not taken
    assert driver.toasts


def test_only_folders_and_files_are_listed_in_whatever_capitals(driver: Driver, files: Path) -> None:
    os.mkfifo(files / "pipe.png")
    (files / "folder.png").mkdir()
    for name in ("SCAN.PNG", "a.png", "b.txt"):
        (files / name).write_bytes(b"")
    dialog, _ = ask(driver, files)
    names = [item["text"] for item in dialog.file_selection_list.item_list]
    assert names == ["folder.png/", "a.png", "SCAN.PNG"]


def test_a_name_with_dots_is_kept_whole(driver: Driver, files: Path) -> None:
    for typed, saved in (
        ("12.07.2024", "12.07.2024.png"),
        ("v2.PNG", "v2.PNG"),
        ("x" * 254, "x" * 251 + ".png"),
    ):
        dialog, taken = ask(driver, files, "new.png")
        dialog.file_path_text_line.set_text(f"{files}/{typed}")
        driver.tap(pygame.K_RETURN)
        driver.frames(2)
        assert taken == [files / saved]


@pytest.mark.parametrize("key", [pygame.K_F2, pygame.K_F3, pygame.K_F11, None])
def test_an_open_dialog_survives_a_new_layout(driver: Driver, files: Path, key: int | None) -> None:
    (files / "deeper").mkdir()
    _, taken = ask(driver, files, "new.png")
    before: Any = driver.window()
    before.go(files / "deeper")
    before.file_path_text_line.set_text(f"{files}/deeper/mine.png")
    if key is None:
        pygame.display.set_mode((1100, 700), pygame.RESIZABLE)
        driver.post(pygame.VIDEORESIZE, w=1100, h=700, size=(1100, 700))
    elif key == pygame.K_F11:
        driver.app.change(fullscreen=True)
    else:
        driver.tap(key)
    driver.frames(3)
    assert driver.window() is not before, "the layout is new"
    driver.tap(pygame.K_RETURN)
    driver.frames(2)
    assert taken == [files / "deeper" / "mine.png"]
    assert not driver.app.dialog_open


def test_the_question_survives_a_new_layout(driver: Driver, files: Path) -> None:
    (files / "old.png").write_bytes(b"")
    _, taken = ask(driver, files, "old.png")
    driver.tap(pygame.K_RETURN)
    driver.tap(pygame.K_F3)
    driver.frames(2)
    assert not taken
    driver.tap(pygame.K_RETURN)
    assert taken == [files / "old.png"]


def test_a_file_is_deleted_only_after_a_question(driver: Driver, files: Path) -> None:
    path = files / "old.png"
    path.write_bytes(b"")
    dialog, _ = ask(driver, files)
    choose(driver, dialog, 0)
    driver.press_button("#Delete")
    driver.frames(2)
    assert path.exists()
    driver.press_button("#yes")
    driver.frames(2)
    assert not path.exists()
    assert not dialog.file_selection_list.item_list


def shown(dialog: Any) -> tuple[int, int] | None:
    """The size of the preview."""
    return dialog._preview.image.get_size() if dialog._preview is not None else None


def test_the_selected_picture_is_shown_with_its_size(driver: Driver, files: Path) -> None:
    pygame.image.save(pygame.Surface((300, 100)), files / "a wide one.png")
    (files / "broken.png").write_bytes(b"no picture")
    pygame.image.save(pygame.Surface((20, 80)), files / "tall.png")
    dialog, _ = ask(driver, files)
    assert shown(dialog) is None
    choose(driver, dialog, 0)
    driver.frames(2)
    wide, high = shown(dialog)
    assert wide > 100
    assert wide == pytest.approx(3 * high, abs=3)
    assert dialog._size.text == "300 × 100"
    driver.tap(pygame.K_DOWN)
    driver.frames(2)
    assert dialog.entered().name == "broken.png"
    assert (shown(dialog), dialog._size.text) == (None, "")
    driver.tap(pygame.K_DOWN)
    driver.frames(2)
    wide, high = shown(dialog)
    assert high == pytest.approx(4 * wide, abs=4)
    assert dialog._preview.rect.right <= dialog.rect.right
    assert not dialog._preview.rect.colliderect(dialog.file_selection_list.rect)


def test_what_is_no_picture_has_no_preview(driver: Driver, files: Path) -> None:
    wanted = FileRequest("canvas.open", frozenset({".safetensors"}), print, "", files)
    driver.app.dialogs.pick_file(wanted)
    driver.frames(2)
    assert driver.window()._size is None
