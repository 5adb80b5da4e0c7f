"""The scene's card in the menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pygame
import pytest

from game.scenes.generator import network_calls
from game.scenes.generator.preview import GeneratorPreview
from game.ui.assets import Assets
from game.ui.surfaces import to_array
from game.workers.workers import Workers
from models.base.weights import WeightsError
from tests.colours import colours


def test_the_card_in_the_menu_moves_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(weights: Path | None, data: str = "portraits") -> Any:
        raise WeightsError("missing", "gan.safetensors")

    monkeypatch.setattr(network_calls, "load_networks", fail)
    pygame.init()
    preview = GeneratorPreview(GeneratorPreview.prepare(Assets(), 1), Workers(inline=True))
    try:
        before = to_array(preview.picture())
        for _ in range(60):
            preview.update(0.05)
        after = to_array(preview.picture())
        assert (after != before).any()
        assert colours(after) > 40
    finally:
        preview.close()
