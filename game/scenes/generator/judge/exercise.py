"""What the judge's exercises have in common: each is a tab inside the tab, and shows judged pictures."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import pygame

from game.scenes.generator.enlarging import enlarged
from game.scenes.generator.judge.meter import Meter
from game.scenes.generator.judge.requests import Answer, Judged, overlay
from game.scenes.generator.judge.session import JudgeSession
from game.scenes.generator.problems import trouble
from game.ui.commands import Command, Commands
from game.ui.style import Style
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.tabs import Tab
from game.ui.widgets.text import draw_paragraph, draw_text
from models.base.arrays import Byte


class Exercise(Tab):
    """One way.

    Args:
        session: what the judge is asked through.
        common: what can be done in every exercise: "judge_open", "judge_paste", "judge_heat" and so on.

    Attributes:
        meter: the needle.
    """

    def __init__(self, session: JudgeSession, common: Sequence[Command]) -> None:
        self.session = session
        self.meter = Meter()
        self.commands = Commands("generator", (*self.own_commands(), *common))

    @abstractmethod
    def own_commands(self) -> tuple[Command, ...]:
        """What can be done in this exercise alone."""

    @abstractmethod
    def take(self, answer: Answer) -> None:
        """Take what the networks have found."""

    @abstractmethod
    def restart(self) -> None:
        """Begin again as if nothing had been done; no answer is awaited."""

    def leave(self) -> None:
        """Let the needle fall."""
        self.meter.target = None

    def trouble(self) -> str:
        """Why nothing is judged, and the way out; empty when all is well."""
        return trouble(self.ctx, self.session.problem)

    def draw_meter(
        self,
        screen: pygame.Surface,
        rect: pygame.Rect,
        judged: Judged | None,
        waiting: str = "",
    ) -> None:
        """Draw the meter, with the numbers behind it; `waiting` stands there before there are any."""
        style, t = self.ctx.style, self.ctx.t
        problem = self.trouble()
        if problem:
            draw_paragraph(screen, style, problem, rect, "small", colour="bad")
            return
        if judged is None:
            note = waiting or t("generator.judge_thinking" if self.ctx.loader.ready else "app.loading")
        else:
            percent, score = t.number(100 * judged.probability, 1), t.number(judged.score, 2)
            signed = score if score.startswith("\N{MINUS SIGN}") else f"+{score}"
            note = t("generator.judge_numbers", percent=percent, score=signed)
        self.meter.draw(screen, style, rect, (t("generator.judge_no"), t("generator.judge_yes")), note)


class Still:
    """A square picture, enlarged smoothly when it has changed, and a heat map over it."""

    def __init__(self) -> None:
        self._picture, self._heat = CachedSurface(), CachedSurface()

    def draw(self, screen: pygame.Surface, picture: Byte, rect: pygame.Rect, edge: pygame.Color) -> None:
        """Draw the picture with a thin edge."""

        def scaled() -> pygame.Surface:
            large = enlarged(picture) if picture.shape[0] < rect.width else picture
            return pygame.transform.smoothscale(to_surface(large), rect.size)

        screen.blit(self._picture.get(rect.size, scaled, picture), rect)
        pygame.draw.rect(screen, edge, rect.inflate(2, 2), 1)

    def draw_heat(self, screen: pygame.Surface, style: Style, judged: Judged, rect: pygame.Rect) -> None:
        """Lay what convinced the judge over the picture."""

        def scaled() -> pygame.Surface:
            good, bad = (tuple(colour)[:3] for colour in (style.colour.good, style.colour.bad))
            rgba = overlay(judged.heat, good, bad)
            small = pygame.image.frombytes(rgba.tobytes(), (rgba.shape[1], rgba.shape[0]), "RGBA")
            return pygame.transform.smoothscale(small, rect.size)

        screen.blit(self._heat.get((rect.size, style), scaled, judged), rect)


def draw_legend(screen: pygame.Surface, style: Style, at: tuple[int, int], words: tuple[str, str]) -> int:
    """Say what the heat map's two colours mean; returns the height used."""
    line = style.font("tiny").get_linesize()
    y = at[1]
    for text, colour in zip(words, (style.colour.good, style.colour.bad), strict=True):
        box = pygame.Rect(at[0], y + round(line * 0.2), round(line * 0.65), round(line * 0.65))
        pygame.draw.rect(screen, colour, box, border_radius=style.px(3))
        draw_text(screen, style, text, (box.right + style.px(7), y), "tiny", colour="muted")
        y += round(line * 1.15)
    return y - at[1]
