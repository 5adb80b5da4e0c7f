"""The menu's cards, however many there are."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.scenes import SCENES, SceneSpec
from game.scenes.menu import scene as menu
from game.ui.style import Style
from game.ui.widgets.text import paragraph_height
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.mark.parametrize("count", [4, 5, 6, 7, 9])
@pytest.mark.parametrize(
    ("size", "scale"), [((1920, 1080), 1.5), ((1920, 1080), 1.0), ((1280, 800), 1.0), ((960, 600), 0.75)]
)
def test_the_words_of_all_cards_are_readable(
    count: int, size: tuple[int, int], scale: float, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(menu, "SCENES", (SCENES * 3)[:count])
    cut, lines = [], []

    def paragraph(screen: object, style: Style, text: str, rect: pygame.Rect, *how: str, **more: str) -> int:
        font = dict(zip(("size", "face"), how, strict=False)) | more
        font = {name: font[name] for name in ("size", "face") if name in font}
        needed = paragraph_height(style, text, rect.width, **font)
        if needed > rect.height + style.px(4):
            cut.append((text, needed, rect.height))
        return needed

    def line(
        screen: object,
        style: Style,
        text: str,
        at: tuple[int, int],
        size: str = "body",
        face: str = "regular",
        colour: object = None,
        anchor: str = "topleft",
    ) -> pygame.Rect:
        rect = style.text(text, size, face).get_rect(**{anchor: at})
        lines.append((text, rect))
        return rect

    monkeypatch.setattr(menu, "draw_paragraph", paragraph)
    monkeypatch.setattr(menu, "draw_text", line)
    driver = open_app("menu", lang="ru", size=size, scale=scale, load=False)
    scene = driver.scene
    assert not cut
    for index, (text, rect) in enumerate(lines):
        for _, other in lines[index + 1 :]:
            assert not rect.colliderect(other), text
    cards = [made.rect for made in scene._buttons]
    assert len(cards) == count
    for number, card in enumerate(cards):
        assert scene.ctx.area.contains(card)
        assert card.collidelist(cards[:number]) == -1
    for picture in scene._pictures.values():
        assert picture.height >= 0.3 * picture.width, "no strip"
        assert picture.width >= 80
        assert picture.width * picture.height > 0.2 * cards[0].width * cards[0].height


def test_every_card_opens_its_scene(open_app: Open) -> None:
    driver = open_app("menu", load=False)
    assert [made.object_ids[-1] for made in driver.scene._buttons] == [f"#card_{s.id}" for s in SCENES]


def test_no_card_comes_alive_before_the_libraries_are_loaded(open_app: Open) -> None:
    driver = open_app("menu", load=False)
    driver.frames(10)
    assert not driver.scene._previews
    driver.app.loader.start()
    driver.frames(10)
    assert all(driver.scene._previews[spec.id] for spec in SCENES)


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
    driver = open_app("menu")
    driver.frames(10)
    assert driver.scene._previews[broken.id] is None
    assert all(driver.scene._previews[spec.id] for spec in others)


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
    driver = open_app("menu", load=False)
    still = Still()
    driver.scene._previews = {SCENES[0].id: still}
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
