"""The workshops' living pictures."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.scenes import SCENES, SceneSpec
from tests.game.conftest import Driver

Open = Callable[..., Driver]


def test_no_card_comes_alive_before_the_libraries_are_loaded(open_app: Open) -> None:
    driver = open_app("lecture", load=False)
    previews = driver.app.lecture._workshops._previews
    driver.frames(10)
    assert not previews
    driver.app.loader.start()
    driver.frames(10)
    assert all(previews[spec.id] for spec in SCENES)


def test_a_preview_that_cannot_be_prepared_leaves_the_others_alone(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, *others = SCENES
    prepare = SceneSpec.prepare_preview

    def fail(spec: SceneSpec, *rest: object) -> object:
        if spec.id == broken.id:
            raise OSError("no picture")
        return prepare(spec, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(SceneSpec, "prepare_preview", fail)
    driver = open_app("lecture")
    driver.frames(10)
    previews = driver.app.lecture._workshops._previews
    assert previews[broken.id] is None
    assert all(previews[spec.id] for spec in others)


class Still:
    """A preview that changes when told to."""

    def __init__(self) -> None:
        self.version = 0
        self._picture = pygame.Surface((40, 30))

    def update(self, dt: float) -> None:
        pass

    def picture(self) -> pygame.Surface:
        return self._picture


def test_a_preview_is_scaled_again_only_when_it_has_changed(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_app("lecture", load=False)
    still = Still()
    driver.app.lecture._workshops._previews = {SCENES[0].id: still}
    scaled: list[tuple[int, int]] = []
    scale = pygame.transform.scale

    def watched(surface: pygame.Surface, size: tuple[int, int]) -> pygame.Surface:
        scaled.append(size)
        return scale(surface, size)

    monkeypatch.setattr(pygame.transform, "scale", watched)
    driver.frames(5)
    assert len(scaled) == 1
    still.version = 1
    driver.frames(5)
    assert len(scaled) == 2
