"""What the rules say of themselves, in both languages, with an example: `assets/translation/rules.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from models.translation.rules.dictionary import FOLDER
from models.translation.rules.words import Direction, Rule, Sentence


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "rules.toml").read_text("utf-8"))


def described(
    direction: Direction, rules: Iterable[tuple[str, Callable[[Sentence], None]]]
) -> tuple[Rule, ...]:
    """Give rules their words; their ids are the target language and their names, such as "ru-articles"."""
    found = []
    for name, apply in rules:
        id_ = f"{direction[-2:]}-{name}"
        text = _texts()[id_]
        example, right = text.get("example", ""), text.get("right", "")
        found.append(Rule(id_, direction, text["ru"], text["en"], apply, example, right))
    return tuple(found)
