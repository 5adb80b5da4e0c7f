"""The whole lecture, stop by stop: links, presets, questions, tasks and texts, in every size and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pygame
import pytest
from pygame_gui.elements import UIButton

import agents.learning.trainer_process  # noqa: F401 - before a fixture puts a fake in the place of its base
from game.app.app import App
from game.lecture.desk import BUNDLED
from game.lecture.pages.years import ERRORS, NETWORKS_SINCE
from game.lecture.route import ANSWERS, Question, Route, Stop
from game.lecture.route_file import read_route
from game.lecture.session import HINT_SECONDS, LectureSession
from game.lecture.shell import LATER
from game.scenes.arena.address import ArenaOptions
from game.ui.links import Link
from game.ui.tabs import TabbedScene
from models.base.typed_fields import read_texts
from tests.game.conftest import Driver
from tests.game.scenes.generator.training import conftest as training

Open = Callable[..., Driver]

ROUTE = read_route(BUNDLED)
SAME = {("kernel", "box"): "box-3"}
"""Other words of a link for what the tab tells."""
TOLD_AS = {"vector": "latent"}

fake_trainer = training.fake_trainer
everywhere = pytest.mark.parametrize(
    ("size", "lang"),
    [(size, lang) for size in ((960, 600), (1280, 800), (1920, 1080)) for lang in ("ru", "en")],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",
)


def place(link: str) -> str:
    return link.partition("?")[0]


def shown_link(driver: Driver, stop: Stop) -> str:
    """Which of a stop's links is on the screen."""
    here = place(str(driver.scene.link()))
    links = [link for link in (stop.link, stop.meanwhile) if link and place(link) == here]
    assert links, f"{stop.id} shows {here}"
    return links[0]


def preset_differs(driver: Driver, link: str) -> list[str]:
    """What a link asks for and the screen does not tell."""
    scene = driver.scene
    asked, told = dict(Link.parse(link).query), dict(scene.link().query)
    if asked.pop("data", "portraits") != told.pop("data", "portraits"):
        return ["data"]
    options = scene.tab.opens_with if isinstance(scene, TabbedScene) else ArenaOptions
    wanted = {name: SAME.get((name, value), value) for name, value in asked.items() if name not in TOLD_AS}
    want, have = read_texts(wanted, options), read_texts(told, options)
    missing = [name for name in TOLD_AS if name in asked and TOLD_AS[name] not in told]
    fields = {name: name if hasattr(want, name) else f"{name}_" for name in wanted}
    return missing + [name for name, field in fields.items() if getattr(want, field) != getattr(have, field)]


@everywhere
def test_every_stop_opens_with_its_preset_and_nothing_is_cut(
    size: tuple[int, int],
    lang: str,
    open_app: Open,
    cut_texts: list[str],
    fake_trainer: training.FakeTrainer,
    one_console: None,
) -> None:
    driver = open_app("lecture", lang=lang, size=size)
    session = driver.app.lecture.session
    wrong: list[str] = []
    cut: dict[str, list[str]] = {}
    for stop in ROUTE.stops:
        session.open(stop.id)
        driver.frames(3)
        assert not session.done, stop.id
        link = shown_link(driver, stop)
        if differs := preset_differs(driver, link):
            wrong.append(f"{stop.id}: {link} shows {driver.scene.link()}: {differs}")
        if stop.task is not None and not stop.task.check.startswith(ANSWERS) and link == stop.link:
            try:
                if driver.scene.task(stop.task.check)():
                    wrong.append(f"{stop.id}: its task is done before anything was done")
            except KeyError:
                wrong.append(f"{stop.id}: no task {stop.task.check}")
        if stop.question is not None and stop.question.reveal_link:
            session.give(stop.question.number or 0)
            driver.frames(3)
            if differs := preset_differs(driver, stop.question.reveal_link):
                wrong.append(f"{stop.id}: its answer shows {driver.scene.link()}: {differs}")
        if cut_texts:
            cut[stop.id] = sorted(set(cut_texts))
            cut_texts.clear()
    assert (wrong, cut) == ([], {})


POINTED = [stop for stop in ROUTE.stops if stop.question is not None and stop.question.place]


