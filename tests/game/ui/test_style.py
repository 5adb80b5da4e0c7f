from __future__ import annotations

import pygame

from game.ui.style import KEPT_TEXTS, Style


def test_a_text_that_is_shown_again_and_again_is_drawn_once(style: Style) -> None:
    title = style.text("Latent Arcade")
    for number in range(3 * KEPT_TEXTS):
        style.text(str(number))
        assert style.text("Latent Arcade") is title


def test_texts_that_nobody_shows_any_more_are_not_kept(style: Style) -> None:
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
