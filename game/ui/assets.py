"""Where the bundled files are, and how they are read."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from game.ui.language import Language
from game.ui.style import Scale, Style

ROOT = Path(__file__).resolve().parents[2] / "assets"
MOST_STYLES = 4
"""Two themes at two scales, the scene's and that of the lecture's text, and no more: a style holds pictures
of its texts and icons, and a window that is dragged larger asks for one at every size."""


class Assets:
    """The bundled files. Styles are kept for a change of language or theme and back."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self._styles: OrderedDict[tuple[str, Scale | float], Style] = OrderedDict()

    def path(self, *parts: str) -> Path:
        """A bundled file's path."""
        return self.root.joinpath(*parts)

    def language(self, code: str) -> Language:
        """The texts of a language."""
        return Language.load(self.root / "lang", code)

    def style(self, theme: str, scale: Scale | float) -> Style:
        """The style of a theme at a scale."""
        key = (theme, scale)
        if key not in self._styles:
            self._styles[key] = Style(self.root, theme, scale)
            if len(self._styles) > MOST_STYLES:
                self._styles.popitem(last=False)[1].forget()  # tabs that are not on the screen may have it
        self._styles.move_to_end(key)
        return self._styles[key]