@everywhere
def test_a_place_is_found_by_a_click_on_it_and_by_no_other(
    size: tuple[int, int], lang: str, open_app: Open
) -> None:
    driver = open_app("lecture", lang=lang, size=size)
    session = driver.app.lecture.session
    assert {stop.id for stop in POINTED} >= {"years", "formula"}
    for stop in POINTED:
        assert stop.question is not None
        for hit in (False, True):
            session.open(stop.id)
            driver.frames(3)
            area = driver.app.context().area
            spot = driver.scene.landmarks()[stop.question.place]
            assert area.contains(spot), f"{stop.id}: {spot} is not in {area}"
            assert spot.width * spot.height < area.width * area.height / 3, "one may miss it"
            driver.tap(pygame.K_PAGEDOWN)
            at = spot.center if hit else (area.right - 3, area.bottom - 3)
            driver.click(at)
            assert session.mark is not None, stop.id
            driver.tap(pygame.K_PAGEDOWN)
            driver.frames(3)
            assert session.phase == "reveal"
            assert session.right is hit, stop.id
            assert driver.scene.landmarks()[stop.question.place].collidepoint(spot.center)


@everywhere
@pytest.mark.parametrize("presenting", [False, True], ids=["alone", "presenting"])
@pytest.mark.parametrize("folded", [False, True], ids=["open", "folded"])
def test_nothing_of_a_scene_lies_in_the_lectures_line(
    size: tuple[int, int], lang: str, presenting: bool, folded: bool, one_console: None, open_app: Open
) -> None:
    driver = open_app("lecture", lang=lang, size=size)
    lecture = driver.app.lecture
    lecture.session.folded = folded
    lecture.begin(presenting=presenting)
    for link in ("arena/alongside?game=pong", "arena/against?game=pong", "inpainting/repair", "generator"):
        driver.app.go(link)
        driver.frames(4)
        assert lecture.bar.ui is not None
        line = [each for each in lecture.bar.ui.get_sprite_group().sprites() if each.rect.width]
        room = lecture.bar._headline
        for widget in driver.widgets():
            if widget.rect.size != driver.app.screen.get_size():
                assert not widget.rect.colliderect(room), f"{link}: {widget.object_ids} on the headline"
                hit = widget.rect.collidelist([each.rect for each in line if isinstance(each, UIButton)])
                assert hit < 0, f"{link}: {widget.object_ids}"


def test_the_year_of_the_first_network_is_that_of_the_chart() -> None:
    drop = {year: ERRORS[year - 1] - ERRORS[year] for year in list(ERRORS)[1:]}
    assert max(drop, key=lambda year: drop[year]) == NETWORKS_SINCE


# ---------------------------------------------------------------------- the card


@pytest.fixture
def on_stills(open_app: Open) -> Callable[..., tuple[App, LectureSession, Driver]]:
    """Opens the app on the same stops, which all show a still."""

    def start(**options: object) -> tuple[App, LectureSession, Driver]:
        driver = open_app("lecture", load=False, **options)
        parts = tuple(replace(part, stops=tuple(_still(stop) for stop in part.stops)) for part in ROUTE.parts)
        session = driver.app.lecture.session
        session.take_route(Route(parts))
        driver.app.lecture.begin()
        driver.frames(2)
        return driver.app, session, driver

    return start


def _still(stop: Stop) -> Stop:
    question = stop.question and replace(stop.question, reveal_link="")
    return replace(stop, link=LATER, meanwhile="", question=question)


def faces(session: LectureSession, stop: Stop) -> Iterator[str]:
    """Bring a stop's card into all its states."""
    session.open(stop.id)
    yield "text"
    if stop.question is not None:
        session.next()
        yield "question"
        for choice in range(1, len(session.votes) + 1):
            session.vote(choice, 20)
        session.give(1.0)
        yield "reveal"
    if stop.task is not None and not session.presenting:
        session.seconds = HINT_SECONDS + 1
        yield "hint is due"
        session.show_hint()
        yield "hint"
        session._keep(done=(stop.id,))
        yield "done"


@everywhere
@pytest.mark.parametrize("presenting", [False, True], ids=["alone", "presenting"])
def test_the_card_has_room_for_every_text(
    size: tuple[int, int],
    lang: str,
    presenting: bool,
    on_stills: Callable[..., tuple[App, LectureSession, Driver]],
    cut_texts: list[str],
) -> None:
    app, session, driver = on_stills(lang=lang, size=size)
    if presenting:
        app.lecture.toggle_presenting()
    driver.frames(2)
    bar = app.lecture.bar
    for stop in session.route.stops:
        for face in faces(session, stop):
            bar.refresh()
            app.lecture.draw(app.screen)
            assert not cut_texts, f"{stop.id}, {face}"
            assert bar.card.rect is not None
            assert bar.card.rect.bottom <= driver.scene.ctx.area.y, "the card covers the scene"


