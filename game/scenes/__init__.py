"""The registry: adding a scene is one folder and one line here. Modules are imported when first needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any, Protocol

import pygame

from game.ui.assets import Assets
from game.ui.scene import Scene
from game.workers.workers import Workers


class Preview(Protocol):
    """A small living picture of a scene for its card in the menu; `close`, if it has one, ends its work.

    It is made in two steps: `Class.prepare(assets, seed)` beside the window, without any surface, and then
    `Class(prepared, workers)`, quickly.
    """

    @property
    def version(self) -> object:
        """Another one when the picture has changed."""

    def update(self, dt: float) -> None:
        """Advance by `dt` seconds."""

    def picture(self) -> pygame.Surface:
        """The picture now; any size."""


@dataclass(frozen=True)
class SceneSpec:
    """Where a scene is: `module:Class` for itself and for its preview; `part` names the lecture's part."""

    id: str
    scene: str
    preview: str
    part: int

    def make(self) -> Scene:
        """A new scene."""
        result: Scene = _load(self.scene)()
        return result

    def prepare_preview(self, assets: Assets, seed: int) -> Callable[[Workers], Preview]:
        """What makes a new preview within a frame; all that takes longer is done here, in any thread."""
        make = _load(self.preview)
        return partial(make, make.prepare(assets, seed))


def _load(path: str) -> Any:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


SCENES: tuple[SceneSpec, ...] = (
    SceneSpec(
        "convolution",
        "game.scenes.convolution.scene:ConvolutionScene",
        "game.scenes.convolution.preview:ConvolutionPreview",
        2,
    ),
    SceneSpec(
        "generator",
        "game.scenes.generator.scene:GeneratorScene",
        "game.scenes.generator.preview:GeneratorPreview",
        3,
    ),
    SceneSpec(
        "inpainting",
        "game.scenes.inpainting.scene:InpaintingScene",
        "game.scenes.inpainting.preview:InpaintingPreview",
        3,
    ),
    SceneSpec("arena", "game.scenes.arena.scene:ArenaScene", "game.scenes.arena.preview:ArenaPreview", 4),
)
