"""The lecture's own pages: the start, and what no scene shows."""

from __future__ import annotations

from typing import ClassVar, Protocol

import pygame

from game.lecture.session import LectureSession
from game.ui.links import Link, LinkError
from game.ui.scene import Scene
from game.ui.widgets.controls import button
from game.ui.widgets.text import draw_paragraph, draw_text

PAGES = ("start", "later", "picture")


class Commands(Protocol):
    """What the pages' buttons do."""

    def begin(self, *, presenting: bool = False) -> None: ...  # noqa: D102
    def open_stop(self, stop_id: str) -> None: ...  # noqa: D102


class LectureScene(Scene):
    """The start, and pages for stops that have no scene.

    Args:
        session: where in the lecture one is.
        commands: what the buttons do.
    """

    id: ClassVar[str] = "lecture"

    def __init__(self, session: LectureSession, commands: Commands) -> None:
        self._session = session
        self._commands = commands
        self._page = "start"

    def open_link(self, link: Link) -> None:
        """Show a page.

        Raises:
            LinkError: there is no such page.
        """
        page = link.tab or "start"
        if page not in PAGES or link.query:
            raise LinkError("link.no_tab", scene=self.id, tab=page, tabs=", ".join(PAGES))
        self._page = page

    def link(self) -> Link:
        """The address of the page."""
        return Link(self.id, self._page)

    def layout(self) -> None:
        """Build the page's widgets."""
        ctx = self.ctx
        rect = pygame.Rect(0, 0, ctx.style.px(220), ctx.style.control)
        rect.center = ctx.area.center
        if self._page == "start":
            button(
                ctx, rect, ctx.t("lecture.begin"), self._commands.begin, kind="primary", object_id="#begin"
            )

    def update(self, dt: float) -> None:
        """Nothing moves."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the page."""
        style, area = self.ctx.style, self.ctx.area
        screen.fill(style.colour.background)
        if self._page != "start":
            stop, room = self._session.stop, area.inflate(-8 * style.margin, -8 * style.margin)
            draw_text(screen, style, stop.headline(self.ctx.t.code), room.topleft, "display", "display")
            room.y += style.px(90)
            draw_paragraph(screen, style, self.ctx.t("lecture.later"), room, "heading", colour="muted")
