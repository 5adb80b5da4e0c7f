"""What can be done on a tab, in one table: toolbar, keys and the help's list of keys are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pygame
from pygame_gui.elements import UIButton

from game.ui.context import Context
from game.ui.widgets.controls import button, enable, select, set_icon

CONTROL = pygame.KMOD_CTRL | pygame.KMOD_META
_NAMED = {
    "Enter": pygame.K_RETURN,
    "Esc": pygame.K_ESCAPE,
    "Del": pygame.K_DELETE,
    "PageUp": pygame.K_PAGEUP,
    "PageDown": pygame.K_PAGEDOWN,
    "←": pygame.K_LEFT,
    "→": pygame.K_RIGHT,
    "↑": pygame.K_UP,
    "↓": pygame.K_DOWN,
    "−": pygame.K_MINUS,
}

_SAME = {
    pygame.K_KP_ENTER: pygame.K_RETURN,
    pygame.K_KP_PLUS: pygame.K_PLUS,
    pygame.K_EQUALS: pygame.K_PLUS,
    pygame.K_KP_MINUS: pygame.K_MINUS,
    pygame.K_KP0: pygame.K_0,
}
"""The keypad's keys, and the plus that is written with Shift."""


@dataclass(frozen=True)
class Key:
    """A key with its modifiers, as people write it: `Key.parse("Ctrl+Shift+S")`."""

    code: int
    control: bool = False
    shift: bool = False
    alt: bool = False

    @classmethod
    def parse(cls, text: str) -> Key:
        """Read a name such as "R", "Space", "Ctrl+Shift+S" or "F5".

        Raises:
            ValueError: pygame knows no such key.
        """
        held = set()
        for modifier in ("Ctrl", "Shift", "Alt"):
            if text.startswith(f"{modifier}+"):
                held.add(modifier)
                text = text.removeprefix(f"{modifier}+")
        code = _NAMED.get(text) or pygame.key.key_code(text)
        code = _SAME.get(code, code)
        return cls(code, "Ctrl" in held, "Shift" in held, "Alt" in held)

    @classmethod
    def of(cls, event: pygame.event.Event) -> Key:
        """The key of a KEYDOWN event; the keypad's keys count as the others."""
        mod = event.mod
        return cls(
            _SAME.get(event.key, event.key),
            bool(mod & CONTROL),
            bool(mod & pygame.KMOD_SHIFT),
            bool(mod & pygame.KMOD_ALT),
        )


@dataclass(frozen=True)
class Command:
    """Something that a user can do.

    Attributes:
        id: its name; texts are `{group}.{id}` and `{group}.{id}_tip`, the button's object id is `#{id}`.
        run: does it.
        keys: the keys that do it, the one to be shown first.
        icon: a name from `assets/icons`; a command without one stands in no row by itself.
        icon_now: the icon where it changes, such as play and pause.
        tip: what explains it, where the text `{group}.{id}_tip` does not.
        enabled: whether it can be done now.
        pressed: whether its button stands pressed; None for buttons that never do.
        label: the button's words where they change; None for the text `{group}.{id}`.
        widest: the longest words that `label` ever gives.
        group: of its texts; the table's when empty.
        rank: who keeps its words where there is little room: 2 always, 1 longer than 0.
        kind: of the button, see `controls.button`.
    """

    id: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Callable[[], bool] = lambda: True
    pressed: Callable[[], bool] | None = None
    label: Callable[[], str] | None = None
    widest: str = ""
    group: str = ""
    rank: int = 0
    kind: str = ""
    icon_now: Callable[[], str] | None = None
    tip: Callable[[], str] | None = None

    def __post_init__(self) -> None:
        for key in self.keys:
            Key.parse(key)


