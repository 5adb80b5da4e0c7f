from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from game.ui.settings import (
    DEFAULT_KEYS,
    DEFAULT_PAIR,
    LANGUAGES,
    LIMIT_BYTES,
    MAX_SIZE,
    MIN_SIZE,
    SCALES,
    THEMES,
    Folders,
    Settings,
    SettingsFile,
    parse,
)
from models.base.files import write_atomically
from tests.fuzz import changed_text, mutations

UNUSUAL = Settings(
    language="ru",
    theme="light",
    ui_scale=1.5,
    window=(1920, 1080),
    fullscreen=True,
    volume=0.25,
    keys={
        "up": ("q",),
        "down": ("z", "tab"),
        "left": ("a",),
        "right": ("[", "]"),
        "fire": ("left shift",),
        "pause": ("p",),
    },
    pair={**DEFAULT_PAIR, "left_fire": ("left shift",)},
    pads={"fire": ("button 5", "axis 2 -"), "up": ("hat 0 down",)},
    commands={"arena.restart": ("Ctrl+Y", "Pad 4"), "everywhere.help": ()},
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
key_names = st.lists(st.text(st.characters(), max_size=4), max_size=5)
objects = st.fixed_dictionaries(
    {},
    optional={
        "language": anything | st.sampled_from(LANGUAGES),
        "theme": anything | st.sampled_from(THEMES),
        "ui_scale": anything | st.sampled_from(SCALES),
        "window": anything | st.lists(st.integers() | st.floats(), min_size=2, max_size=2),
        "fullscreen": anything,
        "volume": anything | st.floats(0, 1),
        "keys": anything | st.dictionaries(st.sampled_from(sorted(DEFAULT_KEYS)), key_names | anything),
        "pair": anything | st.dictionaries(st.sampled_from(sorted(DEFAULT_PAIR)), key_names | anything),
        "pads": anything | st.dictionaries(st.sampled_from(sorted(DEFAULT_KEYS)), key_names | anything),
        "commands": anything | st.dictionaries(st.sampled_from(["arena.side", "Ä"]), key_names | anything),
        "unknown": anything,
    },
)


def assert_sound(settings: Settings) -> None:
    """What every part of the app relies on."""
    assert settings.language in ("", *LANGUAGES)
    assert settings.theme in THEMES
    assert settings.ui_scale in SCALES
    assert type(settings.fullscreen) is bool
    assert 0 <= settings.volume <= 1
    assert MIN_SIZE[0] <= settings.window[0] <= MAX_SIZE[0]
    assert MIN_SIZE[1] <= settings.window[1] <= MAX_SIZE[1]
    assert all(type(side) is int for side in settings.window)
    assert set(settings.keys) == set(DEFAULT_KEYS)
    for names in settings.keys.values():
        assert names
        assert all(name and name.isprintable() for name in names)
    every = [name for names in settings.keys.values() for name in names]
    assert len(every) == len(set(every)), "a key has one meaning"
    assert set(settings.pair) == set(DEFAULT_PAIR)
    assert all(settings.pair.values())
    parts = [part for names in settings.pads.values() for part in names]
    assert len(parts) == len(set(parts))
    for name, keys in settings.commands.items():
        assert name.isascii()
        assert len(keys) <= 2
        assert all(key and key.isprintable() for key in keys)


# ---------------------------------------------------------------------- reading


@pytest.mark.parametrize("settings", [Settings(), UNUSUAL])
def test_what_is_saved_is_read_again(tmp_path: Path, settings: Settings) -> None:
    file = SettingsFile(tmp_path / "config")
    file.save(settings)
    assert file.load() == settings
    assert file.problem is None
    assert os.listdir(tmp_path / "config") == ["settings.json"]


def test_the_first_run_has_defaults_and_no_complaint(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "config")
    assert file.load() == Settings()
    assert file.problem is None
    assert not (tmp_path / "config").exists(), "reading writes nothing"


WHOLE = UNUSUAL.to_json().encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:-1],
        b"\xff\xfe\x00settings",
        b"\x00" * 100,
        b"[]",
        b'"ru"',
        b"null",
        b"12",
        b"{language: ru}",
        b"[" * 100_000,
        b'{"keys":' * 20_000 + b"1" + b"}" * 20_000,
        b"9" * 100_000,
        b" " * (LIMIT_BYTES + 1),
        b'{"language": "ru", "x": "' + b"y" * LIMIT_BYTES + b'"}',
    ],
    ids=[
        "empty",
        "half",
        "last byte lost",
        "binary",
        "zeros",
        "list",
        "text",
        "null",
        "number",
        "no quotes",
        "deep lists",
        "deep objects",
        "long number",
        "huge blank",
        "huge",
    ],
)
def test_a_broken_file_is_set_aside_whole(tmp_path: Path, content: bytes) -> None:
    file = SettingsFile(tmp_path)
    file.path.write_bytes(content)
    assert file.load() == Settings()
    assert file.problem is not None
    assert file.problem != file.path
    assert file.problem.read_bytes() == content
    assert not file.path.exists()
    file.save(UNUSUAL)
    assert SettingsFile(tmp_path).load() == UNUSUAL


