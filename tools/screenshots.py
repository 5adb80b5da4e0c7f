"""Take the READMEs' pictures by running the app itself: `make screenshots`."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

import pygame
import tyro

from agents.opponents.ladder import ranked
from game.app.app import App
from game.app.options import Options
from game.benchmarks.measuring import press, run_for, run_until, wait_until_ready
from game.lecture.desk import BUNDLED
from game.lecture.route_file import read_route
from game.lecture.shell import START
from game.scenes.arena.games.selection import ladder_of
from game.ui.scene import MOVING
from game.ui.settings import Folders

OUT = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
LANGUAGES = ("en", "ru")
HANDS = (4, 17, 9)
"""For the answers of a question."""
TAKEN = 0.6
"""How far somebody is in the lecture, of its stops."""


def watch(app: App, now: float) -> None:
    """Let the scene play itself."""
    app.scene.attract(1 / MOVING)


def point_at_the_eye(app: App) -> None:
    """Point at the cat's eye, so that the arithmetic shows."""
    rect = app.scene.canvas.rect  # type: ignore[attr-defined]
    at = (rect.x + round(rect.width * 0.39), rect.y + round(rect.height * 0.42))
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))


def choose_a_word(app: App) -> None:
    """Go to the next word, which takes the card with things to try away."""
    press(pygame.K_RIGHT, True)
    press(pygame.K_RIGHT, False)


def wait_for_the_stages(app: App) -> None:
    """Take the card with things to try away, and wait until every window has been looked at."""
    scene: Any = app.scene
    scene.try_card.note(pygame.event.Event(pygame.KEYDOWN))
    hand = scene.bench.hand
    run_until(app, lambda: hand.scanned is not None and not hand.busy)


def show_the_numbers(app: App) -> None:
    """Show the numbers that a portrait is made of."""
    press(pygame.K_v, True)
    press(pygame.K_v, False)


def ask_the_hall(app: App) -> None:
    """Present, ask, count hands and tell the answer."""
    app.lecture.toggle_presenting()
    app.lecture.next()
    for choice, hands in enumerate(HANDS, start=1):
        app.lecture.vote(choice, hands)
    app.lecture.next()


def learn(app: App) -> None:
    """Let a network learn, and point at one of its neurons."""
    scene: Any = app.scene
    scene.try_card.note(pygame.event.Event(pygame.KEYDOWN))
    scene.bench.training.start()
    run_for(app, 8.0)
    at = scene.tab.diagram.tile(2, 2).center
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))


def walk(app: App) -> None:
    """Walk down the valley, and point at a symbol of the formula."""
    scene: Any = app.scene
    scene.try_card.note(pygame.event.Event(pygame.KEYDOWN))
    land = scene.tab.land
    for _ in range(6):
        if not land.done:
            land.step_to(land.chart.lowest)
    scene.tab.formula.lit = "l"


def wind_forward(app: App) -> None:
    """Let the arena's agent go on from a trained one, as its fast-forward does."""
    session: Any = app.scene.session  # type: ignore[attr-defined]
    run_until(app, lambda: session.training is not None and session.training.started)
    ladder = ranked(ladder_of("pong"))
    session.training.load(ladder[len(ladder) // 2].path)


def learn_both_ways(app: App) -> None:
    """Let a network learn from examples and another from reward, until both can do something."""
    scene: Any = app.scene
    scene.try_card.note(pygame.event.Event(pygame.KEYDOWN))
    session = scene.tab.session
    session.learning.set_speed(2)
    session.start()
    run_for(app, 25.0)


def play_itself(app: App) -> None:
    """Let a network play against itself until its league has members that it beats."""
    scene: Any = app.scene
    scene.try_card.note(pygame.event.Event(pygame.KEYDOWN))
    scene.tab.session.start()
    run_for(app, 110.0)


@dataclass(frozen=True)
class Picture:
    """A link or a stop of the lecture, how many seconds it needs, and what is done then."""

    link: str
    seconds: float
    act: Callable[[App], None] | None = None
    stop: str = ""


SENTENCE = "Мне нравятся книги, которые читает моя сестра."
PICTURES = {
    "translation": Picture(
        "translation/rules?text=Мне нравятся книги, которые читает моя сестра.", 8.0, choose_a_word
    ),
    "translators": Picture("translation/compare?text=Он на этом собаку съел.", 8.0, choose_a_word),
    "lecture": Picture(START, 40.0),
    "lecture-votes": Picture(START, 1.0, ask_the_hall, "sobel"),
    "lecture-task": Picture(START, 2.0, None, "shift"),
    "learning": Picture("learning/network", 1.0, learn),
    "landscape": Picture("learning/landscape", 2.0, walk),
    "convolution": Picture("convolution/draw", 0.5, point_at_the_eye),
    "network": Picture("convolution/network", 8.0),
    "detection-then": Picture(
        "detection/then?picture=astronaut&stage=9&x=220&y=110", 4.0, wait_for_the_stages
    ),
    "detection-now": Picture("detection/now?picture=astronaut&compare=1", 4.0, wait_for_the_stages),
    "inpainting": Picture("inpainting", 6.0),
    "gan": Picture("generator/knobs", 8.0, show_the_numbers),
    "rewards": Picture("rewards/paradigms", 1.0, learn_both_ways),
    "league": Picture("rewards/league", 1.0, play_itself),
    "arena": Picture("arena", 0.0),
}


def take_the_lecture(folder: Path) -> None:
    """Leave the progress of somebody who has gone through a good part of it."""
    stops = read_route(BUNDLED).stops
    seen = stops[: round(TAKEN * len(stops))]
    progress = {
        "seen": [stop.id for stop in seen],
        "right": [stop.id for number, stop in enumerate(seen) if stop.question and number % 4],
        "done": [stop.id for number, stop in enumerate(seen) if stop.task and number % 3] + ["shift"],
        "last": seen[-1].id,
    }
    (folder / "lecture.json").write_text(json.dumps(progress), "utf-8")


def take(app: App, name: str, train_seconds: float) -> None:
    """Take one picture, in both languages."""
    picture = PICTURES[name]
    if app.lecture.session.on:
        app.go(START)
        run_for(app, 0.2)
    if picture.stop:
        app.lecture.open_stop(picture.stop)
    else:
        app.go(picture.link)
    run_for(app, picture.seconds)
    if name == "arena":
        wind_forward(app)
        run_for(app, train_seconds, watch)
    if picture.act is not None:
        picture.act(app)
        run_for(app, 3.0)
    for language in LANGUAGES:
        app.change(language=language)
        run_for(app, 0.6)
        app.screenshots.save(OUT / f"{name}-{language}.png", app.screen)
        print(OUT / f"{name}-{language}.png", flush=True)


def main(
    train_seconds: float = 120.0, theme: Literal["dark", "light"] = "dark", only: tuple[str, ...] = ()
) -> None:
    """Visit every scene, use it, take its picture in both languages.

    Args:
        train_seconds: How long the arena's agent learns, from a trained one on.
        theme: The app's colours.
        only: Take these pictures alone, by name.
    """
    with tempfile.TemporaryDirectory() as home:
        folders = Folders(Path(home), Path(home), Path(home))
        take_the_lecture(folders.config)
        app = App(Options(size=(1280, 800), theme=theme, lang="en", headless=True), folders=folders)
        try:
            wait_until_ready(app)
            for name in only or PICTURES:
                take(app, name, train_seconds)
        finally:
            app.close()


if __name__ == "__main__":
    tyro.cli(main)
