"""The column beside the rainy pictures: how it rains, what to look at, how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIHorizontalSlider

from game.scenes.inpainting.prefs import LIMITS
from game.scenes.inpainting.tiles import measured
from game.ui.context import Context
from game.ui.layout import row
from game.ui.widgets.controls import button, choices, select
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_paragraph, draw_text, shorten

if TYPE_CHECKING:
    from game.scenes.inpainting.rain.tab import RainTab

LOOKS = ("cleaned", "dry", "error")
STEPS = {"density": 0.05, "angle": 2.0, "length": 2.0, "strength": 0.05}


class RainPanel:
    """Three panels, one above the other.

    Args:
        tab: what the buttons command.
    """

    def __init__(self, tab: RainTab) -> None:
        self.tab = tab

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build all three."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        roomy = area.height >= style.px(560)
        chip, gap = (style.px(34), style.px(8)) if roomy else (style.px(30), style.px(6))
        head = style.font("small", "bold").get_linesize() + style.px(6) + 2 * style.px(12)
        line = style.font("small").get_linesize()
        looks = head + 2 * chip + gap
        numbers = head + 3 * line + style.px(6)
        rain = area.height - looks - numbers - 2 * style.gap
        room = backdrop.panel(pygame.Rect(area.x, area.y, area.width, rain), t("rain.rain"))
        self._rain(room, chip, gap)
        y = area.y + rain + style.gap
        self._looks(
            backdrop.panel(pygame.Rect(area.x, y, area.width, looks), t("inpainting.look")), chip, gap
        )
        y += looks + style.gap
        self._numbers = backdrop.panel(pygame.Rect(area.x, y, area.width, area.bottom - y), t("rain.quality"))
        self.mark()

    def _rain(self, room: pygame.Rect, chip: int, gap: int) -> None:
        ctx, style, tab, t = self.ctx, self.ctx.style, self.tab, self.ctx.t
        first = pygame.Rect(room.x, room.y, room.width, chip)
        self._sources = choices(ctx, first, "rain.source", ("spray", "given"), tab.choose_source, "")
        y = first.bottom + gap
        font = style.font("small")
        words = max(font.size(t(f"rain.{name}"))[0] for name in STEPS) + style.px(6)
        value = style.font("small", "mono").size("−60°")[0] + style.px(4)
        self._sliders: dict[str, UIHorizontalSlider] = {}
        self._labels: list[tuple[str, pygame.Rect, pygame.Rect]] = []
        for name, step in STEPS.items():
            line = pygame.Rect(room.x, y, room.width, style.px(28))
            label, bar, number = row(line, [words, -1, value], style.px(6))
            low, high = LIMITS[name]
            at = float(getattr(tab.bench.prefs, name))
            made = UIHorizontalSlider(
                bar, at, (low, high), ctx.ui, object_id=f"#rain_{name}", click_increment=step
            )
            self._sliders[name] = made
            self._labels.append((name, label, number))
            y = line.bottom + style.px(7)
        button(
            ctx,
            pygame.Rect(room.x, y, room.width, chip),
            t("rain.new"),
            tab.new_rain,
            icon="shuffle",
            kind="chip",
            tip=f"{t('rain.new_tip')} (N)",
            object_id="#new_rain",
        )
        y += chip + gap
        self._progress = pygame.Rect(room.x, y, room.width, style.px(5))
        y += style.px(5) + gap
        self._status = pygame.Rect(room.x, y, room.width, room.bottom - y)

    def _looks(self, room: pygame.Rect, chip: int, gap: int) -> None:
        ctx, tab, t = self.ctx, self.tab, self.ctx.t
        first = pygame.Rect(room.x, room.y, room.width, chip)
        self._look = choices(ctx, first, "rain.look", LOOKS, tab.choose_look, "")
        second = pygame.Rect(room.x, first.bottom + gap, room.width, chip)
        wipe, compare = row(second, [-1, -1], ctx.style.px(5))
        self._wipe = button(
            ctx,
            wipe,
            t("inpainting.wipe"),
            tab.toggle_wipe,
            kind="toggle",
            tip=f"{t('rain.wipe_tip')} (W)",
            object_id="#wipe",
        )
        self._compare = button(
            ctx,
            compare,
            t("inpainting.compare"),
            tab.toggle_compare,
            kind="toggle",
            tip=f"{t('rain.compare_tip')} (K)",
            object_id="#compare",
        )

    # ------------------------------------------------------------------ frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn the rain's sliders."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            for name, made in self._sliders.items():
                if event.ui_element is made:
                    self.tab.turn(name, float(event.value))
                    return True
        return False

    def mark(self) -> None:
        """Show what is chosen."""
        tab = self.tab
        for name, made in self._sources.items():
            select(made, (name == "spray") == tab.drying.sprayed)
        for name, made in self._look.items():
            select(made, name == tab.look)
        select(self._wipe, tab.result.wipe.on)
        select(self._compare, tab.compared)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the sliders' names and values, progress, status, numbers."""
        style, t, bar, tab = self.ctx.style, self.ctx.t, self._progress, self.tab
        for name, label, number in self._labels:
            words = shorten(t(f"rain.{name}"), style.font("small"), label.width)
            colour = style.colour.text if tab.drying.sprayed else style.colour.faint
            draw_text(screen, style, words, label.midleft, size="small", colour=colour, anchor="midleft")
            value = self._value(name)
            draw_text(
                screen,
                style,
                value,
                number.midright,
                size="small",
                face="mono",
                colour=colour,
                anchor="midright",
            )
        screen.blit(rounded(bar.size, bar.height // 2, style.colour.raised), bar)
        share = tab.progress
        if share > 0:
            size = (max(bar.height, round(bar.width * share)), bar.height)
            screen.blit(rounded(size, bar.height // 2, style.colour.accent), bar)
        draw_paragraph(screen, style, tab.status(), self._status, size="small", colour=style.colour.muted)
        self._draw_numbers(screen)

    def _value(self, name: str) -> str:
        value = float(getattr(self.tab.bench.prefs, name))
        if name == "angle":
            return f"{self.ctx.t.number(value)}°"
        return self.ctx.t.number(100 * value if name in ("density", "strength") else value)

    def _draw_numbers(self, screen: pygame.Surface) -> None:
        style, t, room = self.ctx.style, self.ctx.t, self._numbers
        verdicts = self.tab.drying.judge.verdicts
        rows = [("rainy", verdicts.get("rainy")), (self.tab.method, self.tab.verdict)]
        if all(verdict is None or verdict.psnr is None for _, verdict in rows):
            key = "no_truth" if not self.tab.drying.sprayed else "no_numbers"
            draw_paragraph(screen, style, t(f"rain.{key}"), room, size="small", colour=style.colour.muted)
            return
        line = style.font("small").get_linesize()
        psnr, ssim = room.x + round(room.width * 0.72), room.right
        for x, name in ((psnr, "psnr_short"), (ssim, "ssim_short")):
            draw_text(
                screen,
                style,
                t(f"rain.{name}"),
                (x, room.y),
                size="tiny",
                colour=style.colour.muted,
                anchor="topright",
            )
        best = rows[1][1]
        for index, (name, verdict) in enumerate(rows, start=1):
            y = room.y + index * line + style.px(2)
            ours = index == 2
            draw_text(
                screen,
                style,
                t(f"rain.method_{name}"),
                (room.x, y),
                size="small",
                face="bold" if ours else "regular",
            )
            if verdict is None or verdict.psnr is None:
                continue
            colour = style.colour.good if ours and best is not None and self.tab.gain > 0 else None
            for x, value, unit, digits in (
                (psnr, verdict.psnr, t("inpainting.db"), 1),
                (ssim, verdict.ssim, "", 3),
            ):
                draw_text(
                    screen,
                    style,
                    measured(self.ctx, value, unit, digits),
                    (x, y),
                    size="small",
                    face="mono_bold" if ours else "mono",
                    colour=colour,
                    anchor="topright",
                )
