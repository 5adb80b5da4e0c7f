"""pygame_gui's buttons and sliders, made with the app's style, icons and keyboard hints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UIHorizontalSlider

from game.ui.context import Context
from game.ui.layout import row
from game.ui.surfaces import fit
from game.ui.widgets.buttons import Button
from game.ui.widgets.text import shorten

AT_ONCE = 0.05
"""Seconds until the tip of a button without words appears: it has no other name."""


def button(
    ctx: Context,
    rect: pygame.Rect,
    text: str,
    command: Callable[[], object],
    *,
    icon: str = "",
    tip: str = "",
    kind: str = "",
    object_id: str = "",
    container: pygame_gui.core.IContainerLikeInterface | None = None,
) -> UIButton:
    """A button.

    Args:
        ctx: the scene's context.
        rect: its place in the window (or in the container).
        text: its words; may be empty when there is an icon.
        command: called when it is pressed.
        icon: a name from `assets/icons`, drawn in the middle, or left of the text.
        tip: what the pointer shows after half a second.
        kind: "" for a plain one, "primary", "ghost", "chip" or "caption", whose words stand under the icon.
        object_id: a name for tests and the keyboard, such as "#undo".
        container: the window it belongs to, if any.
    """
    result = Button(
        rect,
        text,
        ctx.ui,
        container=container,
        tool_tip_text=tip or None,
        object_id=ObjectID(object_id or f"#{icon or 'button'}", f"@{kind}" if kind else None),
        command=lambda: command(),  # pygame_gui counts parameters, and takes those of a partial for its own
        unique=kind == "card",
        waits=bool(icon),
    )
    if icon:
        set_icon(ctx, result, icon, kind, beside_text=bool(text))
    if not text:
        result.tool_tip_delay = AT_ONCE  # what has no word of its own shows one without waiting
    return result


LEAST_ICON = 11
"""Pixels: a smaller icon is a smudge."""


def set_icon(
    ctx: Context, element: UIButton, name: str, kind: str = "", *, beside_text: bool = False
) -> None:
    """Put an icon on a button, in the colours of its states."""
    colour = ctx.style.colour
    size = min(ctx.style.px(20), max(8, element.rect.height - 6), max(8, element.rect.width - 4))
    plain = colour.on_accent if kind == "primary" else colour.text
    place = (0.5, 0.5)
    if kind == "caption":
        line = ctx.style.font("tiny").get_linesize()
        if element.rect.height - line - ctx.style.px(3) < LEAST_ICON:
            element.rebuild()  # with the words alone
            return
        size = min(size, max(8, element.rect.height - line - ctx.style.px(3)))
        place = (0.5, ctx.style.px(2.5) / max(1, element.rect.height - size))
        element.text_vert_alignment, element.text_vert_alignment_padding = "bottom", 1
    elif beside_text:
        width = element.rect.width
        used = (
            size
            + ctx.style.px(15)
            + ctx.style.font("body", "bold" if kind == "primary" else "regular").size(element.text)[0]
        )
        place = (max(0.02, (width - used) / 2 / max(1, width - size)), 0.5)
        element.text_horiz_alignment = "right"
        element.text_horiz_alignment_padding = max(2, round((width - used) / 2))
    for state, tint in (
        ("normal", plain),
        ("hovered", plain),
        ("selected", colour.on_accent),
        ("disabled", colour.faint),
    ):
        setattr(element, f"{state}_images", [ctx.style.icon(name, size, tint, premultiplied=True)])
        setattr(element, f"{state}_image_positions", [place])
    element.rebuild()


def set_face(element: UIButton, face: pygame.Surface) -> None:
    """Put a picture in the middle of a button, the same in all its states."""
    for state in ("normal", "hovered", "selected", "disabled"):
        setattr(element, f"{state}_images", [face])
        setattr(element, f"{state}_image_positions", [(0.5, 0.5)])
    element.rebuild()


CardLine = tuple[str, str, str, pygame.Color]
"""Words, size and face of their font, colour."""


def set_card(
    ctx: Context,
    element: UIButton,
    picture: pygame.Surface | None,
    lines: Sequence[CardLine],
    *,
    how: Callable[[tuple[int, int], pygame.Rect], pygame.Rect] = fit,
    shape: tuple[int, int] | None = None,
    ground: pygame.Color | None = None,
    middle: bool = False,
) -> None:
    """Put a picture on a card, with lines of text below it.

    Args:
        ctx: the scene's context.
        element: the card.
        picture: without one its place stays empty.
        lines: shortened where they are too long.
        how: `surfaces.fit` or `surfaces.cover`.
        shape: width and height in whose proportions the picture is shown, when not its own.
        ground: the colour behind the picture.
        middle: whether the lines are centred.
    """
    style = ctx.style
    edge = style.px(8)
    face = pygame.Surface((element.rect.width - edge, element.rect.height - edge), pygame.SRCALPHA)
    texts = []
    for words, size, weight, colour in lines:
        short = shorten(words, style.font(size, weight), face.get_width())
        texts.append((style.text(short, size, weight, colour), style.font(size, weight).get_linesize()))
    room = face.get_rect()
    room.height -= sum(height for _, height in texts) + style.px(4)
    if ground is not None:
        face.fill(ground, room)
    if picture is not None:
        target = how(shape or picture.get_size(), room)
        face.set_clip(room)
        face.blit(pygame.transform.smoothscale(picture, target.size), target)
        face.set_clip(None)
    y = room.bottom + style.px(4)
    for text, height in texts:
        face.blit(text, ((face.get_width() - text.get_width()) // 2 if middle else 0, y))
        y += height
    set_face(element, face.premul_alpha())


class Slider(UIHorizontalSlider):
    """A slider whose grip jumps to a click; while the pointer is over it, wheel and arrow keys turn it.

    Once it is killed it needs no collector to be freed, nor do its parts.
    """

    def kill(self) -> None:
        """Go, with its parts."""
        super().kill()  # type: ignore[no-untyped-call]
        self.button_container = self.sliding_button = None

    @property
    def held(self) -> bool:
        """Whether a hand holds the grip."""
        return self.sliding_button is not None and bool(self.sliding_button.held)

    def explain(self, tip: str) -> None:
        """Show a tip over the grip."""
        if self.sliding_button is not None:
            self.sliding_button.set_tooltip(tip)

    def stand(self, value: float) -> None:
        """Stand at a value, unless a hand holds the grip; where it does already, nothing is drawn again."""
        low, high = self.value_range
        value = min(max(value, low), high)
        if not self.held and abs(self.get_current_value() - value) > 1e-3 * (high - low):
            self.set_current_value(value)

    def place(self, value: float) -> int:
        """Where the middle of the grip is when it stands at a value: x in the window."""
        low, high = self.value_range
        grip, track = self.sliding_button, self.button_container
        if grip is None or track is None:
            return 0
        share = (value - low) / (high - low) * self.scrollable_width
        return int(track.rect.x + self.arrow_button_width + share + grip.rect.width / 2)

    def turn(self, steps: int) -> None:
        """Go some steps up or down, as far as there are any."""
        low, high = self.value_range
        self.set_current_value(min(max(self.current_value + steps * self.increment, low), high))
        self._tell()

    def process_event(self, event: pygame.event.Event) -> bool:
        """Jump to a click and hold the grip; turn by wheel and arrow keys."""
        grip, track = self.sliding_button, self.button_container
        if not self.is_enabled or grip is None or track is None:
            return False
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_LEFT:
            if not self.rect.collidepoint(event.pos):
                return False
            at = event.pos[0] - track.rect.x - self.arrow_button_width - grip.rect.width // 2
            self.scroll_position = min(max(at, 0), self.right_limit_position)
            grip.set_relative_position((self.scroll_position + self.arrow_button_width, 0))
            self._update_data_and_fire_events_when_moved()
            grip.process_event(event)
            return True
        if event.type == pygame.MOUSEWHEEL and self._pointed:
            self.turn(event.y)
            return True
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_LEFT, pygame.K_RIGHT) and self._pointed:
            self.turn(1 if event.key == pygame.K_RIGHT else -1)
            return True
        return bool(super().process_event(event))

    @property
    def _pointed(self) -> bool:
        """Whether the pointer is over it, and over nothing above it."""
        parts = (self, self.button_container, self.sliding_button)
        return any(part is not None and part.hovered for part in parts)

    def _update_data_and_fire_events_when_moved(self) -> None:
        low, high = self.value_range
        self.current_percentage = self.scroll_position / max(1, self.scrollable_width)
        value = low + self.current_percentage * (high - low)
        self.current_value = round(value) if self.use_integers_for_value else value
        self._tell()

    def _tell(self) -> None:
        data = {
            "value": self.current_value,
            "ui_element": self,
            "ui_object_id": self.most_specific_combined_id,
        }
        pygame.event.post(pygame.event.Event(pygame_gui.UI_HORIZONTAL_SLIDER_MOVED, data))


def slider(
    ctx: Context,
    rect: pygame.Rect,
    value: float,
    limits: tuple[float, float],
    *,
    object_id: str,
    step: float = 1,
    tip: str = "",
    container: pygame_gui.core.IContainerLikeInterface | None = None,
) -> Slider:
    """A horizontal slider; an arrow key changes it by `step`, `tip` is shown over the grip."""
    looks = ObjectID(object_id, None)
    made = Slider(rect, value, limits, ctx.ui, container=container, object_id=looks, click_increment=step)
    if tip:
        made.explain(tip)
    return made


def select(element: UIButton, chosen: bool) -> None:
    """Mark a button as the chosen one of its group, or not."""
    if chosen and not element.is_selected:
        element.select()
    elif not chosen and element.is_selected:
        element.unselect()


def by_words(ctx: Context, texts: Sequence[str], pad: int = 14) -> list[int]:
    """Weights for `layout.row` that give every chip the width that its words need."""
    font = ctx.style.font("small")
    return [-(font.size(text)[0] + ctx.style.px(pad)) for text in texts]


def choices(
    ctx: Context, rect: pygame.Rect, group: str, names: Sequence[str], choose: Callable[[str], None], key: str
) -> dict[str, UIButton]:
    """A row of chips of which one is chosen; `{group}_{name}` are their texts, `…_tip` explains them."""
    texts = [ctx.t(f"{group}_{name}") for name in names]
    places = row(rect, by_words(ctx, texts), ctx.style.px(5))
    return {
        name: button(
            ctx,
            place,
            text,
            partial(choose, name),
            kind="chip",
            tip=f"{ctx.t(f'{group}_{name}_tip')}" + (f" ({key})" if key else ""),
            object_id=f"#{group.rpartition('.')[2]}_{name}",
        )
        for name, place, text in zip(names, places, texts, strict=True)
    }


def enable(element: UIButton, possible: bool) -> None:
    """Let a button be pressed or not; nothing is drawn again where that is so already."""
    if possible and not element.is_enabled:
        element.enable()
    elif not possible and element.is_enabled:
        element.disable()
