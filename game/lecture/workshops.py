"""The workshops as the lecture's pages show them: a living picture of each scene."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

import pygame

from game.ui.assets import Assets
from game.ui.context import Context
from game.ui.preview import Preview
from game.ui.surfaces import CachedSurface, cover, fit
from game.workers.latest_call import LatestCall
from game.workers.status import State
from game.workers.workers import Workers

log = logging.getLogger(__name__)

MOST_CROPPED = 0.82
"""A preview that would show less of itself than this share is shown whole."""


class Workshop(Protocol):
    """Prepares the preview of a scene in any thread; what it returns finishes it within a frame."""

    def prepare_preview(self, assets: Assets, seed: int) -> Callable[[Workers], Preview]: ...  # noqa: D102


class Workshops:
    """The scenes by id, in their order, with previews that are made when a page first shows them.

    Args:
        specs: what makes the previews.
    """

    def __init__(self, specs: Mapping[str, Workshop]) -> None:
        self._specs = specs
        self.ids = tuple(specs)
        self._previews: dict[str, Preview | None] = {}
        self._scaled: dict[str, CachedSurface] = {}
        self._maker: LatestCall[str, Callable[[Workers], Preview]] | None = None
        self._loading = False

    def update(self, ctx: Context, dt: float) -> None:
        """Make the previews one by one, and let them live.

        Not before the libraries are loaded: until then, whoever imports waits for the loader, and may do so
        inside the system's own one, with the interpreter's lock held.
        """
        state = ctx.loader.status.state
        if state is State.ERROR and self._loading:
            ctx.go("splash")  # which says so, and tries again; who comes from there stays
        self._loading = state is not State.ERROR
        if state in (State.DONE, State.ERROR):
            self._make(ctx)
        for preview in self._previews.values():
            if preview is not None:
                preview.update(dt)

    def _make(self, ctx: Context) -> None:
        """Have the next one prepared beside the window, and finish it here."""
        missing = [name for name in self.ids if name not in self._previews]
        if not missing:
            return
        if self._maker is None:
            assets, seed, specs = ctx.assets, ctx.seed, self._specs
            self._maker = ctx.workers.call(
                lambda name: specs[name].prepare_preview(assets, seed), name="previews"
            )
            self._maker.submit(missing[0])
        answer = self._maker.poll()
        if answer is None:
            return
        self._previews[missing[0]] = None
        if answer.value is not None:
            try:
                self._previews[missing[0]] = answer.value(ctx.workers)
            except Exception:
                log.exception("no preview of %s", missing[0])
        if missing[1:]:
            self._maker.submit(missing[1])

    def draw(self, screen: pygame.Surface, ctx: Context, scene_id: str, room: pygame.Rect) -> None:
        """Draw a scene's picture into a room, or how far the libraries are that it needs."""
        style, loader = ctx.style, ctx.loader
        screen.fill(style.colour.background, room)
        preview = self._previews.get(scene_id)
        if preview is None and loader.status.state is State.RUNNING:
            bar = pygame.Rect(0, 0, room.width // 3, style.px(6))
            bar.center = room.center
            screen.fill(style.colour.raised, bar)
            bar.width = round(bar.width * loader.progress)
            screen.fill(style.colour.accent, bar)
        elif preview is not None:
            picture = preview.picture()
            rect = cover(picture.get_size(), room)
            if room.width * room.height < MOST_CROPPED * rect.width * rect.height:
                rect = fit(picture.get_size(), room)
            scaled = self._scaled.setdefault(scene_id, CachedSurface())
            scale = partial(pygame.transform.scale, picture, rect.size)
            screen.set_clip(room)
            screen.blit(scaled.get((preview.version, rect.size), scale, picture), rect)
            screen.set_clip(None)

    def close(self) -> None:
        """End what the previews compute."""
        if self._maker is not None:
            self._maker.close()
        for preview in self._previews.values():
            end = getattr(preview, "close", None)
            if end is not None:
                end()
