"""How the network tab's answers look: guesses with bars, heat with a box, the hand-made stages."""

from __future__ import annotations

import pygame

from game.scenes.convolution.network.requests import Findings, Name
from game.ui.context import Context
from game.ui.style import Style
from game.ui.surfaces import fit
from game.ui.widgets.text import draw_paragraph, draw_text, shorten

GLOW = (255, 180, 84)  # bright on any picture, in either theme


def draw_guesses(
    screen: pygame.Surface, ctx: Context, room: pygame.Rect, found: Findings, chosen: int
) -> None:
    """Draw the five best guesses in both languages, with bars; one is marked as chosen."""
    style, t, language = ctx.style, ctx.t, ctx.settings.language
    other = "en" if language == "ru" else "ru"
    step = room.height // 5
    for index, name in enumerate(found.guesses):
        place = pygame.Rect(room.x, room.y + index * step, room.width, step)
        _draw_guess(screen, style, place, name, (language, other), chosen=index == chosen)
    spent = t("network.spent", n=t.number(found.milliseconds))
    at = (room.right, room.y - style.px(26))
    draw_text(screen, style, spent, at, size="tiny", colour=style.colour.muted, anchor="topright")


def _draw_guess(
    screen: pygame.Surface,
    style: Style,
    place: pygame.Rect,
    name: Name,
    languages: tuple[str, str],
    *,
    chosen: bool,
) -> None:
    number = f"{name.probability:.0%}"
    font, small = style.font("small", "bold" if chosen else "regular"), style.font("tiny")
    room = place.width - font.size("100 %")[0] - style.px(8)
    text = shorten(name.name(languages[0]), font, room)
    drawn = draw_text(screen, style, text, place.topleft, size="small", face="bold" if chosen else "regular")
    rest = room - drawn.width - style.px(8)
    if rest > style.px(40):
        draw_text(
            screen,
            style,
            shorten(name.name(languages[1]), small, rest),
            (drawn.right + style.px(8), drawn.bottom - style.px(2)),
            size="tiny",
            colour=style.colour.faint,
            anchor="bottomleft",
        )
    draw_text(screen, style, number, place.topright, size="small", face="mono", anchor="topright")
    track = pygame.Rect(place.x, drawn.bottom + style.px(2), place.width, style.px(7))
    pygame.draw.rect(screen, style.colour.raised, track, border_radius=style.px(3))
    full = track.copy()
    full.width = round(track.width * name.probability)
    colour = style.colour.human if chosen else style.colour.agent
    if full.width > 1:
        pygame.draw.rect(screen, colour, full, border_radius=style.px(3))


def draw_heat(
    screen: pygame.Surface, ctx: Context, room: pygame.Rect, found: Findings, picture: pygame.Surface | None
) -> None:
    """Draw the picture with the heat of a class over it, and the box around the hottest region."""
    if picture is not None and found.named is not None:
        target = fit(picture.get_size(), room)
        screen.blit(pygame.transform.smoothscale(picture, target.size), target)
        name = found.named.name(ctx.settings.language)
        if found.box is not None:
            _draw_box(
                screen,
                ctx.style,
                target,
                picture.get_width(),
                found.box,
                f"{name} · {found.named.probability:.0%}",
            )


def _draw_box(
    screen: pygame.Surface,
    style: Style,
    target: pygame.Rect,
    width: int,
    box: tuple[int, int, int, int],
    text: str,
) -> None:
    scale = target.width / width
    x, y, w, h = (round(v * scale) for v in box)
    mark = pygame.Rect(target.x + x, target.y + y, w, h)
    pygame.draw.rect(screen, (0, 0, 0), mark.inflate(4, 4), 1)
    pygame.draw.rect(screen, GLOW, mark, max(2, style.px(3)))
    text = shorten(text, style.font("small", "bold"), target.width - style.px(12))
    label = style.text(text, "small", "bold", pygame.Color(16, 20, 28))
    back = label.get_rect(bottomleft=mark.topleft).inflate(style.px(10), style.px(4))
    back = back.clamp(target)
    pygame.draw.rect(screen, GLOW, back)
    screen.blit(label, label.get_rect(center=back.center))


def draw_stages(
    screen: pygame.Surface,
    ctx: Context,
    room: pygame.Rect,
    found: Findings,
    pictures: dict[str, pygame.Surface],
) -> None:
    """Draw the hand-made stages in order, what their rule says, and what the network says instead."""
    style, t = ctx.style, ctx.t
    gap, line = style.px(8), style.font("small").get_linesize() + style.px(2)
    columns = 2
    rows = -(-max(len(found.stages), 1) // columns)
    width, height = (room.width - gap) // columns, (room.height - gap * (rows - 1)) // rows
    for index, (name, _) in enumerate(found.stages):
        down, across = divmod(index, columns)
        place = pygame.Rect(room.x + across * (width + gap), room.y + down * (height + gap), width, height)
        words = f"{index + 1}. {t(f'network.stage_{name}')}"
        draw_text(screen, style, words, place.topleft, size="small", colour=style.colour.muted)
        inner = pygame.Rect(place.x, place.y + line, place.width, place.height - line)
        picture = pictures.get(name)
        if picture is not None and inner.height > 8:
            target = fit(picture.get_size(), inner)
            screen.blit(pygame.transform.smoothscale(picture, target.size), target)
            pygame.draw.rect(screen, style.colour.line, target.inflate(2, 2), 1)
    if not found.verdict:
        return
    good = found.verdict != "nothing"
    words = t(f"network.verdict_{found.verdict}", n=found.segments)
    at = pygame.Rect(room.x + width + gap, room.bottom - height + line, width, height - line)
    used = draw_paragraph(
        screen, style, words, at, face="bold", colour=style.colour.good if good else style.colour.bad
    )
    best = found.guesses[0]
    name = best.name(ctx.settings.language)
    words = t("network.instead", name=name, share=f"{best.probability:.0%}")
    at = pygame.Rect(at.x, at.y + used + style.px(10), at.width, at.height - used - style.px(10))
    draw_paragraph(screen, style, words, at, face="bold", colour=style.colour.human)
