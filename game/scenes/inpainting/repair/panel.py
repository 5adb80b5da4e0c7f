"""The column beside the pictures: how to fill, what to look at, how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.scenes.inpainting.prefs import MODELS
from game.scenes.inpainting.tiles import measured
from game.ui.context import Context
from game.ui.layout import row
from game.ui.widgets.controls import button, choices, enable, select, set_icon
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text

if TYPE_CHECKING:
    from game.scenes.inpainting.repair.tab import RepairTab

LOOKS = ("result", "error", "invented")


class RepairPanel:
    """Three panels, one above the other.

    Args:
        tab: what the buttons command.
    """

    def __init__(self, tab: RepairTab) -> None:
        self.tab = tab
        self._cancels = False

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build all three."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        roomy = area.height >= style.px(560)
        chip, gap = (style.px(34), style.px(8)) if roomy else (style.px(30), style.px(6))
        head = style.font("small", "bold").get_linesize() + style.px(6) + 2 * style.px(12)
        line = style.font("small").get_linesize()
        looks = head + 2 * chip + gap
        numbers = head + style.font("title", "mono_bold").get_linesize() + line + chip + gap + style.px(4)
        fill = area.height - looks - numbers - 2 * style.gap
        room = backdrop.panel(pygame.Rect(area.x, area.y, area.width, fill), t("inpainting.fill"))
        self._fill(room, chip, gap)
        y = area.y + fill + style.gap
        room = backdrop.panel(pygame.Rect(area.x, y, area.width, looks), t("inpainting.look"))
        self._looks(room, chip, gap)
        y += looks + style.gap
        room = backdrop.panel(pygame.Rect(area.x, y, area.width, area.bottom - y), t("inpainting.quality"))
        self._quality(room, chip)
        self.mark()

    def _fill(self, room: pygame.Rect, chip: int, gap: int) -> None:
        ctx, tab, t, style = self.ctx, self.tab, self.ctx.t, self.ctx.style
        y = room.y

        def line(height: int) -> pygame.Rect:
            nonlocal y
            result = pygame.Rect(room.x, y, room.width, height)
            y += height + gap
            return result

        self._modes = choices(ctx, line(chip), "inpainting.mode", ("live", "manual"), tab.choose_mode, "D")
        self._run = button(
            ctx,
            line(chip + style.px(6)),
            t("inpainting.run"),
            tab.run_or_cancel,
            icon="wand-sparkles",
            kind="primary",
            object_id="#run",
        )
        self._cancels = False
        self._progress = pygame.Rect(room.x, y, room.width, style.px(5))
        y += style.px(5) + gap
        self._models = choices(ctx, line(chip), "inpainting.model", MODELS, tab.choose_model, "A")
        self._stepper = Stepper(
            ctx,
            line(chip),
            self._answer_text,
            tab.another,
            name="answer",
            tip=f"{t('inpainting.answer_tip')} (N, Shift+N)",
            signs=("‹", "›"),
            mono=False,
        )
        self._status = pygame.Rect(room.x, y, room.width, room.bottom - y)

    def _looks(self, room: pygame.Rect, chip: int, gap: int) -> None:
        ctx, tab, t = self.ctx, self.tab, self.ctx.t
        first = pygame.Rect(room.x, room.y, room.width, chip)
        self._look = choices(ctx, first, "inpainting.look", LOOKS, tab.choose_look, "")
        for name, key in zip(LOOKS, ("", "X", "U"), strict=True):
            if key:
                self._look[name].set_tooltip(f"{t(f'inpainting.look_{name}_tip')} ({key})")
        second = pygame.Rect(room.x, first.bottom + gap, room.width, chip)
        wipe, compare = row(second, [-1, -1], ctx.style.px(5))
        self._wipe = button(
            ctx,
            wipe,
            t("inpainting.wipe"),
            tab.toggle_wipe,
            kind="toggle",
            tip=f"{t('inpainting.wipe_tip')} (W)",
            object_id="#wipe",
        )
        self._compare = button(
            ctx,
            compare,
            t("inpainting.compare"),
            tab.toggle_compare,
            kind="toggle",
            tip=f"{t('inpainting.compare_tip')} (K)",
            object_id="#compare",
        )

    def _quality(self, room: pygame.Rect, chip: int) -> None:
        t = self.ctx.t
        self._numbers = pygame.Rect(room.x, room.y, room.width, room.height - chip - self.ctx.style.px(8))
        self._intact = button(
            self.ctx,
            pygame.Rect(room.x, room.bottom - chip, room.width, chip),
            t("inpainting.intact"),
            self.tab.toggle_intact,
            kind="toggle",
            tip=t("inpainting.intact_tip"),
            object_id="#intact",
        )

    # ------------------------------------------------------------------ frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn through the answers with the wheel."""
        return self._stepper.handle(event)

    def mark(self) -> None:
        """Show what is chosen; the large button cancels while something runs."""
        tab, prefs = self.tab, self.tab.bench.prefs
        for name, made in self._modes.items():
            select(made, (name == "live") == prefs.live)
        for name, made in self._models.items():
            select(made, name == prefs.model)
        for name, made in self._look.items():
            select(made, name == tab.look)
        select(self._wipe, tab.result.wipe.on)
        select(self._compare, tab.compared)
        select(self._intact, tab.bench.retouch.intact)
        slow = tab.filling.slow
        if slow != self._cancels:
            self._cancels = slow
            self._run.set_text(self.ctx.t("inpainting.cancel" if slow else "inpainting.run"))
            set_icon(self.ctx, self._run, "x" if slow else "wand-sparkles", "primary", beside_text=True)
        enable(self._run, slow or tab.can_run)

    def _answer_text(self) -> str:
        filling, t = self.tab.filling, self.ctx.t
        if filling.variants < 2:
            return t("inpainting.one_answer")
        if filling.variant == filling.variants - 1:
            return t("inpainting.answer_blend")
        return t("inpainting.answer", i=filling.variant % filling.variants + 1, count=filling.variants)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw progress, status and numbers."""
        style, tab, bar = self.ctx.style, self.tab, self._progress
        self._stepper.draw(screen)
        share = tab.progress
        screen.blit(rounded(bar.size, bar.height // 2, style.colour.raised), bar)
        if share > 0:
            size = (max(bar.height, round(bar.width * share)), bar.height)
            screen.blit(rounded(size, bar.height // 2, style.colour.accent), bar)
        draw_paragraph(screen, style, tab.status(), self._status, size="small", colour=style.colour.muted)
        self._draw_numbers(screen)

    def _draw_numbers(self, screen: pygame.Surface) -> None:
        style, t, room = self.ctx.style, self.ctx.t, self._numbers
        verdict = self.tab.verdict
        if verdict is None or verdict.psnr is None:
            key = "no_truth" if not self.tab.bench.retouch.intact else "no_numbers"
            draw_paragraph(
                screen, style, t(f"inpainting.{key}"), room, size="small", colour=style.colour.muted
            )
            return
        for place, name, words in zip(
            row(room, [-55, -45], style.px(8)),
            ("psnr", "ssim"),
            (
                measured(self.ctx, verdict.psnr, t("inpainting.db"), 1),
                measured(self.ctx, verdict.ssim, "", 3),
            ),
            strict=True,
        ):
            drawn = draw_text(screen, style, words, place.topleft, size="heading", face="mono_bold")
            draw_text(
                screen,
                style,
                t(f"inpainting.{name}"),
                (place.x, drawn.bottom),
                size="tiny",
                colour=style.colour.muted,
            )
