"""The bar at the top: back, title, help, language, theme, settings; loading progress while there is any."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.app.commands import AppCommands
from game.ui.context import Context
from game.ui.layout import row
from game.ui.style import mix
from game.ui.widgets.controls import button
from game.ui.widgets.text import draw_text
from game.workers.status import State


class TopBar:
    """The bar; its widgets are rebuilt with every layout."""

    def __init__(self, commands: AppCommands) -> None:
        self._commands = commands
        self._scene_id = "lecture"
        self._titled = True
        self.ctx: Context | None = None

    @property
    def _at_home(self) -> bool:
        return self._scene_id in ("lecture", "splash") and self._titled

    def layout(
        self,
        ctx: Context,
        scene_id: str,
        *,
        kiosk: bool = False,
        lecture: bool = False,
        presenting: bool = False,
    ) -> None:
        """Build the buttons; `room` is what they leave for a title, or for the lecture's line instead."""
        self.ctx, self._scene_id, self._titled = ctx, scene_id, not lecture
        commands, style, settings = self._commands, ctx.style, ctx.settings
        # What each does, its icon and its text, from left to right.
        items: dict[str, tuple[Callable[[], None], str, str]] = {
            "back": (commands.leave, "house" if lecture else "arrow-left", ""),
            "link": (commands.copy_link, "link", ""),
            "help": (commands.toggle_help, "circle-question-mark", ""),
            "language": (commands.toggle_language, "languages", "EN" if settings.language == "ru" else "RU"),
            "theme": (commands.toggle_theme, "moon" if settings.theme == "light" else "sun", ""),
            "settings": (commands.open_settings, "settings", ""),
        }
        hidden = {"settings"} if kiosk else set[str]()
        if presenting:
            hidden = {"link", "language", "theme", "settings"}  # the presenter's tools stand there
        elif self._at_home and not lecture:
            hidden |= {"back", "link"}
        names = [name for name in items if name not in hidden]
        line = pygame.Rect(0, 0, ctx.area.width, style.bar).inflate(
            2 * (style.px(8) - style.margin), style.control - style.bar
        )
        widths = [style.px(84) if items[name][2] else style.control for name in names]
        free = int("back" in names)  # between the first and the others
        places = row(line, [*widths[:free], -1, *widths[free:]], style.px(4))
        self.room = places.pop(free)
        for name, place in zip(names, places, strict=True):
            command, icon, text = items[name]
            keys = commands.keys_of({"link": "copy_link"}.get(name, name))
            tip = f"{ctx.t(f'bar.{name}')} ({keys[0]})" if keys else ctx.t(f"bar.{name}")
            button(ctx, place, text, command, icon=icon, kind="ghost", tip=tip, object_id=f"#{name}")

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the bar under its buttons."""
        if self.ctx is None:
            return
        ctx, style = self.ctx, self.ctx.style
        bar = pygame.Rect(0, 0, screen.get_width(), style.bar)
        screen.fill(style.colour.surface, bar)
        screen.fill(style.colour.line, pygame.Rect(0, bar.bottom - 1, bar.width, 1))
        x = style.margin + (0 if self._at_home else style.control + style.px(4))
        title = "Latent Arcade" if self._at_home else ctx.t(f"{self._scene_id}.title")
        if self._titled:
            draw_text(screen, style, title, (x, bar.centery), size="heading", face="bold", anchor="midleft")
        if ctx.loader.status.state is State.RUNNING and self._scene_id != "splash":
            colour, height = mix(style.colour.accent, style.colour.surface, 0.2), style.px(3)
            screen.fill(colour, (0, bar.bottom - height, round(bar.width * ctx.loader.progress), height))
