"""The bar at the top: back, title, help, language, theme, settings; loading progress while there is any."""

from __future__ import annotations

from typing import Protocol

import pygame

from game.ui.context import Context
from game.ui.style import mix
from game.ui.widgets.controls import button
from game.ui.widgets.text import draw_text
from game.workers.status import State


class BarCommands(Protocol):
    """What the bar's buttons call."""

    def go(self, scene_id: str) -> None: ...  # noqa: D102
    def toggle_help(self) -> None: ...  # noqa: D102
    def toggle_language(self) -> None: ...  # noqa: D102
    def toggle_theme(self) -> None: ...  # noqa: D102
    def open_settings(self) -> None: ...  # noqa: D102
    def copy_link(self) -> None: ...  # noqa: D102


class TopBar:
    """The bar; its widgets are rebuilt with every layout."""

    def __init__(self, commands: BarCommands) -> None:
        self._commands = commands
        self._scene_id = ""
        self.ctx: Context | None = None

    def layout(self, ctx: Context, scene_id: str, *, kiosk: bool = False) -> None:
        """Build the buttons."""
        self.ctx, self._scene_id = ctx, scene_id
        commands, t, style = self._commands, ctx.t, ctx.style
        size = style.control
        y = (style.bar - size) // 2
        if scene_id not in ("menu", "splash"):
            back = pygame.Rect(style.margin - style.px(8), y, size, size)
            button(
                ctx,
                back,
                "",
                lambda: commands.go("menu"),
                icon="arrow-left",
                kind="ghost",
                tip=t("bar.back"),
                object_id="#back",
            )
        x = ctx.area.width - style.margin + style.px(8) - size
        items = [("settings", "bar.settings", commands.open_settings, "")] * (not kiosk)
        items += [
            ("moon" if ctx.settings.theme == "light" else "sun", "bar.theme", commands.toggle_theme, ""),
            (
                "languages",
                "bar.language",
                commands.toggle_language,
                "EN" if ctx.settings.language == "ru" else "RU",
            ),
            ("circle-question-mark", "bar.help", commands.toggle_help, ""),
            *[("link", "bar.link", commands.copy_link, "")] * (scene_id not in ("menu", "splash")),
        ]
        for icon, tip, command, text in items:
            width = size if not text else style.px(84)
            rect = pygame.Rect(x + size - width, y, width, size)
            button(ctx, rect, text, command, icon=icon, kind="ghost", tip=t(tip), object_id=f"#{tip[4:]}")
            x -= width + style.px(4)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the bar under its buttons."""
        if self.ctx is None:
            return
        ctx, style = self.ctx, self.ctx.style
        bar = pygame.Rect(0, 0, screen.get_width(), style.bar)
        screen.fill(style.colour.surface, bar)
        screen.fill(style.colour.line, pygame.Rect(0, bar.bottom - 1, bar.width, 1))
        at_home = self._scene_id in ("menu", "splash")
        x = style.margin + (0 if at_home else style.control + style.px(4))
        title = "Latent Arcade" if at_home else ctx.t(f"{self._scene_id}.title")
        draw_text(screen, style, title, (x, bar.centery), size="heading", face="bold", anchor="midleft")
        state = ctx.loader.status.state
        if state is State.RUNNING and self._scene_id != "splash":
            width = round(bar.width * ctx.loader.progress)
            screen.fill(
                mix(style.colour.accent, style.colour.surface, 0.2),
                (0, bar.bottom - style.px(3), width, style.px(3)),
            )
