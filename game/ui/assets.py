"""Where the bundled files are, and how they are read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from game.ui.language import Language
from game.ui.style import Scale, Style

ROOT = Path(__file__).resolve().parents[2] / "assets"


class Assets:
    """The bundled files. Styles are kept for a change of language or theme and back."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        # Two themes at two scales, the scene's and that of the lecture's text, and no more: a style holds
        # pictures of its texts and icons, and a window that is dragged larger asks for one at every size.
        self._style = lru_cache(maxsize=4)(lambda theme, scale: Style(root, theme, scale))

    def path(self, *parts: str) -> Path:
        """A bundled file's path."""
        return self.root.joinpath(*parts)

    def language(self, code: str) -> Language:
        """The texts of a language."""
        return Language.load(self.root / "lang", code)

    def style(self, theme: str, scale: Scale | float) -> Style:
        """The style of a theme at a scale."""
        result: Style = self._style(theme, scale)
        return result
