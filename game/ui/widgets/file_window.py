"""The file dialog, whatever names and folders it meets, and its question before a file is lost."""

from __future__ import annotations

import html
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIImage, UISelectionList

from game.ui.context import Context, FileRequest
from game.ui.language import readable
from game.ui.layout import column, row
from game.ui.surfaces import fit, thumbnail
from game.ui.widgets.controls import enable
from game.ui.widgets.window import Window, enter
from models.base.files import with_ending

if TYPE_CHECKING:
    from models.base.images import Picture

PREVIEW = 240
"""Pixels at scale 1 that the selected picture may be wide."""
PREVIEW_BYTES = 64 * 2**20
"""Larger files are not read only to be looked at."""
NICE = 6


class FileWindow(Window):
    """Asks for a file to open, or for a place to save one; where it is a picture, the selected one is shown.

    Attributes:
        folder: whose files are listed.
    """

    def __init__(self, ctx: Context, wanted: FileRequest) -> None:
        super().__init__(ctx, (720, 560), ctx.t(wanted.title), "file_window", pad=10)
        style, gap = ctx.style, ctx.style.px(8)
        self._wanted, self._name = wanted, wanted.save
        self._looked = ctx.workers.call(_look, name="preview", nice=NICE)
        self._looked_at: Path | None = None
        self._preview: UIImage | None = None
        self.folder, self._names = Path.home(), dict[str, str]()
        tools, line, files, foot = column(self.room, [style.control, style.control, -1, style.control], gap)
        self.home_button, self.parent_button, self.refresh_button, self.delete_button = (
            self.button(
                place,
                ctx.t(f"caption.{word}"),
                command,
                icon=icon,
                kind="caption",
                tip=f"pygame-gui.{tip}",
                object_id=f"#{tip}",
            )
            for place, (tip, word, icon, command) in zip(
                row(tools, [style.text_px(84)] * 4, gap),
                (
                    ("Home_directory", "home", "house", lambda: self.go(Path.home())),
                    ("Parent_directory", "parent", "chevron-up", lambda: self.go(self.folder.parent)),
                    ("Refresh_directory", "refresh", "refresh-cw", lambda: self.go(self.folder)),
                    ("Delete", "delete", "trash-2", self._ask_delete),
                ),
                strict=True,
            )
        )
        self.file_path_text_line = self.entry(line, "", "file_path")
        self._corner, self._size = pygame.Rect(0, 0, 0, 0), None
        if ".png" in wanted.suffixes:
            files, self._corner = row(files, [-1, style.px(PREVIEW)], gap)
            self._corner, size = column(self._corner, [-1, style.row(24)], gap)
            self._size = self.label(size, "", "preview_size", centred=True)
        self.file_selection_list = UISelectionList(files, [], ctx.ui, container=self, object_id="#files")
        _, ok, cancel = row(foot, [-1, style.text_px(140), style.text_px(140)], gap)
        self.ok_button = self.button(ok, "pygame-gui.OK", self._confirm, kind="primary", object_id="#ok")
        close = self.on_close_window_button_pressed
        self.cancel_button = self.button(cancel, "pygame-gui.Cancel", close, object_id="#cancel")
        start = wanted.folder or ctx.folders.pictures
        with suppress(OSError):
            start.mkdir(parents=True, exist_ok=True)
        self.go(start if start.is_dir() else self.folder)
        if wanted.save:
            self._mark_stem()

    def take_over(self, before: Window) -> None:
        """Be where the former dialog was."""
        if isinstance(before, FileWindow):
            self._name = before._name
            self.go(before.folder)
            self.file_path_text_line.set_text(before.file_path_text_line.get_text())
            self._follow()

    def go(self, folder: Path) -> None:
        """List a folder, or say why that cannot be done."""
        try:
            with os.scandir(folder) as entries:
                found = [(not each.is_dir(), each.name) for each in entries if self._fits(each)]
        except (OSError, ValueError) as error:
            self.ctx.notify(self.ctx.why(error), "bad")
            return
        self.folder, self._names = folder.absolute(), {}
        for is_file, name in sorted(found, key=lambda each: (each[0], readable(each[1]).casefold())):
            shown = readable(name) + ("" if is_file else os.sep)
            while shown in self._names:
                shown += "\N{ZERO WIDTH SPACE}"
            self._names[shown] = name
        self.file_selection_list.set_item_list(list(self._names))
        self._write(self._name)

    def _fits(self, each: os.DirEntry[str]) -> bool:
        """Whether it is a folder or a file of the wanted kind; pipes and devices are neither."""
        with suppress(OSError):
            wanted = each.name.lower().endswith(tuple(self._wanted.suffixes))
            return each.is_dir() or (wanted and each.is_file())
        return False

    def _write(self, name: str) -> None:
        """Put a name in the folder on the line."""
        self.file_path_text_line.set_text(self._here() + name)
        self._follow()

    def _here(self) -> str:
        """How the folder begins the line."""
        return readable(os.path.join(self.folder, ""))

    def _mark_stem(self) -> None:
        """Select the proposed name, so that typing replaces it."""
        line, start = self.file_path_text_line, len(self._here())
        self.ctx.ui.set_focus_set(line)
        line.select_range = [start, start + len(Path(self._name).stem)]
        line.edit_position = line.select_range[1]
        line.cursor_has_moved_recently = True

    def entered(self) -> Path:
        """The path on the line; what could not be shown of the folder's own names is known all the same."""
        name = self.file_path_text_line.get_text().removeprefix(self._here())
        return self.folder / self._names.get(name, name)

    def _follow(self) -> None:
        """Let the buttons be pressed that lead somewhere."""
        path = self.entered()
        is_file = os.path.isfile(path)  # which raises nothing, whatever there is or is not
        new = bool(self._wanted.save and path.name) and os.path.isdir(path.parent)
        enable(self.ok_button, is_file or new or (os.path.isdir(path) and path != self.folder))
        enable(self.delete_button, is_file)
        self._look_at(path if is_file and self._size is not None else None)

    # ------------------------------------------------------------------ the picture

    def _look_at(self, path: Path | None) -> None:
        """Have another picture read, beside the window."""
        if path == self._looked_at:
            return
        self._looked_at = path
        self._show(None)
        if path is None:
            self._looked.cancel()
        else:
            self._looked.submit(path)

    def _show(self, found: Picture | None) -> None:
        if self._preview is not None:
            self._preview.kill()
            self._preview = None
        if self._size is None:
            return
        self._size.set_text(" × ".join(map(str, found.original_size)) if found is not None else "")
        if found is not None:
            height, width = found.rgb.shape[:2]
            place = fit((width, height), self._corner)
            shown = thumbnail(found.rgb, place.size)
            self._preview = UIImage(place, shown, self.ctx.ui, container=self, object_id="#preview")

    def update(self, time_delta: float) -> None:
        """Show the picture that has been read."""
        super().update(time_delta)
        answer = self._looked.poll()
        if answer is not None and self.open:
            self._show(answer.value)

    def kill(self) -> None:
        """Close; what is still being read is read in vain."""
        self._looked.close(0.0)
        super().kill()  # type: ignore[no-untyped-call]

    # ------------------------------------------------------------------ events

    def process_event(self, event: pygame.event.Event) -> bool:
        """The list chooses, the line names, Enter confirms, wherever the keyboard is."""
        used = bool(super().process_event(event))
        if not self.open:
            return used
        element = event.dict.get("ui_element")
        if element is self.file_selection_list and event.type == pygame_gui.UI_SELECTION_LIST_NEW_SELECTION:
            if not event.text.endswith(os.sep):
                self._name = event.text
            self._write(event.text)
        elif element is self.file_selection_list and (
            event.type == pygame_gui.UI_SELECTION_LIST_DOUBLE_CLICKED_SELECTION
        ):
            self._write(event.text)
            self._confirm()
        elif element is self.file_path_text_line and event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED:
            self._name = self.entered().name if self._wanted.save else self._name
            self._follow()
        elif (element is self.file_path_text_line and event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED) or (
            enter(event) and self.ctx.ui.get_window_stack().get_full_stack()[-1] is self
        ):
            self._confirm()
            return True
        return used

    def _confirm(self) -> None:
        path = self.entered()
        if os.path.isdir(path):
            self.go(path)
            return
        try:
            (path.parent if self._wanted.save else path).stat()
            self.picked(path)
        except (OSError, ValueError) as error:
            self.ctx.notify(self.ctx.why(error), "bad")

    def picked(self, path: Path) -> None:
        """Close, and call back; before a file is written over, a window asks.

        Raises:
            OSError: there can be no such file.
        """
        wanted = self._wanted
        if wanted.save and len(wanted.suffixes) == 1:
            path = with_ending(path, next(iter(wanted.suffixes)))
        if wanted.save and path.exists():
            self.finish(QuestionWindow, self.ctx, "app.overwrite", path.name, partial(wanted.callback, path))
        else:
            self.finish(wanted.callback, path)

    def _ask_delete(self) -> None:
        QuestionWindow(self.ctx, "app.delete", self.entered().name, self._delete, by_enter=False)

    def _delete(self) -> None:
        try:
            self.entered().unlink()
        except OSError as error:
            self.ctx.notify(self.ctx.why(error), "bad")
        self._name = self._wanted.save
        self.go(self.folder)


