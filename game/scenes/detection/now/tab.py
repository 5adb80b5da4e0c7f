"""One network from pixels to boxes, live; how it chooses among its candidates; then and now side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

from game.scenes.detection.bench_tab import BenchTab
from game.scenes.detection.by_hand.requests import Detector
from game.scenes.detection.by_network.requests import LEVELS
from game.scenes.detection.by_network.session import LOOKS, OVERLAP, THRESHOLD, Look
from game.scenes.detection.now.tasks import drawn_object
from game.scenes.detection.now.view import NowView
from game.scenes.detection.workbench import FIRST, Workbench, picture_ids
from game.ui.commands import Command, Commands
from models.base.typed_fields import OneOf, Range

TASKS = {"drawn-object": drawn_object}
ATTRACT_TURN = 3.0
"""Seconds on a look while the tab plays itself."""
SHOWN = ("astronaut", "cat", "coffee", "camera")
"""Pictures that it goes through then."""


@dataclass(frozen=True)
class NowOptions:
    """What a link opens the tab with.

    Attributes:
        picture: of the gallery, by its id; "paper" for a white sheet to draw on.
        threshold: the least score that counts.
        overlap: from which IoU on two boxes mean the same object.
        look: the answer, how it was chosen, or the anchors.
        level: of the pyramid, counted from 1; 0 for all.
        compare: whether hand-made features are shown beside it.
        detector: which ones.
    """

    picture: Annotated[str, OneOf(picture_ids)] = FIRST
    threshold: Annotated[float, Range(0.05, 0.95)] = THRESHOLD
    overlap: Annotated[float, Range(0.0, 1.0)] = OVERLAP
    look: Look = "answer"
    level: Annotated[int, Range(0, LEVELS)] = 0
    compare: bool = False
    detector: Detector = "face"


class NowTab(BenchTab):
    """The picture with its boxes, and the column beside it."""

    id: ClassVar[str] = "now"
    opens_with = NowOptions
    view: NowView
    opens_first: ClassVar[bool] = True

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._script = 0.0

    def begin(self) -> None:
        """Make the view and the commands."""
        bench, session = self.bench, self.bench.network
        self.view = NowView(bench)
        self.commands = Commands(
            "detection",
            (
                *(
                    Command(
                        f"look_{look}",
                        partial(self.choose_look, look),
                        pressed=lambda look=look: session.look == look,  # type: ignore[misc]
                        kind="chip",
                    )
                    for look in LOOKS
                ),
                *self.detector_commands(),
                Command("next_look", self.next_look, ("N",)),
                Command("level_before", partial(session.turn_level, -1), ("←",)),
                Command("level_after", partial(session.turn_level, 1), ("→",)),
                Command("surer", partial(self.turn_threshold, 0.05), ("↑",)),
                Command("less_sure", partial(self.turn_threshold, -0.05), ("↓",)),
                Command(
                    "compare",
                    self.toggle_compare,
                    ("K",),
                    "arrow-left-right",
                    pressed=lambda: self.view.compared,
                ),
                Command("iou", self.explain_iou, icon="info"),
            ),
        )

    # ------------------------------------------------------------------ links

    def open_with(self, options: NowOptions) -> None:
        """Show a picture, and what the link asks for."""
        session = self.bench.network
        session.threshold, session.overlap = options.threshold, options.overlap
        session.level = options.level - 1
        session.choose(options.look)
        self.view.compared = options.compare
        self.bench.look_for(options.detector)
        self.bench.show(self.ctx, options.picture)

    def shown(self) -> NowOptions:
        """What is on the screen."""
        session = self.bench.network
        return NowOptions(
            self.bench.shown,
            round(session.threshold, 2),
            round(session.overlap, 2),
            session.look,
            session.level + 1,
            self.view.compared,
            self.bench.hand.settings.detector,
        )

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return TASKS[name](self.bench)

    # ------------------------------------------------------------------ actions

    def choose_look(self, look: Look) -> None:
        """Show another side of the answer."""
        self.bench.network.choose(look)
        self.rebuild()

    def next_look(self) -> None:
        """The look after this one."""
        self.bench.network.next_look()
        self.rebuild()

    def turn_threshold(self, step: float) -> None:
        """Ask for surer answers, or for less sure ones."""
        session = self.bench.network
        session.threshold = min(max(round(session.threshold + step, 2), 0.05), 0.95)

    def toggle_compare(self) -> None:
        """Show what hand-made features find in the same picture, or no longer."""
        self.view.compared = not self.view.compared
        self.rebuild()

    def explain_iou(self) -> None:
        """Say when a box is a hit."""
        self.ctx.notify(self.ctx.t("detection.iou_tip"), "info")

    # ------------------------------------------------------------------ life

    def ask(self, dt: float) -> None:
        """Ask the network and, while both are compared, hand-made features."""
        bench, painting = self.bench, self.bench.painting
        if self.ctx.loader.ready:
            bench.network.update(painting.array, painting.version)
        # While a hand draws, the network comes first: hand-made features take a core for themselves.
        if self.view.compared and not bench.canvas.busy:
            bench.hand.update(painting.array, painting.version, None)

    def attract(self, dt: float) -> None:
        """Go through pictures, and through the looks at each."""
        before, self._script = self._script, self._script + dt
        turn = int(self._script / ATTRACT_TURN)
        if int(before / ATTRACT_TURN) != turn:
            self.next_look()
            if turn % len(LOOKS) == 0:
                self.bench.show(self.ctx, SHOWN[turn // len(LOOKS) % len(SHOWN)])
