"""Golden pictures: every tab as it was when somebody last looked at it.

`pytest tests/game/test_golden.py --renew-golden` takes them again; look at the differences first. A failure
writes what is on the screen, what was expected, and where they differ, side by side.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from game.lecture.scene import LectureScene
from game.scenes import SCENES
from game.ui.tabs import TabbedScene
from tests.game.conftest import Driver

FOLDER = Path(__file__).parent / "golden"
SIZE = (960, 600)
FAR = 24
"""A pixel that differs by more than this, of 255, in any channel, has changed."""
MOST = 0.004
"""Share of pixels that may change: the edges of letters and lines differ between builds of SDL."""
SETTLE = 40
"""Frames until inline workers have answered and nothing moves by itself."""


def links() -> list[str]:
    """Every tab of every scene, and the arena's ways to play."""
    found = [f"lecture/{page}" for page in LectureScene.tab_classes if page != "picture"]
    for spec in SCENES:
        scene = spec.make()
        if isinstance(scene, TabbedScene):
            found += [f"{spec.id}/{name}" for name in scene.tab_classes]
        else:
            found.append(spec.id)
    return found


def differs(shown: np.ndarray, golden: np.ndarray) -> float:
    """Share of pixels that have changed; 1 where the sizes differ."""
    if shown.shape != golden.shape:
        return 1.0
    return float((np.abs(shown.astype(int) - golden).max(axis=2) > FAR).mean())


@pytest.mark.parametrize("link", links())
def test_it_looks_as_it_did(
    link: str,
    open_app: Callable[..., Driver],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    generator = np.random.default_rng
    monkeypatch.setattr(np.random, "default_rng", lambda seed=1: generator(seed))
    # The menu's cards work in threads, which may answer within these frames or after them.
    monkeypatch.setattr("game.scenes.generator.preview._drawn", lambda request: None)
    driver = open_app("menu", lang="en", size=SIZE, theme="dark", seed=1)
    driver.app.go(link)
    driver.frames(SETTLE)
    shown = driver.picture()
    path = FOLDER / f"{link.replace('/', '-')}.png"
    if request.config.getoption("--renew-golden"):
        FOLDER.mkdir(exist_ok=True)
        Image.fromarray(shown).save(path, optimize=True)
        return
    golden = np.asarray(Image.open(path).convert("RGB"))
    share = differs(shown, golden)
    if share > MOST:
        where = Path("build") / "golden" / path.name
        where.parent.mkdir(parents=True, exist_ok=True)
        far = np.abs(shown.astype(int) - golden).max(axis=2) > FAR if shown.shape == golden.shape else 0
        marked = np.where(np.broadcast_to(np.asarray(far), shown.shape[:2])[..., None], 255, shown // 3)
        Image.fromarray(np.hstack([shown, golden, marked.astype(np.uint8)])).save(where)
        pytest.fail(f"{share:.1%} of {link} have changed; see {where} (shown, golden, where they differ)")


def test_a_changed_picture_is_noticed() -> None:
    plain = np.full((60, 100, 3), 90, np.uint8)
    moved = plain.copy()
    moved[10:14, 10:20] = 200  # a letter's worth
    assert differs(plain, plain) == 0
    assert differs(plain + 5, plain) == 0, "shades that nobody sees are none of ours"
    assert differs(moved, plain) > MOST
    assert differs(plain[1:], plain) == 1
