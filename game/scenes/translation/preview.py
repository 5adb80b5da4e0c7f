"""The scene's card in the menu: sentences that change from one language into the other."""

from __future__ import annotations

import pygame

from game.ui.assets import Assets
from game.workers.workers import Workers

SIDE = 480
PAIRS = (
    ("У меня есть кошка", "I have a cat"),
    ("Она спит на диване", "She sleeps on the sofa"),
    ("Мы читаем книги", "We read books"),
    ("Завтра будет дождь", "It will rain tomorrow"),
)
TURN = 3.0
"""Seconds that a pair stays."""
INK, SOFT, GROUND, MARK = (240, 243, 250), (150, 162, 190), (20, 26, 40), (255, 180, 84)


class TranslationPreview:
    """One sentence above, its translation below, which is written letter by letter."""

    @staticmethod
    def prepare(assets: Assets, seed: int) -> bytes:
        """The font."""
        return assets.path("fonts", "Inter-SemiBold.otf").read_bytes()

    def __init__(self, prepared: bytes, workers: Workers) -> None:
        import io

        self._font = pygame.font.Font(io.BytesIO(prepared), 38)
        self._picture = pygame.Surface((SIDE, SIDE), depth=32)
        self._time = 0.0

    @property
    def version(self) -> int:
        """The pair, and how many letters of it are written."""
        turn, since = divmod(self._time, TURN)
        return int(turn) % len(PAIRS) * 100 + min(99, int(since * 20))

    def update(self, dt: float) -> None:
        """Write on."""
        self._time += dt

    def picture(self) -> pygame.Surface:
        """The two sentences, and an arrow between them."""
        pair, letters = divmod(self.version, 100)
        russian, english = PAIRS[pair]
        self._picture.fill(GROUND)
        middle = SIDE // 2
        above = self._font.render(russian, True, SOFT)
        self._picture.blit(above, above.get_rect(center=(middle, middle - 80)))
        below = self._font.render(english[:letters], True, INK)
        full = self._font.size(english)[0]
        self._picture.blit(below, below.get_rect(midleft=(middle - full // 2, middle + 80)))
        pygame.draw.line(self._picture, MARK, (middle, middle - 34), (middle, middle + 26), 6)
        tip = [(middle - 16, middle + 18), (middle + 16, middle + 18), (middle, middle + 40)]
        pygame.draw.polygon(self._picture, MARK, tip)
        return self._picture
