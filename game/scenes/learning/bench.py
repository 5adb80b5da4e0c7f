"""What the tabs share: the session, its descent, its files, and the bar above all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pygame

from game.scenes.learning.files import Files
from game.scenes.learning.session import LearningSession, losses_for
from game.scenes.learning.training import Training
from game.ui.commands import Command, Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.widgets.controls import set_face
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text
from models.learning.datasets import PRESETS
from models.learning.models import ModelSpec, highest_degree

KINDS = ("line", "polynomial", "network")
SHAPES = ((), (1,), (2,), (3,), (4,), (6,), (8,), (12,), (2, 2), (4, 2), (4, 4), (8, 8), (12, 12), (8, 8, 8))
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def knob_name(name: str) -> str:
    """A parameter's name as it is shown: "w₁", and "w₂·₁₀" for what leads to neuron 1 of layer 2 from 0."""
    layer, *rest = name[1:].split(".")
    indices = "".join(rest).translate(SUBSCRIPTS)
    return f"{name[0]}{layer.translate(SUBSCRIPTS)}{'·' if rest else ''}{indices}"


class Bench:
    """Shared by all tabs.

    Attributes:
        session: the state.
        training: the descent.
        files: what brings samples and takes them away.
        commands: of the bar.
    """

    def __init__(self) -> None:
        self.session = LearningSession()
        self.files = Files(self.session)
        self._steppers: list[tuple[str, Stepper]] = []
        self._captions: list[tuple[str, pygame.Rect]] = []

    def begin(self, ctx: Context) -> None:
        """Make what needs the context; once."""
        session = self.session
        self.training = Training(session, ctx.workers)
        self.files.begin(ctx)
        self._ctx = ctx

        self.commands = Commands(
            "learning",
            (
                Command("draw_again", self._draw_again, ("N",), "shuffle"),
                Command("undo", session.undo, ("Ctrl+Z",), "undo-2", lambda: session.can_undo),
                Command("redo", session.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", lambda: session.can_redo),
                Command("draw_class", self._other_class, ("X",), enabled=lambda: session.kind == "classes"),
                Command("open", lambda: self.files.ask(self._ctx), ("Ctrl+O",), "folder-open"),
                Command("paste", lambda: self.files.paste(self._ctx), ("Ctrl+V",), "clipboard-paste"),
                Command("save", lambda: self.files.ask_save(self._ctx), ("Ctrl+S",), "save"),
            ),
        )

    def _other_class(self) -> None:
        self.session.label = 1 - self.session.label

    def _draw_again(self) -> None:
        recipe = self.session.state.recipe
        if recipe.name:
            self.session.draw_again(seed=recipe.seed + 1)

    # ------------------------------------------------------------------ choices

    def step_data(self, step: int) -> None:
        """The preset after or before the present one."""
        names = list(PRESETS)
        now = self.session.state.recipe.name
        index = (names.index(now) + step) % len(names) if now else 0
        self.session.draw_again(name=names[index])

    def step_model(self, step: int) -> None:
        """Another kind of model."""
        spec = self.session.state.spec
        self.session.choose_model(replace(spec, kind=KINDS[(KINDS.index(spec.kind) + step) % len(KINDS)]))

    def step_size(self, step: int) -> None:
        """A higher or lower degree, a larger or smaller network."""
        session, spec = self.session, self.session.state.spec
        if spec.kind == "polynomial":
            most = highest_degree(session.state.data.x.shape[1])
            session.choose_model(replace(spec, degree=min(max(min(spec.degree, most) + step, 1), most)))
        elif spec.kind == "network":
            index = SHAPES.index(spec.hidden) + step if spec.hidden in SHAPES else 5
            session.choose_model(replace(spec, hidden=SHAPES[min(max(index, 0), len(SHAPES) - 1)]))

    def step_loss(self, step: int) -> None:
        """Another loss that suits the data."""
        fits = losses_for(self.session.kind)
        loss = fits[(fits.index(self.session.state.loss) + step) % len(fits)]
        self.session.choose_loss(loss)

    def size_text(self) -> str:
        """How large the model is."""
        return size_text(self._ctx, self.session.state.spec, self.session)

    # ------------------------------------------------------------------ the bar

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> pygame.Rect:
        """Build the bar; returns the area below."""
        self._ctx = ctx
        style, t, session = ctx.style, ctx.t, self.session
        line = style.font("tiny").get_linesize()
        bar, rest = column(area, [style.control + line + style.px(22), -1], style.gap)
        backdrop.panel(bar)
        inner = bar.inflate(-style.px(20), -style.px(16))
        side = style.control
        gap = style.px(8)
        icons = 7 * side + 6 * style.px(6)
        choices, buttons = row(inner, [-1, icons], style.px(14))
        buttons = pygame.Rect(buttons.x, buttons.bottom - side, buttons.width, side)
        texts: dict[str, tuple[Callable[[], str], Callable[[int], None]]] = {
            "data": (self._data_text, self.step_data),
            "model": (lambda: t(f"learning.model_{session.state.spec.kind}"), self.step_model),
            "size": (self.size_text, self.step_size),
            "loss": (lambda: t(f"learning.loss_{session.state.loss}"), self.step_loss),
        }
        self._steppers, self._captions = [], []
        for place, (name, (text, step)) in zip(
            row(choices, [-25, -23, -21, -31], gap), texts.items(), strict=True
        ):
            below = pygame.Rect(place.x, place.bottom - side, place.width, side)
            self._captions.append((t(f"learning.{name}"), pygame.Rect(place.x, place.y, place.width, line)))
            tip = t(f"learning.{name}_tip")
            made = Stepper(ctx, below, text, step, name=name, tip=tip, signs=("‹", "›"), mono=False)
            self._steppers.append((name, made))
        for place, command in zip(row(buttons, [side] * 7, style.px(6)), self.commands, strict=True):
            self.commands.place(ctx, command.id, place)
        self._faced: object = None
        return rest

    def _data_text(self) -> str:
        name = self.session.state.recipe.name
        return self._ctx.t(f"learning.data_{name or 'own'}")

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn a stepper by the wheel, take what is dropped."""
        return any(stepper.handle(event) for _, stepper in self._steppers) or self.files.drop(event)

    def update(self, ctx: Context) -> None:
        """Take what came from the workers."""
        self.files.update(ctx)
        self.training.update()
        self._show_class()

    def _show_class(self) -> None:
        """Let the button have the colour of the class that is drawn."""
        made, session = self.commands.buttons["draw_class"], self.session
        faced = session.label, session.kind
        if faced == self._faced:
            return
        self._faced = faced
        style = self._ctx.style
        colour = style.colour
        tint = (colour.agent, colour.human)[session.label] if session.kind == "classes" else colour.faint
        side = style.px(22)
        face = pygame.Surface((side, side), pygame.SRCALPHA)
        pygame.draw.aacircle(face, tint, (side // 2, side // 2), side // 2 - 1)
        set_face(made, face.premul_alpha())

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the bar's words."""
        for words, place in self._captions:
            draw_text(screen, self._ctx.style, words, place.topleft, "tiny", colour="muted")
        for _, stepper in self._steppers:
            stepper.draw(screen)

    def close(self) -> None:
        """End the workers."""
        self.training.close()
        self.files.close()


def size_text(ctx: Context, spec: ModelSpec, session: LearningSession) -> str:
    """How large a model is, in words."""
    if spec.kind == "polynomial":
        return ctx.t("learning.degree", n=min(spec.degree, highest_degree(session.state.data.x.shape[1])))
    if spec.kind == "network":
        if len(spec.hidden) > 3:
            return ctx.t("learning.layers", n=len(spec.hidden))
        return " × ".join(map(str, spec.hidden)) or ctx.t("learning.no_hidden")
    return ctx.t("learning.knobs_count", n=session.model.size)
