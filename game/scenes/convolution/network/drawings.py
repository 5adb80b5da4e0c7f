"""How the network tab's answers look: guesses with bars, heat with a box, the hand-made stages."""

from __future__ import annotations

import pygame

from game.scenes.convolution.network.requests import MODES, Findings, Name
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, grid, row
from game.ui.style import ink_on
from game.ui.surfaces import fit
from game.ui.widgets.controls import by_words
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height, shorten

GLOW = (255, 180, 84)  # bright on any picture, in either theme


def place_modes(ctx: Context, rect: pygame.Rect, commands: Commands) -> None:
    """Build the buttons of the views, each as wide as its words need."""
    widths = by_words(ctx, [ctx.t(f"network.{mode}") for mode in MODES])
    for mode, place in zip(MODES, row(rect, widths, ctx.style.px(6)), strict=True):
        commands.place(ctx, mode, place, worded=True, kind="chip")


def draw_guesses(
    screen: pygame.Surface, ctx: Context, room: pygame.Rect, found: Findings, chosen: int
) -> None:
    """Draw the five best guesses in both languages, with bars; one is marked as chosen."""
    style, t = ctx.style, ctx.t
    for index, (name, place) in enumerate(zip(found.guesses, grid(room, 1, 5, 0), strict=False)):
        _draw_guess(screen, ctx, place, name, chosen=index == chosen)
    spent = t("network.spent", n=t.number(found.milliseconds))
    title = style.font("small", "bold").size(t("network.guesses"))[0]
    if title + style.font("tiny").size(spent)[0] + style.gap <= room.width:
        at = (room.right, room.y - style.px(26))
        draw_text(screen, style, spent, at, "tiny", "regular", "muted", "topright")


def _draw_guess(
    screen: pygame.Surface, ctx: Context, place: pygame.Rect, name: Name, *, chosen: bool
) -> None:
    style, language, face = ctx.style, ctx.settings.language, "bold" if chosen else "regular"
    room = place.width - style.font("small", face).size("100 %")[0] - style.px(8)
    text = shorten(name.name(language), style.font("small", face), room)
    drawn = draw_text(screen, style, text, place.topleft, "small", face)
    rest = room - drawn.width - style.px(8)
    other = name.name("en" if language == "ru" else "ru")
    if style.font("tiny").size(other)[0] <= rest:
        at = (drawn.right + style.px(8), drawn.bottom - style.px(2))
        draw_text(screen, style, other, at, "tiny", "regular", "faint", "bottomleft")
    draw_text(
        screen, style, ctx.t.percent(name.probability), place.topright, "small", "mono", anchor="topright"
    )
    track = pygame.Rect(place.x, drawn.bottom + style.px(2), place.width, style.px(7))
    pygame.draw.rect(screen, style.colour.raised, track, border_radius=style.px(3))
    track.width = round(track.width * name.probability)
    if track.width > 1:
        colour = style.colour.human if chosen else style.colour.agent
        pygame.draw.rect(screen, colour, track, border_radius=style.px(3))


def draw_heat(
    screen: pygame.Surface, ctx: Context, room: pygame.Rect, found: Findings, picture: pygame.Surface | None
) -> None:
    """Draw the picture with the heat of a class over it, and the box around the hottest region."""
    if picture is None or found.named is None:
        return
    style, target = ctx.style, fit(picture.get_size(), room)
    screen.blit(pygame.transform.smoothscale(picture, target.size), target)
    if found.box is None:
        return
    x, y, w, h = (round(v * target.width / picture.get_width()) for v in found.box)
    mark = pygame.Rect(target.x + x, target.y + y, w, h)
    pygame.draw.rect(screen, (0, 0, 0), mark.inflate(4, 4), 1)
    pygame.draw.rect(screen, GLOW, mark, max(2, style.px(3)))
    words = f"{found.named.name(ctx.settings.language)} · {ctx.t.percent(found.named.probability)}"
    words = shorten(words, style.font("small", "bold"), target.width - style.px(12))
    label = style.text(words, "small", "bold", ink_on(pygame.Color(GLOW)))
    back = label.get_rect(bottomleft=mark.topleft).inflate(style.px(10), style.px(4)).clamp(target)
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
    line = style.font("small").get_linesize() + style.px(2)
    places = grid(room, 2, -(-max(len(found.stages), 1) // 2), style.px(8))
    for index, ((name, _), place) in enumerate(zip(found.stages, places, strict=False), start=1):
        draw_text(
            screen, style, f"{index}. {t(f'network.stage_{name}')}", place.topleft, "small", colour="muted"
        )
        inner = pygame.Rect(place.x, place.y + line, place.width, place.height - line)
        if name in pictures and inner.height > 8:
            target = fit(pictures[name].get_size(), inner)
            screen.blit(pygame.transform.smoothscale(pictures[name], target.size), target)
            pygame.draw.rect(screen, style.colour.line, target.inflate(2, 2), 1)
    if not found.verdict:
        return
    last, best = Stack(places[-1], style.px(10)), found.guesses[0]
    last.skip(line)
    instead = t("network.instead", name=best.name(ctx.settings.language), share=t.percent(best.probability))
    told = {
        t(f"network.verdict_{found.verdict}", n=found.segments): (
            "bad" if found.verdict == "nothing" else "good"
        ),
        instead: "human",
    }
    spare = last.rest.height - style.px(10)
    heights = {
        size: sum(paragraph_height(style, words, last.rest.width, size=size, face="bold") for words in told)
        for size in ("body", "small", "tiny")
    }
    size = next((size for size, height in heights.items() if height <= spare), "")
    for words, colour in told.items() if size else list(told.items())[:1]:
        last.take(draw_paragraph(screen, style, words, last.rest, size or "tiny", "bold", colour))
