"""The hand-made pipeline, every stage of which can be stopped at and asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

from game.scenes.detection.bench_tab import BenchTab
from game.scenes.detection.by_hand.requests import DETECTORS, STAGES, Detector, usual
from game.scenes.detection.then.tasks import wrong_twice
from game.scenes.detection.then.view import ThenView
from game.scenes.detection.workbench import FIRST, Workbench, picture_ids
from game.ui.commands import Command, Commands
from game.ui.picture_io import SIDE
from game.ui.scene import AT_REST, MOVING
from models.base.typed_fields import OneOf, Range

TASKS = {"wrong-twice": wrong_twice}
ATTRACT = (("face", "astronaut"), ("cat", "cat"), ("people", "camera"))
"""What the tab shows while it plays itself."""


@dataclass(frozen=True)
class ThenOptions:
    """What a link opens the tab with.

    Attributes:
        picture: of the gallery, by its id; "paper" for a white sheet to draw on.
        detector: what is looked for.
        stage: after which the windows are shown; 0 for the answer.
        scale: how much larger the window is at each next size.
        neighbours: a box is kept if more windows than this say it; as usual when absent.
        smallest: width of the smallest window, in pixels.
        border: pixels that are added around the picture.
        leniency: taken off every threshold.
        x: of the place that is asked about, in picture pixels; below 0 for none.
        y: of that place.
    """

    picture: Annotated[str, OneOf(picture_ids)] = FIRST
    detector: Detector = "face"
    stage: Annotated[int, Range(0, max(STAGES.values()))] = 0
    scale: Annotated[float, Range(1.05, 1.6)] = 1.1
    neighbours: Annotated[int, Range(0, 12)] | None = None
    smallest: Annotated[int, Range(24, 96)] = 40
    border: Annotated[int, Range(0, 120)] = 0
    leniency: Annotated[float, Range(-1.0, 3.0)] = 0.0
    x: Annotated[int, Range(-1, SIDE)] = -1
    y: Annotated[int, Range(-1, SIDE)] = -1


class ThenTab(BenchTab):
    """The picture, the stages, one window, and what can be turned."""

    id: ClassVar[str] = "then"
    opens_with = ThenOptions
    view: ThenView

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._turn = -1

    def begin(self) -> None:
        """Make the view and the commands."""
        hand = self.bench.hand
        self.view = ThenView(self.bench)
        self.commands = Commands(
            "detection",
            (
                *self.detector_commands(),
                Command("next_detector", self.next_detector, ("D",)),
                Command(
                    "play_stages",
                    hand.toggle,
                    ("Enter",),
                    "play",
                    kind="primary",
                    icon_now=lambda: "pause" if hand.playing else "play",
                ),
                Command("step_before", lambda: hand.go(hand.step - 1), ("←",)),
                Command("step_after", lambda: hand.go(hand.step + 1), ("→",)),
                Command("to_answer", lambda: hand.go(hand.last), ("End",)),
                Command("feature_after", partial(self.view.window.turn, 1), ("↓",)),
                Command("feature_before", partial(self.view.window.turn, -1), ("↑",)),
                Command(
                    "usual",
                    hand.reset,
                    ("Home",),
                    "rotate-ccw",
                    enabled=lambda: hand.settings != usual(hand.settings.detector),
                ),
                Command("with_now", self.with_now, ("K",), "arrow-left-right"),
            ),
        )

    # ------------------------------------------------------------------ links

    def open_with(self, options: ThenOptions) -> None:
        """Look for something in a picture, and show a stage."""
        hand = self.bench.hand
        before = hand.settings.detector
        self.bench.look_for(options.detector)
        normal = usual(options.detector)
        hand.turn(
            scale=options.scale,
            neighbours=normal.neighbours if options.neighbours is None else options.neighbours,
            smallest=options.smallest,
            border=options.border,
            leniency=options.leniency,
        )
        if options.stage:
            hand.go_to("stage", options.stage)
        else:
            hand.go(hand.last)
        if hand.settings.detector != before:
            self.rebuild()
        self.bench.show(self.ctx, options.picture)
        if options.x >= 0 and options.y >= 0:
            self.bench.ask_about((options.x, options.y))

    def shown(self) -> ThenOptions:
        """What is on the screen."""
        hand = self.bench.hand
        settings, (kind, stage), spot = hand.settings, hand.kind, self.bench.canvas.spot or (-1, -1)
        neighbours = round(settings.neighbours)
        return ThenOptions(
            self.bench.shown,
            settings.detector,
            stage if kind == "stage" else 0,
            round(settings.scale, 2),
            None if neighbours == usual(settings.detector).neighbours else neighbours,
            round(settings.smallest),
            round(settings.border),
            round(settings.leniency, 1),
            round(spot[0]),
            round(spot[1]),
        )

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return TASKS[name](self.bench)

    # ------------------------------------------------------------------ actions

    def next_detector(self) -> None:
        """Look for the next thing."""
        now = DETECTORS.index(self.bench.hand.settings.detector)
        self.choose_detector(DETECTORS[(now + 1) % len(DETECTORS)])

    def with_now(self) -> None:
        """Compare with the network on the same picture."""
        shown, detector = self.bench.shown, self.bench.hand.settings.detector
        self.ctx.go(f"detection/now?picture={shown}&compare=1&detector={detector}")

    # ------------------------------------------------------------------ life

    @property
    def rest_rate(self) -> float:
        """Every picture while the stages play."""
        return MOVING if self.bench.hand.playing else AT_REST

    def ask(self, dt: float) -> None:
        """Ask hand-made features, also about a place; the stages go on."""
        bench, painting = self.bench, self.bench.painting
        bench.hand.update(painting.array, painting.version, bench.canvas.spot, dt)

    def attract(self, dt: float) -> None:
        """Go through the stages of one detector after another."""
        hand = self.bench.hand
        if not hand.playing and not hand.busy:
            self._turn = (self._turn + 1) % len(ATTRACT)
            detector, picture = ATTRACT[self._turn]
            self.choose_detector(detector)  # type: ignore[arg-type]
            self.bench.show(self.ctx, picture)
            hand.toggle()

    def leave(self) -> None:
        """Finish what the hand was doing."""
        super().leave()
        self.bench.hand.playing = False
