from __future__ import annotations

import numpy as np
import pygame
import pytest

from game.ui.assets import ROOT
from game.ui.settings import THEMES
from game.ui.style import KEPT_TEXTS, Palette, Style, auto_scale, mix


def test_a_text_that_is_shown_again_and_again_is_drawn_once(style: Style) -> None:
    title = style.text("Latent Arcade")
    for number in range(3 * KEPT_TEXTS):
        style.text(str(number))
        assert style.text("Latent Arcade") is title


def test_texts_that_are_shown_no_more_are_not_kept(style: Style) -> None:
    once = style.text("once")
    for number in range(KEPT_TEXTS):
        style.text(str(number))
    again = style.text("once")
    assert again is not once
    assert pygame.image.tobytes(again, "RGBA") == pygame.image.tobytes(once, "RGBA")


def test_size_face_and_colour_tell_texts_apart(style: Style) -> None:
    pictures = [
        style.text("7"),
        style.text("7", "title"),
        style.text("7", face="bold"),
        style.text("7", colour=style.colour.accent),
    ]
    assert len({id(picture) for picture in pictures}) == len(pictures)


@pytest.mark.parametrize(
    ("size", "scale"),
    [((960, 600), 0.75), ((1280, 800), 1.0), ((1920, 1080), 1.35), ((3840, 2160), 2.7), ((7680, 4320), 3.0)],
)
def test_texts_grow_with_the_window(size: tuple[int, int], scale: float) -> None:
    assert auto_scale(size) == pytest.approx(scale)


def luminance(colour: pygame.Color) -> float:
    """WCAG 2's relative luminance."""
    parts = np.array(colour[:3]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(a: pygame.Color, b: pygame.Color) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_texts_can_be_read_from_the_back_row(theme: str) -> None:
    """WCAG 2 asks for a contrast of 4.5 for text, and 3 for large text and for things."""
    palette = Palette.load(ROOT / "theme" / f"{theme}.json")
    for ground in (palette.background, palette.surface, palette.raised):
        assert contrast(palette.text, ground) >= 7
        assert contrast(palette.muted, ground) >= 4.5
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    for name in ("human", "agent", "accent", "good", "bad"):
        assert contrast(getattr(palette, name), palette.surface) >= 3, name


# How people without green cones (the commonest colour blindness) see linear RGB: Machado et al. 2009,
# deuteranomaly, severity 1.
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pair", [("human", "agent"), ("good", "bad")])
def test_the_colour_blind_can_tell_them_apart(theme: str, pair: tuple[str, str]) -> None:
    palette = Palette.load(ROOT / "theme" / f"{theme}.json")
    a, b = (DEUTERANOPIA @ ((np.array(getattr(palette, n)[:3]) / 255) ** 2.2) for n in pair)
    seen = [np.clip(c, 0, 1) ** (1 / 2.2) * 255 for c in (a, b)]
    assert np.linalg.norm(seen[0] - seen[1]) > 70


def test_mixing() -> None:
    black, white = pygame.Color(0, 0, 0), pygame.Color(255, 255, 255)
    assert mix(black, white, 0.0) == black
    assert mix(black, white, 7.0) == white
    assert mix(black, white, 0.5).r in (127, 128)
