"""Rain: spray it on any picture, or open a rainy one, and have it washed off."""

from __future__ import annotations

import random
from functools import partial
from typing import ClassVar

import pygame

from game.scenes.inpainting.comparison import Judge
from game.scenes.inpainting.comparison_tab import ComparedRoom, Keys
from game.scenes.inpainting.demo import RainDemo
from game.scenes.inpainting.metrics import Verdict
from game.scenes.inpainting.rain.deraining import FAMILIES, Drying
from game.scenes.inpainting.rain.panel import LOOKS, RainPanel
from game.scenes.inpainting.requests import Patch, patch_of
from game.scenes.inpainting.result import Outcome
from game.scenes.inpainting.shared_state import Bench
from game.scenes.inpainting.tiles import spent
from game.ui.canvas.before_after import BeforeAfter
from game.ui.surfaces import to_array
from game.ui.tabs import not_loaded
from game.ui.widgets.controls import head_buttons

CLOSE = 150
"""The cards show so many pixels of the picture's middle: drops are small."""


class RainTab(ComparedRoom):
    """The rainy picture and the cleaned one side by side."""

    id: ClassVar[str] = "rain"
    group = "rain"
    methods = ("rainy", "ours", *FAMILIES)
    looks = LOOKS
    file = "dry.png"
    comparing = "rain_compare"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.drying = Drying(bench)
        self.rainy = BeforeAfter(bench.canvas.view, Outcome())
        self.rainy.wipe.on = False
        self.panel = RainPanel(self)
        self._lot: random.Random | None = None
        self._dry: tuple[object, Patch] | None = None
        self._version = -1
        self._demo = RainDemo()

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """The two pictures, the column, and the comparison below when it is wanted."""
        self._lot = self._lot or random.Random(self.ctx.seed)
        left, _, column = self.lay_out(area)
        self.rainy.layout(self.backdrop.panel(left, self.ctx.t("rain.input")))
        zooms = (
            ("zoom-in", "zoom_in", "+", partial(self.result.zoom, 1)),
            ("zoom-out", "zoom_out", "−", partial(self.result.zoom, -1)),
        )
        head_buttons(self.ctx, left, zooms[::-1], "canvas")
        self.panel.layout(self.ctx, self.backdrop, column)
        self._version = -1

    # ------------------------------------------------------------------ what the panel shows

    @property
    def judge(self) -> Judge:
        """Who measures the results."""
        return self.drying.judge

    @property
    def progress(self) -> float:
        """The share that is done of what takes long."""
        return self.drying.progress if self.drying.slow else 0.0

    @property
    def verdict(self) -> Verdict | None:
        """The numbers of the method that is shown."""
        drying = self.drying
        return None if self.method == "ours" and drying.made is None else self.judge.verdicts.get(self.method)

    @property
    def gain(self) -> float:
        """By how many dB it is better than the rainy picture; 0 when that is not known."""
        verdicts = self.judge.verdicts
        ours, rainy = verdicts.get(self.method), verdicts.get("rainy")
        if ours is None or rainy is None or ours.psnr is None or rainy.psnr is None:
            return 0.0
        return ours.psnr - rainy.psnr

    def trouble(self) -> str:
        """Why nothing can be washed off, and the way out; empty when all is well."""
        t, drying = self.ctx.t, self.drying
        if not self.ctx.loader.ready:
            return not_loaded(self.ctx)
        if drying.problem.startswith("weights_"):
            return t(f"inpainting.{drying.problem}", model=t("rain.model"))
        return t("inpainting.failed", why=drying.problem) if drying.problem else ""

    def status(self) -> str:
        """One sentence about where things stand."""
        t, drying = self.ctx.t, self.drying
        if self.trouble():
            return ""
        if not self.ctx.loader.ready:
            return t("app.loading")
        if drying.slow:
            return t("rain.running", n=round(100 * drying.progress))
        if drying.cancelled:
            return t("rain.cancelled")
        if drying.made is None:
            return t("inpainting.waiting")
        words = t("rain.done", time=spent(self.ctx, drying.made.milliseconds))
        if self.method == "ours" and self.gain:
            words += " " + t("rain.gain" if self.gain > 0 else "rain.loss", gain=t.number(abs(self.gain), 1))
        return words

    # ------------------------------------------------------------------ commands

    def choose_source(self, source: str) -> None:
        """Spray rain on the picture, or take it as rainy."""
        self.drying.sprayed = source == "spray"
        if not self.drying.sprayed and self.look != "cleaned":
            self.look = "cleaned"

    def choose_look(self, look: str) -> None:
        """Show the cleaned picture, the true one, or the error."""
        if look != "cleaned" and not self.drying.sprayed:
            self.ctx.notify(self.ctx.t("rain.no_truth"), "info")
            return
        self.look = look

    def turn(self, name: str, value: float) -> None:
        """Turn one of the rain's sliders."""
        digits = 2 if name in ("density", "strength") else 0
        setattr(self.bench.prefs, name, round(value, digits))
        self.drying.sprayed = True

    def new_rain(self) -> None:
        """Let other drops fall."""
        self.drying.new_rain(self._lot or random.Random(self.ctx.seed))

    def cancel(self) -> bool:
        """Stop the network, when it takes long."""
        return self.drying.slow and self.drying.cancel()

    def reuse(self) -> None:
        """Make the result the picture; can be taken back."""
        if self.drying.made is None:
            self.ctx.notify(self.ctx.t("inpainting.nothing"), "info")
            return
        self.bench.retouch.place(to_array(self.picture()))
        self.drying.sprayed = False
        self.ctx.notify(self.ctx.t("inpainting.reused"), "info")

    def keys(self, *, control: bool, shift: bool) -> Keys:
        """The keys of this tab."""
        common = super().keys(control=control, shift=shift)
        retouch, zoom = self.bench.retouch, self.result.zoom
        if control:
            again = retouch.redo if shift else retouch.undo
            view = self.bench.canvas.view
            return {**common, pygame.K_z: again, pygame.K_y: retouch.redo, pygame.K_0: view.reset}
        larger = dict.fromkeys((pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS), partial(zoom, 1))
        smaller = dict.fromkeys((pygame.K_MINUS, pygame.K_KP_MINUS), partial(zoom, -1))
        return {**common, pygame.K_n: self.new_rain, **larger, **smaller}

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Shortcuts, sliders, the divider, zoom and pan."""
        if event.type == pygame.KEYDOWN:
            return self.press(event)
        if event.type == pygame.MOUSEMOTION:
            used = [view.handle(event) for view in (self.rainy, self.result)]
            return any(used)
        return self.panel.handle(event) or self.rainy.handle(event) or self.result.handle(event)

    def hold(self, held: bool) -> bool:
        """Show the dry picture as long as the key is held, when the pointer is over a picture."""
        if held and not (self.result.over or self.rainy.over):
            return False
        self.result.held = held
        return True

    def update(self, dt: float) -> None:
        """Follow picture and sliders; take answers."""
        drying = self.drying
        drying.update(self.ctx, compare=self.compared)
        if drying.wet is None:
            drying.surface = self.bench.retouch.surface
        if drying.version != self._version or (drying.wet is None and self.bench.picture_dirty is not None):
            self._version = drying.version
            for view in (self.rainy, self.result):
                view.outcome.follow(drying.surface)
        middle = pygame.Rect(0, 0, CLOSE, CLOSE)
        middle.center = tuple(side // 2 for side in self.rainy.size)
        self.follow_tiles(middle)
        self.show(self.look)
        self.panel.mark()

    def patch(self, look: str) -> tuple[Patch | None, bool]:
        """What is left without rain, the dry picture, or the error."""
        drying = self.drying
        if look == "dry" and drying.truth is not None:
            if self._dry is None or self._dry[0] is not drying.truth:
                self._dry = (drying.truth, patch_of(drying.truth, None))
            return self._dry[1], False
        verdict = self.verdict
        if look == "error" and verdict is not None and verdict.error is not None:
            return verdict.error, True
        if self.method != "ours":
            return (verdict.patch if verdict is not None else None), False
        return (drying.made.patch if drying.made is not None else None), False

    def attract(self, dt: float) -> None:
        """Play itself."""
        self._demo.play(self, dt)

    def leave(self) -> None:
        """Let go of the divider."""
        self.rainy.release()
        self.result.release()

    def close(self) -> None:
        """Stop the workers."""
        self.drying.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw both pictures, the column, the comparison."""
        style, t, drying = self.ctx.style, self.ctx.t, self.drying
        nothing = (self.rainy.outcome.surface, self.rainy.outcome.version, "")
        self.rainy.draw(screen, style, nothing, "")
        rainy = (drying.surface, drying.version, t("rain.before"))
        dry = (self.bench.retouch.surface, self.bench.retouch.version, t("rain.look_dry"))
        held = self.result.held and drying.sprayed
        self.result.draw(screen, style, dry if held else rainy, self._name())
        self.result.note(screen, style, self.trouble())
        self.panel.draw(screen)
        self.draw_tiles(screen)

    def _name(self) -> str:
        if self.look == "dry":
            return self.ctx.t("rain.look_dry")
        if self.result.outcome.patch is None:
            return ""
        name = self.ctx.t(f"rain.method_{self.method}")
        return f"{name} · {self.ctx.t('rain.look_error')}" if self.look == "error" else name
