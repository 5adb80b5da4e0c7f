"""What the two tabs share: the picture with its marks, its canvas and tools, and how pictures come and go."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.scenes.detection.by_hand.requests import Detector
from game.scenes.detection.by_hand.session import HandSession
from game.scenes.detection.by_network.session import NetworkSession
from game.scenes.detection.canvas import ASK, MARK, DetectionCanvas
from game.scenes.detection.names import CLASSES
from game.scenes.detection.painting import PAPER_ORIGIN, MarkedPainting
from game.scenes.detection.scoring import Verdict, judge
from game.scenes.detection.truth import KNOWN
from game.ui.canvas.canvas_tools import CanvasTools
from game.ui.commands import Command
from game.ui.context import Context
from game.ui.picture_io import SIDE, PictureIO
from models.base.gallery import gallery

FIRST = "astronaut"
OWN = (FIRST, "cat")
"""What the lecture shows; whose these are need not be said each time."""
FILE = "detection.png"


def picture_ids() -> tuple[str, ...]:
    """What a link can call a picture: "" for the one that is there, "paper", or one of the gallery's ids."""
    return ("", PAPER_ORIGIN, *(item.id for item in gallery()))


class Workbench:
    """The shared canvas; it begins with a photograph, so that there is something to see at once.

    Attributes:
        hand: what hand-made features find in the picture.
        network: what the network finds.
        paint_boxes: paints on a picture what the open tab has found in it, for files and the clipboard.
    """

    def __init__(self) -> None:
        self.painting = MarkedPainting((SIDE, SIDE))
        self.canvas = DetectionCanvas(self.painting)
        self.desk: PictureIO[None] = PictureIO()
        self.paint_boxes: Callable[[pygame.Surface], None] = lambda surface: None
        canvas, painting = self.canvas, self.painting

        def hand(name: str, icon: str, key: str) -> Command:
            return Command(
                name,
                lambda: canvas.choose(name),
                (key,),
                icon,
                pressed=lambda: canvas.tool == name,
                group="detection",
            )

        self.tools = CanvasTools(
            canvas,
            self.desk,
            FILE,
            first=(
                hand(ASK, "circle-question-mark", "Q"),
                hand(MARK, "square-dashed", "M"),
                Command(
                    "nothing",
                    lambda: painting.set_marks(()),
                    ("Shift+M",),
                    "x",
                    enabled=lambda: painting.marks != (),
                    group="detection",
                ),
            ),
            picture=self.picture,
            sources=False,
        )
        self._coming = ""
        self._version = -1
        self._spot: tuple[float, float] | None = None

    def begin(self, ctx: Context) -> None:
        """Make the workers, and open the first picture."""
        self.hand, self.network = HandSession(ctx.workers), NetworkSession(ctx.workers)
        self._coming = FIRST
        self.desk.open_address(ctx, FIRST, tag="first", credit=False)

    def changed(self) -> Callable[[], bool]:
        """Whether somebody has changed the picture since now; what a link brings does not count."""
        painting, begun, waiting = self.painting, self.painting.version, bool(self._coming)

        def check() -> bool:
            nonlocal begun, waiting
            waiting, came = bool(self._coming), waiting and not self._coming
            if came:
                begun = painting.version
            return not waiting and painting.version > begun and not painting.painting

        return check

    def picture(self) -> pygame.Surface:
        """The picture with the boxes on it."""
        surface = self.painting.surface.copy()
        self.paint_boxes(surface)
        return surface

    @property
    def hand_verdict(self) -> Verdict | None:
        """How good the hand-made detector is; None where nobody knows what is there."""
        scanned, marks = self.hand.scanned, self.painting.marks
        return None if scanned is None or marks is None else judge(scanned.found, marks, (self.hand.wanted,))

    @property
    def network_verdict(self) -> Verdict | None:
        """How good the network is; None where nobody knows what is there."""
        seen, marks = self.network.seen, self.painting.marks
        return None if seen is None or marks is None else judge(seen.kept, marks, CLASSES)

    @property
    def shown(self) -> str:
        """What a link calls the picture on the canvas; empty when it is none of the bundled ones."""
        painting = self.painting
        return painting.origin if painting.blank or painting.version == self._version else ""

    @property
    def awaited(self) -> bool:
        """Whether the paper is still white because a picture is on its way."""
        return bool(self._coming) and self.painting.blank

    def show(self, ctx: Context, name: str) -> None:
        """Put a bundled picture on the canvas, or white paper to draw on; "" leaves it."""
        canvas = self.canvas
        canvas.spot = self._spot = None
        if name == PAPER_ORIGIN:
            self._coming = ""
            self.painting.clear()
            canvas.choose("brush")
            canvas.view.reset()
            return
        canvas.choose(ASK)
        if name not in ("", self.shown, self._coming):
            self._coming = name
            self.desk.open_address(ctx, name, credit=name not in OWN)

    def look_for(self, detector: Detector) -> None:
        """Take another hand-made detector; the next mark is what it looks for."""
        self.hand.choose(detector)
        self.canvas.mark_as = self.hand.wanted

    def ask_about(self, spot: tuple[float, float]) -> None:
        """Ask about a place of the picture; where one is coming, about a place of that."""
        self.canvas.spot = self._spot = spot

    def update(self, ctx: Context) -> None:
        """Take pictures that have been decoded."""
        opened = self.desk.update(ctx)
        if opened is not None:
            painting = self.painting
            painting.place(opened.image, origin=opened.item, marks=KNOWN.get(opened.item))
            if opened.tag == "first":
                painting.forget()
            self._version, self.canvas.spot = painting.version, None
            if opened.tag != "first" or self._coming == FIRST:  # or else a link's is still to come
                self._coming, self.canvas.spot, self._spot = "", self._spot, None
            self.canvas.view.reset()
            if self.canvas.tool not in (ASK, MARK):
                self.canvas.choose(ASK)

    def close(self) -> None:
        """End the threads."""
        self.desk.close()
        self.hand.close()
        self.network.close()
