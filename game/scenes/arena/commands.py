"""Which key does what in the arena; the keys that the user can choose are in the settings."""

from __future__ import annotations

import pygame

KEYS: dict[int, str] = {
    pygame.K_RETURN: "begin",
    pygame.K_r: "restart",
    pygame.K_l: "learn",
    pygame.K_m: "next_mode",
    pygame.K_g: "games",
    pygame.K_x: "side",
    pygame.K_n: "single",
    pygame.K_COMMA: "slower",
    pygame.K_PERIOD: "faster",
    pygame.K_v: "replay",
    pygame.K_i: "insight",
    pygame.K_PAGEUP: "previous_tab",
    pygame.K_PAGEDOWN: "next_tab",
    pygame.K_c: "record",
    pygame.K_o: "more",
    pygame.K_F5: "load_again",
}
"""Commands by their keys; those of the toolbar are called there as they are here."""
