"""The controls of a descent: start and stop, speed, learning rate, batch, method, what is held out."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui

from game.scenes.learning.figures import draw_caption
from game.scenes.learning.session import NOISES, RATES, SHARES, LearningSession
from game.scenes.learning.training import SPEEDS, Training
from game.ui.commands import Command, Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.widgets.controls import slider
from game.ui.widgets.stepper import Stepper
from game.workers.pacing import FASTEST

BATCHES = (0, 50, 10, 1)
METHODS = ("sgd", "momentum", "adam")


def other(values: tuple[float, ...] | tuple[int, ...], now: float, step: int) -> float:
    """The value after or before the nearest one to `now`, as far as there is one."""
    index = min(range(len(values)), key=lambda i: abs(values[i] - now))
    return values[min(max(index + step, 0), len(values) - 1)]


def training_commands(training: Training) -> tuple[Command, ...]:
    """Start, stop, begin again."""
    return (
        Command(
            "play",
            training.toggle,
            ("Space",),
            "play",
            kind="primary",
            icon_now=lambda: "pause" if training.running else "play",
        ),
        Command("begin_again", training.restart, ("Home",), "rotate-ccw"),
    )


class Controls:
    """Two rows of controls over a descent."""

    def __init__(self, session: LearningSession, training: Training) -> None:
        self._session, self._training = session, training
        self._steppers: list[Stepper] = []
        self._captions: list[tuple[str, Callable[[], str], pygame.Rect]] = []

    @staticmethod
    def height(ctx: Context) -> int:
        """What the rows need."""
        style = ctx.style
        return 2 * (style.control + style.font("tiny").get_linesize()) + style.px(10)

    def layout(self, ctx: Context, room: pygame.Rect, commands: Commands, *, one_row: bool = False) -> None:
        """Build them, in two rows or in one."""
        self._ctx = ctx
        style, t, session, training = ctx.style, ctx.t, self._session, self._training
        gap, line = style.px(8), style.font("tiny").get_linesize()
        if one_row:
            first, second = row(room, [-42, -58], style.px(12))
        else:
            first, second = column(room, [line + style.control] * 2, style.px(10))
        self._captions, self._steppers = [], []

        def below(place: pygame.Rect) -> pygame.Rect:
            return pygame.Rect(place.x, place.y + line, place.width, style.control)

        play, again, speed, rate = row(first, [style.px(64), style.control, -1, -1], gap)
        commands.place(ctx, "play", below(play))
        commands.place(ctx, "begin_again", below(again))
        self._caption("speed", lambda: speed_text(ctx, SPEEDS[training.speed]), speed)
        self._speed = slider(
            ctx,
            below(speed),
            training.speed,
            (0, len(SPEEDS) - 1),
            object_id="#speed",
            tip=t("learning.speed_tip"),
        )
        self._caption("rate", lambda: t.short(session.config.rate), rate)
        self._rate = slider(
            ctx,
            below(rate),
            self._rate_index(),
            (0, len(RATES) - 1),
            object_id="#rate",
            tip=t("learning.rate_tip"),
        )
        steppers: tuple[tuple[str, Callable[[], str], Callable[[int], None]], ...] = (
            ("batch", self._batch_text, self._step_batch),
            ("method", lambda: t(f"learning.method_{session.config.method}"), self._step_method),
            ("noise", lambda: t.percent(session.state.recipe.noise), self._step_noise),
            ("held", lambda: t.percent(session.state.recipe.share), self._step_held),
        )
        for place, (name, text, step) in zip(row(second, [-28, -28, -22, -22], gap), steppers, strict=True):
            self._caption(name, lambda: "", place)
            tip = t(f"learning.{name}_tip")
            made = Stepper(ctx, below(place), text, step, name=name, tip=tip, signs=("‹", "›"), mono=False)
            self._steppers.append(made)

    def _caption(self, name: str, value: Callable[[], str], place: pygame.Rect) -> None:
        self._captions.append((self._ctx.t(f"learning.{name}"), value, place))

    def _rate_index(self) -> int:
        now = self._session.config.rate
        return min(range(len(RATES)), key=lambda index: abs(RATES[index] - now))

    def _batch_text(self) -> str:
        batch, t = self._session.config.batch, self._ctx.t
        return t("learning.batch_all") if not batch else t("learning.batch_one") if batch == 1 else str(batch)

    def _step_batch(self, step: int) -> None:
        index = BATCHES.index(self._session.config.batch) if self._session.config.batch in BATCHES else 1
        self._training.configure(batch=BATCHES[(index + step) % len(BATCHES)])

    def _step_method(self, step: int) -> None:
        index = METHODS.index(self._session.config.method)
        self._training.configure(method=METHODS[(index + step) % len(METHODS)])

    def _step_noise(self, step: int) -> None:
        recipe = self._session.state.recipe
        noise = other(NOISES, recipe.noise, step)
        if recipe.name and noise != recipe.noise:
            self._session.draw_again(noise=noise)

    def _step_held(self, step: int) -> None:
        share = other(SHARES, self._session.state.recipe.share, step)
        if share != self._session.state.recipe.share:
            self._session.draw_again(share=share)

    def handle(self, event: pygame.event.Event) -> bool:
        """Take the sliders, turn steppers by the wheel."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            if event.ui_element is self._speed:
                self._training.set_speed(round(event.value))
                return True
            if event.ui_element is self._rate:
                self._training.configure(rate=RATES[round(event.value)])
                return True
        return any(stepper.handle(event) for stepper in self._steppers)

    def update(self) -> None:
        """Let the sliders show what a link or a file has brought."""
        self._speed.stand(self._training.speed)
        self._rate.stand(self._rate_index())

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the words."""
        rate = self._ctx.t("learning.rate")
        for words, value, place in self._captions:
            draw_caption(screen, self._ctx, place, words, value(), "η" if words == rate else "")
        for stepper in self._steppers:
            stepper.draw(screen)


def speed_text(ctx: Context, speed: float) -> str:
    """A speed in words."""
    return ctx.t("learning.fastest") if speed >= FASTEST else ctx.t("learning.epochs_a_second", n=int(speed))
