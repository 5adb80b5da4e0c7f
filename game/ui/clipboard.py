"""Pictures to and from the system's clipboard.

SDL moves only text, so pictures go through what each system has for them: Pillow reads them, and writing
takes a command of the system's own. Both may wait for another program, so they belong in a worker's thread.
"""

from __future__ import annotations

import io
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlparse

import pygame

log = logging.getLogger(__name__)

LONGEST_PATH = 4096
TIMEOUT = 5.0


def copied_text() -> str:
    """The clipboard's text; empty when there is none. For the window's thread."""
    try:
        return str(pygame.scrap.get_text()) if pygame.scrap.has_text() else ""
    except (pygame.error, NotImplementedError):
        return ""


def write_text(text: str) -> None:
    """Put a text on the clipboard, where there is one. For the window's thread."""
    try:
        pygame.scrap.put_text(text)
    except (pygame.error, NotImplementedError) as error:
        log.info("the clipboard took no text: %s", error)


def read_picture(text: str) -> bytes | Path | None:
    """The clipboard's picture as a PNG file's bytes, or the path of a copied file, or None.

    Args:
        text: the clipboard's text, which may name a file.
    """
    from PIL import Image, ImageGrab

    try:
        found = ImageGrab.grabclipboard()
    except (OSError, NotImplementedError, ValueError, SyntaxError, subprocess.SubprocessError) as error:
        log.info("the clipboard's picture cannot be read: %s", error)
        found = None
    if isinstance(found, Image.Image):
        buffer = io.BytesIO()
        found.save(buffer, "PNG")
        return buffer.getvalue()
    if isinstance(found, list) and found:
        return Path(found[0])
    return named_file(text)


def write_picture(png: bytes) -> bool:
    """Put a PNG file's bytes on the clipboard; False when this system offers no way."""
    if "SDL_VIDEODRIVER" in os.environ and os.environ["SDL_VIDEODRIVER"] == "dummy":
        return False  # without a window there is no session whose clipboard this would be
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "picture.png"
        path.write_bytes(png)
        for command in _commands(path):
            if shutil.which(command[0]) is None:
                continue
            try:
                with path.open("rb") as file:
                    # The program stays to serve the picture, so its streams must not be waited for.
                    subprocess.run(
                        command,
                        stdin=file,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        timeout=TIMEOUT,
                        check=True,
                    )
            except (OSError, subprocess.SubprocessError) as error:
                log.info("%s took no picture: %s", command[0], error)
            else:
                return True
    return False


def _commands(path: Path) -> list[list[str]]:
    """What may copy a picture here, best first."""
    if sys.platform == "darwin":
        return [["osascript", "-e", f'set the clipboard to (read (POSIX file "{path}") as «class PNGf»)']]
    if sys.platform == "win32":
        words = (
            "Add-Type -AssemblyName System.Windows.Forms,System.Drawing;"
            f"[Windows.Forms.Clipboard]::SetImage([Drawing.Image]::FromFile('{path}'))"
        )
        return [["powershell", "-NoProfile", "-Sta", "-Command", words]]
    x11 = ["xclip", "-selection", "clipboard", "-t", "image/png", "-i"]
    wayland = ["wl-copy", "--type", "image/png"]
    return [wayland, x11] if os.environ.get("WAYLAND_DISPLAY") else [x11]


def named_file(text: str) -> Path | None:
    """The existing file that a text names, as file managers copy it."""
    line = text.strip().splitlines()[0] if text.strip() else ""
    if line.startswith("file://"):
        line = unquote(urlparse(line).path)
    if not line or len(line) > LONGEST_PATH or "\0" in line:
        return None
    try:
        path = Path(line)
        return path if path.is_absolute() and path.is_file() else None
    except OSError:
        return None
