"""All ladders as one Markdown table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agents.emulators.games import GAMES
from agents.opponents.ladder import DUELLIST, LADDERS, NAMES, Result, rungs


@dataclass(frozen=True)
class Table:
    """Print all ladders as a Markdown table."""

    lang: Literal["en", "ru"] = "en"
    """Language of the table."""
    folder: Path = LADDERS
    """Folder of all ladders."""


_HEADS = {
    "en": ("game", "rung", "agent steps", "training", "score", "with sticky actions"),
    "ru": ("игра", "ступень", "шагов агента", "обучение", "счёт", "с «липкими» действиями"),
}
_RUNGS = {
    "en": {name: name for name in (*NAMES[5], DUELLIST)},
    "ru": {
        **dict(zip(NAMES[5], ("новичок", "ученик", "игрок", "мастер", "лучший"), strict=True)),
        DUELLIST: "дуэлянт",
    },
}
_UNITS = {"en": ("k", "M", "min"), "ru": ("тыс.", "млн", "мин")}


def table(config: Table) -> str:
    """Write all ladders as one Markdown table, a rung a row.

    Raises:
        ValueError: If a ladder's list is damaged.
    """
    heads = _HEADS[config.lang]
    lines = [f"| {' | '.join(heads)} |", "|---|---|" + "---:|" * (len(heads) - 2)]
    for spec in GAMES.values():
        for rung in rungs(spec.id, config.folder):
            cells = (
                spec.title,
                _RUNGS[config.lang][rung.id],
                _steps(rung.step, config.lang),
                f"{rung.seconds / 60:.0f} {_UNITS[config.lang][2]}",
                *(_shown(score, config.lang) for score in (rung.plain, rung.sticky)),
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _steps(steps: int, lang: str) -> str:
    thousand, million, _ = _UNITS[lang]
    number, unit = (f"{steps / 1e6:.1f}", million) if steps >= 1e6 else (f"{steps / 1e3:.0f}", thousand)
    return f"{number if lang == 'en' else number.replace('.', ',')} {unit}"


def _shown(result: Result, lang: str) -> str:
    text = f"{result.mean:.1f} ± {result.std:.1f}".replace("-", "−")
    return text if lang == "en" else text.replace(".", ",")
