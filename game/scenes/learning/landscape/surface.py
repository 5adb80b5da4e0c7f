"""A field of heights as a surface in space that a hand turns."""

from __future__ import annotations

import math

import numpy as np
import pygame
from numpy.typing import NDArray

Array = NDArray[np.float64]
RAMP = np.array([(68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37)], float)
"""Viridis: its brightness grows evenly. Source: matplotlib, CC0."""
STEEPEST, FLATTEST = math.radians(80), math.radians(12)


def ramp(values: Array) -> NDArray[np.uint8]:
    """Numbers from 0 to 1 as colours, (..., 3)."""
    spot = np.clip(values, 0, 1)[..., None] * (len(RAMP) - 1)
    low = np.minimum(spot.astype(int), len(RAMP) - 2)
    share = spot - low
    mixed = RAMP[low[..., 0]] * (1 - share) + RAMP[low[..., 0] + 1] * share
    result: NDArray[np.uint8] = np.rint(mixed).astype(np.uint8)
    return result


class Camera:
    """Looks at a cube of side 2 from outside.

    Attributes:
        yaw, pitch: where from, in radians.
    """

    def __init__(self) -> None:
        self.yaw, self.pitch = math.radians(-38), math.radians(36)

    def turn(self, dx: float, dy: float) -> None:
        """Turn by so many pixels of a hand's way."""
        self.yaw += dx * 0.008
        self.pitch = min(max(self.pitch + dy * 0.006, FLATTEST), STEEPEST)

    def see(self, points: Array, rect: pygame.Rect) -> tuple[Array, Array]:
        """Where points (N, 3) are in a rectangle, (N, 2), and how far away, (N,)."""
        sin, cos = math.sin(self.yaw), math.cos(self.yaw)
        x = points[:, 0] * cos - points[:, 1] * sin
        y = points[:, 0] * sin + points[:, 1] * cos
        up, down = math.cos(self.pitch), math.sin(self.pitch)
        screen_y = points[:, 2] * up + y * down
        depth = y * up - points[:, 2] * down
        scale = min(rect.width / 2.95, rect.height / 2.75)
        places = np.column_stack([rect.centerx + scale * x, rect.centery - scale * screen_y])
        return places, depth


def draw_surface(screen: pygame.Surface, rect: pygame.Rect, camera: Camera, heights: Array) -> None:
    """Draw heights (side, side), 0 to 1, as coloured quadrangles from far to near."""
    side = len(heights)
    at = np.linspace(-1, 1, side)
    x, y = np.meshgrid(at, at)
    points = np.stack([x.ravel(), y.ravel(), heights.ravel() * 1.1 - 0.6], axis=1)
    places, depth = camera.see(points, rect)
    index = np.arange(side * side).reshape(side, side)
    corners = np.stack(
        [index[:-1, :-1].ravel(), index[:-1, 1:].ravel(), index[1:, 1:].ravel(), index[1:, :-1].ravel()],
        axis=1,
    )
    order = np.argsort(-depth[corners].mean(axis=1))
    flat = heights.ravel()[corners]
    shade = np.clip(1 - 1.8 * (flat[:, 1] - flat[:, 0]), 0.72, 1.15)
    tints = np.clip(ramp(flat.mean(axis=1)) * shade[:, None], 0, 255).astype(np.uint8)[order]
    shapes, edges = places[corners[order]].tolist(), (tints * 0.8).astype(np.uint8).tolist()
    polygon, lines = pygame.draw.polygon, pygame.draw.lines
    for shape, tint, edge in zip(shapes, tints.tolist(), edges, strict=True):
        polygon(screen, tint, shape)
        lines(screen, edge, False, shape[:3])
