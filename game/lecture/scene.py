"""The lecture's own pages, a tab each; no strip of buttons leads from one to another."""

from __future__ import annotations

from typing import ClassVar

from game.lecture.pages.shared import Shared
from game.ui.tabs import TabbedScene

PAGES = "game.lecture.pages"


class LectureScene(TabbedScene):
    """The start, and pages for stops that have no workshop.

    Args:
        shared: what the pages share.
    """

    id: ClassVar[str] = "lecture"
    strip: ClassVar[bool] = False
    tab_classes = {  # noqa: RUF012 - as the base class has it
        "start": f"{PAGES}.start:StartTab",
        "title": f"{PAGES}.title:TitleTab",
        "years": f"{PAGES}.years:YearsTab",
        "summary": f"{PAGES}.summary:SummaryTab",
        "picture": f"{PAGES}.picture:PictureTab",
        "later": f"{PAGES}.later:LaterTab",
    }

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)

    def help(self) -> str:
        """The key of the help."""
        return "lecture.help"
