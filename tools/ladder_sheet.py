"""Draw how the agents of the ladders learned: `python -m tools.ladder_sheet`.

For each of the five games, the training curve of its best rung, with all rungs on it where they stand: their
time of training, and what they scored when they were judged.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"

import pygame
import tyro

from agents.emulators.games import GAMES, GameSpec
from agents.opponents.ladder import load, ranked, rungs
from game.scenes.arena.view.curve import curve_range
from game.ui.assets import Assets
from game.ui.language import Language
from game.ui.layout import grid
from game.ui.style import Style
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.plot import Plot

COLUMNS = 2
SIZE = (620, 250)
GAP = 12


def sheet(style: Style, t: Language, games: Iterable[GameSpec]) -> pygame.Surface:
    """Draw a panel for each of the games that has a ladder."""
    climbed = [(spec, ladder) for spec in games if (ladder := ranked(rungs(spec.id)))]
    rows = -(-len(climbed) // COLUMNS)
    area = pygame.Rect(0, 0, COLUMNS * (SIZE[0] + GAP) + GAP, rows * (SIZE[1] + GAP) + GAP)
    backdrop = Backdrop(area.size, style)
    places = grid(area.inflate(-2 * GAP, -2 * GAP), COLUMNS, rows, GAP)
    for place, (spec, ladder) in zip(places, climbed, strict=False):
        room = backdrop.panel(place, spec.title, accent=style.colour.agent)
        curve = load(ladder[-1]).curve
        scores = [mean for _, _, mean in curve] + [rung.plain.mean for rung in ladder]
        plot = Plot(*curve_range(spec, scores), baseline=None if spec.solo else 0)
        plot.draw(
            backdrop.surface,
            style,
            room,
            [(float(step), mean) for step, _, mean in curve],
            x_text=t.number,
            x_name=t("arena.steps"),
            y_text=t.number,
            colour=style.colour.agent,
            baseline_text="" if spec.solo else t("arena.level"),
            marks=[(float(rung.step), rung.plain.mean, t(f"ladder.{rung.id}")) for rung in ladder],
        )
    return backdrop.surface


def main(out: Path = Path("docs/screenshots")) -> None:
    """Write the sheet in both languages, a picture each."""
    pygame.init()
    assets = Assets()
    for code in ("en", "ru"):
        drawn = sheet(assets.style("dark", 1.0), assets.language(code), GAMES.values())
        path = out / f"ladders-{code}.png"
        pygame.image.save(drawn, path)
        print(path)


if __name__ == "__main__":
    tyro.cli(main)
