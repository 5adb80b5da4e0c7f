"""Pictures to and from the system's clipboard, as far as the platform lets SDL at it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlparse

import pygame

log = logging.getLogger(__name__)

PICTURE_TYPES = ("image/png", "image/bmp", "image/jpeg", "image/tiff", "image/webp")
LONGEST_PATH = 4096


class Clipboard:
    """The clipboard; what was copied here stays available here even where the system takes no pictures."""

    def __init__(self) -> None:
        self._own: bytes | None = None

    def put(self, png: bytes) -> bool:
        """Copy a picture; False when other programs will not see it."""
        self._own = png
        try:
            with _scrap():
                pygame.scrap.put("image/png", png)
        except (pygame.error, NotImplementedError, ValueError):
            log.info("the clipboard takes no picture", exc_info=True)
            return False
        return True

    def get(self) -> bytes | Path | None:
        """The picture there: a file's bytes, the path of a copied file, or None."""
        try:
            with _scrap():
                types = set(pygame.scrap.get_types())
                for name in PICTURE_TYPES:
                    if name in types and (data := pygame.scrap.get(name)):
                        return bytes(data)
            text = pygame.scrap.get_text().strip() if pygame.scrap.has_text() else ""
        except (pygame.error, NotImplementedError, ValueError):
            log.info("the clipboard cannot be read", exc_info=True)
            return self._own
        return _file(text) or self._own


def _file(text: str) -> Path | None:
    """The existing file that a text names, as file managers copy it."""
    line = text.splitlines()[0] if text else ""
    if line.startswith("file://"):
        line = unquote(urlparse(line).path)
    if not line or len(line) > LONGEST_PATH or "\0" in line:
        return None
    try:
        path = Path(line)
        return path if path.is_absolute() and path.is_file() else None
    except OSError:
        return None


@contextmanager
def _scrap() -> Iterator[None]:
    """SDL's clipboard for pictures, which must be initialised after every change of the window."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pygame.scrap.init()
        yield
