from __future__ import annotations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.ui.assets import Assets
from game.ui.keymap import RESERVED, assign, in_latin, key_text
from game.ui.settings import DEFAULT_KEYS
from tests.game.conftest import Driver

NAMES = sorted({name for names in DEFAULT_KEYS.values() for name in names} | {"q", "z", "delete", "r", "tab"})
choices = st.tuples(st.sampled_from(sorted(DEFAULT_KEYS)), st.integers(0, 1), st.sampled_from(NAMES))


@given(st.lists(choices, max_size=30))
def test_every_action_keeps_a_key_and_no_key_has_two_meanings(wishes: list[tuple[str, int, str]]) -> None:
    keys = dict(DEFAULT_KEYS)
    for action, place, name in wishes:
        change = assign(keys, action, place, name)
        refused = change.note in ("reserved", "only", "last")
        assert (change.keys == keys) or not refused
        if not refused and name != "delete":
            assert name in change.keys[action]
        keys = change.keys
        every = [key for names in keys.values() for key in names]
        assert len(every) == len(set(every))
        assert all(1 <= len(names) <= 2 for names in keys.values())
        assert not set(every) & RESERVED


def test_a_second_key_can_change_places_with_the_first() -> None:
    assert assign(dict(DEFAULT_KEYS), "up", 0, "w").keys["up"] == ("w", "up")
    assert assign(dict(DEFAULT_KEYS), "up", 1, "up").keys["up"] == ("w", "up")
    assert assign(dict(DEFAULT_KEYS), "up", 0, "up").keys == dict(DEFAULT_KEYS)


def test_the_only_key_of_another_action_is_not_taken_for_an_empty_place() -> None:
    change = assign(dict(DEFAULT_KEYS), "pause", 1, "f")
    assert change.keys["pause"] == ("space", "f")
    change = assign({**dict(DEFAULT_KEYS), "up": ("up",)}, "up", 1, "space")
    assert (change.note, change.other) == ("only", "pause")


def test_what_stands_on_a_key() -> None:
    names = ("up", "w", "space", "left shift", "caps lock")
    for code, expected in (
        ("en", ["↑", "W", "Space", "Left Shift", "CAPS LOCK"]),
        ("ru", ["↑", "W", "пробел", "левый Shift", "CAPS LOCK"]),
    ):
        t = Assets().language(code)
        assert [key_text(name, t) for name in names] == expected


def test_every_key_that_the_arena_uses_is_reserved(open_app: object) -> None:
    """Or choosing it would take a command away without a word."""
    driver: Driver = open_app("arena")  # type: ignore[operator]
    ours = {name for names in DEFAULT_KEYS.values() for name in names}
    for code in [
        *range(33, 127),
        pygame.K_F4,
        pygame.K_F5,
        pygame.K_F6,
        pygame.K_F7,
        pygame.K_F8,
        pygame.K_F9,
    ]:
        name = pygame.key.name(code)
        if not name or code != pygame.key.key_code(name) or name in ours:
            continue
        event = pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode="", scancode=0)
        if driver.scene.handle(event):
            assert name in RESERVED, name
        if driver.app.dialog_open:
            driver.app.dialogs.close()


RUSSIAN = dict(zip("qwertyuiop[]asdfghjkl;'zxcvbnm,.", "йцукенгшщзхъфывапролджэячсмитьбю", strict=True))
PLACES = (
    *(20, 26, 8, 21, 23, 28, 24, 12, 18, 19, 47, 48),
    *(4, 22, 7, 9, 10, 11, 13, 14, 15, 51, 52),
    *(29, 27, 6, 25, 5, 17, 16, 54, 55),
)
"""USB's numbers of these keys."""
SCANCODES = dict(zip(RUSSIAN, PLACES, strict=True))


@pytest.mark.parametrize(("latin", "written"), RUSSIAN.items())
@pytest.mark.parametrize("kind", [pygame.KEYDOWN, pygame.KEYUP])
def test_a_key_of_a_russian_keyboard_means_the_latin_letter_on_it(
    kind: int, latin: str, written: str
) -> None:
    event = pygame.event.Event(kind, key=ord(written), mod=0, unicode=written, scancode=SCANCODES[latin])
    meant = in_latin(event)
    assert pygame.key.name(meant.key) == latin
    assert (meant.type, meant.mod, meant.unicode) == (kind, 0, written)


def test_other_keys_and_other_layouts_keep_their_meaning() -> None:
    for key, place in ((pygame.K_UP, 82), (pygame.K_F5, 62), (pygame.K_q, 4), (pygame.K_KP_ENTER, 88)):
        event = pygame.event.Event(pygame.KEYDOWN, key=key, mod=0, unicode="", scancode=place)
        assert in_latin(event).key == key
    moved = pygame.event.Event(pygame.MOUSEMOTION, pos=(1, 2), rel=(0, 0), buttons=(0, 0, 0))
    assert in_latin(moved) is moved


def test_commands_and_sticks_obey_a_russian_keyboard(open_app: object) -> None:
    driver: Driver = open_app("arena")  # type: ignore[operator]

    def russian(kind: int, latin: str) -> None:
        written = RUSSIAN[latin]
        driver.post(kind, key=ord(written), mod=0, unicode=written, scancode=SCANCODES[latin])

    before = driver.scene.mode
    russian(pygame.KEYDOWN, "m")
    russian(pygame.KEYUP, "m")
    driver.frames(2)
    assert driver.scene.mode is not before
    russian(pygame.KEYDOWN, "w")
    assert driver.scene.input.held == {"w"}
    russian(pygame.KEYUP, "w")
    assert not driver.scene.input.held


@pytest.mark.parametrize("note", ["moved", "swapped", "only", "last", "reserved"])
def test_whatever_happens_to_keys_has_words(note: str, open_app: object) -> None:
    driver: Driver = open_app("splash", load=False)  # type: ignore[operator]
    assert driver.app.t.has(f"keys.{note}")
