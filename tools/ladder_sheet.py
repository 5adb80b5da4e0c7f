"""Draw how the agents of the ladders learned: `python -m tools.ladder_sheet`.

For each of the five games, the training curve of its best rung, with all rungs on it where they stand: their
time of training, and what they scored when they were judged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"

import pygame
import tyro

from agents.emulators.games import GAMES, GameSpec
from agents.opponents.ladder import load, ranked, rungs
from game.scenes.arena.screen import curve_range
from game.ui.assets import Assets
from game.ui.language import Language
from game.ui.style import Style
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.plot import Plot

COLUMNS = 2
SIZE = (620, 250)
GAP = 12


@dataclass(frozen=True)
class Sheet:
    """Where to put it."""

    out: Path = Path("docs/screenshots")
    """Folder for the pictures, one in each language."""


def sheet(style: Style, t: Language, games: Iterable[GameSpec]) -> pygame.Surface:
    """Draw a panel for each of the games that has a ladder."""
    climbed = [(spec, ladder) for spec in games if (ladder := ranked(rungs(spec.id)))]
    rows = -(-len(climbed) // COLUMNS)
    width, height = SIZE
    size = (COLUMNS * (width + GAP) + GAP, rows * (height + GAP) + GAP)
    backdrop = Backdrop(size, style)
    for number, (spec, ladder) in enumerate(climbed):
        column, row = number % COLUMNS, number // COLUMNS
        corner = (GAP + column * (width + GAP), GAP + row * (height + GAP))
        room = backdrop.panel(pygame.Rect(corner, SIZE), spec.title, accent=style.colour.agent)
        curve = load(ladder[-1]).curve
        scores = [mean for _, _, mean in curve] + [rung.plain.mean for rung in ladder]
        plot = Plot(*curve_range(spec, scores), baseline=None if spec.solo else 0)
        plot.draw(
            backdrop.surface,
            style,
            room,
            [(seconds, mean) for _, seconds, mean in curve],
            x_text=t.duration,
            y_text=t.number,
            colour=style.colour.agent,
            baseline_text="" if spec.solo else t("arena.level"),
            marks=[(rung.seconds, rung.plain.mean, t(f"ladder.{rung.id}")) for rung in ladder],
        )
    return backdrop.surface


def main(arguments: list[str] | None = None) -> None:
    """Write the sheet in both languages."""
    options = tyro.cli(Sheet, args=arguments, prog="python -m tools.ladder_sheet")
    pygame.init()
    assets = Assets()
    for code in ("en", "ru"):
        drawn = sheet(assets.style("dark", 1.0), assets.language(code), GAMES.values())
        path = options.out / f"ladders-{code}.png"
        pygame.image.save(drawn, path)
        print(path)


if __name__ == "__main__":
    main()
