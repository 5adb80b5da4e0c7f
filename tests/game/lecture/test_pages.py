"""The lecture's own pages: the start with its map, search and cards, the chart, the summary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from game.lecture.pages.shared import matches
from game.lecture.pages.years import ERRORS
from game.scenes import SCENES
from tests.game.conftest import Driver

Open = Callable[..., Driver]


def squares(driver: Driver) -> list[pygame.Rect]:
    return driver.scene.tab._map._squares  # type: ignore[no-any-return]


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_every_stop_has_a_square_that_opens_it(
    size: tuple[int, int], lang: str, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app("lecture", lang=lang, size=size, load=False)
    session = driver.app.lecture.session
    places = squares(driver)
    assert len(places) == len(session.route.stops)
    for number, place in enumerate(places):
        assert driver.scene.ctx.area.contains(place)
        assert place.width >= 14
        assert place.collidelist(places[:number]) == -1
    assert not cut_texts
    driver.click(places[4].center)
    assert session.on
    assert session.index == 4


def test_the_square_under_the_pointer_is_told_about(open_app: Open) -> None:
    driver = open_app("lecture", load=False)
    before = driver.picture()
    about = driver.scene.tab._about
    driver.move(squares(driver)[7].center)
    driver.frames(2)
    part = (slice(about.y, about.bottom), slice(about.x, about.right))
    assert (driver.picture()[part] != before[part]).any()


def test_arrows_walk_the_map_and_enter_opens(open_app: Open) -> None:
    driver = open_app("lecture", load=False)
    for key in (pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_LEFT):
        driver.tap(key)
    driver.tap(pygame.K_RETURN)
    assert driver.app.lecture.session.index == 1
    assert driver.app.lecture.session.on


def test_what_was_seen_is_marked_and_gone_on_with(open_app: Open) -> None:
    driver = open_app("lecture", load=False)
    driver.click(squares(driver)[2].center)
    driver.frames(2)
    driver.app.go("lecture/start")
    driver.frames(3)
    assert not driver.app.lecture.session.on, "the start ends the lecture"
    assert driver.app.lecture.session.progress.seen
    driver.press_button("#begin")
    driver.frames(2)
    assert driver.app.lecture.session.index == 2


def test_the_search_finds_stops_by_their_words(open_app: Open) -> None:
    driver = open_app("lecture", lang="en", load=False)
    session = driver.app.lecture.session
    wanted = next(i for i, stop in enumerate(session.route.stops) if "Sobel" in stop.headline("en"))
    driver.tap(pygame.K_f, pygame.KMOD_CTRL)
    assert driver.app.commands.typing
    for letter in "sobel":
        driver.post(pygame.KEYDOWN, key=pygame.key.key_code(letter), mod=0, unicode=letter, scancode=0)
        driver.post(pygame.TEXTINPUT, text=letter)
    driver.frames(2)
    found = driver.scene.tab._found
    assert found
    assert found[0][1] == wanted
    driver.click(found[0][0].center)
    assert session.index == wanted
    assert session.on


def test_escape_ends_the_search(open_app: Open) -> None:
    driver = open_app("lecture", lang="en", load=False)
    driver.scene.tab._query = "no such thing"
    driver.scene.tab.rebuild()
    driver.frames(2)
    assert not driver.scene.tab._found
    driver.tap(pygame.K_ESCAPE)
    assert driver.scene.tab._query == ""
    assert driver.app.running


def test_words_match_without_regard_to_capitals_and_yo() -> None:
    assert matches(["СВЕРТКА", "ядро"], "Свёртка", "Маленькое ядро")
    assert not matches(["свёртка", "дождь"], "Свёртка", "Маленькое ядро")


@pytest.mark.parametrize("count", [4, 6, 9])
@pytest.mark.parametrize("size", [(1920, 1080), (1280, 800), (960, 600)])
def test_there_is_room_for_nine_cards(
    count: int, size: tuple[int, int], open_app: Open, cut_texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = tuple(spec.id for spec in (SCENES * 3)[:count])
    driver = open_app("lecture", lang="ru", size=size, load=False)
    monkeypatch.setattr(driver.app.lecture._workshops, "ids", ids)
    driver.scene.tab.rebuild()
    driver.frames(2)
    cards = [made.rect for made in driver.scene.tab._buttons]
    assert len(cards) == count
    for number, card in enumerate(cards):
        assert driver.scene.ctx.area.contains(card)
        assert card.collidelist(cards[:number]) == -1
    for picture in driver.scene.tab._pictures.values():
        assert picture.height >= 0.3 * picture.width, "no strip"
        assert picture.width >= 60
    assert not cut_texts


def test_the_errors_of_imagenet_fall_below_a_humans() -> None:
    assert list(ERRORS) == list(range(2010, 2018))
    assert list(ERRORS.values()) == sorted(ERRORS.values(), reverse=True)


def test_the_summary_counts_what_was_seen(open_app: Open) -> None:
    driver = open_app("lecture", load=False)
    driver.app.go("lecture/summary")
    driver.frames(2)
    driver.click(driver.scene.tab._map._squares[0].center)
    assert driver.app.lecture.session.index == 0
    assert driver.app.lecture.session.on


def test_a_lecturers_own_picture_is_shown(open_app: Open, tmp_path: Path) -> None:
    picture = pygame.Surface((40, 30))
    picture.fill((200, 30, 40))
    pygame.image.save(picture, tmp_path / "mine.png")
    (tmp_path / "own.toml").write_text(
        '[part]\nid="own"\ntitle.en="Own"\n[[stop]]\nid="mine"\nheadline.en="Mine"\npicture="mine.png"\n'
    )
    driver = open_app("lecture", load=False, route=tmp_path / "own.toml")
    assert driver.app.lecture.problem is None
    driver.tap(pygame.K_PAGEDOWN)
    driver.frames(3)
    assert (driver.picture() == (200, 30, 40)).all(axis=2).sum() > 10_000