class QuestionWindow(Window):
    """Asks before a file is lost.

    Args:
        ctx: the scene's context.
        group: the question's key, which takes `file`; with `_title` and `_yes` the title's and the button's.
        file: its name.
        answer: called when the user agrees.
        by_enter: whether Enter agrees.
    """

    def __init__(
        self, ctx: Context, group: str, file: str, answer: Callable[[], object], *, by_enter: bool = True
    ) -> None:
        super().__init__(ctx, (520, 260), ctx.t(f"{group}_title"), "question_window")
        self._answer, self._by_enter = answer, by_enter
        gap, line = ctx.style.px(8), ctx.style.control
        words, foot = column(self.room, [-1, line], gap)
        self.text(words, ctx.t(group, file=html.escape(file)))
        _, yes, no = row(foot, [-1, ctx.style.text_px(170), ctx.style.text_px(140)], gap)
        agree = partial(self.finish, answer)
        self.confirm_button = self.button(yes, ctx.t(f"{group}_yes"), agree, kind="primary", object_id="#yes")
        self.button(no, "pygame-gui.Cancel", self.on_close_window_button_pressed, object_id="#no")

    def process_event(self, event: pygame.event.Event) -> bool:
        """Enter agrees, or does nothing."""
        if enter(event):
            if self._by_enter:
                self.finish(self._answer)
            return True
        return bool(super().process_event(event))


def _look(path: Path) -> Picture | None:
    """Read a picture, small; None where it cannot be read."""
    from models.base.images import PictureError, load_picture

    try:
        return load_picture(path, shown_pixels=PREVIEW * PREVIEW * 4, max_bytes=PREVIEW_BYTES)
    except PictureError:
        return None
