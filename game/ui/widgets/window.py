"""What the windows that may lie over a scene have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, Self

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UIImage, UILabel, UITextBox, UITextEntryLine, UIWindow
from pygame_gui.windows import UIColourPickerDialog

from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.widgets.controls import button

P = ParamSpec("P")
Colour = tuple[int, int, int]


def centred(ctx: Context, width: int, height: int) -> pygame.Rect:
    """The middle of the window, of this size at scale 1, smaller where the window is."""
    screen = pygame.Rect(0, 0, ctx.area.width, ctx.area.bottom)
    size = (
        min(ctx.style.text_px(width), screen.width - 16),
        min(ctx.style.text_px(height), screen.height - 16),
    )
    rect = pygame.Rect((0, 0), size)
    rect.center = screen.center
    return rect


class Reopening:
    """A window that a new layout opens again; the context is the first thing that it is made with."""

    _made_with: tuple[tuple[Any, ...], dict[str, Any]]

    def __new__(cls, *args: Any, **options: Any) -> Self:
        """Keep what it is made with."""
        made = super().__new__(cls)
        made._made_with = args[1:], options
        return made

    def again(self, ctx: Context) -> None:
        """Open another one like this, which a new layout has closed."""
        args, options = self._made_with
        type(self)(ctx, *args, **options).take_over(self)

    def take_over(self, before: Any) -> None:
        """Show what was chosen or written in the window before."""


class Window(Reopening, UIWindow):
    """A window in the middle that keeps the mouse from what is behind it.

    Args:
        ctx: the scene's context.
        size: width and height at scale 1.
        title: its words.
        name: for tests and the keyboard, such as "gallery_window".
        pad: from its edge to what is inside, in pixels at scale 1.

    Attributes:
        room: the place for what is inside.
    """

    def __init__(self, ctx: Context, size: tuple[int, int], title: str, name: str, *, pad: int = 12) -> None:
        super().__init__(centred(ctx, *size), ctx.ui, window_display_title=title, object_id=f"#{name}")
        self.set_blocking(True)
        self.ctx = ctx
        edge = -2 * ctx.style.px(pad)
        self.room = pygame.Rect((0, 0), self.get_container().get_size()).inflate(edge, edge)

    @property
    def open(self) -> bool:
        """Whether it has not been closed."""
        return bool(self.alive())  # type: ignore[no-untyped-call]

    def finish(self, command: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        """Close the window, then call something."""
        self.kill()  # type: ignore[no-untyped-call]
        command(*args, **kwargs)

    def button(self, rect: pygame.Rect, text: str, command: Callable[[], object], **looks: str) -> UIButton:
        """A button inside; for `looks` see `controls.button`."""
        return button(self.ctx, rect, text, command, container=self, **looks)

    def card(self, rect: pygame.Rect, name: str, command: Callable[[], object], tip: str = "") -> UIButton:
        """A large button inside that shows a picture; see `controls.set_card`."""
        return self.button(rect, "", command, tip=tip, kind="card", object_id=f"#{name}")

    def label(self, rect: pygame.Rect, words: str, name: str = "", *, centred: bool = False) -> UILabel:
        """A line of text inside."""
        looks = ObjectID(f"#{name}" if name else None, "@centred" if centred else None)
        return UILabel(rect, words, self.ctx.ui, container=self, object_id=looks)

    def text(self, rect: pygame.Rect, html: str, name: str = "text") -> UITextBox:
        """A text of several lines inside, with a scroll bar where it is longer than its place."""
        return UITextBox(html, rect, self.ctx.ui, container=self, object_id=f"#{name}")

    def entry(self, rect: pygame.Rect, hint: str, name: str) -> UITextEntryLine:
        """A line inside to write on; `hint` stands there while it is empty."""
        looks = ObjectID(f"#{name}", None)
        return UITextEntryLine(rect, self.ctx.ui, container=self, object_id=looks, placeholder_text=hint)


class NameWindow(Window):
    """Asks for a name; Enter and the button give it.

    Args:
        ctx: the scene's context.
        name: of the window, for tests and the keyboard.
        texts: keys of the title, of what stands on the empty line, and of the button's words.
        done: called with what was written.
        longest: characters.
        written: what stands on the line at first.
        blank: the key of the name where nothing is written; without one the window stays open then.
        icon: of the button.
        picture: what gets the name, a square, with words about it.
    """

    def __init__(
        self,
        ctx: Context,
        name: str,
        texts: tuple[str, str, str],
        done: Callable[[str], None],
        *,
        longest: int = 32,
        written: str = "",
        blank: str = "",
        icon: str = "",
        picture: tuple[pygame.Surface, str] | None = None,
    ) -> None:
        title, hint, words = map(ctx.t, texts)
        super().__init__(ctx, (520, 250) if picture else (460, 170), title, f"{name}_window", pad=14)
        gap, line = ctx.style.px(14), ctx.style.control
        lines = self.room
        if picture:
            side = self.room.height
            square, lines = row(self.room, [side, -1], gap)
            UIImage(square, pygame.transform.smoothscale(picture[0], (side, side)), ctx.ui, container=self)
            self.label(pygame.Rect(lines.topleft, (lines.width, line)), picture[1])
            lines.y, lines.height = lines.y + line + gap, lines.height - line - gap
        above, foot = column(lines, [-1, line], gap)
        self.field = self.entry(pygame.Rect(above.topleft, (above.width, line)), hint, name)
        self.field.set_text_length_limit(longest)
        self.field.set_text(written)
        tip = f"{words} (Enter)"
        self.button(foot, words, self._finish, icon=icon, kind="primary", tip=tip, object_id=f"#{name}_done")
        ctx.ui.set_focus_set(self.field)
        self._done, self._blank = done, ctx.t(blank) if blank else ""

    def take_over(self, before: NameWindow) -> None:
        """Take over what was written."""
        self.field.set_text(before.field.get_text())

    def _finish(self) -> None:
        written = "".join(filter(str.isprintable, self.field.get_text()))
        name = " ".join(written.split()) or self._blank
        if name:
            self.finish(self._done, name)

    def process_event(self, event: pygame.event.Event) -> bool:
        """Enter gives the name."""
        used = bool(super().process_event(event))
        if self.open and (enter(event) or event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED):
            self._finish()
            return True
        return used


class ColourWindow(Reopening, UIColourPickerDialog):
    """Mixes a colour.

    Args:
        ctx: the scene's context.
        title: the key of its title.
        colour: where it begins.
        take: called with the colour.
    """

    def __init__(self, ctx: Context, title: str, colour: Colour, take: Callable[[Colour], object]) -> None:
        least = ctx.style.scale
        rect = centred(ctx, round(max(440, 400 / least)), round(max(440, 420 / least)))
        begin = pygame.Color(*colour)
        super().__init__(rect, ctx.ui, initial_colour=begin, window_title=ctx.t(title))
        self.set_blocking(True)
        for made in (self.ok_button, self.cancel_button):  # which have one height in all windows
            more = ctx.style.row(30) - made.rect.height
            if more > 0:
                x, y, wide, high = made.relative_rect
                made.set_dimensions((wide, high + more))
                made.set_relative_position((x, y - more))
        self._take = take

    def process_event(self, event: pygame.event.Event) -> bool:
        """Give the colour."""
        if event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element is self.ok_button:
            colour = self.get_colour()
            self.kill()  # type: ignore[no-untyped-call]
            self._take((colour.r, colour.g, colour.b))
            return True
        return bool(super().process_event(event))

    def take_over(self, before: ColourWindow) -> None:
        """Take over what was mixed."""
        self.set_colour(before.get_colour())


def in_window(widget: Any) -> bool:
    """Whether a widget is a window, or belongs to one: to its frame by its parent, or by what holds it."""
    if isinstance(widget, UIWindow):
        return True
    parent, holder = widget.parent_element, widget.ui_container
    root = widget.ui_manager.get_root_container()
    return any(each not in (None, root, widget) and in_window(each) for each in (parent, holder))


def enter(event: pygame.event.Event) -> bool:
    """Whether Enter was pressed."""
    return event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER)
