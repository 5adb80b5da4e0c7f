"""What one filter of the network sees: its map, the picture that it longs for, the places that excite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.network.requests import STEPS, Excited, Gallery, dream
from game.ui.context import Context
from game.ui.surfaces import cover, to_surface
from game.ui.widgets.text import draw_paragraph, paragraph_height
from game.workers.status import State
from game.workers.stream import Stream
from game.workers.workers import Workers

if TYPE_CHECKING:
    from models.classifier.features import FeatureSnapshot

NICE = 10
PLACES = 9
SETTLE = 0.25


class FilterView:
    """A column that shows one channel; its two workers rest while it is off the screen."""

    def __init__(self, workers: Workers, seed: int) -> None:
        self._workers, self._seed = workers, seed
        self.layer, self.channel = "", -1
        self.snapshot: FeatureSnapshot | None = None
        self.places: tuple[Excited, ...] = ()
        self._kernel: pygame.Surface | None = None
        self._cuts: list[pygame.Surface] = []
        self._seen: pygame.Surface | None = None
        self._ready: pygame.Surface | None = None
        self._large: pygame.Surface | None = None
        self._map: NDArray[np.uint8] | None = None
        self._dreamer: Stream[FeatureSnapshot] | None = None
        self._asker = workers.call(Gallery().answer, name="exciting places", nice=NICE)
        self._old: list[Stream[FeatureSnapshot]] = []
        self._due: float | None = None

    @property
    def state(self) -> State:
        """What the worker that grows the picture is doing."""
        return self._dreamer.status.state if self._dreamer is not None else State.IDLE

    def shows(self, layer: str, channel: int) -> bool:
        """Whether this is the channel that is shown."""
        return (layer, channel) == (self.layer, self.channel)

    def choose(self, layer: str, channel: int) -> None:
        """Show another channel: start growing its picture, and look for what excites it."""
        if self.shows(layer, channel):
            return
        self.layer, self.channel = layer, channel
        self.snapshot = self._seen = self._large = self._map = self._kernel = None
        self.places, self._cuts = (), []
        self._ready = _rendered_ahead(layer, channel)
        self.pause()
        # Whoever leafs through the filters need not load a network for each of them.
        self._due = SETTLE
        self._asker.submit((layer, channel, PLACES))

    def _grow(self) -> None:
        if self._dreamer is not None:
            self._dreamer.stop()
            self._old = [worker for worker in (*self._old, self._dreamer) if worker.alive]
        layer, channel, seed = self.layer, self.channel, self._seed
        self._dreamer = self._workers.stream(
            lambda: dream(layer, channel, seed), name="what a filter sees", nice=NICE
        )
        self._dreamer.start()

    def show_map(self, layer: str, channel: int, large: NDArray[np.uint8] | None) -> None:
        """Take a map of the picture on the canvas, if it is this channel's."""
        if self._map is not large and self.shows(layer, channel):
            self._map = large
            self._large = to_surface(large) if large is not None else None

    def update(self, dt: float) -> None:
        """Start growing when the choice has settled; take what the workers have found."""
        if self._due is not None:
            self._due -= dt
            if self._due <= 0:
                self._due = None
                self._grow()
        snapshot = self._dreamer.poll() if self._dreamer is not None else None
        if snapshot is not None:
            self.snapshot = snapshot
            self._seen = to_surface(snapshot.image)
        answer = self._asker.poll()
        if answer is not None and answer.value is not None:
            layer, channel, places, kernel = answer.value
            if self.shows(layer, channel):
                self.places = places
                self._cuts = [to_surface(place.image) for place in places]
                self._kernel = to_surface(kernel) if kernel is not None else None

    def pause(self) -> None:
        """Rest."""
        if self._dreamer is not None:
            self._dreamer.pause()

    def resume(self) -> None:
        """Go on."""
        if self._dreamer is not None:
            self._dreamer.resume()

    def close(self) -> None:
        """End the threads."""
        if self._dreamer is not None:
            self._dreamer.stop()
            self._dreamer.join(1.0)
        for worker in self._old:
            worker.join(0.5)
        self._asker.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface, ctx: Context, room: pygame.Rect, title: str) -> None:
        """Draw the column."""
        style, t = ctx.style, ctx.t
        gap = style.px(8)
        head = draw_paragraph(screen, style, title, room, face="bold")
        pictures = [
            (self._large, t("network.map")),
            (self._kernel, t("network.kernel")),
            (self._seen, self._progress(ctx)),
            (self._ready, t("network.ready")),
        ]
        shown = [each for each in pictures if each[0] is not None or each is pictures[2]]
        stacked = self.layer == "class"  # a class has no places in the gallery that would need the room
        across = 1 if stacked else len(shown)
        width = (room.width - gap * (across - 1)) // across
        longest = (t("network.sees", step=STEPS, steps=STEPS), *(text for _, text in shown))
        below = max(paragraph_height(style, text, width, size="tiny") for text in longest) + style.px(4)
        rows = len(shown) if stacked else 2
        side = min(width, (room.height - head - rows * (below + gap)) // rows)
        y = room.y + head + gap
        for index, (picture, text) in enumerate(shown):
            step = (0, side + below) if stacked else (width + gap, 0)
            place = pygame.Rect(room.x + index * step[0], y + index * step[1], width, side)
            square = pygame.Rect(0, 0, side, side)
            square.midtop = place.midtop
            self._picture(screen, ctx, square, picture)
            label = pygame.Rect(place.x, place.bottom + style.px(3), place.width, below)
            draw_paragraph(screen, style, text, label, size="tiny", colour="muted", align="center")
        if stacked:
            return
        y += side + below + gap
        self._draw_places(screen, ctx, pygame.Rect(room.x, y, room.width, room.bottom - y))

    def _progress(self, ctx: Context) -> str:
        t = ctx.t
        if self.state is State.ERROR and self._dreamer is not None:
            return t("network.failed", why=self._dreamer.status.error)
        step = self.snapshot.step if self.snapshot is not None else 0
        return t("network.sees", step=step, steps=STEPS)

    def _draw_places(self, screen: pygame.Surface, ctx: Context, room: pygame.Rect) -> None:
        style, t = ctx.style, ctx.t
        gap = style.px(5)
        used = draw_paragraph(screen, style, t("network.places"), room, size="tiny", colour="muted")
        pictures = self._cuts
        room = pygame.Rect(room.x, room.y + used + gap, room.width, room.height - used - gap)
        if room.height < style.px(30):
            return
        if not pictures:
            draw_paragraph(screen, style, t("network.searching"), room, size="tiny", colour="faint")
            return
        fits = lambda n: (room.width + gap) // n * -(-len(pictures) // n) <= room.height + gap  # noqa: E731
        columns = next(filter(fits, range(1, 12)), 12)
        side = min((room.width + gap) // columns - gap, room.height)
        for index, picture in enumerate(pictures):
            row, column = divmod(index, columns)
            place = pygame.Rect(room.x + column * (side + gap), room.y + row * (side + gap), side, side)
            if place.bottom <= room.bottom + 1:
                self._picture(screen, ctx, place, picture)

    @staticmethod
    def _picture(
        screen: pygame.Surface, ctx: Context, square: pygame.Rect, picture: pygame.Surface | None
    ) -> None:
        """Draw a picture so that it fills a square; small ones show their pixels."""
        colour = ctx.style.colour
        pygame.draw.rect(screen, colour.raised, square)
        if picture is not None:
            target = cover(picture.get_size(), square)
            enlarged = target.width > 3 * picture.get_width()
            how = pygame.transform.scale if enlarged else pygame.transform.smoothscale
            clip = screen.get_clip()
            screen.set_clip(square.clip(clip))
            screen.blit(how(picture, target.size), target)
            screen.set_clip(clip)
        pygame.draw.rect(screen, colour.line, square.inflate(2, 2), 1)


def _rendered_ahead(layer: str, channel: int) -> pygame.Surface | None:
    """The picture that ships with the app, for the famous channels."""
    from models.base.gallery import rendered_feature

    item = rendered_feature(layer, channel)
    return to_surface(item.load()) if item is not None else None
