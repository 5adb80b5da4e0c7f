from __future__ import annotations

import numpy as np
import pygame
from hypothesis import given
from hypothesis import strategies as st

from game.ui.assets import ROOT
from game.ui.style import Style
from game.ui.surfaces import to_array
from game.ui.widgets.text import draw_paragraph, paragraph_height, shorten, wrap


@given(st.text(st.sampled_from("abc деж\n"), max_size=80), st.integers(40, 400))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    pygame.font.init()
    font = pygame.font.Font(ROOT / "fonts" / "Inter-Regular.otf", 16)
    lines = wrap(text, font, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert font.size(line)[0] <= width or len(line) == 1


def test_only_words_that_are_too_wide_are_broken(style: Style) -> None:
    font = style.font("body")
    width = font.size("some words")[0]
    lines = wrap("some words averyveryverylongwordindeed end", font, width)
    assert lines[0] == "some words"
    assert lines[-1].endswith("end")
    assert "".join(lines[1:]).replace(" ", "") == "averyveryverylongwordindeedend"
    assert all(font.size(line)[0] <= width for line in lines)


def test_a_paragraph_uses_the_height_that_was_foretold(style: Style) -> None:
    text = "a long text that has to be wrapped into several lines " * 3
    screen = pygame.Surface((300, 400))
    rect = pygame.Rect(10, 10, 280, 380)
    height = paragraph_height(style, text, rect.width)
    assert draw_paragraph(screen, style, text, rect) == height
    inked = np.flatnonzero((to_array(screen) > 0).any(axis=(1, 2)))
    assert inked[0] >= rect.y
    assert inked[-1] < rect.y + height
    rect.height = height // 2
    assert draw_paragraph(screen, style, text, rect) <= rect.height + 2, "what does not fit is left out"


def test_shortening(style: Style) -> None:
    font = style.font("body")
    assert shorten("short", font, 500) == "short"
    cut = shorten("a rather long heading", font, 80)
    assert cut.endswith("…")
    assert font.size(cut)[0] <= 80


def test_a_number_that_changes_costs_no_measuring_of_what_stays(style: Style) -> None:
    """Words that were measured are not measured again, so that live figures can stand in a paragraph."""

    class Counting(pygame.font.Font):
        measured = 0

        def size(self, text: str, /) -> tuple[int, int]:
            self.measured += len(text)
            return super().size(text)

    font = Counting(ROOT / "fonts" / "Inter-Regular.otf", 16)
    text = "the sum of all the products of the window's values and the kernel's is {} " * 6
    wrap(text.format(*range(6)), font, 300)
    before = font.measured
    wrap(text.format(*range(10, 16)), font, 300)
    assert font.measured - before < 2 * len(text)
