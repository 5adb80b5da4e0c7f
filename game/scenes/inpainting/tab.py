"""What repair and rain have in common on the screen: a result with a divider, and cards to compare with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Generic

import pygame

from game.scenes.inpainting.cards import Cards, region_around
from game.scenes.inpainting.overlays import PatchedPicture
from game.scenes.inpainting.shared_state import FIRST, SharedState
from game.scenes.inpainting.view import ComparedPanel, S
from game.ui.canvas.before_after import BeforeAfter
from game.ui.commands import Command
from game.ui.layout import row
from game.ui.surfaces import to_array
from game.ui.tabs import Tab

COLUMN = 284
STRIP = 0.36
"""The comparison's share of the height."""


class ComparedTab(Tab, Generic[S]):
    """A tab with a result."""

    group: ClassVar[str]
    """What its texts' keys begin with."""
    file: ClassVar[str]
    """The proposed name of a saved result."""

    def __init__(self, shared: SharedState, session: S, panel: ComparedPanel[S]) -> None:
        self.shared, self.masked = shared, shared.masked
        self.session, self.panel = session, panel
        self.result = BeforeAfter(shared.canvas.view, PatchedPicture())
        self.result.wipe.on = shared.prefs.wipe
        self.cards = Cards(session.choose_method)

    def common_commands(self) -> tuple[Command, ...]:
        """What can be done on both tabs."""
        session, wipe = self.session, self.result.wipe
        command = partial(Command, group="inpainting")
        return (
            command("save_result", self.save, ("Ctrl+S",), "save"),
            command("copy_result", self.copy, ("Ctrl+C",), "copy"),
            command("reuse", self.reuse, ("T",), "replace"),
            command("show_error", partial(self.flip_look, "error"), ("X",)),
            Command("wipe", self.toggle_wipe, ("W",), pressed=lambda: wipe.on, kind="toggle"),
            Command("compare", self.toggle_compare, ("K",), pressed=lambda: session.compared, kind="toggle"),
            command("wipe_left", partial(wipe.push, -1), ("←",)),
            command("wipe_right", partial(wipe.push, 1), ("→",)),
            command("method_up", partial(session.walk, -1), ("↑",)),
            command("method_down", partial(session.walk, 1), ("↓",)),
        )

    # ------------------------------------------------------------------ layout

    def lay_out(self, area: pygame.Rect, head: tuple[str, ...]) -> pygame.Rect:
        """Build everything but the input, whose place is returned; `head` names the commands over it."""
        style, t, ctx = self.ctx.style, self.ctx.t, self.ctx
        pictures, column = row(area, [-1, style.text_px(COLUMN)], style.gap)
        self.cards.clear()
        if self.session.compared:
            strip = pygame.Rect(pictures.x, 0, pictures.width, round(pictures.height * STRIP))
            strip.bottom = pictures.bottom
            pictures.height -= strip.height + style.gap
            room = self.backdrop.panel(strip, t(f"{self.group}.comparison"))
            self.cards.layout(ctx, room, self.session.methods, self.group)
        left, right = row(pictures, [-1, -1], style.gap)
        self.result.layout(self.backdrop.panel(right, t(f"{self.group}.result")))
        self.commands.corner(ctx, right, ("save_result", "copy_result", "reuse"))
        self.commands.corner(ctx, left, head)
        self.panel.layout(ctx, self.backdrop, column, self.commands)
        return self.backdrop.panel(left, t(f"{self.group}.input"))

    # ------------------------------------------------------------------ links

    def open_picture(self, address: str, mask: str = "") -> None:
        """Open a bundled picture, and lay one of the sample masks over it, or over the one that is there.

        Raises:
            LinkError: there is no such picture.
        """
        if address:
            self.shared.pictures.open_address(self.ctx, address, tag=mask, credit=address != FIRST)
        elif mask:
            self.shared.mask(mask)

    def start_over(self) -> None:
        """Show the network's result alone, as at first."""
        self.session.choose_look(self.session.looks[0])
        self.session.choose_method("ours")
        if self.session.compared:
            self.toggle_compare()
        if self.result.wipe.on:
            self.toggle_wipe()

    # ------------------------------------------------------------------ commands

    def choose_look(self, look: str) -> None:
        """Show the result, its error, or what else there is."""
        self.session.choose_look(look)

    def flip_look(self, look: str) -> None:
        """Show this, or the plain result when it is shown already."""
        self.choose_look(look if self.session.look != look else self.session.looks[0])

    def toggle_wipe(self) -> None:
        """Before and after in one frame, or the result alone."""
        self.result.wipe.on = not self.result.wipe.on
        self.shared.store.change(wipe=self.result.wipe.on)

    def toggle_compare(self) -> None:
        """Show what classical methods make of it, or no longer."""
        self.session.toggle_compare()
        self.rebuild()

    def picture(self) -> pygame.Surface:
        """What can be saved, copied and used again: the result, whatever is laid over it on the screen."""
        self.show(self.session.looks[0])
        return self.result.outcome.surface

    def save(self) -> None:
        """Let the user choose where to save the result."""
        self.shared.pictures.ask_save(self.ctx, self.picture, self.file)

    def copy(self) -> None:
        """Copy the result."""
        self.shared.pictures.copy(self.ctx, self.picture())

    def reuse(self) -> None:
        """Make the result the picture, with nothing missing; can be taken back."""
        if not self.reusable:
            self.ctx.notify(self.ctx.t("inpainting.nothing"), "info")
            return
        rainy = True if self.group == "rain" else None
        self.masked.place(to_array(self.picture()), kind=self.masked.kind, rainy=rainy)
        self.ctx.notify(self.ctx.t("inpainting.reused"), "info")

    @property
    def reusable(self) -> bool:
        """Whether there is a result."""
        return self.session.job.result is not None

    def cancel(self) -> bool:
        """Stop the network, when it takes long."""
        return self.session.cancel()

    # ------------------------------------------------------------------ frames

    def hold_over(self, held: bool, over: Callable[[], bool]) -> bool:
        """Show the original as long as a key is held, when the pointer is over a picture."""
        if held and not (self.result.over or over()):
            return False
        self.result.held = held
        return True

    def show(self, look: str) -> None:
        """Lay the right patch over the picture."""
        patch, dim = self.session.overlay(look)
        if patch is not self.result.outcome.patch:
            self.result.outcome.show(patch, dim=dim)

    def show_newest(self, matters: pygame.Rect | None) -> None:
        """Show the newest result, and on the cards what matters with some space around it."""
        if self.session.compared:
            region = region_around(matters, self.masked.size, self.cards.room)
            self.cards.follow(self.session.comparison.measurements, region)
        self.show(self.session.look)
        self.panel.mark()

    def draw_result(
        self, screen: pygame.Surface, before: tuple[pygame.Surface, object, str], name: str
    ) -> None:
        """Draw result, column, cards; `before` stands left of the divider: picture, version, name."""
        self.result.draw(screen, self.ctx.style, before, name)
        self.result.note(screen, self.ctx.style, self.panel.trouble())
        self.panel.draw(screen)
        if self.session.compared:
            compared = self.session.comparison
            waiting = self.ctx.t("inpainting.computing" if compared.busy else "inpainting.no_picture")
            self.cards.draw(screen, compared.measurements, compared.fresh, self.session.method, waiting)

    def close(self) -> None:
        """Stop the workers."""
        self.session.close()
