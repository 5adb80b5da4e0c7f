from __future__ import annotations

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.assets import Assets
from game.keymap import RESERVED, assign, defaults, key_text
from game.settings import DEFAULT_KEYS

from .conftest import Driver

NAMES = sorted({name for names in DEFAULT_KEYS.values() for name in names} | {"q", "z", "delete", "r", "tab"})
choices = st.tuples(st.sampled_from(sorted(DEFAULT_KEYS)), st.integers(0, 1), st.sampled_from(NAMES))


@given(st.lists(choices, max_size=30))
def test_every_action_keeps_a_key_and_no_key_has_two_meanings(wishes: list[tuple[str, int, str]]) -> None:
    keys = defaults()
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
    assert assign(defaults(), "up", 0, "w").keys["up"] == ("w", "up")
    assert assign(defaults(), "up", 1, "up").keys["up"] == ("w", "up")
    assert assign(defaults(), "up", 0, "up").keys == defaults()


def test_the_only_key_of_another_action_is_not_taken_for_an_empty_place() -> None:
    change = assign(defaults(), "pause", 1, "f")
    assert change.keys["pause"] == ("space", "f")
    change = assign({**defaults(), "up": ("up",)}, "up", 1, "space")
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
            driver.app.close_dialogs()


@pytest.mark.parametrize("note", ["moved", "swapped", "only", "last", "reserved"])
def test_whatever_happens_to_keys_has_words(note: str, open_app: object) -> None:
    driver: Driver = open_app("splash", load=False)  # type: ignore[operator]
    assert driver.app.t.has(f"keys.{note}")
