"""ImageNet through the years: the winners' error, the human's beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pygame

from game.lecture.pages.shared import Page, Shared
from game.ui.layout import column
from game.ui.widgets.text import draw_paragraph, draw_text

ERRORS = {
    2010: 28.2,
    2011: 25.8,
    2012: 16.4,
    2013: 11.7,
    2014: 6.7,
    2015: 3.57,
    2016: 2.99,
    2017: 2.25,
}
"""Top-5 error of the classification task's winners, in percent.

Source: ILSVRC's result pages, 2010 to 2017; 2010 and 2011 as in Russakovsky et al., "ImageNet Large Scale
Visual Recognition Challenge", IJCV 2015, table 8.
"""
HUMAN = 5.1
"""A trained annotator's, in percent; same source, section 6.4."""
NETWORKS_SINCE = 2012
WINNERS = {
    2010: "NEC-UIUC",
    2011: "XRCE",
    2012: "AlexNet",
    2013: "Clarifai",
    2014: "GoogLeNet",
    2015: "ResNet",
    2016: "Trimps-Soushen",
    2017: "SENet",
}
HIGHEST = 30.0


@dataclass(frozen=True)
class YearsOptions:
    """What a link opens the chart with: whether it shows which winners were networks."""

    networks: bool = False


class YearsTab(Page):
    """The chart."""

    id: ClassVar[str] = "years"
    opens_with = YearsOptions
    opens_first: ClassVar[bool] = True

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self._options = YearsOptions()
        self._bars: dict[int, pygame.Rect] = {}

    def open_with(self, options: YearsOptions) -> None:
        """Show the networks, or not."""
        self._options = options

    def shown(self) -> YearsOptions:
        """What is shown."""
        return self._options

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The bar of the first network that won, with its year."""
        return {"first-network": self._bars[min(year for year in ERRORS if year >= NETWORKS_SINCE)]}

    def layout(self, area: pygame.Rect) -> None:
        """Draw the chart."""
        ctx, style, target = self.ctx, self.ctx.style, self.backdrop.surface
        inner = self.backdrop.panel(area, ctx.t("years.title")).inflate(-2 * style.px(20), 0)
        line = style.font("small").get_linesize()
        plot, names, foot = column(
            inner, [-1, max(style.px(58), 2 * line), max(style.px(24), line)], style.px(6)
        )
        plot.y, plot.height = plot.y + style.px(30), plot.height - style.px(30)

        def height(error: float) -> int:
            return round(plot.height * error / HIGHEST)

        labels = []
        step = plot.width / len(ERRORS)
        for index, (year, error) in enumerate(ERRORS.items()):
            bar = pygame.Rect(0, 0, round(step * 0.62), height(error))
            bar.midbottom = (round(plot.x + step * (index + 0.5)), plot.bottom)
            network = self._options.networks and year >= NETWORKS_SINCE
            target.fill(style.colour.accent if network else style.colour.muted, bar)
            self._bars[year] = bar.union((bar.x, names.y, bar.width, style.px(30)))
            labels.append((bar, ctx.t.percent(error / 100, 1 if error > HUMAN else 2)))
            draw_text(target, style, str(year), (bar.centerx, names.y), "heading", "bold", anchor="midtop")
            at = (bar.centerx, names.bottom)
            if self._options.networks:
                draw_text(target, style, WINNERS[year], at, "small", "regular", "muted", "midbottom")
        y = plot.bottom - height(HUMAN)
        for x in range(plot.x, plot.right, style.px(12)):
            target.fill(style.colour.human, (x, y, style.px(7), style.px(2)))
        human = ctx.t("years.human", share=ctx.t.percent(HUMAN / 100, 1))
        at = (plot.right, y - style.px(34))
        draw_text(target, style, human, at, "heading", "bold", "human", "bottomright")
        for bar, words in labels:
            at = (bar.centerx, bar.y - style.px(6))
            text = style.text(words, "heading", "mono_bold").get_rect(midbottom=at)
            target.fill(style.colour.surface, text.inflate(style.px(8), 0))
            draw_text(target, style, words, at, "heading", "mono_bold", anchor="midbottom")
        draw_paragraph(
            target,
            style,
            ctx.t("years.source_networks" if self._options.networks else "years.source"),
            foot,
            "small",
            colour="muted",
        )
