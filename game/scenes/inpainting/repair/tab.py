"""Repair: paint over a part, and the network fills it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

import pygame

from game.scenes.inpainting.comparison import Judge
from game.scenes.inpainting.comparison_tab import ComparedRoom, Keys
from game.scenes.inpainting.demo import RepairDemo
from game.scenes.inpainting.metrics import Verdict
from game.scenes.inpainting.prefs import MODELS
from game.scenes.inpainting.repair.inpainting import CLASSICAL, Filling
from game.scenes.inpainting.repair.panel import LOOKS, RepairPanel
from game.scenes.inpainting.requests import Patch, gap_patch
from game.scenes.inpainting.shared_state import Bench
from game.scenes.inpainting.tiles import spent
from game.scenes.inpainting.toolbar import RetouchTools
from game.ui.surfaces import to_array
from game.ui.tabs import not_loaded


class RepairTab(ComparedRoom):
    """Canvas and result side by side, a column of choices, and the comparison below."""

    id: ClassVar[str] = "repair"
    group = "inpainting"
    methods = ("ours", *CLASSICAL)
    looks = LOOKS
    file = "repaired.png"
    comparing = "compare"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.filling = Filling(bench)
        self.tools = RetouchTools(bench.canvas, bench.desk, self.choose_layer)
        self.panel = RepairPanel(self)
        self._gap: tuple[object, Patch] | None = None
        self._demo = RepairDemo()
        self.result.outcome.follow(bench.retouch.surface)

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; canvas, result and choices; the comparison below when it is wanted."""
        ctx, style, t, canvas = self.ctx, self.ctx.style, self.ctx.t, self.bench.canvas
        tools = pygame.Rect(area.x, area.y, area.width, self.tools.height(ctx, area.width))
        self.backdrop.panel(tools)
        top = tools.bottom + style.gap
        left, _, column = self.lay_out(pygame.Rect(area.x, top, area.width, area.bottom - top))
        canvas.layout(style, self.backdrop.panel(left, t("inpainting.input")))
        canvas.hint = t("inpainting.hint")
        self.tools.layout(ctx, tools)
        self.panel.layout(ctx, self.backdrop, column)

    # ------------------------------------------------------------------ what the panel shows

    @property
    def judge(self) -> Judge:
        """Who measures the fills."""
        return self.filling.judge

    @property
    def progress(self) -> float:
        """The share that is done of what takes long."""
        return self.filling.progress if self.filling.slow or not self.bench.prefs.live else 0.0

    @property
    def can_run(self) -> bool:
        """Whether there is something to fill."""
        missing = bool(self.bench.retouch.share) and self.ctx.loader.ready
        return missing and self.filling.stale and not self.filling.running

    @property
    def verdict(self) -> Verdict | None:
        """The numbers of the method that is shown."""
        if not self.bench.retouch.share or (self.method == "ours" and self.filling.made is None):
            return None
        return self.judge.verdicts.get(self.method)

    def trouble(self) -> str:
        """Why nothing can be filled, and the way out; empty when all is well."""
        t, filling = self.ctx.t, self.filling
        if not self.ctx.loader.ready or not self.bench.retouch.share:
            return not_loaded(self.ctx)
        if filling.problem.startswith("weights_"):
            return t(f"inpainting.{filling.problem}", model=t(f"inpainting.model_{filling.model}"))
        return t("inpainting.failed", why=filling.problem) if filling.problem else ""

    def status(self) -> str:
        """One sentence about where things stand."""
        t, filling = self.ctx.t, self.filling
        if self.trouble():
            return ""
        if not self.ctx.loader.ready:
            return t("app.loading")
        if not self.bench.retouch.share:
            return t("inpainting.empty")
        if filling.slow:
            return t("inpainting.running", n=round(100 * filling.progress))
        if filling.cancelled:
            return t("inpainting.cancelled")
        if filling.stale and not self.bench.prefs.live:
            return t("inpainting.stale")
        made = filling.made
        if made is None:
            return t("inpainting.waiting")
        return t(
            "inpainting.done",
            model=t(f"inpainting.model_{made.ask.model}"),
            time=spent(self.ctx, made.milliseconds),
            share=self.ctx.t.number(100 * self.bench.retouch.share, 1),
        )

    # ------------------------------------------------------------------ commands

    def choose_layer(self, layer: str) -> None:
        """Paint on the mask, or on the picture."""
        self.bench.canvas.choose_layer(layer)
        self.rebuild()

    def choose_mode(self, mode: str) -> None:
        """Fill live, or on demand."""
        self.bench.prefs.live = mode == "live"

    def choose_model(self, model: str) -> None:
        """Let this network fill."""
        self.bench.prefs.model = model
        self.filling.begin_anew()

    def toggle_intact(self) -> None:
        """Say whether what lies under the mask is the truth."""
        self.bench.retouch.intact = not self.bench.retouch.intact

    def run_or_cancel(self) -> None:
        """Fill now, or stop what is under way."""
        if not self.cancel() and self.ctx.loader.ready and self.bench.retouch.share:
            self.filling.run(self.ctx)

    def cancel(self) -> bool:
        """Stop the stroke, or the fill that is under way; a quick live one is not worth it."""
        if self.bench.canvas.busy:
            self.bench.canvas.cancel()
            return True
        return (self.filling.slow or not self.bench.prefs.live) and self.filling.cancel()

    def another(self, step: int) -> None:
        """Ask for the network's next answer."""
        self.filling.another(step)
        if not self.bench.prefs.live and self.filling.stale and self.filling.variants > 1:
            self.filling.run(self.ctx)

    def reuse(self) -> None:
        """Make the result the picture, with nothing missing; can be taken back."""
        if self._empty or not self.bench.retouch.share:
            self.ctx.notify(self.ctx.t("inpainting.nothing"), "info")
            return
        self.bench.retouch.place(to_array(self.picture()), kind=self.bench.retouch.kind)
        self.ctx.notify(self.ctx.t("inpainting.reused"), "info")

    def keys(self, *, control: bool, shift: bool) -> Keys:
        """The keys of this tab."""
        common = super().keys(control=control, shift=shift)
        if control:
            return common
        prefs = self.bench.prefs
        layer = "picture" if self.bench.canvas.layer == "mask" else "mask"
        model = MODELS[(MODELS.index(prefs.model) + 1) % len(MODELS)]
        return {
            **common,
            pygame.K_m: partial(self.choose_layer, layer),
            pygame.K_d: partial(self.choose_mode, "manual" if prefs.live else "live"),
            pygame.K_a: partial(self.choose_model, model),
            pygame.K_n: partial(self.another, -1 if shift else 1),
            pygame.K_u: partial(self.flip_look, "invented"),
            pygame.K_RETURN: self.run_or_cancel,
            pygame.K_KP_ENTER: self.run_or_cancel,
        }

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Shortcuts; then the tools, the result, the canvas."""
        if event.type == pygame.KEYDOWN and self.press(event):
            return True
        if self.panel.handle(event) or self.tools.handle(event) or self.result.handle(event):
            return True
        return self.bench.canvas.handle(event)

    def hold(self, held: bool) -> bool:
        """Show the original as long as the key is held, when the pointer is over a picture."""
        if held and not (self.result.over or self.bench.canvas.pointed):
            return False
        self.result.held = held
        return True

    def update(self, dt: float) -> None:
        """Follow picture and mask; ask; take answers."""
        bench, filling = self.bench, self.filling
        if bench.picture_dirty is not None:
            self.result.outcome.follow(bench.retouch.surface, bench.picture_dirty)
        doubt = self.look == "invented"
        filling.update(self.ctx, compare=self.compared, doubt=doubt, hand=bench.canvas.busy)
        made = filling.made
        self.follow_tiles(pygame.Rect(made.patch.box) if made is not None else None)
        self.show(self.look)
        self.tools.update()
        self.panel.mark()

    def patch(self, look: str) -> tuple[Patch | None, bool]:
        """The fill, its error, what is invented; the hole as long as there is nothing else."""
        made, verdict = self.filling.made, self.judge.verdicts.get(self.method)
        if not self.bench.retouch.share:
            return None, False
        if look == "error" and verdict is not None and verdict.error is not None:
            return verdict.error, True
        if look == "invented" and "invented" in self.judge.fresh:
            return self.judge.verdicts["invented"].patch, False
        if self.method == "ours":
            return (made.patch if made is not None else self._hole()), False
        return (verdict.patch if verdict is not None else self._hole()), False

    def _hole(self) -> Patch:
        """The hole itself, as long as there is no fill; a stroke is waited for, because it takes a while."""
        retouch = self.bench.retouch
        key = (retouch.mask_version, retouch.size)
        if self._gap is None or (self._gap[0] != key and not self.bench.canvas.busy):
            self._gap = (key, gap_patch(retouch.bits))
        return self._gap[1]

    @property
    def _empty(self) -> bool:
        """Whether the hole is shown unfilled."""
        return self._gap is not None and self.result.outcome.patch is self._gap[1]

    def attract(self, dt: float) -> None:
        """Play itself."""
        self._demo.play(self, dt)

    def leave(self) -> None:
        """Finish what the hand was doing."""
        self.bench.canvas.release()
        self.result.release()

    def close(self) -> None:
        """Stop the workers."""
        self.filling.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw tools, canvas, result, choices, comparison."""
        style, retouch = self.ctx.style, self.bench.retouch
        self.tools.draw(screen)
        self.bench.canvas.draw(screen)
        before = (retouch.surface, retouch.version, self.ctx.t("inpainting.before"))
        self.result.draw(screen, style, before, self._name())
        self.result.note(screen, style, self.trouble())
        self.panel.draw(screen)
        self.draw_tiles(screen)

    def _name(self) -> str:
        t = self.ctx.t
        if self._empty or not self.bench.retouch.share:
            return t("inpainting.unfilled") if self.bench.retouch.share else ""
        name = t(f"inpainting.method_{self.method}")
        return name if self.look == LOOKS[0] else f"{name} · {t(f'inpainting.look_{self.look}')}"
