"""What repair and rain have in common: a result with a divider, and cards to compare it with others."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from typing import ClassVar

import pygame

from game.scenes.inpainting.comparison import Judge
from game.scenes.inpainting.metrics import Verdict
from game.scenes.inpainting.requests import Patch
from game.scenes.inpainting.result import Outcome
from game.scenes.inpainting.shared_state import Bench
from game.scenes.inpainting.tabs import Room
from game.scenes.inpainting.tiles import Tiles, region_around
from game.ui.canvas.before_after import BeforeAfter
from game.ui.layout import row
from game.ui.widgets.controls import head_buttons

COLUMN = 284
STRIP = 0.36
"""The comparison's share of the height."""
Keys = dict[int, Callable[[], object]]


class ComparedRoom(Room):
    """A tab with a result; which methods there are, and what they make of it, its heirs know.

    Attributes:
        result: the result on the screen.
        tiles: the cards of the comparison.
        look: what is shown: the result, its error …
        method: whose result is shown large.
    """

    group: ClassVar[str]
    """Of the texts."""
    methods: ClassVar[tuple[str, ...]]
    looks: ClassVar[tuple[str, ...]]
    file: ClassVar[str]
    """The proposed name of a saved result."""
    comparing: ClassVar[str]
    """Which preference says whether the comparison is on."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.result = BeforeAfter(bench.canvas.view, Outcome())
        self.tiles = Tiles(self.choose_method)
        self.look = self.looks[0]
        self.method = "ours"
        self._begun = False

    @property
    def compared(self) -> bool:
        """Whether the comparison is on."""
        return bool(getattr(self.bench.prefs, self.comparing))

    @property
    @abstractmethod
    def judge(self) -> Judge:
        """Who measures the methods."""

    @abstractmethod
    def patch(self, look: str) -> tuple[Patch | None, bool]:
        """What is to be laid over the picture, and whether the picture below is to be dark."""

    @abstractmethod
    def trouble(self) -> str:
        """Why there is no result, and the way out; empty when all is well."""

    @property
    @abstractmethod
    def verdict(self) -> Verdict | None:
        """The numbers of the method that is shown."""

    # ------------------------------------------------------------------ layout

    def lay_out(self, area: pygame.Rect) -> tuple[pygame.Rect, pygame.Rect, pygame.Rect]:
        """Build the cards and the result's buttons; the places of input, result and choices."""
        style, t = self.ctx.style, self.ctx.t
        if not self._begun:
            self._begun = True
            self.result.wipe.on = self.bench.prefs.wipe
        pictures, column = row(area, [-1, style.px(COLUMN)], style.gap)
        self.tiles.clear()
        if self.compared:
            strip = pygame.Rect(pictures.x, 0, pictures.width, round(pictures.height * STRIP))
            strip.bottom = pictures.bottom
            pictures.height -= strip.height + style.gap
            room = self.backdrop.panel(strip, t(f"{self.group}.comparison"))
            self.tiles.layout(self.ctx, room, self.methods, self.group)
        left, right = row(pictures, [-1, -1], style.gap)
        self.result.layout(self.backdrop.panel(right, t(f"{self.group}.result")))
        head_buttons(
            self.ctx,
            right,
            (
                ("save", "save_result", "Ctrl+S", self.save),
                ("copy", "copy_result", "Ctrl+C", self.copy),
                ("replace", "reuse", "T", self.reuse),
            ),
            "inpainting",
        )
        return left, right, column

    # ------------------------------------------------------------------ commands

    def choose_look(self, look: str) -> None:
        """Show the result, its error, or what else there is."""
        self.look = look

    def flip_look(self, look: str) -> None:
        """Show this, or the plain result when it is shown already."""
        self.choose_look(look if self.look != look else self.looks[0])

    def choose_method(self, method: str) -> None:
        """Show what this method makes of it large."""
        self.method = method

    def walk(self, step: int) -> None:
        """Go from method to method, while they are compared."""
        if self.compared:
            index = self.methods.index(self.method) + step
            self.method = self.methods[index % len(self.methods)]

    def toggle_wipe(self) -> None:
        """Before and after in one frame, or the result alone."""
        self.result.wipe.on = self.bench.prefs.wipe = not self.result.wipe.on

    def toggle_compare(self) -> None:
        """Show what classical methods make of it, or no longer."""
        setattr(self.bench.prefs, self.comparing, not self.compared)
        if not self.compared:
            self.method = "ours"
        self.rebuild()

    def picture(self) -> pygame.Surface:
        """What can be saved, copied and used again: the result, whatever is laid over it on the screen."""
        self.show(self.looks[0])
        return self.result.outcome.surface

    def save(self) -> None:
        """Let the user choose where to save the result."""
        self.bench.desk.ask_save(self.ctx, self.picture, self.file)

    def copy(self) -> None:
        """Copy the result."""
        self.bench.desk.copy(self.ctx, self.picture())

    @abstractmethod
    def reuse(self) -> None:
        """Make the result the picture; can be taken back."""

    def keys(self, *, control: bool, shift: bool) -> Keys:
        """The keys that both tabs have."""
        if control:
            return {} if shift else {pygame.K_s: self.save, pygame.K_c: self.copy}
        return {
            pygame.K_x: partial(self.flip_look, "error"),
            pygame.K_w: self.toggle_wipe,
            pygame.K_k: self.toggle_compare,
            pygame.K_t: self.reuse,
            pygame.K_LEFT: partial(self.result.wipe.push, -1),
            pygame.K_RIGHT: partial(self.result.wipe.push, 1),
            pygame.K_UP: partial(self.walk, -1),
            pygame.K_DOWN: partial(self.walk, 1),
        }

    def press(self, event: pygame.event.Event) -> bool:
        """Use a key; True when it was one of this tab's."""
        control = bool(event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META))
        command = self.keys(control=control, shift=bool(event.mod & pygame.KMOD_SHIFT)).get(event.key)
        if command is not None:
            command()
        return command is not None

    # ------------------------------------------------------------------ frames

    def show(self, look: str) -> None:
        """Lay the right patch over the picture."""
        patch, dim = self.patch(look)
        if patch is not self.result.outcome.patch:
            self.result.outcome.show(patch, dim=dim)

    def follow_tiles(self, matters: pygame.Rect | None) -> None:
        """Put new pictures on the cards: of what matters, and some space around it."""
        if self.compared:
            region = region_around(matters, self.bench.retouch.size, self.tiles.room)
            self.tiles.follow(self.judge.verdicts, region)

    def draw_tiles(self, screen: pygame.Surface) -> None:
        """Draw the cards."""
        if self.compared:
            judge = self.judge
            waiting = self.ctx.t("inpainting.computing" if judge.busy else "inpainting.no_picture")
            self.tiles.draw(screen, judge.verdicts, judge.fresh, self.method, waiting)