def test_a_folder_in_the_files_place_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    file = SettingsFile(tmp_path)
    assert file.load() == Settings()
    assert file.problem is not None
    file.save(UNUSUAL)
    assert file.load() == UNUSUAL


def test_a_file_that_cannot_be_set_aside_is_still_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("read-only")

    file = SettingsFile(tmp_path)
    file.path.write_text("broken")
    monkeypatch.setattr(os, "replace", refuse)
    assert file.load() == Settings()
    assert file.problem == file.path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "de"),
        ("language", 1),
        ("language", ["ru"]),
        ("theme", "pink"),
        ("theme", None),
        ("ui_scale", 1.1),
        ("ui_scale", "1"),
        ("ui_scale", True),
        ("window", "12"),
        ("window", [1280]),
        ("window", [1280, 800, 1]),
        ("window", {"1280": 0, "800": 0}),
        ("window", [1e999, 800]),
        ("window", ["wide", "high"]),
        ("fullscreen", 1),
        ("fullscreen", "true"),
        ("volume", -0.1),
        ("volume", 1.1),
        ("volume", float("nan")),
        ("volume", "loud"),
        ("volume", 10**400),
        ("keys", "up"),
        ("keys", ["up"]),
        ("keys", {"up": 5}),
        ("keys", {"up": []}),
        ("keys", {"up": [""]}),
        ("keys", {"up": ["\x00"]}),
        ("keys", {"up": ["\ud800"]}),
        ("keys", {"up": ["ц"], "down": ["ö", "ы"]}),
        ("keys", {"up": "space"}),
        ("pair", {"left_up": 5}),
        ("pair", {"left_up": ["up"], "right_up": ["up"]}),
        ("pads", ["button 1"]),
        ("pads", {"fire": ["button 1000", "axis 0", "hat 0 away", "knob 3", 7], "jump": ["button 1"]}),
        ("commands", [["arena.side", "Y"]]),
        ("commands", {"arena.side": "Y"}),
        ("commands", {"../arena": ["Y"], "": ["Y"], "a.b.c": ["Y"], "ä.ö": ["Y"]}),
        ("commands", {f"arena.x{n}": ["Y"] for n in range(1001)}),
    ],
)
def test_a_field_that_makes_no_sense_keeps_its_default_and_the_rest_counts(name: str, value: object) -> None:
    read = parse(json.dumps({"language": "ru", "theme": "light", "volume": 0.25, name: value}))
    expected = replace(Settings(), language="ru", theme="light", volume=0.25)
    assert read == replace(expected, **{name: getattr(Settings(), name)})


def test_windows_beyond_the_limits_are_brought_back() -> None:
    assert parse('{"window": [1, 1]}').window == MIN_SIZE
    assert parse('{"window": [99999, 99999]}').window == MAX_SIZE


