"""Everything by keyboard: Tab walks the widgets, Enter or Space presses, arrows turn.

pygame_gui knows a focus, but neither Tab nor keys for its buttons and sliders; this adds both.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIHorizontalSlider, UISelectionList, UITextEntryLine, UIWindow

from game.ui.style import Style
from game.ui.widgets.controls import Slider


class FocusRing:
    """Which pygame_gui widget the keyboard is on.

    Args:
        ui: the scene's widgets and the dialogs.
        beside: other widgets, as long as there are any, that are reached where no dialog is open.
    """

    def __init__(
        self, ui: pygame_gui.UIManager, beside: Callable[[], pygame_gui.UIManager | None] = lambda: None
    ) -> None:
        self.ui = ui
        self._beside = beside
        self.current: Any = None

    def elements(self) -> list[Any]:
        """The widgets that the keyboard can reach, in reading order; with a dialog open, only its own."""
        windows = [
            w for w in self.ui.get_window_stack().get_full_stack() if isinstance(w, UIWindow) and w.alive()
        ]
        top, beside = windows[-1] if windows else None, self._beside()
        managers = [self.ui] if top is not None or beside is None else [beside, self.ui]
        found = []
        for sprite in chain.from_iterable(each.get_sprite_group().sprites() for each in managers):
            if not isinstance(sprite, (UIButton, UIHorizontalSlider, UITextEntryLine, UISelectionList)):
                continue
            if not sprite.visible or not sprite.is_enabled or _is_part_of_another(sprite):
                continue
            if top is not None and not _inside(sprite, top):
                continue
            found.append(sprite)
        return sorted(found, key=lambda s: (s.rect.centery // 24, s.rect.x))

    def handle(self, event: pygame.event.Event) -> bool:
        """Use a key press; True when it was used."""
        if event.type == pygame.MOUSEBUTTONDOWN:
            self.focus(None)
        if event.type != pygame.KEYDOWN:
            return False
        if event.key == pygame.K_TAB and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            self._walk(-1 if event.mod & pygame.KMOD_SHIFT else 1)
            return True
        current = self.current
        if current is None or not current.alive() or not current.is_enabled:
            self.current = None
            return False
        if isinstance(current, UIButton) and event.key in (
            pygame.K_RETURN,
            pygame.K_SPACE,
            pygame.K_KP_ENTER,
        ):
            current.on_self_event(pygame_gui.UI_BUTTON_PRESSED, {"mouse_button": pygame.BUTTON_LEFT})
            return True
        if isinstance(current, Slider) and event.key in (pygame.K_LEFT, pygame.K_RIGHT):
            current.turn(1 if event.key == pygame.K_RIGHT else -1)
            return True
        if isinstance(current, UISelectionList) and event.key in (pygame.K_UP, pygame.K_DOWN):
            return _choose(current, 1 if event.key == pygame.K_DOWN else -1)
        return False

    def draw(self, screen: pygame.Surface, style: Style) -> None:
        """Draw the ring around the widget that has the keyboard."""
        if self.current is not None and self.current.alive() and self.current.visible:
            rect = self.current.rect.inflate(style.px(6), style.px(6))
            pygame.draw.rect(
                screen, style.colour.human, rect, max(2, style.px(2.5)), border_radius=style.px(10)
            )

    def clear(self) -> None:
        """Take the keyboard off every widget."""
        self.focus(None)

    def _walk(self, step: int) -> None:
        elements = self.elements()
        if not elements:
            return
        if self.current in elements:
            index = (elements.index(self.current) + step) % len(elements)
        else:
            index = 0 if step > 0 else len(elements) - 1
        self.focus(elements[index])

    def focus(self, element: Any) -> None:
        """Let an element have the keyboard."""
        self.current = element
        if isinstance(element, UITextEntryLine):
            self.ui.set_focus_set(element)
        elif element is not None:
            self.ui.set_focus_set(None)


def _is_part_of_another(sprite: Any) -> bool:
    parent = sprite.parent_element
    return isinstance(parent, (UIHorizontalSlider, UISelectionList)) or (
        parent is not None
        and type(parent).__name__ in ("UIVerticalScrollBar", "UIHorizontalScrollBar", "UIDropDownMenu")
    )


def _inside(sprite: Any, window: UIWindow) -> bool:
    """Whether a widget belongs to a window: to its frame (by parent) or to what it holds (by container)."""
    if sprite is window.title_bar:
        return False
    parent = sprite.parent_element
    while parent is not None:
        if parent is window:
            return True
        parent = parent.parent_element
    holder, inside = sprite.ui_container, window.get_container()
    while holder is not None and holder is not inside and holder is not holder.ui_container:
        holder = holder.ui_container
    return holder is inside


def _choose(listing: UISelectionList, step: int) -> bool:
    items = listing.item_list
    if not items:
        return False
    chosen = [i for i, item in enumerate(items) if item["selected"]]
    index = min(max((chosen[0] if chosen else -1) + step, 0), len(items) - 1)
    button = items[index]["button_element"]
    if button is None:
        return False
    button.on_self_event(pygame_gui.UI_BUTTON_PRESSED, {"mouse_button": pygame.BUTTON_LEFT})
    return True
