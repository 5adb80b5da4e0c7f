"""Values from outside become the fields of a dataclass, or are refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import pytest

from models.base.typed_fields import OneOf, Range, check, read, read_texts, texts_of


@dataclass(frozen=True)
class Inner:
    wide: bool = False


@dataclass(frozen=True)
class Choice:
    mode: Literal["a", "b"] = "a"
    count: Annotated[int, Range(1, 6)] = 3
    size: Annotated[float, Range(0, 1)] = 0.5
    loud: bool = True
    name: Annotated[str, OneOf(lambda: ("x", "y"))] = "x"
    points: tuple[float, ...] = ()
    best: dict[str, int] = field(default_factory=dict)
    inner: Inner = Inner()
    chosen: int | None = None


def test_what_fits_is_taken() -> None:
    data = {
        "mode": "b",
        "count": 6,
        "size": 1,
        "loud": False,
        "name": "y",
        "points": [1, 2.5],
        "best": {"pong": 21},
        "inner": {"wide": True},
        "chosen": 4,
        "unknown": "ignored",
    }
    found = read(data, Choice)
    assert found == Choice("b", 6, 1.0, False, "y", (1.0, 2.5), {"pong": 21}, Inner(True), 4)
    assert isinstance(found.size, float)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mode", "c"),
        ("mode", 1),
        ("count", 0),
        ("count", 7),
        ("count", True),
        ("count", 2.0),
        ("count", "3"),
        ("size", float("nan")),
        ("size", float("inf")),
        ("size", True),
        ("loud", 1),
        ("name", "z"),
        ("points", [1, "2"]),
        ("points", 5),
        ("points", [0.0] * 20_000),
        ("best", {"pong": "many"}),
        ("best", ["pong"]),
        ("inner", "wide"),
        ("chosen", "4"),
    ],
)
def test_nonsense_keeps_the_default_and_the_rest_is_read(name: str, value: Any) -> None:
    assert read({name: value, "mode": "b"} if name != "mode" else {name: value, "loud": False}, Choice) == (
        Choice(mode="b") if name != "mode" else Choice(loud=False)
    )


def test_texts_are_read_by_their_types() -> None:
    texts = {"mode": "b", "count": "2", "size": "0.25", "loud": "off", "points": "1,2.5", "chosen": "9"}
    assert read_texts(texts, Choice) == Choice("b", 2, 0.25, False, points=(1.0, 2.5), chosen=9)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"count": "7"}, "count: 7 is not between 1 and 6"),
        ({"count": "many"}, "count"),
        ({"loud": "maybe"}, "loud"),
        ({"mode": "z"}, "'z' is none of a, b"),
        ({"colour": "red"}, "colour: unknown"),
        ({"size": "nan"}, "size"),
        ({"size": "1e999"}, "size"),
    ],
)
def test_texts_that_make_no_sense_are_refused_with_a_reason(texts: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_texts(texts, Choice)


def test_what_differs_from_the_defaults_is_told_as_texts_and_comes_back() -> None:
    assert texts_of(Choice()) == {}
    shown = Choice("b", 2, 0.25, False, points=(1.0, 2.5), chosen=9)
    assert read_texts(texts_of(shown), Choice) == shown


def test_a_type_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="complex"):
        check(1, complex)


@dataclass(frozen=True)
class Origin:
    from_: Literal["noise", "saved"] | None = None


def test_a_field_may_be_called_like_a_word_of_the_language() -> None:
    assert read_texts({"from": "noise"}, Origin) == Origin("noise")
    assert texts_of(Origin("saved")) == {"from": "saved"}
    with pytest.raises(ValueError, match="from: 'moon' is none of noise, saved"):
        read_texts({"from": "moon"}, Origin)