def test_unknown_fields_and_keys_are_ignored() -> None:
    assert parse('{"colour": "red", "keys": {"jump": ["x"], "up": ["q"]}}').keys == {
        **DEFAULT_KEYS,
        "up": ("q",),
    }


def test_what_was_chosen_once_comes_before_the_defaults_of_newer_actions() -> None:
    keys = parse('{"keys": {"up": ["a", "f"], "down": ["z"], "pause": ["p"]}}').keys
    assert keys == {
        **DEFAULT_KEYS,
        "up": ("a", "f"),
        "down": ("z",),
        "pause": ("p",),
        "left": ("left",),
        "fire": ("j",),
    }
    assert parse('{"keys": {"up": ["a"], "down": ["a"]}}').keys == DEFAULT_KEYS, "none is left for down"


@given(st.text())
@example("[" * 100_000)
@example('{"keys": {"up": ["\\ud800"]}}')
def test_no_text_does_harm(text: str) -> None:
    try:
        settings = parse(text)
    except ValueError:
        return
    assert_sound(settings)


@given(objects)
def test_whatever_is_read_can_be_used_and_saved(data: dict[str, object]) -> None:
    settings = parse(json.dumps(data))
    assert_sound(settings)
    again = parse(settings.to_json().encode("utf-8").decode("utf-8"))
    assert again == settings


# ---------------------------------------------------------------------- writing


def test_a_failing_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = SettingsFile(tmp_path)
    file.save(UNUSUAL)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="disk full"):
            file.save(Settings())
    assert file.load() == UNUSUAL
    assert os.listdir(tmp_path) == ["settings.json"], "no litter"

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="disk full"):
            write_atomically(file.path, b"half")
    assert file.load() == UNUSUAL
    assert os.listdir(tmp_path) == ["settings.json"]


def test_the_new_file_is_complete_before_it_takes_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[bytes, bytes]] = []
    replace_file = os.replace

    def look(source: str, target: Path) -> None:
        seen.append((Path(source).read_bytes(), target.read_bytes()))
        replace_file(source, target)

    path = tmp_path / "deep" / "file"
    write_atomically(path, b"old")
    monkeypatch.setattr(os, "replace", look)
    write_atomically(path, b"new")
    assert seen == [(b"new", b"old")]
    assert path.read_bytes() == b"new"


def test_a_mutated_file_gives_sound_settings_or_is_set_aside(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    sound = Settings(language="ru", theme="light", ui_scale=1.5, window=(1920, 1080), volume=0.25)
    aside = kept = 0
    for mutated in mutations(sound.to_json().encode(), 400, changed_text):
        file.path.write_bytes(mutated)
        file.problem = None
        now = file.load()
        aside += file.problem is not None
        kept += now.theme == "light"
        assert now.language in ("", *LANGUAGES)
        assert now.theme in THEMES
        assert now.ui_scale in SCALES
        assert all(
            low <= size <= high for low, size, high in zip(MIN_SIZE, now.window, MAX_SIZE, strict=True)
        )
        assert type(now.fullscreen) is bool
        assert 0 <= now.volume <= 1
        assert set(now.keys) == set(DEFAULT_KEYS)
        names = [name for each in now.keys.values() for name in each]
        assert len(names) == len(set(names)), "a key has one meaning"
        file.save(now)
        assert file.load() == now
    assert min(aside, kept) >= 50


# ---------------------------------------------------------------------- folders


def test_one_variable_moves_all_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LATENT_ARCADE_HOME", str(tmp_path))
    folders = Folders.of_user()
    assert {folders.config.parent, folders.data.parent, folders.pictures.parent} == {tmp_path}


def test_without_it_the_folders_are_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LATENT_ARCADE_HOME")
    folders = Folders.of_user()
    assert "latent-arcade" in str(folders.config)
    assert "latent-arcade" in str(folders.data)
    assert folders.pictures.name == "Latent Arcade"
