from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.scenes import SCENES
from game.ui.commands import Command, Commands
from game.ui.keys import Key, is_key
from tests.game.conftest import Driver

Open = Callable[..., Driver]
key_code = pygame.key.key_code


@pytest.fixture(autouse=True)
def display() -> None:
    """Pygame knows its keys for certain then alone."""
    pygame.display.init()


def down(key: int, mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)


@pytest.mark.parametrize(
    "text",
    [
        "R",
        "Space",
        "F5",
        "Ctrl+S",
        "Ctrl+Shift+S",
        "Alt+Enter",
        "PageUp",
        "Del",
        "←",
        "−",
        "Pad 0",
        "Pad 14",
        ",",
    ],
)
def test_what_is_written_of_a_key_is_read_as_that_key(text: str) -> None:
    assert Key.parse(text).text == text


@pytest.mark.parametrize(
    "text", ["R", "7", "Space", "Ctrl+Tab", "F12", "Home", "Alt+End", "PageUp", "−", "["]
)
def test_keys_of_commands_are_read_before_pygame_has_begun(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pygame's table of names warns then, and may be wrong."""
    known = Key.parse(text).code
    asked: list[str] = []
    monkeypatch.setattr(pygame.key, "key_code", lambda name: asked.append(name) or key_code(name))
    assert Key.parse(text).code == known
    assert not asked
    plain = text.rpartition("+")[2]
    assert plain in ("PageUp", "−") or key_code(plain) == known


@pytest.mark.parametrize("text", ["", "Pad", "Pad x", "Pad 100", "Ctrl+", "no such key", "Pad ٣"])
def test_what_is_no_key_is_refused(text: str) -> None:
    assert not is_key(text)
    with pytest.raises((ValueError, pygame.error)):
        Key.parse(text)


@pytest.mark.parametrize("scene", [spec.id for spec in SCENES])
def test_every_key_of_every_command_can_be_written_and_read(scene: str, open_app: Open) -> None:
    driver = open_app(scene, load=False)
    for table in driver.app.commands.tables():
        for command in table:
            for key in command.keys:
                assert Key.parse(Key.parse(key).text) == Key.parse(key), key


def test_a_command_can_be_given_another_key() -> None:
    done: list[str] = []
    table = Commands(
        "toy",
        [
            Command(name, lambda name=name: done.append(name), (key,))
            for name, key in zip("ab", "RX", strict=True)
        ],
    )
    table.remap({"toy.a": ("Ctrl+Y", "Pad 3")})
    assert not table.handle(down(pygame.K_r))
    assert table.handle(down(pygame.K_y, pygame.KMOD_CTRL))
    assert table.handle(pygame.event.Event(pygame.JOYBUTTONDOWN, button=3, instance_id=0))
    assert not table.handle(pygame.event.Event(pygame.JOYBUTTONDOWN, button=4, instance_id=0))
    assert done == ["a", "a"]
    assert table.help(lambda key: key) == [("Ctrl+Y / Pad 3", "toy.a"), ("X", "toy.b")]
    table.remap({"toy.a": ("X",)})
    table.handle(down(pygame.K_x))
    assert done[-1] == "a", "a key that was chosen is no longer another command's own"
    table.remap({"toy.a": ("nonsense", "\x00")})
    assert table.keys(table["a"]) == (), "what a file says that is no key does no harm"
    table.remap({})
    assert table.handle(down(pygame.K_r))
