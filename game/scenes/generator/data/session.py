"""The wall of real pictures: which page hangs, what is looked for, which picture is in hand."""

from __future__ import annotations

from game.scenes.generator.data.requests import Hung, Only, Page, Wall, hang
from game.workers.latest_call import LatestCall
from game.workers.workers import Workers
from models.generator.data_sets import DataSet

NICE = 5


class DataSession:
    """Asks for pages, and remembers what is in hand.

    Args:
        data: of which pictures.
        workers: make the thread.

    Attributes:
        wall: the newest page; None before there is one.
        chosen: the number on the wall of the picture in hand.
        only: what all pictures shall have; None for any.
        problem: why there is no page.
        page: the number of the page.
    """

    def __init__(self, data: DataSet, workers: Workers) -> None:
        self.data = data
        self.wall: Wall | None = None
        self.chosen = 0
        self.only: Only | None = None
        self.problem = ""
        self.page, self._count, self._side = 0, 0, 0
        self._call: LatestCall[Page, Wall] = workers.call(hang, name="wall", nice=NICE)

    @property
    def hung(self) -> Hung | None:
        """The picture in hand."""
        hung = self.wall.hung if self.wall is not None else ()
        return hung[min(self.chosen, len(hung) - 1)] if hung else None

    @property
    def busy(self) -> bool:
        """Whether a page is on its way."""
        return self._call.busy

    def resize(self, count: int, side: int) -> None:
        """Hang so many pictures on a page, each of so many pixels along its sides."""
        if (count, side) != (self._count, self._side):
            self._count, self._side = count, side
            self._ask()

    def turn(self, by: int) -> None:
        """Go to the next page, or the one before."""
        if self.wall is not None:
            pages = max(1, -(-self.wall.found // self._count))
            self.page = (self.page + by) % pages
            self._ask()

    def look_for(self, only: Only | None) -> None:
        """Hang only pictures that have something; all of them with None."""
        self.open_page(only, 0)

    def open_page(self, only: Only | None, page: int) -> None:
        """Hang a page of what has something."""
        self.only, self.page, self.chosen = only, page, 0
        self._ask()

    def toggle(self, only: Only) -> None:
        """Look for something, or no longer."""
        self.look_for(None if only == self.only else only)

    def choose(self, number: int) -> None:
        """Take a picture in hand."""
        if self.wall is not None and 0 <= number < len(self.wall.hung):
            self.chosen = number

    def walk(self, by: int) -> None:
        """Take the next picture in hand; behind the last one comes the next page."""
        if self.wall is None or not self.wall.hung:
            return
        place = self.chosen + by
        if 0 <= place < len(self.wall.hung):
            self.chosen = place
        elif not self.busy:
            self.chosen = 0 if by > 0 else len(self.wall.hung) - 1
            self.turn(1 if by > 0 else -1)

    def _ask(self) -> None:
        if self._count:
            self._call.submit(Page(self.data, self.page, self._count, self._side, self.only))

    def update(self) -> bool:
        """Take a page; True when there is another one."""
        answer = self._call.poll()
        if answer is None:
            return False
        self.problem = answer.error.error if answer.error is not None else ""
        if answer.value is not None:
            self.wall = answer.value
        return answer.value is not None

    def close(self) -> None:
        """End the thread."""
        self._call.close()