# ---------------------------------------------------------------------- questions


def answers(question: Question) -> Iterator[tuple[float, bool | None]]:
    """Answers that can be given, with what they are worth."""
    if question.number is not None:
        yield question.number, True
        yield question.number + 1 + question.within, False
        return
    for choice in range(1, len(question.choices("ru")) + 1):
        yield choice, choice in question.right if question.right else None


def test_every_question_is_asked_answered_and_revealed(
    on_stills: Callable[..., tuple[App, LectureSession, Driver]],
) -> None:
    _, session, driver = on_stills()
    for stop in session.route.stops:
        session.open(stop.id)
        driver.frames()
        assert session.phase == "text"
        if stop.question is None:
            continue
        for answer, right in answers(stop.question):
            session.open(stop.id)
            driver.press(pygame.K_PAGEDOWN)
            driver.release(pygame.K_PAGEDOWN)
            assert session.phase == "question"
            if stop.question.number is not None:
                write(driver, answer)
            else:
                driver.press(pygame.K_0 + int(answer))
            assert session.phase == "reveal", stop.id
            assert session.answer == answer
            assert session.right is right
        assert (stop.id in session.progress.right) is (
            stop.question.number is not None or bool(right_ones(stop))
        )


def right_ones(stop: Stop) -> tuple[int, ...]:
    return stop.question.right if stop.question is not None else ()


def write(driver: Driver, number: float) -> None:
    """Type a number, and press Enter."""
    for letter in f"{number:g}":
        driver.press(pygame.key.key_code(letter), unicode=letter)
    driver.press(pygame.K_RETURN)


# ---------------------------------------------------------------------- the texts

LONGEST = {"headline": 60, "text": 260, "ask": 110, "reveal": 260, "do": 140, "hint": 200}


def texts(stop: Stop) -> Iterator[tuple[str, object]]:
    for name in ("headline", "text", "notes"):
        yield name, getattr(stop, name)
    for owner, names in ((stop.question, ("ask", "reveal")), (stop.task, ("do", "hint"))):
        for name in names if owner is not None else ():
            yield name, getattr(owner, name)


def test_every_slide_has_its_stop_in_the_order_of_the_slides() -> None:
    shown = [number for stop in ROUTE.stops for number in stop.slide_numbers()]
    assert sorted(set(shown)) == list(range(1, 63))
    assert shown == sorted(shown)
    assert len({stop.id for stop in ROUTE.stops}) == len(ROUTE.stops)
    assert 60 <= sum(stop.minutes for stop in ROUTE.stops) <= 180


@pytest.mark.parametrize("stop", ROUTE.stops, ids=lambda stop: stop.id)
def test_texts_are_there_in_both_languages_and_short(stop: Stop) -> None:
    assert stop.minutes > 0
    for name, text in texts(stop):
        for language in ("ru", "en"):
            words = getattr(text, language)
            assert words.strip() == words != "", (name, language)
            assert len(words) <= LONGEST.get(name, 600), (name, language)
    if stop.question is not None:
        choices = stop.question.choices
        assert len(choices.ru) == len(choices.en)
        assert all(0 < len(each) <= 34 for each in (*choices.ru, *choices.en))
        if stop.question.reveal_link:
            assert place(stop.question.reveal_link) == place(stop.link)


def test_every_stop_but_the_last_leads_on(
    on_stills: Callable[..., tuple[App, LectureSession, Driver]],
) -> None:
    _, session, driver = on_stills()
    seen = [(session.index, session.phase)]
    while session.coming:
        driver.press(pygame.K_PAGEDOWN)
        driver.release(pygame.K_PAGEDOWN)
        seen.append((session.index, session.phase))
    assert seen[-1][0] == len(ROUTE.stops) - 1
    assert seen == sorted(seen, key=lambda step: (step[0], ("text", "question", "reveal").index(step[1])))
    assert set(session.progress.seen) == {stop.id for stop in ROUTE.stops}
    back = [seen[-1]]
    while session.index or session.phase != "text":
        driver.press(pygame.K_PAGEUP)
        driver.release(pygame.K_PAGEUP)
        back.append((session.index, session.phase))
    assert back == seen[::-1]
