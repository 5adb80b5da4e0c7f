"""The grid of faces and, under it, the time machine."""

from __future__ import annotations

from functools import partial

import numpy as np
import pygame
import pygame_gui

from game.scenes.generator.training.history import History, Moment, Timeline
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.widgets.controls import slider
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_text
from models.base.arrays import Byte

ACROSS = 8
"""Faces in a row; half as many of the big model's."""
SECONDS = 7.0
"""How long the time machine takes from noise to now."""
FINE = 1000


def tiled(pictures: Byte, across: int = ACROSS) -> Byte:
    """Lay pictures (N, h, w, 3) side by side, `across` in a row; N is a multiple of it."""
    count, height, width, _ = pictures.shape
    rows = pictures.reshape(count // across, across, height, width, 3)
    sheet: Byte = np.ascontiguousarray(
        rows.transpose(0, 2, 1, 3, 4).reshape(count // across * height, across * width, 3)
    )
    return sheet


class FaceGrid:
    """What the same latents become, now or at another time.

    Attributes:
        place: where the time machine stands, 0 to 1; None follows the training.
        replaying: whether it moves by itself.
        real: portraits to be shown instead as long as `compare` is set.
        over: whether the pointer is over the faces.
        big: whether it is the big model's past that is shown.
    """

    def __init__(self, own: History, timeline: Timeline) -> None:
        self.own, self.timeline = own, timeline
        self.big = False
        self.place: float | None = None
        self.replaying = False
        self.real: Byte | None = None
        self.compare = False
        self.over = False
        self._still = CachedSurface()

    @property
    def history(self) -> History:
        """The moments that the time machine goes through."""
        return self.timeline.history if self.big else self.own

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build a panel with the faces and the slider."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        room, strip, gap = backdrop.panel(area, t("generator.training_grid")), style.px(34), style.px(8)
        side = min(room.width, room.height - strip - style.px(26)) // ACROSS * ACROSS
        self.faces = pygame.Rect(0, room.y, side, side)
        self.faces.centerx = room.centerx
        _, self._words, line = column(room, [-1, style.px(20), strip], style.px(2))
        width = style.font("small").size(t("generator.training_big"))[0] + style.px(24)
        play, bar, big = row(line, [strip, -1, width], gap)
        commands.place(ctx, "training_replay", play)
        commands.place(ctx, "training_big", big, worded=True)
        bar.inflate_ip(0, -style.px(6))
        tip, step = f"{t('generator.training_time_tip')} (← →)", FINE // 50
        self._slider = slider(ctx, bar, FINE, (0, FINE), object_id="#time_machine", step=step, tip=tip)

    # ------------------------------------------------------------------ commands

    def replay(self) -> None:
        """Run through the history, or stop doing so."""
        if self.replaying or len(self.history) < 2:
            self.replaying, self.place = False, None
            return
        self.replaying, self.place = True, 0.0

    def switch(self) -> None:
        """Show the big model's past, or this training's again."""
        self.big = not self.big
        self.timeline.retry()
        self.follow()

    def move(self, step: int) -> None:
        """Go a moment back or on; beyond the last one it follows the training again."""
        last = len(self.history) - 1
        if last < 1:
            return
        self.replaying = False
        here = last if self.place is None else round(self.place * last)
        target = here + step
        self.place = None if target >= last else max(target, 0) / last

    def follow(self) -> bool:
        """Show the present again; False when it was shown already."""
        was = self.place is not None
        self.place, self.replaying = None, False
        return was

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """The slider, and where the pointer is."""
        if event.type == pygame.MOUSEMOTION:
            self.over = self.faces.collidepoint(event.pos)
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            share = float(event.value) / FINE
            self.replaying = False
            self.place = None if share > 0.995 else share
            return True
        return False

    def update(self, dt: float) -> None:
        """Let the time machine run, and the slider stand where it is."""
        if self.replaying and self.place is not None:
            self.place += dt / SECONDS
            if self.place >= 1:
                self.follow()
        self._slider.stand(FINE if self.place is None else round(self.place * FINE))

    @property
    def moment(self) -> Moment | None:
        """The moment that is shown; None for the present."""
        return None if self.place is None else self.history.at(self.place)

    def draw(self, screen: pygame.Surface, now: Byte | None) -> None:
        """Draw the faces and when they were."""
        style, t = self.ctx.style, self.ctx.t
        moment = self.moment or (self.history.at(1.0) if self.big else None)
        faces = moment.grid if moment is not None else None if self.big else now
        if self.compare and self.real is not None:
            faces = self.real
        pygame.draw.rect(screen, style.colour.background, self.faces)
        if faces is not None:
            screen.blit(self._still.get(self.faces.size, partial(self._enlarged, faces), faces), self.faces)
        pygame.draw.rect(screen, style.colour.line, self.faces.inflate(2, 2), 1)
        words, hint = self._caption(moment), t("generator.training_hold")
        colour = "accent" if moment is not None else "muted"
        draw_text(screen, style, words, self._words.midleft, "small", colour=colour, anchor="midleft")
        used = style.font("tiny").size(hint)[0] + style.font("small").size(words)[0]
        if not self.compare and faces is not None and used < self._words.width:
            draw_text(screen, style, hint, self._words.midright, "tiny", colour="faint", anchor="midright")

    def _enlarged(self, faces: Byte) -> pygame.Surface:
        """The faces side by side, enlarged square by square."""
        sheet = tiled(faces, ACROSS if len(faces) > 2 * ACROSS else ACROSS // 2)
        return pygame.transform.scale(to_surface(sheet), self.faces.size)

    def _caption(self, moment: Moment | None) -> str:
        """When the faces were."""
        t = self.ctx.t
        if self.compare and self.real is not None:
            return t("generator.training_real_faces")
        if moment is None:
            waits = "big_missing" if self.timeline.failed else "big_waits"
            return t(f"generator.training_{waits if self.big else 'now'}")
        step = t.number(moment.step)
        if self.big:
            return t("generator.training_big_moment", step=step)
        return t("generator.training_moment", step=step, time=t.duration(moment.seconds))
