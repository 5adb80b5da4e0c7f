from __future__ import annotations

import ast
import json
import string
from pathlib import Path
from typing import Any, get_args

import pytest

from agents.emulators.games import GAMES
from agents.emulators.two_player import SIDES
from game.scenes import SCENES
from game.scenes.arena.play.plays import PLAYS
from game.scenes.convolution.scene import ConvolutionScene
from game.scenes.generator.preferences import KINDS
from game.scenes.generator.scene import GeneratorScene
from game.scenes.inpainting.scene import InpaintingScene
from game.ui.assets import ROOT, Assets
from game.ui.language import Language, plural_form, system_language
from game.ui.settings import DEFAULT_KEYS, LANGUAGES
from models.base.checkpoint import Code
from models.base.images import ErrorCode, NoteCode
from models.convolution.display import MODES
from models.convolution.kernels import KERNELS
from models.generator.data_sets import DATA_SETS

GAME = Path(__file__).parents[3] / "game"


def texts(code: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ROOT / "lang" / f"{code}.json").read_text("utf-8"))
    return loaded


def placeholders(text: Any) -> set[str]:
    forms = text.values() if isinstance(text, dict) else [text]
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def needed_keys() -> set[str]:
    """Keys that the code builds from parts."""
    keys = {f"checkpoint.{code}" for code in get_args(Code)}
    keys |= {f"picture.{code}" for code in get_args(ErrorCode)}
    keys |= {f"picture.note_{code}" for code in get_args(NoteCode)}
    keys |= {f"kernel.{name}" for name in KERNELS}
    keys |= {f"convolution.mode_{mode}{end}" for mode in MODES for end in ("", "_tip")}
    for scene in (ConvolutionScene, InpaintingScene, GeneratorScene):
        keys |= {f"{scene.id}.tab_{name}{end}" for name in scene.tab_classes for end in ("", "_tip")}
    keys |= {f"keys.{action}" for action in DEFAULT_KEYS}
    keys |= {f"{spec.id}.{part}" for spec in SCENES for part in ("title", "about", "help")}
    keys |= {f"generator.help_{name}" for name in GeneratorScene.tab_classes if name != "knobs"}
    for data in DATA_SETS.values():
        keys |= {f"generator.data_{data.name}", f"generator.data_{data.name}_tip"}
        for name, slider in data.sliders.items():
            keys |= {f"generator.knob_{name}", *(f"generator.class_{name}_{stop}" for stop in slider.stops)}
    for kind in KINDS:
        keys |= {f"generator.knobs_{kind}", f"generator.knobs_{kind}_tip", f"generator.knob_{kind}_tip"}
    keys |= {f"arena.mode_{mode}{end}" for mode in PLAYS for end in ("", "_tip")}
    keys |= {f"arena.{who}_{side}" for who in ("you", "agent") for side in SIDES}
    keys |= {f"action.{name}" for game in GAMES.values() for name in game.action_names}
    return keys


