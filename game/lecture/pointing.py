"""Predictions that are made on the picture by a click, and the place that was asked for."""

from __future__ import annotations

import pygame

from game.lecture.session import LectureSession
from game.lecture.shell import Shell
from game.ui.style import Style, mix

SPARE = 8
"""Pixels at scale 1 by which a click may miss a landmark."""


class Pointing:
    """Takes clicks on the picture while the stop asks for a place on it.

    Args:
        session: where in the lecture one is.
        shell: the app, whose scene knows its landmarks.

    Attributes:
        area: of the scene, in the window.
    """

    def __init__(self, session: LectureSession, shell: Shell) -> None:
        self._session = session
        self._shell = shell
        self.area = pygame.Rect(0, 0, 0, 0)

    @property
    def _place(self) -> str:
        question = self._session.stop.question
        return question.place if question is not None else ""

    @property
    def _asked(self) -> bool:
        return bool(self._place) and self._session.phase == "question"

    def _landmark(self) -> pygame.Rect | None:
        return self._shell.scene.landmarks().get(self._place)

    def _pixel(self, mark: tuple[float, float]) -> tuple[int, int]:
        return round(mark[0] * self.area.right), round(mark[1] * self.area.bottom)

    def handle(self, event: pygame.event.Event) -> bool:
        """Mark where the picture was clicked, beside the scene's widgets; True when it was used."""
        if not self._asked or event.type != pygame.MOUSEBUTTONDOWN or event.button != pygame.BUTTON_LEFT:
            return False
        on_widget = any(each.rect.collidepoint(event.pos) for each in self._shell.focus.elements())
        if on_widget or not self.area.collidepoint(event.pos):
            return False
        self._session.point((event.pos[0] / self.area.right, event.pos[1] / self.area.bottom))
        return True

    def judge(self) -> bool:
        """Answer by the mark, if there is one and the tab knows the place; whether it was."""
        mark, landmark = self._session.mark, self._landmark()
        if not self._asked or mark is None or landmark is None:
            return False
        spare = 2 * self._shell.context().style.px(SPARE)
        self._session.give(float(landmark.inflate(spare, spare).collidepoint(self._pixel(mark))))
        return True

    def draw(self, screen: pygame.Surface, style: Style) -> None:
        """Draw the mark, and the place once it is revealed."""
        session = self._session
        if not self._place or session.phase == "text":
            return
        revealed, landmark = session.phase == "reveal", self._landmark()
        if revealed and landmark is not None:
            draw_landmark(screen, style, landmark)
        if session.mark is not None:
            draw_mark(screen, style, self._pixel(session.mark), session.right if revealed else None)


def draw_mark(screen: pygame.Surface, style: Style, at: tuple[int, int], right: bool | None) -> None:
    """Draw where the prediction was made: a ring with a cross, on any ground."""
    colour = style.colour.human if right is None else style.colour.good if right else style.colour.bad
    radius, width = style.px(13), style.px(3)
    for tint, more in ((style.colour.background, 2), (colour, 0)):
        pygame.draw.circle(screen, tint, at, radius + more, width + 2 * more)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            a = (at[0] + dx * radius * 0.6, at[1] + dy * radius * 0.6)
            b = (at[0] + dx * radius * 1.7, at[1] + dy * radius * 1.7)
            pygame.draw.line(screen, tint, a, b, width + 2 * more)


def draw_landmark(screen: pygame.Surface, style: Style, landmark: pygame.Rect) -> None:
    """Draw a frame around the place that was asked for."""
    frame = landmark.inflate(2 * style.px(6), 2 * style.px(6))
    ground = mix(style.colour.background, style.colour.good, 0.2)
    pygame.draw.rect(screen, ground, frame.inflate(4, 4), style.px(4) + 4, border_radius=style.px(10))
    pygame.draw.rect(screen, style.colour.good, frame, style.px(4), border_radius=style.px(8))
