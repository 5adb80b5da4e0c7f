"""What the pointer shows: beside the thing that it explains, and not for ever."""

from __future__ import annotations

from typing import Any, cast

import pygame
import pygame_gui
from pygame_gui.elements import UITooltip

from game.ui.widgets.buttons import Pictures, ShapeCache
from game.ui.widgets.widget_ids import Theme

REST_SECONDS = 8.0
"""How long a tip stays while the pointer rests."""
GAP = 4
"""Pixels between a tip and what it explains."""


class Tooltip(UITooltip):
    """A tip; it may be killed by its element after it has vanished by itself."""

    def kill(self) -> None:
        """Vanish."""
        if self.alive():  # type: ignore[no-untyped-call]
            super().kill()  # type: ignore[no-untyped-call]


class Manager(pygame_gui.UIManager):
    """pygame_gui's, with tips that do not cover what they explain, and vanish while the pointer rests.

    A tip that has vanished comes again when the pointer has left its element. Elements that the pointer
    cannot concern are not asked about it: asking all took milliseconds of each frame.

    Attributes:
        pictures: of its buttons.
    """

    _tip: Tooltip | None = None
    _rested = 0.0
    _pointer = (0, 0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.pictures = Pictures()
        self.get_theme().shape_cache = ShapeCache(self)

    def forget(self) -> None:
        """Free what widgets were drawn with: another manager has taken its place, and it has none any more.

        Tabs that are not on the screen refer to it until they are laid out the next time.
        """
        self.pictures = Pictures()
        self.get_sprite_group().visible = []
        theme = cast(Theme, self.get_theme())
        theme.forget()
        theme.shape_cache = ShapeCache(self)

    def create_new_theme(self, theme_path: Any = None) -> Theme:
        """Our own, without looks: they come later."""
        return Theme(self.resource_loader, self._locale)

    def create_tool_tip(
        self,
        text: str,
        position: tuple[int, int],
        hover_distance: tuple[int, int],
        parent_element: Any,
        object_id: Any,
        *,
        wrap_width: int | None = None,
        text_kwargs: dict[str, str] | None = None,
    ) -> Tooltip:
        """Show a tip; see `pygame_gui.UIManager.create_tool_tip`."""
        tip = Tooltip(
            text,
            hover_distance,
            self,
            text_kwargs=text_kwargs,
            parent_element=parent_element,
            object_id=object_id,
            wrap_width=wrap_width,
        )
        window = pygame.Rect((0, 0), self.window_resolution)
        tip.set_position(beside(parent_element.rect, tip.rect.size, position[0], window).topleft)
        self._tip, self._rested = tip, 0.0
        return tip

    def process_events(self, event: pygame.event.Event) -> bool:
        """Hand an event to the elements, the foremost first; True if one used it.

        A motion is told to windows alone: other elements follow the pointer's place.
        """
        if event.type != pygame.MOUSEMOTION:
            return bool(super().process_events(event))
        stacked: Any = self.get_window_stack()
        windows = (*reversed(stacked.top_stack), *reversed(stacked.stack))
        return any(window.visible and window.process_event(event) for window in windows)

    def _handle_hovering(self, time_delta: float) -> None:
        """Find what the pointer is over: windows, what it was over or holds, and what lies under it."""
        pointer, over = self.get_mouse_position(), False
        elements: list[Any] = self.ui_group.sprites()
        for element in reversed(elements):
            if not element.visible or not (
                element.hovered
                or element.rect.collidepoint(pointer)
                or getattr(element, "held", False)
                or getattr(element, "is_window", False)
            ):
                continue
            if element.check_hover(time_delta, over):
                over = over or element is not self.root_container
                self.hovering_any_ui_element = over

    def update(self, time_delta: float) -> None:
        """Let tips vanish."""
        super().update(time_delta)
        pointer = self.get_mouse_position()
        self._rested = self._rested + time_delta if pointer == self._pointer else 0.0
        self._pointer = pointer
        if self._tip is not None and self._rested > REST_SECONDS:
            self._tip.kill()
            self._tip = None


def beside(thing: pygame.Rect, size: tuple[int, int], x: int, window: pygame.Rect) -> pygame.Rect:
    """A place in the window for a tip: below a thing, above it, or beside it, wherever there is room."""
    tip = pygame.Rect((x, thing.bottom + GAP), size).clamp(window)
    if tip.colliderect(thing):
        tip.bottom = thing.top - GAP
    if tip.top < window.top:
        tip.top = thing.top
        tip = tip.clamp(window)
        tip.left = thing.right + GAP
        if tip.right > window.right:
            tip.right = thing.left - GAP
    return tip.clamp(window)
