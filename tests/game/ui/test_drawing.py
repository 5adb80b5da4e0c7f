"""Surfaces, texts, panels: what scenes draw with."""

from __future__ import annotations

import numpy as np
import pygame
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from game.scenes.arena.view.layout import FRAME, WIDEST, lay_out
from game.ui.assets import ROOT
from game.ui.layout import row
from game.ui.settings import SCALES, THEMES
from game.ui.style import Palette, Style, auto_scale, mix
from game.ui.surfaces import cover, fit, to_array, to_surface, write
from game.ui.widgets.bars import draw_bars
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, paragraph_height, shorten, wrap

sides = st.integers(1, 3000)
rooms = st.builds(pygame.Rect, st.integers(0, 500), st.integers(0, 500), sides, sides)

# ---------------------------------------------------------------------- surfaces


def test_arrays_and_surfaces_trade_places_exactly() -> None:
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 256, (7, 11, 3), dtype=np.uint8)
    surface = to_surface(picture)
    assert surface.get_size() == (11, 7)
    assert tuple(surface.get_at((10, 2)))[:3] == tuple(picture[2, 10])
    np.testing.assert_array_equal(to_array(surface), picture)
    grey = rng.integers(0, 256, (7, 11), dtype=np.uint8)
    np.testing.assert_array_equal(to_array(to_surface(grey)), np.stack([grey] * 3, axis=2))


def test_writing_into_a_part_leaves_the_rest() -> None:
    surface = pygame.Surface((11, 7), depth=32)
    part = np.random.default_rng(1).integers(0, 256, (2, 3, 3), dtype=np.uint8)
    write(surface, part, (4, 5))
    whole = np.zeros((7, 11, 3), np.uint8)
    whole[5:7, 4:7] = part
    np.testing.assert_array_equal(to_array(surface), whole)


@given(st.tuples(sides, sides), rooms)
def test_fit_is_inside_and_touches_two_edges(size: tuple[int, int], room: pygame.Rect) -> None:
    rect = fit(size, room)
    assert room.contains(rect)
    assert rect.width == room.width or rect.height == room.height
    assert abs(rect.centerx - room.centerx) <= 1
    assert abs(rect.centery - room.centery) <= 1
    assume(min(rect.size) > 20)
    assert rect.width / rect.height == pytest.approx(size[0] / size[1], rel=0.06)


@given(st.tuples(sides, sides), rooms)
def test_cover_hides_the_room_and_no_more_than_it_must(size: tuple[int, int], room: pygame.Rect) -> None:
    rect = cover(size, room)
    assert rect.width >= room.width
    assert rect.height >= room.height
    assert rect.width == room.width or rect.height == room.height
    assert abs(rect.centerx - room.centerx) <= 1
    assert abs(rect.centery - room.centery) <= 1


# ---------------------------------------------------------------------- texts


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


# ---------------------------------------------------------------------- panels, bars, columns


@pytest.mark.parametrize("border", [None, pygame.Color("yellow")])
@pytest.mark.parametrize("size", [(1, 1), (3, 60), (60, 3), (80, 50)])
def test_rounded_corners(size: tuple[int, int], border: pygame.Color | None) -> None:
    panel = rounded(size, 12, pygame.Color("red"), border)
    assert panel.get_size() == size
    if min(size) > 24:
        assert panel.get_at((0, 0)).a == 0
        assert panel.get_at((size[0] // 2, size[1] // 2)) == pygame.Color("red")
        assert panel.get_at((size[0] // 2, 0)) == (border or pygame.Color("red"))


def test_bars_are_as_long_as_their_share(style: Style) -> None:
    screen = pygame.Surface((400, 200))
    items = [("up", 1.0), ("down", 0.5), ("stay", 0.0)]
    height = draw_bars(
        screen,
        style,
        pygame.Rect(0, 0, 400, 200),
        items,
        colour=pygame.Color(255, 0, 255),
        percent="{:.0%}".format,
    )
    magenta = (to_array(screen) == (255, 0, 255)).all(axis=2)
    lengths = [magenta[y].sum() for y in (height // 6, height // 2, 5 * height // 6)]
    assert lengths[0] > 100
    assert lengths[1] == pytest.approx(lengths[0] / 2, abs=2)
    assert lengths[2] == 0


def test_long_names_leave_room_for_bars(style: Style) -> None:
    screen = pygame.Surface((160, 40))
    items = [("down and to the right, and fire", 1.0)]
    magenta = pygame.Color(255, 0, 255)
    height = draw_bars(
        screen, style, pygame.Rect(0, 0, 160, 40), items, colour=magenta, percent="{:.0%}".format
    )
    (columns,) = np.nonzero((to_array(screen)[:height] == (255, 0, 255)).all(axis=2).any(axis=0))
    assert columns.size >= 20
    drawn = to_array(screen)[:height].any(axis=(0, 2))
    assert not drawn[columns[0] - 4 : columns[0]].any(), "the name ends before the bar"


def test_columns_share_what_fixed_ones_leave() -> None:
    parts = row(pygame.Rect(10, 20, 500, 30), [-1, 100, -2], 10)
    assert [p.width for p in parts] == [127, 100, 253]
    assert [p.x for p in parts] == [10, 147, 257]
    assert parts[-1].right == 510
    assert all(p.y == 20 and p.height == 30 for p in parts)


# ---------------------------------------------------------------------- style


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


# ---------------------------------------------------------------------- where things are in the arena


@pytest.mark.parametrize("scale", [0.0, *SCALES[1:5]])
@pytest.mark.parametrize(
    "size", [(960, 600), (1024, 768), (1280, 720), (1280, 800), (1920, 1080), (2560, 1440), (3840, 2160)]
)
def test_the_arena_fits_every_window_at_a_whole_scale(size: tuple[int, int], scale: float) -> None:
    style = Style(ROOT, "dark", scale or auto_scale(size))
    area = pygame.Rect(0, style.bar, size[0], size[1] - style.bar)
    found = lay_out(area, style)
    across, down = found.scale
    assert found.human.size == found.agent.size == (FRAME[0] * across, FRAME[1] * down)
    assert across / down <= WIDEST or down == 1
    assert found.stage.size == tuple(a * b for a, b in zip(FRAME, found.stage_scale, strict=True))
    assert found.stage_scale[0] / found.stage_scale[1] <= WIDEST or down == 1
    assert found.stage.height >= found.human.height
    side = [found.tools, found.mind, found.facts]
    two = [found.human, found.agent, found.chart]
    one = [found.stage, found.wing, found.stage_chart]
    for rects in ([*side, *two], [*side, *one]):
        assert_beside_each_other(area, rects)
    assert found.wing.width >= min(style.px(190), found.agent.width)


def assert_beside_each_other(area: pygame.Rect, rects: list[pygame.Rect]) -> None:
    for index, rect in enumerate(rects):
        assert rect.width > 0
        assert rect.height > 0
        assert area.contains(rect), f"{index} {rect}"
        assert rect.collidelist(rects[:index]) == -1, f"{index} {rect}"
