"""Where pictures come from: gallery, portraits, files, clipboard, a white sheet."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.scenes.inpainting.shared_state import Bench
from game.ui.context import Context
from game.ui.widgets.controls import button

ITEMS = (
    ("gallery", "image", "G"),
    ("portrait", "smile", "P"),
    ("open", "folder-open", "Ctrl+O"),
    ("paste", "clipboard-paste", "Ctrl+V"),
    ("sheet", "brush", ""),
)


class Sources:
    """A row of buttons, with words where there is room for them."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Build the buttons at the right end of a strip."""
        self.ctx = ctx
        style = ctx.style
        commands: dict[str, Callable[[], None]] = {
            "gallery": self.open_gallery,
            "portrait": self.open_portraits,
            "open": lambda: self.bench.desk.ask(ctx),
            "paste": lambda: self.bench.desk.paste(ctx),
            "sheet": self.new_sheet,
        }
        font, gap = style.font("body"), style.px(6)
        texts = [ctx.t(f"inpainting.from_{name}") for name, _, _ in ITEMS]
        widths = [font.size(text)[0] + style.px(58) for text in texts]
        if sum(widths) + gap * (len(ITEMS) - 1) > rect.width:
            texts, widths = [""] * len(ITEMS), [style.control] * len(ITEMS)
        x = rect.right - sum(widths) - gap * (len(ITEMS) - 1)
        for (name, icon, key), text, width in zip(ITEMS, texts, widths, strict=True):
            tip = ctx.t(f"inpainting.from_{name}_tip") + (f" ({key})" if key else "")
            place = pygame.Rect(x, rect.y, width, rect.height)
            button(ctx, place, text, commands[name], icon=icon, tip=tip, object_id=f"#from_{name}")
            x += width + gap

    # ------------------------------------------------------------------ commands

    def open_gallery(self) -> None:
        """Show the bundled pictures."""
        self.bench.desk.show_gallery(self.ctx)

    def open_portraits(self) -> None:
        """Show portraits that no network has been trained on."""
        self.bench.desk.show_portraits(self.ctx, "inpainting.portraits_note")

    def new_sheet(self) -> None:
        """Put white paper in place."""
        self.bench.sheet()

    def handle(self, event: pygame.event.Event) -> bool:
        """Dropped files and shortcuts; True when used."""
        desk, ctx = self.bench.desk, self.ctx
        if desk.drop(ctx, event):
            return True
        if event.type != pygame.KEYDOWN:
            return False
        commands: dict[int, Callable[[], object]]
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            if event.mod & pygame.KMOD_SHIFT:
                return False
            commands = {pygame.K_o: lambda: desk.ask(ctx), pygame.K_v: lambda: desk.paste(ctx)}
        else:
            commands = {pygame.K_g: self.open_gallery, pygame.K_p: self.open_portraits}
        command = commands.get(event.key)
        if command is None:
            return False
        command()
        return True
