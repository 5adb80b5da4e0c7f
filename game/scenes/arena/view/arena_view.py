"""The arena's pictures and numbers: a game with its score, the agent's mind, what it has learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame
from numpy.typing import NDArray

from agents.emulators.games import game_spec
from game.scenes.arena.play.side_by_side import Console, network_view
from game.scenes.arena.view.crt_filter import CrtFilter
from game.ui.language import Language
from game.ui.style import Style, mix
from game.ui.surfaces import to_surface
from game.ui.widgets.bars import bar_height, draw_bars, most_probable
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, draw_text, draw_words, paragraph_height, shorten

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.learning.train import Snapshot
    from agents.opponents.agent_player import AgentPlayer


class ArenaView:
    """Draws with one style and one language."""

    def __init__(self, style: Style, t: Language, crt: CrtFilter) -> None:
        self.style = style
        self.t = t
        self.crt = crt

    def game(
        self,
        screen: pygame.Surface,
        console: Console,
        rect: pygame.Rect,
        name: str,
        colour: pygame.Color,
        remark: str = "",
    ) -> None:
        """Draw a console's picture; above it the player's name, a remark if there is room, and the score."""
        style, muted, score = self.style, self.style.colour.muted, console.score
        middle = rect.y - style.px(27)
        mark = pygame.Rect(rect.x, middle - style.px(17), style.px(6), style.px(34))
        pygame.draw.rect(screen, colour, mark, border_radius=style.px(3))
        at = (mark.right + style.px(10), middle)
        named = draw_text(screen, style, name, at, "heading", "bold", colour, "midleft").right
        x = rect.right
        parts = [(str(score.mine), "score", "mono_bold", colour)]
        if not console.spec.solo:
            parts += [
                (":", "title", "mono_bold", muted),
                (str(score.theirs), "score", "mono_bold", muted),
                (self.t("arena.computer"), "small", "regular", muted),
            ]
        for text, size, face, tint in parts:
            # Where there is no room for who the other is, the name says more.
            if x - style.font(size).size(text)[0] < named + style.px(6) and size == "small":
                continue
            x = draw_text(screen, style, text, (x, middle), size, face, tint, "midright").x - style.px(6)
        if named + style.font("small").size(remark)[0] + style.px(24) < x:
            at = (named + style.px(12), middle + style.px(2))
            draw_text(screen, style, remark, at, "small", colour="muted", anchor="midleft")
        self.crt.draw(screen, console.picture, rect)

    def duel(
        self,
        screen: pygame.Surface,
        picture: NDArray[np.uint8],
        rect: pygame.Rect,
        people: list[tuple[str, pygame.Color]],
        points: list[int],
    ) -> None:
        """Draw a game for two: names, in their colours, and points over their sides, the left one first."""
        style = self.style
        middle, gap = rect.y - style.px(27), style.px(12)
        draw_text(screen, style, ":", (rect.centerx, middle), size="title", face="mono_bold", anchor="center")
        edges = ((rect.x, "midleft"), (rect.right, "midright"))
        inner = ((rect.centerx - gap, "midright"), (rect.centerx + gap, "midleft"))
        for (name, tint), point, (edge, anchor), (x, side) in zip(people, points, edges, inner, strict=True):
            draw_text(screen, style, name, (edge, middle), "heading", "bold", tint, anchor)
            draw_text(screen, style, str(point), (x, middle), "score", "mono_bold", tint, side)
        self.crt.draw(screen, picture, rect)

    def mind(
        self,
        screen: pygame.Surface,
        room: pygame.Rect,
        player: AgentPlayer | None,
        actions: tuple[str, ...],
    ) -> None:
        """Draw the network's input, the probabilities of its actions, value and entropy."""
        style, t = self.style, self.t
        if player is None:
            draw_words(screen, style, room, t("arena.mind_waits"))
            return
        decision = player.decision
        names = [t(f"action.{name}") for name in actions]
        items = list(zip(names, decision.probabilities, strict=True))
        items, chosen = most_probable(items, decision.action, room.height // 2 // bar_height(style))
        value, entropy = t.number(decision.value, 2), t.number(decision.entropy, 2)
        numbers = t("arena.value", value=value, entropy=entropy)
        below = paragraph_height(style, numbers, room.width, size="small")
        bars = room.copy()
        bars.height = bar_height(style) * len(items)
        bars.bottom = room.bottom - max(bar_height(style), below)
        view = to_surface(network_view(player))
        space = pygame.Rect(room.x, room.y, room.width, bars.y - room.y - style.px(26))
        scale = min(space.width // view.get_width(), space.height // view.get_height())
        if scale >= 1:
            rect = pygame.Rect(0, 0, view.get_width() * scale, view.get_height() * scale)
            rect.midtop = space.midtop
            screen.blit(pygame.transform.scale(view, rect.size), rect)
            pygame.draw.rect(screen, style.colour.line, rect.inflate(2, 2), 1)
            under = (rect.centerx, rect.bottom + style.px(2))
            draw_text(screen, style, t("arena.sees"), under, "tiny", colour="muted", anchor="midtop")
        draw_bars(screen, style, bars, items, colour=style.colour.agent, percent=t.percent, chosen=chosen)
        foot = pygame.Rect(room.x, room.bottom - below, room.width, below)
        draw_paragraph(screen, style, numbers, foot, "small", colour="muted")

    def facts(
        self,
        screen: pygame.Surface,
        room: pygame.Rect,
        doing: str,
        agent: Agent | None,
        snapshot: Snapshot | None,
        *,
        running: bool,
    ) -> None:
        """Draw what the agent does now, and what it has learned; what does not fit is left out."""
        style, t = self.style, self.t
        room = draw_words(screen, style, room, doing, "agent")
        if agent is None:
            return
        dash, balance = "–", agent.point_balance
        lines = [
            (t("arena.steps"), t.number(agent.step)),
            (t("arena.balance"), dash if balance is None else t.number(balance, 2)),
            (t("arena.mean"), dash if agent.return_mean is None else t.number(agent.return_mean, 1)),
            (t("arena.games"), t.number(agent.episodes)),
            (t("arena.speed"), t.number(snapshot.steps_per_s) if snapshot and running else dash),
            (t("arena.time"), t.duration(agent.seconds)),
            (t("arena.frames"), t.number(agent.step * agent.config.frame_skip)),
            (t("arena.method"), t(f"fresh.{agent.config.method}")),
        ]
        if game_spec(agent.game).solo:  # there every point is one's own
            del lines[1]
        least = style.font("small").get_linesize()
        step = min(max(least, room.height // (len(lines) + 1)), style.px(29))
        for index, (name, value) in enumerate(lines):
            y = room.y + index * step
            if y + least > room.bottom + style.px(8):
                break
            left = draw_text(screen, style, value, (room.right, y), "small", "mono_bold", anchor="topright").x
            font, space = style.font("small"), left - room.x - style.px(6)
            name = name if font.size(name)[0] <= space else name.partition(" (")[0]
            name = shorten(name, font, space)
            draw_text(screen, style, name, (room.x, y), "small", colour="muted")

        if snapshot is not None:
            split = snapshot.time_split
            shares = {
                name: t.percent(getattr(split, name)) for name in ("environment", "inference", "update")
            }
            text, colour = t("arena.split", **shares), style.colour.muted
            below = pygame.Rect(room.x, room.y + len(lines) * step, room.width, 0)
            below.height = paragraph_height(style, text, room.width, size="tiny")
            if below.bottom <= room.bottom + style.px(8):
                draw_paragraph(screen, style, text, below, size="tiny", colour=colour)

    def note(self, screen: pygame.Surface, rect: pygame.Rect, text: str, *, above: bool = False) -> None:
        """Draw words on a box in the middle of a picture (or just above the middle, over buttons)."""
        style = self.style
        width = min(rect.width - style.px(20), style.px(400))
        pad = style.px(24)
        box = pygame.Rect(0, 0, width, paragraph_height(style, text, width - pad) + pad)
        box.center = rect.center
        if above:
            box.bottom = rect.centery + style.px(4)
        fill = mix(style.colour.surface, style.colour.background, 0.3)
        screen.blit(rounded(box.size, style.px(10), fill, style.colour.line), box)
        draw_paragraph(screen, style, text, box.inflate(-pad, -pad), align="center")