def literal_keys() -> set[str]:
    """Every text in the code that looks like a key of a group that exists."""
    groups = {key.partition(".")[0] for key in texts("en")}
    found = set()
    for path in GAME.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute))):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if name != "t" or not node.args:
                continue
            for part in ast.walk(node.args[0]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    group, dot, rest = part.value.partition(".")
                    if group in groups and dot and rest and not rest.endswith("_"):
                        found.add(part.value)
    return found


def test_both_languages_say_the_same_things() -> None:
    russian, english = texts("ru"), texts("en")
    assert set(russian) == set(english)
    for key, text in english.items():
        assert placeholders(text) == placeholders(russian[key]), key
        assert russian[key], key
        assert text, key


def test_every_key_in_the_code_has_a_text() -> None:
    keys = literal_keys() | needed_keys()
    assert len(keys) > 60
    assert keys <= set(texts("en"))


def test_counting_texts_have_every_form_of_their_language() -> None:
    needed = {"ru": {"one", "few", "many"}, "en": {"one", "other"}}
    for code in LANGUAGES:
        for key, text in texts(code).items():
            if isinstance(text, dict):
                assert needed[code] <= set(text), f"{code}: {key}"


def test_russian_texts_are_russian() -> None:
    cyrillic = [key for key, text in texts("ru").items() if any("а" <= c.lower() <= "я" for c in str(text))]
    assert len(cyrillic) > 0.9 * len(texts("ru"))
    strange = [key for key, text in texts("en").items() if any("а" <= c.lower() <= "я" for c in str(text))]
    named = {"bar.language", "lecture.start_keys"}
    assert set(strange) <= named, "the other language's name is written in itself"


@pytest.mark.parametrize(
    ("n", "russian", "english"),
    [
        (0, "many", "other"),
        (1, "one", "one"),
        (2, "few", "other"),
        (4, "few", "other"),
        (5, "many", "other"),
        (11, "many", "other"),
        (12, "many", "other"),
        (14, "many", "other"),
        (21, "one", "other"),
        (22, "few", "other"),
        (25, "many", "other"),
        (101, "one", "other"),
        (111, "many", "other"),
        (112, "many", "other"),
        (1001, "one", "other"),
        (-1, "one", "one"),
        (1.5, "other", "other"),
    ],
)
def test_plural_forms(n: float, russian: str, english: str) -> None:
    assert plural_form("ru", n) == russian
    assert plural_form("en", n) == english


def test_counting_texts_choose_their_form() -> None:
    games = {"one": "{n} игра", "few": "{n} игры", "many": "{n} игр"}
    t = Language("ru", {"games": games})
    assert [t("games", n=n) for n in (1, 3, 11, 21)] == ["1 игра", "3 игры", "11 игр", "21 игра"]
    assert t("games", n=2.5) == "2,5 игра", "a form that is lacking falls back on one that is there"


def test_values_are_filled_in_and_may_hold_braces() -> None:
    t = Language("en", {"saved": "Saved: {file}", "plain": "{not a value}"})
    assert t("saved", file="{strange} name") == "Saved: {strange} name"
    assert t("plain") == "{not a value}"
    assert t("absent") == "absent"
    assert t.has("saved")
    assert not t.has("absent")


def test_numbers_as_each_language_writes_them() -> None:
    english, russian = Assets().language("en"), Assets().language("ru")
    assert english.number(1234567) == "1,234,567"
    assert russian.number(1234567) == "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"
    assert english.number(-1234.56, 1) == "\N{MINUS SIGN}1,234.6"
    assert russian.number(-1234.56, 1) == "\N{MINUS SIGN}1\N{NO-BREAK SPACE}234,6"
    assert english.number(-0.04, 1) == "0.0", "nothing is not negative"


def test_durations() -> None:
    t = Assets().language("en")
    assert [t.duration(s) for s in (0, 59.9, 60, 3599, 3600, 36061)] == [
        "0:00",
        "0:59",
        "1:00",
        "59:59",
        "1:00:00",
        "10:01:01",
    ]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "ru_RU.UTF-8", "LANG": "en_US.UTF-8"}, "ru"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
        ({"LANG": "Russian_Russia.1251"}, "ru"),
    ],
)
def test_the_systems_language(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda *_: (None, None))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language() == expected


def test_the_fonts_have_a_glyph_for_every_letter() -> None:
    import pygame

    pygame.font.init()
    letters = {c for code in LANGUAGES for text in texts(code).values() for c in str(text)} - {"\n"}
    letters |= set("−÷×Σ=…–·↑↓←→|") | {"\N{NO-BREAK SPACE}"}
    for file in ("Inter-Regular.otf", "Inter-SemiBold.otf"):
        font = pygame.font.Font(ROOT / "fonts" / file, 16)
        missing = {
            c for c, m in zip(sorted(letters), font.metrics("".join(sorted(letters))), strict=True) if not m
        }
        assert not missing, file


def test_numbers_and_shares_are_written_as_each_language_writes_them() -> None:
    ru, en = Language("ru", {"speed": "{n} шаг/с"}), Language("en", {"speed": "{n} steps/s"})
    assert (ru("speed", n=0.5), en("speed", n=-0.5)) == ("0,5 шаг/с", "−0.5 steps/s")
    assert (ru.percent(0.107, 1), en.percent(0.107, 1)) == ("10,7\N{NO-BREAK SPACE}%", "10.7%")
