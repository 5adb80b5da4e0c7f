"""A scene with tabs: one strip of buttons, and the open tab below it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, ClassVar

import pygame
from pygame_gui.elements import UIButton, UITextEntryLine

from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import row
from game.ui.links import Link, LinkError
from game.ui.scene import Scene, Screen
from game.ui.tab_key import TabKey
from game.ui.widgets.controls import button, select
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.try_card import TryCard
from game.ui.widgets.window import in_window
from game.workers.status import State
from models.base.typed_fields import read_texts, texts_of

ATTRACT_TURN = 26.0
"""Seconds that a tab plays itself before the next one does."""


def not_loaded(ctx: Context) -> str:
    """Why the libraries cannot be used, and the way out; empty when they can, or are being loaded."""
    status = ctx.loader.status
    return ctx.t("app.load_failed", why=status.error) if status.state is State.ERROR else ""


@dataclass(frozen=True)
class NoOptions:
    """What a tab takes from a link that takes nothing."""


class Tab(Screen):
    """A tab of a scene. Its life is a scene's: what must outlive a layout is kept in it.

    Attributes:
        opens_with: a frozen dataclass of what a link may open it with (see `models.base.typed_fields`);
            every field has a default.
        opens_first: whether `open_with` comes before the layout, for what it asks for changes that.
        commands: what can be done on it; its keys are handled by the scene.
        begun: whether it has been on the screen; only then it is left and closed.
    """

    id: ClassVar[str]
    begun = False
    opens_with: ClassVar[type] = NoOptions
    opens_first: ClassVar[bool] = False
    ctx: Context
    commands: Commands = Commands("", ())

    def prepare(self, ctx: Context, backdrop: Backdrop, rebuild: Callable[[], None]) -> None:
        """Be about to come on the screen; `rebuild` asks for another layout at the next frame."""
        self.ctx, self.backdrop, self.rebuild = ctx, backdrop, rebuild
        if not self.begun:
            self.begun = True
            self.begin()

    def begin(self) -> None:
        """Make what needs the context; called once, before the first layout."""

    @abstractmethod
    def layout(self, area: pygame.Rect) -> None:
        """Build the widgets inside an area; draw what stays on the backdrop."""

    def open_with(self, options: Any) -> None:
        """Show what a link asks for, an `opens_with`; called after `layout`, or before it (`opens_first`).

        What the link leaves out is shown as it is at first, so that a link always leads to the same state.

        Raises:
            LinkError: there is no such thing.
        """

    def shown(self) -> Any:
        """The `opens_with` of what is on the screen."""
        return self.opens_with()

    def tables(self) -> Sequence[Commands]:
        """All its commands; a toolbar may have a table of its own."""
        return (self.commands,)

    def cancel(self) -> bool:
        """Escape was pressed: stop what is under way; False when there is nothing to stop."""
        return False

    def hold(self, held: bool) -> bool:
        """Tab is held, or no longer: show what was before; False when there is nothing to show."""
        return False


class TabbedScene(Scene):
    """The strip of tabs and the open tab; a tab is made when it is first opened.

    Attributes:
        tabs: those that have been made, by id.
        tab_id: which one is open.
    """

    tab_classes: ClassVar[Mapping[str, str]]
    """By id, `module:Class`, called with `shared`; `{scene}.tab_{id}` is its text, `…_tip` explains it."""
    strip: ClassVar[bool] = True
    """Whether buttons and keys lead from tab to tab; without them only links do."""

    def __init__(self, shared: Any = None) -> None:
        self.shared = shared
        self.tabs: dict[str, Tab] = {}
        self.try_card = TryCard()
        self.names: Sequence[str] = tuple(self.tab_classes)
        self.tab_id = self.names[0]
        self._buttons: dict[str, UIButton] = {}
        self._others: set[Any] = set()
        self._stale = self._begun = False
        self._wanted: Any = None
        self._tab_key = TabKey(lambda held: self.tab.hold(held))
        self._on, self._shown_for = False, 0.0

    # ------------------------------------------------------------------ what a scene adds

    def begin(self) -> str:
        """Read what is remembered, once, before the first layout; returns the tab to open first."""
        return self.names[0]

    def layout_strip(self, rect: pygame.Rect) -> None:
        """Build what stands beside the tabs."""

    def handle_first(self, event: pygame.event.Event) -> bool:
        """Take an event before the open tab does; True when it was used."""
        return False

    def opened(self, name: str) -> None:
        """Another tab has been opened."""

    def _class(self, name: str) -> Any:
        module, _, attribute = self.tab_classes[name].partition(":")
        return getattr(import_module(module), attribute)

    @property
    def tab(self) -> Tab:
        """The open tab."""
        if self.tab_id not in self.tabs:
            self.tabs[self.tab_id] = self._class(self.tab_id)(self.shared)
        return self.tabs[self.tab_id]

    @property
    def typing(self) -> bool:
        """Whether the open tab is being typed into."""
        return self.tab.typing

    @property
    def rest_rate(self) -> float:
        """The open tab's."""
        return self.tab.rest_rate

    def help(self) -> str:
        """The scene's; the card with things to try comes back."""
        self.try_card.again()
        return super().help()

    def commands(self) -> Sequence[Commands]:
        """The open tab's."""
        return self.tab.tables()

    def task(self, name: str) -> Callable[[], bool]:
        """The open tab's."""
        return self.tab.task(name)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The open tab's."""
        return self.tab.landmarks()

    def keepsake(self) -> Mapping[str, object]:
        """The open tab's."""
        return self.tab.keepsake()

    # ------------------------------------------------------------------ links

    def open_link(self, link: Link) -> None:
        """Open a tab, and in it what the link asks for.

        Raises:
            LinkError: there is no such tab, or it does not take that.
        """
        self._settle()
        self._follow(link, laid_out=self._on)
        self._settle()

    def _follow(self, link: Link, *, laid_out: bool = False) -> None:
        """Have a tab that shows what a link asks for: at once where it is on the screen, or once laid out."""
        name = link.tab or self.tab_id
        if name not in self.tab_classes:
            raise LinkError("link.no_tab", scene=self.id, tab=name, tabs=", ".join(self.names))
        try:
            options = read_texts(link.query, self._class(name).opens_with)
        except ValueError as error:
            raise LinkError("link.bad_value", why=str(error)) from error
        self._shown_for = 0.0
        if name != self.tab_id:
            self._show(name)
        elif laid_out and not self.tab.opens_first:
            self.tab.open_with(options)
            return
        self._wanted = options
        self._rebuild()

    def link(self) -> Link:
        """The address of what is on the screen."""
        return Link(self.id, self.tab_id, texts_of(self.tab.shown()))

    # ------------------------------------------------------------------ layout

    def relayout(self, ctx: Context, link: Link | None = None) -> None:
        """Lay everything out once, with what a link asks for."""
        self.ctx = ctx
        if not self._begun:
            self._begun = True
            self._backdrop = Backdrop((0, 0), ctx.style)
            self.tab_id = self.begin()
        try:
            if link is not None and not link.bare:
                self._follow(link)
        finally:  # a wrong link leaves open what was
            self.layout()

    def layout(self) -> None:
        """Tabs at the left, what the scene adds beside them, the open tab below."""
        if self.strip:
            self._lay_strip()
        self._enter_tab()

    def _lay_strip(self) -> None:
        ctx, style = self.ctx, self.ctx.style
        strip = self._area()
        strip.height = style.row(34)
        font, gap = style.font("body"), style.px(8)
        titles = {name: ctx.t(f"{self.id}.tab_{name}") for name in self.names}
        lengths = [font.size(title)[0] + style.px(36) for title in titles.values()]
        widths = [max(lengths)] * len(lengths)
        if sum(widths) + gap * len(widths) > strip.width:
            widths = [-length for length in lengths]
        places = row(strip, widths, gap)
        self._buttons = {
            name: button(
                ctx,
                places[index],
                titles[name],
                partial(self._press, name),
                tip=f"{ctx.t(f'{self.id}.tab_{name}_tip')} (Ctrl+{index + 1})",
                object_id=f"#tab_{name}",
            )
            for index, name in enumerate(self.names)
        }
        used = places[-1].right - strip.x + gap + style.px(12)
        self.layout_strip(pygame.Rect(strip.x + used, strip.y, strip.width - used, strip.height))

    def _area(self) -> pygame.Rect:
        style = self.ctx.style
        return self.ctx.area.inflate(-2 * style.margin, -2 * style.px(10))

    def _enter_tab(self) -> None:
        """Build the open tab's widgets, and remember which ones are others'."""
        ctx, style = self.ctx, self.ctx.style
        self._backdrop.clear((ctx.area.width, ctx.area.bottom), style)
        area = self._area()
        used = style.row(34) + style.gap if self.strip else 0
        self._others = set(ctx.ui.get_sprite_group().sprites())
        place = pygame.Rect(area.x, area.y + used, area.width, area.height - used)
        for name, made in self._buttons.items():
            select(made, name == self.tab_id)
        wanted, self._wanted = self._wanted, None
        tab, self._on = self.tab, True
        tab.prepare(ctx, self._backdrop, self._rebuild)
        try:
            if wanted is not None and tab.opens_first:
                tab.open_with(wanted)
        finally:
            self._stale = False
            tab.layout(place)
            for table in self.commands():
                table.remap(ctx.settings.commands)
        if wanted is not None and not tab.opens_first:
            tab.open_with(wanted)

    def _rebuild(self) -> None:
        """Replace the tab's widgets at the next frame: one of their own buttons may be asking for it."""
        self._stale = True

    def _settle(self) -> None:
        """Lay the open tab out again, if that was asked for."""
        if self._stale:
            # Whatever came after the others is the tab's, also what it made while it was open, and tips.
            for widget in self.ctx.ui.get_sprite_group().sprites():
                if widget not in self._others and widget.alive() and not in_window(widget):
                    widget.kill()
            self._enter_tab()

    def open(self, name: str) -> None:
        """Open a tab; nothing happens while a dialog is open."""
        if name != self.tab_id and not self.ctx.modal():
            self._show(name)

    def _show(self, name: str) -> None:
        if self._on:
            self.tab.leave()
            self._on = False
        self.tab_id = name
        self.opened(name)
        self._shown_for = 0.0
        self._rebuild()

    def _press(self, name: str) -> None:
        self.open(name)
        select(self._buttons[name], name == self.tab_id)

    def _turn(self, step: int) -> None:
        self.open(self.names[(self.names.index(self.tab_id) + step) % len(self.names)])

    # ------------------------------------------------------------------ events

    def claims(self, event: pygame.event.Event) -> bool:
        """Escape stops what is under way; a Tab that is held over a picture shows the original."""
        self._settle()
        if event.key == pygame.K_ESCAPE:
            return self.tab.cancel()
        return event.key == pygame.K_TAB and self._tab_key.press(event)

    def handle(self, event: pygame.event.Event) -> bool:
        """Tabs by keyboard; everything else belongs to the open tab."""
        self._settle()
        self.try_card.note(event)
        self._tab_key.handle(event)
        if event.type == pygame.KEYDOWN and self._key(event):
            return True
        focus = self.ctx.ui.get_focus_set() or ()
        typing = self.tab.typing or any(isinstance(each, UITextEntryLine) for each in focus)
        if not typing and any(table.handle(event) for table in self.commands()):
            return True
        return self.handle_first(event) or self.tab.handle(event)

    def _key(self, event: pygame.event.Event) -> bool:
        if not self.strip or not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            return False
        if event.key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            self._turn(1 if event.key == pygame.K_PAGEDOWN else -1)
            return True
        if chosen := event.key - pygame.K_1 in range(len(self.names)):
            self.open(self.names[event.key - pygame.K_1])
        return chosen

    # ------------------------------------------------------------------ life

    def update(self, dt: float) -> None:
        """Let the open tab go on."""
        self._settle()
        self.tab.update(dt)
        self.try_card.update(self.ctx, f"{self.id}_{self.tab_id}", dt)
        for table in self.commands():
            table.refresh()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw what stays, and the tab over it."""
        screen.blit(self._backdrop.surface, (0, 0))
        self.tab.draw(screen)

    def draw_over(self, screen: pygame.Surface) -> None:
        """Draw what the tab has to show above its buttons."""
        self.tab.draw_over(screen)
        self.try_card.draw(screen, self._area())

    def attract(self, dt: float) -> None:
        """Let the tabs play one after another."""
        self._shown_for += dt
        self.try_card.rest()
        if self._shown_for > ATTRACT_TURN:
            self._turn(1)
            self._settle()
        self.tab.attract(dt)

    def leave(self) -> None:
        """Finish what the hand was doing."""
        self._settle()
        self._tab_key.forget()
        self.tab.leave()
        self._on = False
        self._backdrop.clear((0, 0), self.ctx.style)

    def close(self) -> None:
        """Stop every tab's work."""
        for tab in self.tabs.values():
            if tab.begun:
                tab.close()
