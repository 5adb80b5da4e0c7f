"""The registry: adding a scene is one folder and one line here. Modules are imported when first needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from game.ui.assets import Assets
from game.ui.preview import Preview
from game.ui.scene import Scene
from game.workers.workers import Workers


@dataclass(frozen=True)
class SceneSpec:
    """Where a scene is: `module:Class` for itself and for its preview."""

    id: str
    scene: str
    preview: str

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
        "translation",
        "game.scenes.translation.scene:TranslationScene",
        "game.scenes.translation.preview:TranslationPreview",
    ),
    SceneSpec(
        "learning",
        "game.scenes.learning.scene:LearningScene",
        "game.scenes.learning.preview:LearningPreview",
    ),
    SceneSpec(
        "convolution",
        "game.scenes.convolution.scene:ConvolutionScene",
        "game.scenes.convolution.preview:ConvolutionPreview",
    ),
    SceneSpec(
        "detection",
        "game.scenes.detection.scene:DetectionScene",
        "game.scenes.detection.preview:DetectionPreview",
    ),
    SceneSpec(
        "generator",
        "game.scenes.generator.scene:GeneratorScene",
        "game.scenes.generator.preview:GeneratorPreview",
    ),
    SceneSpec(
        "inpainting",
        "game.scenes.inpainting.scene:InpaintingScene",
        "game.scenes.inpainting.preview:InpaintingPreview",
    ),
    SceneSpec(
        "rewards",
        "game.scenes.rewards.scene:RewardsScene",
        "game.scenes.rewards.preview:RewardsPreview",
    ),
    SceneSpec("arena", "game.scenes.arena.scene:ArenaScene", "game.scenes.arena.preview:ArenaPreview"),
)
