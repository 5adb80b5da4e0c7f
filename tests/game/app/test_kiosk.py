from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from game.app import kiosk as module
from game.lecture import tour as tour_module
from game.lecture.route_file import read_route
from game.lecture.tour import LEAST, LETTERS, MOST, PART, story
from game.ui.assets import ROOT
from game.ui.settings import Folders
from game.ui.style import TYPE
from tests.game.conftest import Driver

Open = Callable[..., Driver]
IDLE = 10.0
LONG_FRAME = 0.25
"""The longest frame that counts in full."""
FEW = ("title", "convolution", "sobel", "recommendations", "rain")


def wait(driver: Driver, seconds: float) -> None:
    driver.frames(round(seconds / LONG_FRAME), LONG_FRAME)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute alone is soon over, and the story is short; the scene of one of its stops does not exist."""
    monkeypatch.setattr(module, "IDLE", IDLE)
    whole = {stop.id: (stop, seconds) for stop, seconds in story(read_route(ROOT / "lecture"))}
    stop, seconds = whole["recommendations"]
    whole[stop.id] = replace(stop, link="later/nothing", meanwhile=""), seconds
    monkeypatch.setattr(tour_module, "story", lambda route: tuple(whole[name] for name in FEW))


@pytest.fixture
def kiosk(hasty: None, open_app: Open) -> Driver:
    return open_app("lecture", kiosk=True)


def told(driver: Driver) -> str:
    stop = driver.app.kiosk.tour.stop
    return stop.id if stop is not None else ""


def go_on_to(driver: Driver, stop: str) -> None:
    for _ in range(2000):
        if told(driver) == stop:
            return
        driver.frames(1, LONG_FRAME)
    pytest.fail(f"{stop} is never told")


def test_every_part_with_scenes_is_told_in_two_minutes() -> None:
    route = read_route(ROOT / "lecture")
    told = story(route)
    for part in route.parts[:4]:
        seconds = [each for stop, each in told if stop in part.stops]
        assert 4 <= len(seconds) <= 6, part.id
        assert all(LEAST <= each <= MOST for each in seconds)
        assert 0.8 * PART <= sum(seconds) <= 1.05 * PART


def test_the_stops_are_told_in_turn_without_those_that_come_later(kiosk: Driver) -> None:
    assert kiosk.app.kiosk.playing
    tour = kiosk.app.kiosk.tour
    tour._story = tuple((stop, seconds / 5) for stop, seconds in tour._story)
    seen = [told(kiosk)]
    links = []
    for _ in range(4 * 22):
        kiosk.frames(1, LONG_FRAME)
        if told(kiosk) != seen[-1]:
            seen.append(told(kiosk))
            links.append(str(kiosk.scene.link()))
    assert seen[:5] == ["title", "convolution", "sobel", "rain", "title"]
    assert links[0].startswith("convolution/microscope")
    assert links[1] == "convolution/draw?kernel=sobel-horizontal"


def test_the_answer_comes_after_the_question(kiosk: Driver) -> None:
    go_on_to(kiosk, "sobel")
    assert not kiosk.app.kiosk.tour.revealed
    before = kiosk.picture()
    wait(kiosk, MOST / 2)
    assert kiosk.app.kiosk.tour.revealed
    assert (kiosk.picture() != before).any()


def test_scenes_play_themselves_where_the_route_says_so(kiosk: Driver) -> None:
    go_on_to(kiosk, "convolution")
    wait(kiosk, 3)
    assert kiosk.scene.tab.session.playing
    go_on_to(kiosk, "sobel")
    before = kiosk.scene.bench.painting.array()
    wait(kiosk, 3)
    assert (kiosk.scene.bench.painting.array() == before).all()


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_captions_are_large_and_never_cut(
    size: tuple[int, int], lang: str, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app("lecture", kiosk=True, size=size, lang=lang)
    tour, ctx = driver.app.kiosk.tour, driver.app.context()
    style = tour._style(ctx, size[1])
    assert style.px(TYPE["body"]) >= LETTERS * size[1]
    screen = pygame.Surface(size)
    cut_texts.clear()
    for stop, _ in story(read_route(ROOT / "lecture")):
        for revealed in (False, True):
            tour.stop, tour.revealed = stop, revealed
            tour.draw(screen, ctx)
    assert not cut_texts
    assert ctx.area.y == tour.height(ctx, size)
    assert ctx.area.height >= 0.6 * size[1]


@pytest.mark.parametrize("touch", ["key", "mouse", "movement"])
def test_the_first_touch_hands_over_the_scene_as_it_is(touch: str, kiosk: Driver) -> None:
    go_on_to(kiosk, "convolution")
    wait(kiosk, 4)
    scene, app = kiosk.scene, kiosk.app
    done = scene.tab.session.done
    assert done
    if touch == "key":
        kiosk.tap(pygame.K_2)
    elif touch == "mouse":
        kiosk.down((300, 300))
        kiosk.up((300, 300))
    else:
        kiosk.move((300, 300))
    kiosk.frames(2)
    assert not app.kiosk.playing
    assert app.scene is scene
    assert scene.tab.session.done >= done, "it is where the story had brought it"
    assert app.lecture.session.on, "the bar tells what this is"
    assert app.lecture.session.stop.id == "convolution"
    assert app.t("kiosk.yours") in kiosk.toasts
    assert scene.ctx.area.y == app.style.bar + app._card
    wait(kiosk, IDLE / 2)
    kiosk.tap(pygame.K_UP)
    wait(kiosk, IDLE / 2 + 1)
    assert not app.kiosk.playing, "the seconds begin again with every touch"


def test_who_leans_on_the_table_gets_nothing(kiosk: Driver) -> None:
    x, y = pygame.mouse.get_pos()
    kiosk.post(pygame.MOUSEMOTION, pos=(x + 2, y), rel=(2, 0), buttons=(0, 0, 0))
    assert kiosk.app.kiosk.playing


def test_the_next_visitor_finds_no_trace(kiosk: Driver) -> None:
    app = kiosk.app
    go_on_to(kiosk, "sobel")
    before = app.scene
    kiosk.tap(pygame.K_SPACE)
    kiosk.frames(2)
    app.lecture.next()
    app.lecture.vote(1)
    kiosk.scene.bench.painting.clear()
    app.change(language="ru", theme="light")
    kiosk.click(kiosk.scene.tab.output.center)
    app.lecture.open_stop("rain")
    kiosk.frames(3)
    kiosk.tap(pygame.K_F1)
    assert app.dialog_open
    assert list(app.lecture.notebook._kept.folder.glob("stop-*"))
    wait(kiosk, IDLE + 1)
    assert app.kiosk.playing
    assert told(kiosk) == "title"
    assert not app.dialog_open
    session = app.lecture.session
    assert not session.on
    assert (session.progress.seen, session.progress.answers, session.index) == ((), {}, 0)
    assert (app.settings.language, app.settings.theme) == ("en", "dark")
    assert not list(app.lecture.notebook._kept.folder.glob("stop-*"))
    assert list(app.stage.scenes) == ["lecture"]
    go_on_to(kiosk, "sobel")
    assert app.scene is not before
    assert len({tuple(each) for each in app.scene.bench.painting.array()[::9, ::9].reshape(-1, 3)}) > 9


def test_nothing_is_written_into_the_users_folders(hasty: None, open_app: Open, folders: Folders) -> None:
    driver = open_app("lecture", kiosk=True)
    kept = driver.app.folders
    go_on_to(driver, "sobel")
    driver.tap(pygame.K_SPACE)
    driver.app.change(theme="light")
    driver.click(driver.scene.tab.output.center)
    driver.app.lecture.open_stop("rain")
    driver.frames(3)
    assert list(kept.data.rglob("stop-*"))
    driver.app.close()
    assert not [path for path in (folders.config, folders.pictures) if path.exists()]
    assert [path.suffix for path in folders.data.iterdir()] == [".lock"]
    assert not kept.data.exists()


@pytest.mark.parametrize(
    ("key", "mod"),
    [
        (pygame.K_q, pygame.KMOD_CTRL),
        (pygame.K_F10, 0),
        (pygame.K_F11, 0),
        (pygame.K_F12, 0),
        (pygame.K_F5, 0),
        (pygame.K_RETURN, pygame.KMOD_ALT),
    ],
)
def test_keys_that_are_not_a_visitors_do_nothing(key: int, mod: int, kiosk: Driver) -> None:
    kiosk.tap(pygame.K_SPACE)
    kiosk.tap(key, mod)
    kiosk.frames(2)
    assert kiosk.app.running
    assert not kiosk.app.dialog_open
    assert not kiosk.app.lecture.session.presenting
    assert not kiosk.app.settings.fullscreen
    assert not kiosk.has("#settings")
    assert not kiosk.app.folders.pictures.exists()


def test_there_are_no_files(kiosk: Driver, tmp_path: Path) -> None:
    kiosk.tap(pygame.K_SPACE)
    kiosk.app.lecture.notebook.ask_save(kiosk.app.context())
    kiosk.post(pygame.DROPFILE, file=str(tmp_path / "own.toml"))
    kiosk.frames(2)
    assert not kiosk.app.dialog_open
    assert kiosk.app.t("kiosk.no_files") in kiosk.toasts
    assert kiosk.app.lecture.problem is None


def test_the_arena_plays_itself_and_gives_the_sticks_back(
    hasty: None, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {stop.id: (stop, seconds) for stop, seconds in story(read_route(ROOT / "lecture"))}
    monkeypatch.setattr(tour_module, "story", lambda route: (whole["title"], whole["atari"]))
    driver = open_app("lecture", kiosk=True)
    go_on_to(driver, "atari")
    driver.frames(300)
    race = driver.scene.race
    assert race.begun
    assert race.human.game.frames > 200
    driver.tap(pygame.K_SPACE)
    driver.tap(pygame.K_SPACE)
    actions: list[int] = []
    step = race.human.game.step
    monkeypatch.setattr(race.human.game, "step", lambda action: actions.append(action) or step(action))
    driver.frames(100)
    assert set(actions) <= {race.spec.actions[0]}, "the person has the sticks again"


def test_a_scene_on_the_command_line_is_a_visitors_at_once(hasty: None, open_app: Open) -> None:
    driver = open_app("convolution", kiosk=True)
    wait(driver, IDLE - 2)
    assert driver.app.scene_id == "convolution"
    wait(driver, 4)
    assert told(driver) == "title"


def test_without_the_flag_nothing_plays_itself(open_app: Open) -> None:
    driver = open_app("convolution")
    before = driver.scene.bench.painting.array()
    wait(driver, IDLE + 12)
    assert driver.app.scene_id == "convolution"
    assert (driver.scene.bench.painting.array() == before).all()
