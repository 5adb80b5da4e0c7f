"""The card in the menu."""

from __future__ import annotations

import torch  # noqa: F401 - without it the card draws nothing

from game.scenes.inpainting.preview import InpaintingPreview
from game.ui.assets import Assets
from game.ui.surfaces import to_array
from game.workers.workers import Workers


def test_the_preview_hides_the_eyes_and_draws_others(quick_networks: None) -> None:
    preview = InpaintingPreview(InpaintingPreview.prepare(Assets(), 1), Workers(inline=True))
    try:
        portrait = to_array(preview.picture())
        for _ in range(30):
            preview.update(0.1)
        assert (to_array(preview._painted.surface) != portrait).any()
        seen = set()
        for _ in range(90):
            preview.update(0.1)
            seen.add(preview.picture().get_view("0").raw)
        assert len(seen) > 6, "strokes and several answers"
        assert len(preview._patches) == 4
    finally:
        preview.close()