class Commands:
    """The commands of a tab.

    Args:
        group: what their texts' keys begin with, such as "arena".
        commands: in the order of the toolbar and of the help.
    """

    def __init__(self, group: str, commands: Sequence[Command]) -> None:
        self.group = group
        self._commands = {each.id: each for each in commands}
        self._keys = {Key.parse(key): each for each in commands for key in each.keys}
        self.buttons: dict[str, UIButton] = {}
        self._icons: dict[str, str] = {}

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, name: str) -> Command:
        return self._commands[name]

    def run(self, name: str) -> bool:
        """Do it, if it can be done now; whether it was."""
        command = self._commands[name]
        if not command.enabled():
            return False
        command.run()
        return True

    def handle(self, event: pygame.event.Event) -> bool:
        """Do what a pressed key stands for; True when the key is one of the table's."""
        if event.type != pygame.KEYDOWN:
            return False
        key = Key.of(event)
        command = self._keys.get(key) or self._keys.get(replace(key, shift=False))
        if command is None:
            return False
        self.run(command.id)
        return True

    def help(self, t: Callable[[str], str]) -> list[tuple[str, str]]:
        """Keys and what they do, for the help."""
        return [(" / ".join(each.keys), self.text(t, each)) for each in self if each.keys]

    def text(self, t: Callable[[str], str], command: Command) -> str:
        """A command's words."""
        return command.label() if command.label is not None else t(self._key_of(command))

    def _key_of(self, command: Command) -> str:
        return f"{command.group or self.group}.{command.id}"

    def tip(self, ctx: Context, command: Command, *, worded: bool = True) -> str:
        """What explains a command, with its key; its words too where its button has none."""
        t, key = ctx.t, f"{self._key_of(command)}_tip"
        parts = [] if worded else [self.text(t, command)]
        if command.tip is not None:
            parts.append(command.tip())
        elif t.has(key):
            parts.append(t(key))
        tip = ": ".join(parts or [self.text(t, command)])
        return f"{tip} ({command.keys[0]})" if command.keys else tip

    # ------------------------------------------------------------------ toolbar

    def layout(
        self,
        ctx: Context,
        rect: pygame.Rect,
        names: Sequence[str] = (),
        gap: int = 6,
        *,
        right: bool = False,
    ) -> pygame.Rect:
        """Build a row of buttons, as many of them with words as fit; returns what is left of the row.

        Args:
            ctx: the scene's context.
            rect: the row.
            names: which commands; all that have an icon when empty.
            gap: between two buttons, in pixels at scale 1.
            right: begin so late that the row ends at the right.
        """
        style, shown = ctx.style, [self[name] for name in names] or [each for each in self if each.icon]
        font, space = style.font("body"), style.px(gap)

        def width(command: Command, least: int) -> int:
            if command.rank < least:
                return style.control
            words = max(self.text(ctx.t, command), command.widest, key=lambda text: font.size(text)[0])
            return int(font.size(words)[0]) + style.px(54 if command.icon else 30)

        def used(least: int) -> int:
            return sum(width(each, least) for each in shown) + space * (len(shown) - 1)

        least = next((least for least in (0, 1) if used(least) <= rect.width), 2)
        x = rect.right - used(least) if right else rect.x
        for command in shown:
            worded = command.rank >= least
            place = pygame.Rect(x, rect.y, width(command, least), rect.height)
            self.place(ctx, command.id, place, worded=worded)
            x = place.right + space
        self.refresh()
        return pygame.Rect(x, rect.y, max(0, rect.right - x), rect.height)

    def place(
        self, ctx: Context, name: str, rect: pygame.Rect, *, worded: bool = False, kind: str = ""
    ) -> UIButton:
        """Build one command's button at a place of its own; `kind` replaces the command's."""
        command = self[name]
        icon = command.icon_now() if command.icon_now is not None else command.icon
        made = button(
            ctx,
            rect,
            self.text(ctx.t, command) if worded else "",
            partial(self.run, name),
            icon=icon,
            tip=self.tip(ctx, command, worded=worded),
            kind=kind or command.kind,
            object_id=f"#{name}",
        )
        self.buttons[name] = made
        self._icons[name], self._ctx = icon, ctx
        return made

    def corner(self, ctx: Context, panel: pygame.Rect, names: Sequence[str]) -> None:
        """Build small buttons in a panel's right upper corner, the first one outermost."""
        side, gap = ctx.style.px(28), ctx.style.px(4)
        place = pygame.Rect(panel.right - ctx.style.px(8) - side, panel.y + ctx.style.px(5), side, side)
        for index, name in enumerate(names):
            self.place(ctx, name, place.move(-index * (side + gap), 0), kind="ghost")

    def refresh(self) -> None:
        """Let the buttons show what can be done now; nothing is drawn again where they do already."""
        for name, made in self.buttons.items():
            command = self[name]
            if not made.alive():
                continue
            enable(made, command.enabled())
            if command.pressed is not None:
                select(made, command.pressed())
            if command.label is not None and made.text:
                made.set_text(command.label())
            if command.icon_now is not None and command.icon_now() != self._icons[name]:
                self._icons[name] = command.icon_now()
                set_icon(self._ctx, made, self._icons[name], command.kind, beside_text=bool(made.text))
