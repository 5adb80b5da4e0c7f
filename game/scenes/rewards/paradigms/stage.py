"""The games drawn large."""

from __future__ import annotations

import math

import numpy as np
import pygame

from agents.classic.games import CartPole, Game, MountainCar
from game.scenes.rewards.paradigms.attempt import Attempt
from game.ui.style import Style, mix
from game.ui.surfaces import CachedSurface
from game.ui.widgets.text import draw_text

SMOOTH = 2
"""Cars are drawn so many times as large, and then scaled down."""


class Stage:
    """A room in which an attempt is drawn."""

    def __init__(self) -> None:
        self.room = pygame.Rect(0, 0, 1, 1)
        self._ground = CachedSurface()

    def layout(self, style: Style, room: pygame.Rect) -> None:
        """Take a room."""
        self._style, self.room = style, room

    def draw(self, screen: pygame.Surface, attempt: Attempt, tint: pygame.Color) -> None:
        """Draw a game as it is; `tint` is the player's colour."""
        room, game = self.room, attempt.game
        if room.width < 20 or room.height < 20:
            return
        screen.blit(
            self._ground.get((room.size, game.name, self._style), lambda: self._render_ground(game)), room
        )
        clip = screen.get_clip()
        screen.set_clip(room)
        if isinstance(game, CartPole):
            self._draw_cart(screen, attempt, tint)
        else:
            self._draw_car(screen, attempt, tint)
        screen.set_clip(clip)

    # ------------------------------------------------------------------ CartPole

    def _unit(self) -> float:
        """Pixels a metre: the track fits, and so does the pole above it."""
        return min(self.room.width / (2 * CartPole.EDGE + 0.6), self.room.height / 1.75)

    def _track(self) -> float:
        """The height of the track in the room."""
        return self.room.height - 0.42 * self._unit()

    def _render_ground(self, game: Game) -> pygame.Surface:
        style, room = self._style, self.room
        surface = pygame.Surface(room.size)
        sky = mix(style.colour.surface, style.colour.background, 0.6)
        surface.fill(sky)
        line, faint = style.colour.line, mix(sky, style.colour.line, 0.55)
        if isinstance(game, CartPole):
            unit, track, middle = self._unit(), round(self._track()), room.width / 2
            for metre in (-2, -1, 0, 1, 2):
                x = round(middle + metre * unit)
                pygame.draw.line(surface, faint, (x, track), (x, track + style.px(6)), max(1, style.px(1)))
            pygame.draw.line(surface, line, (0, track), (room.width, track), max(2, style.px(2)))
            for side in (-1, 1):
                x = round(middle + side * CartPole.EDGE * unit)
                wall = pygame.Rect(0, 0, max(3, style.px(5)), round(0.5 * unit))
                wall.midbottom = (x, track)
                pygame.draw.rect(surface, style.colour.bad, wall, border_radius=style.px(2))
        else:
            xs = np.linspace(MountainCar.LEFT, MountainCar.RIGHT, max(2, room.width // 2))
            points = [self._place(float(x)) for x in xs]
            ground = mix(sky, style.colour.line, 0.45)
            pygame.draw.polygon(surface, ground, [(0, room.height), *points, (room.width, room.height)])
            pygame.draw.lines(surface, line, False, points, max(2, style.px(3)))
            pole, foot = self._place(MountainCar.FLAG)
            top = foot - style.px(46)
            pygame.draw.line(surface, style.colour.text, (pole, foot), (pole, top), max(2, style.px(3)))
            flag = [(pole, top), (pole + style.px(26), top + style.px(9)), (pole, top + style.px(18))]
            pygame.draw.polygon(surface, style.colour.good, flag)
        return surface

    def _draw_cart(self, screen: pygame.Surface, attempt: Attempt, tint: pygame.Color) -> None:
        style, room = self._style, self.room
        x, _, angle, _ = attempt.state.tolist()
        unit = self._unit()
        foot = (room.centerx + x * unit, room.y + self._track())
        wide, high, wheel = 0.62 * unit, 0.26 * unit, 0.075 * unit
        body = pygame.Rect(0, 0, round(wide), round(high))
        body.midbottom = (round(foot[0]), round(foot[1] - wheel))
        pivot = (foot[0], body.y + high * 0.25)
        # Between these lines the pole still counts as standing.
        reach = 1.02 * unit
        for side in (-1, 1):
            end = self._tip(pivot, side * CartPole.TILT, reach)
            pygame.draw.aaline(screen, mix(style.colour.surface, style.colour.bad, 0.55), pivot, end)
        colour = style.colour.bad if attempt.failed else tint
        pygame.draw.rect(screen, colour, body, border_radius=max(2, round(0.06 * unit)))
        for along in (-0.32, 0.32):
            spot = (foot[0] + along * wide, foot[1] - wheel)
            pygame.draw.aacircle(screen, style.colour.text, spot, wheel)
            pygame.draw.aacircle(screen, style.colour.surface, spot, wheel * 0.45)
        self._draw_pole(screen, pivot, angle, reach, max(3.0, 0.075 * unit))
        pygame.draw.aacircle(screen, style.colour.surface, pivot, 0.045 * unit)
        if attempt.action is not None and not attempt.over:
            way = 1 if attempt.action else -1
            self._arrow(
                screen, (body.centerx + way * (body.width // 2 + style.px(6)), body.centery), way, tint
            )

    @staticmethod
    def _tip(at: tuple[float, float], angle: float, length: float) -> tuple[float, float]:
        return at[0] + length * math.sin(angle), at[1] - length * math.cos(angle)

    def _draw_pole(
        self, screen: pygame.Surface, pivot: tuple[float, float], angle: float, length: float, wide: float
    ) -> None:
        end = self._tip(pivot, angle, length)
        across = (math.cos(angle) * wide / 2, math.sin(angle) * wide / 2)
        corners = [
            (pivot[0] - across[0], pivot[1] - across[1]),
            (pivot[0] + across[0], pivot[1] + across[1]),
            (end[0] + across[0], end[1] + across[1]),
            (end[0] - across[0], end[1] - across[1]),
        ]
        colour = self._style.colour.text
        pygame.draw.polygon(screen, colour, corners)
        pygame.draw.aalines(screen, colour, True, corners)
        pygame.draw.aacircle(screen, colour, end, wide / 2)

    def _arrow(self, screen: pygame.Surface, at: tuple[int, int], way: int, tint: pygame.Color) -> None:
        long, half = self._style.px(22), self._style.px(6)
        tip = (at[0] + way * long, at[1])
        pygame.draw.line(screen, tint, at, (tip[0] - way * half, tip[1]), max(2, self._style.px(3)))
        head = [tip, (tip[0] - way * 1.4 * half, tip[1] - half), (tip[0] - way * 1.4 * half, tip[1] + half)]
        pygame.draw.polygon(screen, tint, head)

    # ------------------------------------------------------------------ MountainCar

    def _place(self, x: float) -> tuple[float, float]:
        """Where a place of the valley is in the room."""
        share = (x - MountainCar.LEFT) / (MountainCar.RIGHT - MountainCar.LEFT)
        height = (math.sin(3 * x) + 1) / 2
        pad = self.room.height * 0.14
        return share * self.room.width, self.room.height - pad - height * (self.room.height * 0.55)

    def _draw_car(self, screen: pygame.Surface, attempt: Attempt, tint: pygame.Color) -> None:
        style, room = self._style, self.room
        x = float(attempt.state[0])
        here, ahead = self._place(x), self._place(x + 0.01)
        slope = math.atan2(ahead[1] - here[1], ahead[0] - here[0])
        unit = max(14.0, room.height * 0.13)
        at = (room.x + here[0], room.y + here[1])

        def turned(along: float, up: float) -> tuple[float, float]:
            return (
                at[0] + (along * math.cos(slope) + up * math.sin(slope)) * unit,
                at[1] + (along * math.sin(slope) - up * math.cos(slope)) * unit,
            )

        colour = style.colour.bad if attempt.failed else style.colour.good if attempt.over else tint
        body = [
            (-0.95, 0.22),
            (-0.95, 0.6),
            (-0.5, 0.68),
            (-0.3, 1.02),
            (0.32, 1.02),
            (0.52, 0.66),
            (0.95, 0.58),
        ]
        corners = [turned(*corner) for corner in (*body, (0.95, 0.22))]
        pygame.draw.polygon(screen, colour, corners)
        pygame.draw.aalines(screen, colour, True, corners)
        for along in (-0.52, 0.52):
            spot = turned(along, 0.22)
            pygame.draw.aacircle(screen, style.colour.text, spot, 0.22 * unit)
            pygame.draw.aacircle(screen, style.colour.surface, spot, 0.09 * unit)
        if attempt.action is not None and not attempt.over:
            way = attempt.action - 1
            if way:
                place = turned(way * 1.15, 0.45)
                self._arrow(screen, (round(place[0]), round(place[1])), way, tint)


def draw_badge(
    screen: pygame.Surface, style: Style, room: pygame.Rect, words: str, colour: str | pygame.Color = "text"
) -> None:
    """Write something in the upper left corner of a stage."""
    draw_text(
        screen,
        style,
        words,
        (room.x + style.px(10), room.y + style.px(8)),
        "small",
        "mono_bold",
        colour,
    )
