"""The column beside the rainy pictures: how it rains, what to look at, how good it is."""

from __future__ import annotations

from typing import ClassVar

import pygame
import pygame_gui

from game.scenes.inpainting.prefs import LIMITS
from game.scenes.inpainting.rain.session import RainSession
from game.scenes.inpainting.view import ComparedPanel, measured, spent
from game.ui.commands import Commands
from game.ui.layout import Stack, row
from game.ui.widgets.controls import Slider, choices, select, slider
from game.ui.widgets.text import draw_text, shorten

STEPS = {"density": 0.05, "angle": 2.0, "length": 2.0, "strength": 0.05}


class RainPanel(ComparedPanel[RainSession]):
    """The rain's sliders, and the numbers before and after."""

    group: ClassVar[str] = "rain"
    titles = ("rain.rain", "rain.quality")

    def numbers_height(self, chip: int, gap: int, note: int) -> int:
        """A line of names, and a line each before and after."""
        return max(note, 3 * self.ctx.style.font("small").get_linesize() + self.ctx.style.px(6))

    def work_height(self, chip: int, gap: int) -> int:
        """Sources, sliders, the button and the bar."""
        style = self.ctx.style
        return 2 * (chip + gap) + len(STEPS) * (style.px(28) + style.px(7)) + style.px(5)

    def layout_work(self, stack: Stack, chip: int, commands: Commands) -> None:
        """Where the rain comes from, its sliders, other drops, progress."""
        ctx, style, session, t = self.ctx, self.ctx.style, self.session, self.ctx.t
        sources = ("spray", "given")
        self._sources = choices(ctx, stack.take(chip), "rain.source", sources, session.choose_source, "")
        words = max(style.font("small").size(t(f"rain.{name}"))[0] for name in STEPS) + style.px(6)
        value = style.font("small", "mono").size("−60°")[0] + style.px(4)
        self._sliders: dict[str, Slider] = {}
        self._labels: list[tuple[str, pygame.Rect, pygame.Rect]] = []
        lines = Stack(stack.rest, style.px(7))
        for name, step in STEPS.items():
            label, bar, number = row(lines.take(style.px(28)), [words, -1, value], style.px(6))
            now = float(getattr(session.prefs, name))
            self._sliders[name] = slider(ctx, bar, now, LIMITS[name], object_id=f"#rain_{name}", step=step)
            self._labels.append((name, label, number))
        stack.y = lines.y
        commands.place(ctx, "new_rain", stack.take(chip), worded=True)
        self.take_progress(stack)

    # ------------------------------------------------------------------ words

    def model_name(self) -> str:
        """What the network is called."""
        return self.ctx.t("rain.model")

    def describe(self) -> str:
        """One sentence about where things stand."""
        t, session, job = self.ctx.t, self.session, self.session.job
        if job.slow:
            return t("rain.running", n=round(100 * job.progress))
        if job.cancelled:
            return t("rain.cancelled")
        if job.result is None:
            return t("inpainting.waiting")
        words = t("rain.done", time=spent(self.ctx, job.result.milliseconds))
        if session.method == "ours" and session.gain:
            key = "rain.gain" if session.gain > 0 else "rain.loss"
            words += " " + t(key, gain=t.number(abs(session.gain), 1))
        return words

    # ------------------------------------------------------------------ frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn the rain's sliders."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            for name, made in self._sliders.items():
                if event.ui_element is made:
                    self.session.turn(name, float(event.value))
                    return True
        return False

    def mark(self) -> None:
        """Show what is chosen."""
        super().mark()
        for name, made in self._sources.items():
            select(made, (name == "spray") == self.session.sprayed)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the sliders' names and values, progress, status, numbers."""
        style, t = self.ctx.style, self.ctx.t
        colour = "text" if self.session.sprayed else "faint"
        for name, label, number in self._labels:
            words = shorten(t(f"rain.{name}"), style.font("small"), label.width)
            draw_text(screen, style, words, label.midleft, "small", "regular", colour, "midleft")
            draw_text(screen, style, self._value(name), number.midright, "small", "mono", colour, "midright")
        super().draw(screen)

    def _value(self, name: str) -> str:
        value = float(getattr(self.session.prefs, name))
        if name == "angle":
            return f"{self.ctx.t.number(value)}°"
        return self.ctx.t.number(100 * value if name in ("density", "strength") else value)

    def draw_numbers(self, screen: pygame.Surface) -> None:
        """Draw PSNR and SSIM of the rainy picture and of what the method has left of the rain."""
        style, t, rect, session = self.ctx.style, self.ctx.t, self._numbers, self.session
        shown = session.measurement
        rows = [("rainy", session.comparison.measurements.get("rainy")), (session.method, shown)]
        if all(found is None or found.psnr is None for _, found in rows):
            self._paragraph(screen, t(f"rain.{'no_numbers' if session.sprayed else 'no_truth'}"), rect)
            return
        columns = (rect.x + round(rect.width * 0.72), rect.right)
        line = style.font("small").get_linesize()
        for x, name in zip(columns, ("psnr_short", "ssim_short"), strict=True):
            draw_text(screen, style, t(f"rain.{name}"), (x, rect.y), "tiny", "regular", "muted", "topright")
        for index, (name, found) in enumerate(rows, start=1):
            y, ours = rect.y + index * line + style.px(2), index == 2
            face = "bold" if ours else "regular"
            draw_text(screen, style, t(f"rain.method_{name}"), (rect.x, y), size="small", face=face)
            if found is None or found.psnr is None:
                continue
            colour = style.colour.good if ours and session.gain > 0 else None
            face = "mono_bold" if ours else "mono"
            psnr = measured(self.ctx, found.psnr, t("inpainting.db"), 1)
            for x, words in zip(columns, (psnr, measured(self.ctx, found.ssim, "", 3)), strict=True):
                draw_text(screen, style, words, (x, y), "small", face, colour, "topright")
