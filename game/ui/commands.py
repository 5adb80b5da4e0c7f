"""What can be done on a tab, in one table: toolbar, keys and the help's list of keys are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pygame
from pygame_gui.elements import UIButton

from game.ui.context import Context
from game.ui.keys import Key, is_key
from game.ui.widgets.controls import button, enable, select, set_icon
from game.ui.widgets.menu import Item, Menu

GROUPS_APART = 12
"""Pixels between two groups of a toolbar, beside the gap between two buttons."""


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
        rank: who keeps its words where there is little room: the highest always, 1 longer than 0.
        fold: when it goes into its group's menu where there is little room, 2 before 3; 1 always, 0 never.
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
    fold: int = 0
    kind: str = ""
    icon_now: Callable[[], str] | None = None
    tip: Callable[[], str] | None = None

    def __post_init__(self) -> None:
        for key in self.keys:
            Key.parse(key)


@dataclass(frozen=True)
class _Look:
    """How a toolbar is shown: what is folded, who has words, and whether these stand alone and close."""

    fold: int
    least: int
    tight: bool = False


def _looks(top: int, folds: int) -> list[_Look]:
    """The looks of a toolbar whose highest rank is `top`, from much room to little."""
    steps = range(min(1, folds), folds + 1)
    looks = [_Look(fold, least) for fold in steps for least in range(top)]
    return [*looks, _Look(folds, top), _Look(folds, top, tight=True)]


@dataclass(frozen=True)
class Group:
    """Commands that stand together in a toolbar; `menu` is the one that shows those that are folded."""

    names: tuple[str, ...]
    menu: str = ""

    def unfolded(self, commands: Commands, fold: int) -> list[Command]:
        """What stands in the row where everything up to `fold` is in the menu."""
        folded = self.folded(commands, fold)
        shown = [commands[name] for name in self.names if commands[name] not in folded]
        return [*shown, commands[self.menu]] if folded else shown

    def folded(self, commands: Commands, fold: int) -> list[Command]:
        """What is in the menu then."""
        names = self.names if self.menu else ()
        return [commands[name] for name in names if 0 < commands[name].fold <= fold]


class Commands:
    """The commands of a tab.

    Args:
        group: what their texts' keys begin with, such as "arena".
        commands: in the order of the toolbar and of the help.
    """

    def __init__(self, group: str, commands: Sequence[Command]) -> None:
        self.group = group
        self._commands = {each.id: each for each in commands}
        self._chosen: Mapping[str, tuple[str, ...]] = {}
        self._source: Mapping[str, tuple[str, ...]] = {}
        self._keys = self._map()
        self.buttons: dict[str, UIButton] = {}
        self._icons: dict[str, str | None] = {}
        self._menus: dict[str, list[Command]] = {}

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, name: str) -> Command:
        return self._commands[name]

    def remap(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Let commands have the keys that a user chose, by `name`, instead of their own."""
        if chosen is not self._source:
            self._chosen = {name: tuple(filter(is_key, keys)) for name, keys in chosen.items()}
            self._source = chosen
            self._keys = self._map()

    def _map(self) -> dict[Key, Command]:
        """Which key does what; a key that was chosen for one command is no longer another's own."""
        order = sorted(self, key=lambda each: self.name(each) in self._chosen)
        return {Key.parse(key): each for each in order for key in self.keys(each)}

    def name(self, command: Command) -> str:
        """What a command is called in the settings, and the key of its text."""
        return f"{command.group or self.group}.{command.id}"

    def keys(self, command: Command) -> tuple[str, ...]:
        """The keys that do it."""
        return self._chosen.get(self.name(command), command.keys)

    def run(self, name: str) -> bool:
        """Do it, if it can be done now; whether it was."""
        command = self._commands[name]
        if not command.enabled():
            return False
        command.run()
        return True

    def handle(self, event: pygame.event.Event) -> bool:
        """Do what a pressed key, or a gamepad's button, stands for; True when it is one of the table's."""
        if event.type not in (pygame.KEYDOWN, pygame.JOYBUTTONDOWN):
            return False
        key = Key.of(event)
        command = self._keys.get(key) or self._keys.get(replace(key, shift=False))
        if command is None:
            return False
        self.run(command.id)
        return True

    def help(self, t: Callable[[str], str]) -> list[tuple[str, str]]:
        """Keys and what they do, for the help."""
        return [(" / ".join(keys), self.text(t, each)) for each in self if (keys := self.keys(each))]

    def text(self, t: Callable[[str], str], command: Command) -> str:
        """A command's words."""
        return command.label() if command.label is not None else t(self.name(command))

    def caption(self, t: Callable[[str], str], name: str) -> str:
        """A word for under a command's icon."""
        return t(f"caption.{name.removeprefix('mask_')}")

    def tip(self, ctx: Context, command: Command, *, worded: bool = True) -> str:
        """What explains a command, with its key; its words too where its button has none."""
        self.remap(ctx.settings.commands)
        t, key = ctx.t, f"{self.name(command)}_tip"
        parts = [] if worded else [self.text(t, command)]
        if command.tip is not None:
            parts.append(command.tip())
        elif t.has(key):
            parts.append(t(key))
        tip = ": ".join(parts or [self.text(t, command)])
        keys = self.keys(command)
        return f"{tip} ({keys[0]})" if keys else tip

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
        group = Group(tuple(names) or tuple(each.id for each in self if each.icon))
        return self.layout_groups(ctx, rect, (group,), gap, right=right)

    def layout_groups(
        self, ctx: Context, rect: pygame.Rect, groups: Sequence[Group], gap: int = 6, *, right: bool = False
    ) -> pygame.Rect:
        """Build a row of groups, as `layout` does; what does not even fit as icons goes into their menus."""
        space, apart = ctx.style.px(gap), ctx.style.px(GROUPS_APART)

        def width(command: Command, look: _Look) -> int:
            if command.rank < look.least:
                return ctx.style.control
            return self.width(ctx, command.id, 9 if look.tight else 54 if command.icon else 30)

        def used(look: _Look) -> int:
            rows = [group.unfolded(self, look.fold) for group in groups]
            buttons = [width(each, look) for row in rows for each in row]
            between = 0 if look.tight else apart * (sum(map(bool, rows)) - 1)
            return sum(buttons) + space * (len(buttons) - 1) + between

        mine = [self[name] for group in groups for name in group.names]
        looks = _looks(max(2, *(each.rank for each in mine)), max(each.fold for each in mine))
        look = next((each for each in looks if used(each) <= rect.width), looks[-1])
        x = rect.right - used(look) if right else rect.x
        for group in groups:
            for command in group.unfolded(self, look.fold):
                worded = command.rank >= look.least
                place = pygame.Rect(x, rect.y, width(command, look), rect.height)
                self.place(ctx, command.id, place, worded=worded, icon=not (worded and look.tight))
                x = place.right + space
            if group.menu:
                self._menus[group.menu] = group.folded(self, look.fold)
            x += 0 if look.tight else apart
        x -= 0 if look.tight else apart
        self.refresh()
        return pygame.Rect(x, rect.y, max(0, rect.right - x), rect.height)

    def unfold(self, menu: str) -> None:
        """Show the menu of a group, below its button."""
        ctx, made = self._ctx, self.buttons[menu]
        if ctx.modal():
            return
        items = [
            Item(
                each.id,
                self.text(ctx.t, each),
                partial(self.run, each.id),
                each.icon,
                self.tip(ctx, each),
                each.enabled(),
                each.pressed is not None and each.pressed(),
            )
            for each in self._menus[menu]
        ]
        Menu(ctx, made.rect, self.text(ctx.t, self[menu]), items, f"{menu}_window")

    def width(self, ctx: Context, name: str, around: int | None = None) -> int:
        """The width of a command's button with its words, and `around` them pixels at scale 1."""
        command, style = self[name], ctx.style
        font = style.font("small" if command.kind in ("chip", "toggle") else "body")
        words = max(font.size(text)[0] for text in (self.text(ctx.t, command), command.widest))
        return int(words) + style.px(around or (54 if command.icon else 30))

    def place(
        self,
        ctx: Context,
        name: str,
        rect: pygame.Rect,
        *,
        worded: bool = False,
        icon: bool = True,
        kind: str = "",
    ) -> UIButton:
        """Build one command's button at a place of its own; `kind` replaces the command's."""
        command = self[name]
        shown = command.icon_now() if command.icon_now is not None else command.icon
        words = self.caption(ctx.t, name) if kind == "caption" else self.text(ctx.t, command)
        made = button(
            ctx,
            rect,
            words if worded else "",
            partial(self.run, name),
            icon=shown if icon else "",
            tip=self.tip(ctx, command, worded=worded and kind != "caption"),
            kind=kind or command.kind,
            object_id=f"#{name}",
        )
        self.buttons[name] = made
        self._icons[name], self._ctx = shown if icon else None, ctx
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
            icon = command.icon_now() if command.icon_now is not None else None
            if icon is not None and self._icons[name] not in (None, icon):
                self._icons[name] = icon
                set_icon(self._ctx, made, icon, command.kind, beside_text=bool(made.text))
