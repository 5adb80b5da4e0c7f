"""The canvas on which one paints, marks what is there, and asks about a place."""

from __future__ import annotations

import pygame

from game.scenes.detection.painting import MarkedPainting
from game.scenes.detection.scoring import Box, Thing
from game.ui.canvas.paint_canvas import PaintCanvas

ASK, MARK = "ask", "mark"
LEAST = 6
"""Pixels of the picture; smaller marks were slips of the hand."""


class DetectionCanvas(PaintCanvas):
    """Paints as every canvas does; two more tools ask and mark, and the right button unmarks.

    Attributes:
        mark_as: what the next mark is.
        spot: the place that is asked about, in picture pixels; None for none.
    """

    painting: MarkedPainting

    def __init__(self, painting: MarkedPainting) -> None:
        super().__init__(painting)
        self.tool = ASK
        self.mark_as = "face"
        self.spot: tuple[float, float] | None = None
        self._corner: tuple[float, float] | None = None
        self._end = (0.0, 0.0)
        self._asking = False

    @property
    def busy(self) -> bool:
        """Whether a hand is in the middle of something."""
        return self.painting.painting or self._corner is not None

    @property
    def drawn(self) -> Box | None:
        """The mark that is being drawn."""
        if self._corner is None:
            return None
        (x0, y0), (x1, y1) = (self._inside(at) for at in (self._corner, self._end))
        return min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)

    def _inside(self, at: tuple[float, float]) -> tuple[float, float]:
        width, height = self.painting.size
        return min(max(at[0], 0), width), min(max(at[1], 0), height)

    def release(self) -> None:
        """Finish what the mouse was doing; a mark that is not finished is forgotten."""
        super().release()
        self._corner, self._asking = None, False

    def cancel(self) -> bool:
        """Forget the mark under way, or the question; False when there is neither."""
        if self._corner is None and self.spot is None:
            return False
        if self._corner is None:
            self.spot = None
        self._corner = None
        return True

    def place(self, box: Box, room: pygame.Rect | None = None) -> pygame.Rect:
        """Where a box lies in the window; in another room where the same picture is shown too."""
        ends = (box[:2], (box[0] + box[2], box[1] + box[3]))
        (x0, y0), (x1, y1) = (self.view.to_window(at, self.painting.size, room or self.room) for at in ends)
        return pygame.Rect(round(x0), round(y0), max(1, round(x1 - x0)), max(1, round(y1 - y0)))

    # ------------------------------------------------------------------ events

    def _press(self, event: pygame.event.Event) -> bool:
        plain = event.button in (1, 3) and not self._space
        if self.tool not in (ASK, MARK) or not plain or not self.rect.collidepoint(event.pos):
            return super()._press(event)
        at = self.to_picture(event.pos)
        if event.button == 3:
            if not self.painting.unmark(at):
                self.spot = None
        elif self.tool == ASK:
            self.spot, self._asking = at, True
        else:
            self._corner = self._end = at
        return True

    def _move(self, event: pygame.event.Event) -> bool:
        if not self._panning and (self._asking or self._corner is not None):
            self._pointer = event.pos if self.rect.collidepoint(event.pos) else None
            at = self.to_picture(event.pos)
            if self._asking:
                self.spot = self._inside(at)
            self._end = at
            return True
        return super()._move(event)

    def _lift(self) -> bool:
        if self._asking:
            self._asking = False
            return True
        box, self._corner = self.drawn, None
        if box is None:
            return super()._lift()
        if min(box[2:]) >= LEAST:
            self.painting.mark(Thing(self.mark_as, box))
        return True

    def _aims(self) -> bool:
        return self.tool in (ASK, MARK) or super()._aims()
