"""List the lecture's stops, count those whose scene does not exist yet, and check a lecturer's own route.

`python -m tools.route` lists all stops and what opens, `--missing` ends with the number of stops whose link
leads nowhere yet, and `--check FILE-or-FOLDER` tells every mistake in a route with its line. Links are opened
in the app itself, without a window and with workers that do nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"

import tyro

from game.app.app import App
from game.app.options import Options
from game.lecture.desk import BUNDLED
from game.lecture.route import ANSWERS, Choices, Route, Stop, Texts
from game.lecture.route_file import examine, read_route
from game.ui.links import LinkError
from game.ui.settings import Folders
from game.workers.latest_call import LatestCall
from game.workers.workers import Workers
from models.base.command_line import run
from models.base.images import PictureError, load_picture

State = Literal["open", "meanwhile", "later"]
SAID: Mapping[State, str] = {
    "open": "open",
    "meanwhile": "show something else",
    "later": "come later",
}
LONGEST: Mapping[str, int] = {
    "headline": 60,
    "text": 260,
    "ask": 110,
    "choices": 34,
    "reveal": 260,
    "do": 140,
    "hint": 200,
}
"""Characters that the lecture's bar has room for in every window."""


class _Idle(Workers):
    """Workers that take every request and answer none."""

    def call(self, *arguments: Any, **options: Any) -> LatestCall[Any, Any]:
        """A worker that has ended already."""
        worker = super().call(*arguments, **options)
        worker.close()
        return worker


class Opener:
    """Opens links, each once.

    Args:
        app: opens them.
    """

    def __init__(self, app: App) -> None:
        self._app = app
        self._why: dict[str, str] = {}

    def words(self, key: str, **values: str) -> str:
        """A text of the app."""
        return self._app.t(key, **values)

    def why(self, link: str) -> str:
        """Why a link leads nowhere; empty where it opens."""
        if link not in self._why:
            try:
                self._app.show(link)
                self._why[link] = ""
            except LinkError as error:
                self._why[link] = self.words(error.key, **error.values)
        return self._why[link]

    def knows_task(self, stop: Stop) -> bool:
        """Whether what a stop shows knows its task, if it has one."""
        if stop.task is None or stop.task.check.startswith(ANSWERS):
            return True
        link = next((link for link in stop.links if not self.why(link)), "")
        if not link:
            return False
        self._app.show(link)
        try:
            self._app.scene.task(stop.task.check)
        except KeyError:
            return False
        return True

    def state(self, stop: Stop) -> State:
        """What a stop shows."""
        if stop.picture or not self.why(stop.link):
            return "open"
        return "meanwhile" if stop.meanwhile and not self.why(stop.meanwhile) else "later"


@contextmanager
def opener() -> Iterator[Opener]:
    """An app without a window, at nobody's home."""
    with tempfile.TemporaryDirectory(prefix="latent-arcade-route-") as name:
        home = Path(name)
        options = Options(headless=True, lang="en", size=(1280, 800))
        app = App(options, folders=Folders(home, home, home), workers=_Idle(inline=True))
        try:
            yield Opener(app)
        finally:
            app.close()


# ---------------------------------------------------------------------- the list


def list_stops(route: Route, opens: Opener) -> Iterator[str]:
    """The lines of the list, and what they come to."""
    states = [opens.state(stop) for stop in route.stops]
    tasks = [stop for stop in route.stops if stop.task is not None]
    unknown = {stop.id for stop in tasks if not opens.knows_task(stop)}
    width = max(len(stop.id) for stop in route.stops)
    for number, (stop, state) in enumerate(zip(route.stops, states, strict=True), start=1):
        task = "" if stop.task is None else "no task yet" if stop.id in unknown else "task"
        shown = stop.picture or stop.link
        yield f"{number:3}  {stop.slides:>5}  {stop.id:{width}}  {SAID[state]:19}  {task:11}  {shown}"
    counts = ", ".join(f"{states.count(state)} {said}" for state, said in SAID.items())
    yield f"{len(states)} stops: {counts}; {len(tasks) - len(unknown)} of {len(tasks)} tasks"


# ---------------------------------------------------------------------- a lecturer's own route


def problems(stop: Stop, folder: Path, bundled: Route, opens: Opener) -> Iterator[str]:
    """What is wrong with a stop's texts, links, task and picture; bundled stops may have what comes later."""
    promised = next((known for known in bundled.stops if known.link == stop.link), None)
    yield from _too_long(stop)
    if stop.picture:
        try:
            load_picture(folder / stop.picture)
        except PictureError as error:
            yield f"picture: {opens.words(f'picture.{error.code}', file=stop.picture)}"
    for field, link in _links(stop):
        if not (promised and link in promised.links) and (why := opens.why(link)):
            yield f"{field}: {why}"
    task = promised.task if promised is not None else None
    if stop.task is None or (task is not None and task.check == stop.task.check):
        return
    if not (stop.link and opens.why(stop.link)) and not opens.knows_task(stop):
        yield f"task: check: {stop.link or stop.picture} has no task {stop.task.check!r}"


def _links(stop: Stop) -> Iterable[tuple[str, str]]:
    reveal = stop.question.reveal_link if stop.question is not None else ""
    links = (("link", stop.link), ("meanwhile", stop.meanwhile), ("question: reveal_link", reveal))
    return ((field, link) for field, link in links if link)


def _too_long(stop: Stop) -> Iterator[str]:
    texts: list[tuple[str, str, Texts | Choices]] = [
        ("", "headline", stop.headline),
        ("", "text", stop.text),
    ]
    if stop.question is not None:
        question = stop.question
        texts += [("question: ", name, getattr(question, name)) for name in ("ask", "choices", "reveal")]
    if stop.task is not None:
        texts += [("task: ", "do", stop.task.do), ("task: ", "hint", stop.task.hint)]
    for table, name, text in texts:
        for language in ("ru", "en"):
            each = getattr(text, language)
            count = max(map(len, (each,) if isinstance(each, str) else each), default=0)
            if count > LONGEST[name]:
                yield f"{table}{name}: {language}: {count} characters; there is room for {LONGEST[name]}"


def check_route(path: Path, bundled: Route, opens: Opener) -> list[str]:
    """Every mistake in a route, a line each."""
    _, mistakes = examine(path, bundled, partial(problems, bundled=bundled, opens=opens))
    return [str(mistake) for mistake in mistakes]


# ---------------------------------------------------------------------- the command


def main(missing: bool = False, check: Annotated[Path | None, tyro.conf.arg(metavar="PATH")] = None) -> int:
    """List the lecture's stops, or check a route.

    Args:
        missing: print how many links lead nowhere yet; what they are goes to stderr.
        check: a lecturer's own route, a file or a folder.
    """
    bundled = read_route(BUNDLED)
    with opener() as opens:
        if check is not None:
            mistakes = check_route(check, bundled, opens)
            for mistake in mistakes:
                print(mistake)
            if not mistakes:
                print(f"{check.name}: no mistakes")
            return 2 if mistakes else 0
        if not missing:
            for line in list_stops(bundled, opens):
                print(line)
            return 0
        away = [stop for stop in bundled.stops if opens.state(stop) != "open"]
        for stop in away:
            print(f"{stop.id}: {stop.link}", file=sys.stderr)
        print(len(away))
    return 0


if __name__ == "__main__":
    sys.exit(run(lambda: tyro.cli(main)))
