"""The task of a stop, on a line of its own."""

from __future__ import annotations

import pygame

from game.lecture.choices import largest
from game.lecture.route import Task
from game.ui.language import Language
from game.ui.style import Style, mix
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height


def draw_task(
    face: pygame.Surface,
    style: Style,
    strip: pygame.Rect,
    t: Language,
    task: Task,
    *,
    done: bool,
    spare: int,
) -> None:
    """Draw a line with a box and what is to be done; `spare` pixels at its end stay free."""
    colour = style.colour
    face.fill(mix(colour.surface, colour.line, 0.8), (strip.x, strip.y + style.px(2), strip.width, 1))
    line = pygame.Rect(strip.x, strip.y + style.px(5), strip.width, strip.height - style.px(5))
    side = style.px(24)
    box = pygame.Rect(line.x, 0, side, side)
    box.centery = line.centery
    if done:
        face.blit(rounded(box.size, style.px(6), colour.good), box)
        mark = style.icon("check", style.px(18), colour.surface)
        face.blit(mark, mark.get_rect(center=box.center))
    else:
        face.blit(rounded(box.size, style.px(6), colour.background, colour.muted, style.px(2)), box)
    words = task.do(t.code)
    if done:
        told = draw_text(
            face, style, t("lecture.task_done"), line.midright, "body", "bold", "good", "midright"
        )
        spare = max(spare, told.width + style.px(14))
    left = box.right + style.px(12)
    right = line.right - spare
    room = pygame.Rect(left, line.y, right - left, line.height)
    size = largest(style, words, room, ("body", "small", "tiny"))
    height = paragraph_height(style, words, room.width, size=size)
    room.y += max(0, (room.height - height) // 2)
    draw_paragraph(face, style, words, room, size, colour="good" if done else "text")


def draw_cheer(screen: pygame.Surface, style: Style, strip: pygame.Rect, gone: float) -> None:
    """Be glad, quietly: a line runs along the task, a ring grows around its box; `gone` from 0 to 1."""
    reach = min(1.0, 2.5 * gone)
    line = pygame.Rect(strip.x, strip.y + style.px(1), round(strip.width * reach), style.px(3))
    fade = 1 - max(0.0, gone - 0.5) * 2
    screen.fill(mix(style.colour.surface, style.colour.good, fade), line)
    centre = (strip.x + style.px(12), strip.centery + style.px(2))
    pygame.draw.circle(
        screen,
        mix(style.colour.surface, style.colour.good, fade),
        centre,
        style.px(14 + 16 * gone),
        style.px(2),
    )
