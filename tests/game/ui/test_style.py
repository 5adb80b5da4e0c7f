from __future__ import annotations

from itertools import product

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.ui.assets import ROOT
from game.ui.settings import THEMES
from game.ui.style import KEPT_TEXTS, Palette, Style, auto_scale, contrast, ink_on, mix


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


@pytest.mark.parametrize(
    ("a", "b", "ratio"),
    [
        ("#ffffff", "#000000", 21),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#112233", "#112233", 1),
    ],
)
def test_contrasts_are_those_of_wcag(a: str, b: str, ratio: float) -> None:
    assert contrast(pygame.Color(a), pygame.Color(b)) == pytest.approx(ratio, abs=0.005)
    assert contrast(pygame.Color(b), pygame.Color(a)) == pytest.approx(ratio, abs=0.005)


TEXTS = ("text", "muted", "faint", "human", "agent", "accent", "good", "bad")
GROUNDS = ("background", "surface", "raised")
FILLS = ("accent", "accent_hover", "human", "agent", "good", "bad")


@pytest.mark.parametrize("theme", THEMES)
def test_texts_can_be_read_from_the_back_row(theme: str) -> None:
    """WCAG 2 asks for a contrast of 4.5 for text."""
    palette = Palette.load(ROOT / "theme" / f"{theme}.json")
    for text, ground in product(TEXTS, GROUNDS):
        assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5, (text, ground)
    for ground in GROUNDS:
        assert contrast(palette.text, getattr(palette, ground)) >= 7, ground
    for fill in FILLS:
        assert contrast(palette.on_accent, getattr(palette, fill)) >= 4.5, fill


@pytest.mark.parametrize("theme", THEMES)
def test_panels_and_controls_stand_out(theme: str) -> None:
    """A projector swallows small differences; a thing's edge wants more than its ground."""
    palette = Palette.load(ROOT / "theme" / f"{theme}.json")
    assert contrast(palette.surface, palette.background) >= 1.25
    assert contrast(palette.raised, palette.surface) >= 1.25
    for ground in ("background", "surface"):
        assert contrast(palette.line, getattr(palette, ground)) >= 2.2, ground


@given(st.tuples(*[st.integers(0, 255)] * 3))
def test_there_is_an_ink_for_every_ground(ground: tuple[int, int, int]) -> None:
    assert contrast(ink_on(pygame.Color(ground)), pygame.Color(ground)) >= 4.5


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
