"""The scenes: which one is on the screen, and the way from one to another by links."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from game.app.dialogs import Dialogs
from game.lecture.shell import START
from game.scenes import SCENES, SceneSpec
from game.ui.context import Context
from game.ui.links import Link, LinkError
from game.ui.scene import Scene

log = logging.getLogger(__name__)

SPLASH = SceneSpec("splash", "game.scenes.splash:SplashScene", "")
PLACES = {spec.id: spec for spec in (*SCENES, SPLASH)}


class Shell(Protocol):
    """What the stage needs of the app."""

    dialogs: Dialogs

    def context(self) -> Context: ...  # noqa: D102
    def clear_ui(self) -> None: ...  # noqa: D102
    def lay_out_bar(self) -> None: ...  # noqa: D102


class Stage:
    """Keeps every scene that was opened, and shows one.

    Args:
        shell: the app.
        own: makes the scenes that are no workshops, by id.

    Attributes:
        scenes: those that were opened, by id.
        scene_id: the one on the screen; empty before the first.
    """

    def __init__(self, shell: Shell, own: Mapping[str, Callable[[], Scene]]) -> None:
        self._shell = shell
        self._makers = {name: spec.make for name, spec in PLACES.items()} | dict(own)
        self.scenes: dict[str, Scene] = {}
        self._next: Link | None = None
        self.scene_id = ""

    @property
    def scene(self) -> Scene:
        """The scene on the screen."""
        return self.scenes[self.scene_id]

    def go(self, link: str) -> None:
        """Open a link, such as "lecture" or "convolution/steal", at the next frame; or say what is wrong."""
        try:
            self._next = self._parse(link)
        except LinkError as error:
            self._tell(error)

    def _parse(self, link: str) -> Link:
        wanted = Link.parse(START if link == "menu" else link)
        if wanted.scene not in self._makers:
            raise LinkError("link.no_scene", scene=wanted.scene)
        return wanted

    def show(self, link: str, *, fresh: bool = False) -> None:
        """Open a link now.

        Args:
            link: such as "lecture" or "convolution/steal".
            fresh: lay out what is on the screen already, too: the widgets are gone.

        Raises:
            LinkError: it leads nowhere.
        """
        self._next = None
        self._open(self._parse(link), fresh=fresh)

    def follow(self) -> None:
        """Open the link that was asked for since the last frame, if any."""
        if self._next is not None:
            wanted, self._next = self._next, None
            self.open(wanted)

    def open(self, link: Link) -> None:
        """Open a link now, or say what is wrong with it."""
        try:
            self._open(link)
        except LinkError as error:
            self._tell(error)

    def _open(self, link: Link, *, fresh: bool = False) -> None:
        if link.scene != self.scene_id:
            self._enter(link)
        elif fresh:
            self._shell.lay_out_bar()
            self.scene.relayout(self._shell.context(), link)
        else:
            self._shell.dialogs.close()
            if not link.bare:
                self.scene.open_link(link)

    def forget(self) -> None:
        """End every scene, so that whatever is opened next is new; `show` must follow."""
        if self.scene_id:
            self.scene.leave()
        self.close()
        self.scenes, self.scene_id, self._next = {}, "", None

    def close(self) -> None:
        """End the work of every scene. Never raises."""
        for scene in self.scenes.values():
            try:
                scene.close()
            except Exception:
                log.exception("scene %s failed to close", scene.id)

    def _enter(self, link: Link) -> None:
        if self.scene_id:
            self.scene.leave()
        self._shell.clear_ui()
        if link.scene not in self.scenes:
            self.scenes[link.scene] = self._makers[link.scene]()
        self.scene_id = link.scene
        self._shell.lay_out_bar()
        self.scene.enter(self._shell.context(), link)

    def _tell(self, error: LinkError) -> None:
        ctx = self._shell.context()
        ctx.notify(ctx.t(error.key, **error.values), "bad")
