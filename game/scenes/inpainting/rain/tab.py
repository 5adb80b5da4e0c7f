"""Rain: spray it on any picture, or open a rainy one, and have it removed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import pygame

from game.scenes.inpainting.overlays import PatchedPicture
from game.scenes.inpainting.prefs import LIMITS, Prefs
from game.scenes.inpainting.rain.session import FIRST_SEED, RainSession
from game.scenes.inpainting.rain.view import STEPS, RainPanel
from game.scenes.inpainting.shared_state import FIRST, SharedState
from game.scenes.inpainting.tab import ComparedTab
from game.ui.canvas.before_after import BeforeAfter
from game.ui.canvas.canvas_tools import edit_commands
from game.ui.commands import Command, Commands
from game.ui.surfaces import pixels
from models.base.typed_fields import Range

CLOSE = 150
"""The cards show so many pixels of the picture's middle: drops are small."""


@dataclass(frozen=True)
class RainOptions:
    """What a link opens the tab with: the picture, whether rain is sprayed on it, and how it rains."""

    picture: str = ""
    source: Literal["spray", "given"] = "spray"
    density: Annotated[float | None, Range(*LIMITS["density"])] = None
    angle: Annotated[float | None, Range(*LIMITS["angle"])] = None
    length: Annotated[float | None, Range(*LIMITS["length"])] = None
    strength: Annotated[float | None, Range(*LIMITS["strength"])] = None


class RainTab(ComparedTab[RainSession]):
    """The rainy picture and the cleaned one side by side."""

    id: ClassVar[str] = "rain"
    group = "rain"
    file = "dry.png"
    opens_with = RainOptions

    def __init__(self, shared: SharedState) -> None:
        session = RainSession(shared.masked, shared.store, shared.workers, shared.chance)
        super().__init__(shared, session, RainPanel(session, self.choose_look))
        self.rainy = BeforeAfter(shared.canvas.view, PatchedPicture())
        self.rainy.wipe.on = False
        self._surface = shared.masked.surface
        self._version = -1
        self._script = 0.0
        self.commands = Commands(
            "rain",
            (
                Command("new_rain", session.new_rain, ("N",), "shuffle", kind="chip"),
                *self.common_commands(),
                *edit_commands(shared.masked, shared.canvas.view, self.result.zoom),
            ),
        )

    # ------------------------------------------------------------------ layout and links

    def layout(self, area: pygame.Rect) -> None:
        """The two pictures, the column, and the comparison below when it is wanted."""
        self.rainy.layout(self.lay_out(area, ("zoom_out", "zoom_in")))
        self._version = -1

    def open_with(self, options: RainOptions) -> None:
        """Open a picture, and let it rain as at first where nothing else is said."""
        self.open_picture(options.picture or FIRST)
        self.start_over()
        for name in STEPS:
            value = getattr(options, name)
            self.session.turn(name, getattr(Prefs, name) if value is None else value)
        self.session.seed = FIRST_SEED
        self.session.choose_source(options.source)

    def shown(self) -> RainOptions:
        """The picture, if it is a bundled one, and the rain."""
        picture = self.shared.pictures.address
        if not self.session.sprayed:
            return RainOptions(picture, "given")
        return RainOptions(picture, "spray", *(getattr(self.session.prefs, name) for name in STEPS))

    # ------------------------------------------------------------------ commands

    def choose_look(self, look: str) -> None:
        """Show the cleaned picture, the true one, or the error."""
        if look != "cleaned" and not self.session.sprayed:
            self.ctx.notify(self.ctx.t("rain.no_truth"), "info")
            return
        super().choose_look(look)

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Sliders, the divider, zoom and pan."""
        if event.type == pygame.MOUSEMOTION:
            used = [view.handle(event) for view in (self.rainy, self.result)]
            return any(used)
        return self.panel.handle(event) or self.rainy.handle(event) or self.result.handle(event)

    def hold(self, held: bool) -> bool:
        """Show the dry picture as long as the key is held."""
        return self.hold_over(held, lambda: self.rainy.over)

    def update(self, dt: float) -> None:
        """Follow picture and sliders; take answers."""
        session = self.session
        session.update(ready=self.ctx.loader.ready)
        changed = session.rainy is None and self.shared.picture_dirty is not None
        if session.version != self._version or changed:
            self._version = session.version
            self._surface = self._render()
            for view in (self.rainy, self.result):
                view.outcome.follow(self._surface)
        middle = pygame.Rect(0, 0, CLOSE, CLOSE)
        middle.center = tuple(side // 2 for side in self.rainy.size)
        self.show_newest(middle)

    def _render(self) -> pygame.Surface:
        """The rainy picture; the picture itself as long as there is none."""
        rainy = self.session.rainy
        if rainy is None:
            return self.masked.surface
        surface, size = self._surface, rainy.pixels.shape[::-1]
        if surface.get_size() != size or surface is self.masked.surface:
            surface = pygame.Surface(size, depth=32)
        pixels(surface)[:] = rainy.pixels
        return surface

    def attract(self, dt: float) -> None:
        """Let the rain turn, thicken and thin, and sweep the divider over it."""
        before, self._script = self._script, self._script + dt
        now, wipe, session = self._script, self.result.wipe, self.session
        wipe.on, wipe.share = True, 0.5 + 0.45 * math.cos(now * 0.9)
        if int(before * 2) != int(now * 2):
            session.turn("angle", 30 * math.sin(now * 0.45))
            session.turn("density", 0.55 + 0.35 * math.sin(now * 0.7))
        if int(before / 6) != int(now / 6):
            session.new_rain()

    def leave(self) -> None:
        """Let go of the divider."""
        self.shared.canvas.leave()
        self.rainy.release()
        self.result.release()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw both pictures, the column, the comparison."""
        t, masked = self.ctx.t, self.masked
        nothing = (self.rainy.outcome.surface, self.rainy.outcome.version, "")
        self.rainy.draw(screen, self.ctx.style, nothing, "")
        before = (self._surface, self._version, t("rain.before"))
        if self.result.held and self.session.sprayed:
            before = (masked.surface, masked.version, t("rain.look_dry"))
        self.draw_result(screen, before, self._name())

    def _name(self) -> str:
        t, session = self.ctx.t, self.session
        if session.look == "dry":
            return t("rain.look_dry")
        if self.result.outcome.patch is None:
            return ""
        name = t(f"rain.method_{session.method}")
        return f"{name} · {t('rain.look_error')}" if session.look == "error" else name
