"""The convolution laboratory: from the slide's 2 by 2 by hand to what the filters of a real network see."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

import numpy as np
import pygame
from pygame_gui.elements import UIButton

from game.scenes.convolution.tabs import TABS, Tab, make_tab
from game.scenes.convolution.workbench import FIRST, Workbench
from game.ui.assets import Assets
from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.scene import Scene
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import button, row, select
from game.ui.widgets.panel import Backdrop

ATTRACT_TURN = 20.0


class ConvolutionScene(Scene):
    """A row of tabs and the one that is open; everything else is in `game.scenes.convolution`."""

    id: ClassVar[str] = "convolution"

    def __init__(self) -> None:
        self.bench = Workbench()
        self.tabs: dict[str, Tab] = {}
        self.tab_id = next(iter(TABS))
        self._buttons: dict[str, UIButton] = {}
        self._own: list[Any] = []
        self._shown_for = 0.0

    @property
    def tab(self) -> Tab:
        """The open tab."""
        if self.tab_id not in self.tabs:
            self.tabs[self.tab_id] = make_tab(self.tab_id, self.bench)
        return self.tabs[self.tab_id]

    @property
    def canvas(self) -> PaintCanvas:
        """The shared canvas."""
        return self.bench.canvas

    @property
    def typing(self) -> bool:
        """Whether digits belong to the open tab."""
        return self.tab.typing

    # ------------------------------------------------------------------ tabs

    def layout(self) -> None:
        """The tabs' buttons, and the open tab below them."""
        ctx, style = self.ctx, self.ctx.style
        self.bench.begin(ctx)
        strip = self._area()
        strip.height = style.px(34)
        font = style.font("small")
        titles = {name: ctx.t(f"lab.{name}") for name in TABS}
        widths = [-(font.size(title)[0] + style.px(40)) for title in titles.values()]
        places = row(strip, widths, style.px(8))
        self._buttons = {
            name: button(
                ctx,
                place,
                titles[name],
                partial(self._press, name),
                kind="chip",
                tip=f"{ctx.t(f'lab.{name}_tip')} (Ctrl+{number})",
                object_id=f"#tab_{name}",
            )
            for number, (name, place) in enumerate(zip(TABS, places, strict=True), start=1)
        }
        self._own = []
        self._enter_tab()

    def _area(self) -> pygame.Rect:
        style = self.ctx.style
        return self.ctx.area.inflate(-2 * style.margin, -2 * style.px(10))

    def _enter_tab(self) -> None:
        """Build the open tab's widgets, and remember which ones they are."""
        ctx, style = self.ctx, self.ctx.style
        self._backdrop = Backdrop((ctx.area.width, ctx.area.bottom), style)
        area = self._area()
        used = style.px(34) + style.gap
        group = ctx.ui.get_sprite_group()
        before = set(group.sprites())
        room = pygame.Rect(area.x, area.y + used, area.width, area.height - used)
        self.tab.enter(ctx, self._backdrop, room, self._rebuild)
        self._own = [sprite for sprite in group.sprites() if sprite not in before]
        for name, made in self._buttons.items():
            select(made, name == self.tab_id)

    def open(self, name: str) -> None:
        """Open a tab; nothing happens while a dialog is open."""
        if name == self.tab_id or self.ctx.modal():
            return
        self.tab.leave()
        self.tab_id = name
        self._shown_for = 0.0
        self._rebuild()

    def _rebuild(self) -> None:
        """Replace the open tab's widgets; the scene's own stay, and with them the keyboard's place."""
        for widget in self._own:
            if widget.alive():
                widget.kill()
        self._enter_tab()

    def _press(self, name: str) -> None:
        self.open(name)
        select(self._buttons[name], name == self.tab_id)

    def _key(self, event: pygame.event.Event) -> bool:
        names = list(TABS)
        index = names.index(self.tab_id)
        if event.key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            step = 1 if event.key == pygame.K_PAGEDOWN else -1
            self.open(names[(index + step) % len(names)])
            return True
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META) and 0 <= event.key - pygame.K_1 < len(names):
            self.open(names[event.key - pygame.K_1])
            return True
        return False

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Tabs by keyboard; everything else belongs to the open tab."""
        if event.type == pygame.KEYDOWN and self._key(event):
            return True
        return self.tab.handle(event)

    def update(self, dt: float) -> None:
        """Take opened pictures; the open tab does the rest."""
        self.bench.update(self.ctx)
        self.tab.update(dt)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw what stays, and the tab over it."""
        screen.blit(self._backdrop.surface, (0, 0))
        self.tab.draw(screen)

    def attract(self, dt: float) -> None:
        """Let every tab play for a while."""
        self._shown_for += dt
        if self._shown_for > ATTRACT_TURN:
            names = list(TABS)
            self.open(names[(names.index(self.tab_id) + 1) % len(names)])
        self.tab.attract(dt)

    def leave(self) -> None:
        """Pause the open tab."""
        self.tab.leave()

    def close(self) -> None:
        """Stop every tab's work."""
        for tab in self.tabs.values():
            tab.close()
        self.bench.close()


class ConvolutionPreview:
    """The cat, and the lecture's Sobel kernel washing over it: computed, like everything else."""

    def __init__(self, assets: Assets, seed: int) -> None:
        from game.ui.pictures import fitted
        from models.base.images import load_picture
        from models.convolution.convolve import convolve
        from models.convolution.display import display
        from models.convolution.kernels import KERNELS

        side = 480
        rgb = load_picture(assets.path(*FIRST)).rgb
        short = min(rgb.shape[:2])
        top, left = (rgb.shape[0] - short) // 2, (rgb.shape[1] - short) // 2
        picture = fitted(rgb[top : top + short, left : left + short], side)
        self._before = to_surface(picture)
        self._after = to_surface(display(convolve(picture, KERNELS["sobel_horizontal"].weights), "absolute"))
        self._picture = pygame.Surface((side, side), depth=32)
        self._time = 0.0

    def update(self, dt: float) -> None:
        """Move the line between picture and result."""
        self._time += dt

    def picture(self) -> pygame.Surface:
        """The photograph, convolved as far as the line has come."""
        side = self._before.get_width()
        reach = round(side * (0.5 - 0.5 * np.cos(self._time * 0.8)))
        self._picture.blit(self._before, (0, 0))
        self._picture.blit(self._after, (0, 0), (0, 0, reach, side))
        self._picture.fill((255, 180, 84), (reach - 1, 0, 3, side))
        return self._picture
