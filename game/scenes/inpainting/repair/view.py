"""The column beside the canvas: how to fill, what to look at, how good it is."""

from __future__ import annotations

from typing import ClassVar

import pygame

from game.scenes.inpainting.prefs import MODELS
from game.scenes.inpainting.repair.session import RepairSession
from game.scenes.inpainting.view import ComparedPanel, measured, spent
from game.ui.commands import Commands
from game.ui.layout import Stack, row
from game.ui.widgets.controls import choices, select
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text


class RepairPanel(ComparedPanel[RepairSession]):
    """How to fill, live or on demand; with which network; which of its answers."""

    group: ClassVar[str] = "inpainting"
    titles = ("inpainting.fill", "inpainting.quality")

    def numbers_height(self, chip: int, gap: int, note: int) -> int:
        """The numbers, their names, and the button below."""
        style = self.ctx.style
        number = style.font("title", "mono_bold").get_linesize()
        return max(note, number + style.font("small").get_linesize()) + chip + gap + style.px(4)

    def work_height(self, chip: int, gap: int) -> int:
        """Four rows, the bar between them."""
        style = self.ctx.style
        return 4 * (chip + gap) + style.px(6) + style.px(5)

    def layout_work(self, stack: Stack, chip: int, commands: Commands) -> None:
        """Modes, the large button, progress, networks, answers."""
        ctx, session, t = self.ctx, self.session, self.ctx.t
        modes = ("live", "manual")
        self._modes = choices(ctx, stack.take(chip), "inpainting.mode", modes, session.choose_mode, "D")
        commands.place(ctx, "run", stack.take(chip + ctx.style.px(6)), worded=True)
        self.take_progress(stack)
        self._models = choices(ctx, stack.take(chip), "inpainting.model", MODELS, session.choose_model, "A")
        self._stepper = Stepper(
            ctx,
            stack.take(chip),
            self._answer_text,
            session.another,
            name="answer",
            tip=f"{t('inpainting.answer_tip')} (N, Shift+N)",
            signs=("‹", "›"),
            mono=False,
        )

    def layout_quality(self, rect: pygame.Rect, chip: int, commands: Commands) -> None:
        """The numbers, and whether the truth is known."""
        self._numbers = pygame.Rect(rect.x, rect.y, rect.width, rect.height - chip - self.ctx.style.px(8))
        place = pygame.Rect(rect.x, rect.bottom - chip, rect.width, chip)
        commands.place(self.ctx, "intact", place, worded=True)

    # ------------------------------------------------------------------ words

    def trouble(self) -> str:
        """Why nothing can be filled, and the way out; empty when all is well."""
        return super().trouble() if not (self.session.empty and self.ctx.loader.ready) else ""

    def model_name(self) -> str:
        """What the network is called."""
        return self.ctx.t(f"inpainting.model_{self.session.model}")

    def describe(self) -> str:
        """One sentence about where things stand."""
        t, session, job = self.ctx.t, self.session, self.session.job
        if session.empty:
            return t("inpainting.empty")
        if job.slow:
            return t("inpainting.running", n=round(100 * job.progress))
        if job.cancelled:
            return t("inpainting.cancelled")
        if session.stale and not session.prefs.live:
            return t("inpainting.stale")
        result = job.result
        if result is None:
            return t("inpainting.waiting")
        return t(
            "inpainting.done",
            model=t(f"inpainting.model_{result.request.model}"),
            time=spent(self.ctx, result.milliseconds),
            share=t.number(100 * session.picture.share, 1),
        )

    def _answer_text(self) -> str:
        t, index, count = self.ctx.t, self.session.variant, self.session.variants
        if count < 2:
            return t("inpainting.one_answer")
        if index == count - 1:
            return t("inpainting.answer_blend")
        return t("inpainting.answer", i=index % count + 1, count=count)

    # ------------------------------------------------------------------ frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn through the answers with the wheel."""
        return self._stepper.handle(event)

    def mark(self) -> None:
        """Show what is chosen."""
        super().mark()
        prefs = self.session.prefs
        for name, made in self._modes.items():
            select(made, (name == "live") == prefs.live)
        for name, made in self._models.items():
            select(made, name == prefs.model)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw progress, status and numbers."""
        self._stepper.draw(screen)
        super().draw(screen)

    def draw_numbers(self, screen: pygame.Surface) -> None:
        """Draw PSNR and SSIM inside the mask."""
        style, t, found = self.ctx.style, self.ctx.t, self.session.measurement
        if found is None or found.psnr is None:
            key = "no_numbers" if self.session.picture.intact else "no_truth"
            self._paragraph(screen, t(f"inpainting.{key}"), self._numbers)
            return
        numbers = (
            ("psnr", measured(self.ctx, found.psnr, t("inpainting.db"), 1)),
            ("ssim", measured(self.ctx, found.ssim, "", 3)),
        )
        for place, (name, words) in zip(row(self._numbers, [-55, -45], style.px(8)), numbers, strict=True):
            drawn = draw_text(screen, style, words, place.topleft, size="heading", face="mono_bold")
            below = (place.x, drawn.bottom)
            draw_text(screen, style, t(f"inpainting.{name}"), below, "tiny", colour="muted")
