"""The comparison: three translators, what is marked, back-translation, the blind test and its task."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.scenes.translation.compare import requests
from game.scenes.translation.compare.requests import ROUNDS, deal, known_right, marked
from models.translation.rules import Direction
from models.translation.rules.telling import KINDS, telling
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "neural", lambda: None)


@pytest.fixture
def driver(open_app: Open) -> Driver:
    driver = open_app("menu", lang="en", size=(1280, 800))
    driver.app.go("translation/compare")
    driver.frames(3)
    return driver


def play(driver: Driver, *, right: bool) -> None:
    """Go through a blind test with all answers right, or all wrong."""
    session = driver.scene.tab.session
    for _ in range(ROUNDS):
        asked = session.blind.rounds[session.blind.number]
        driver.tap(pygame.K_LEFT if asked.rules_first == right else pygame.K_RIGHT)
        assert session.blind.told
        driver.tap(pygame.K_SPACE)
    assert session.blind.over
    driver.frames(2)


def test_three_translate_and_mistakes_are_marked(driver: Driver) -> None:
    words, rules, neural = driver.scene.tab.session.found.made
    assert rules.text == "I have a cat."
    assert rules.right == (4, 4)
    assert not any(wrong for _, wrong in rules.parts)
    assert words.text == "At I eat cat."
    assert [word for word, wrong in words.parts if wrong] == ["At", "eat"]
    assert neural.text is None, "there is no network, and that is said"
    assert rules.ms > 0


def test_the_network_joins_in_where_there_is_one(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "neural", lambda: lambda text, way: f"{way} {len(text)}")
    driver = open_app("menu", lang="en")
    driver.app.go("translation/compare")
    driver.frames(3)
    assert driver.scene.tab.session.found.made[2].text == "ru-en 18"
    assert {each.other for each in deal(3)} == {"neural"}


def test_every_kind_has_sentences_and_its_button_walks_through_them(driver: Driver) -> None:
    session = driver.scene.tab.session
    for kind in KINDS:
        mine = [each.source for each in telling() if each.kind == kind]
        assert len(mine) >= 4
        driver.press_button(f"#kind_{kind}")
        driver.frames(2)
        first = session.state.text
        assert first in mine
        assert session.found.right
        driver.press_button(f"#kind_{kind}")
        driver.frames(2)
        assert session.state.text in mine
        assert session.state.text != first
    driver.press_button("#undo")
    driver.frames(2)
    assert session.state.text == first


def test_back_translation_comes_at_a_click(driver: Driver) -> None:
    session = driver.scene.tab.session
    assert session.found.made[1].back == ""
    driver.press_button("#round_trip")
    driver.frames(2)
    assert session.found.made[1].back == "У меня есть кошка."


def test_marked_words_without_a_right_translation_are_the_unknown_ones() -> None:
    parts, score = marked("I see a blork.", "", ("blork",))
    assert [word for word, wrong in parts if wrong] == ["blork."]
    assert score is None
    assert known_right("У меня есть кошка", "ru-en") == "I have a cat."
    assert known_right("Ничего подобного нет", "ru-en") == ""


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_blind_test_has_ten_different_pairs_in_both_orders(seed: int) -> None:
    rounds = deal(seed)
    assert len(rounds) == ROUNDS
    assert len({each.source for each in rounds}) == ROUNDS
    assert {each.rules_first for each in rounds} == {True, False}
    assert all(each.first != each.second for each in rounds)
    assert deal(seed) == rounds


def test_seven_right_answers_in_a_blind_test_do_the_task(driver: Driver) -> None:
    done = driver.scene.task("blind-seven")
    session = driver.scene.tab.session
    assert not done()
    driver.press_button("#blind")
    driver.frames(3)
    play(driver, right=False)
    assert session.scores == [0]
    assert not done()
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    assert session.blind.answers == ()
    play(driver, right=True)
    assert session.scores[-1] == ROUNDS
    assert session.state.best == ROUNDS
    assert done()
    driver.tap(pygame.K_ESCAPE)
    driver.frames(2)
    assert session.blind is None


def test_a_click_on_a_card_answers(driver: Driver) -> None:
    driver.press_button("#blind")
    driver.frames(3)
    tab = driver.scene.tab
    driver.click(tab.view.cards[1].center)
    assert tab.session.blind.answers == (False,)
    driver.click(tab.view.cards[0].center)
    assert tab.session.blind.answers == (False,), "it has been answered"
    driver.press_button("#go_on")
    driver.frames(2)
    assert tab.session.blind.number == 1


@pytest.mark.parametrize("text", ["", "x" * 3000, "😀 \u202e", "שלום"])
def test_any_text_is_shown(driver: Driver, text: str) -> None:
    driver.scene.tab.session.write(text)
    driver.frames(3)
    assert driver.scene.tab.session.problem is None


def test_links_copy_and_attract(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    driver.app.go("translation/compare?text=I see a dog.")
    driver.frames(3)
    assert driver.scene.tab.session.found.made[1].text == "Я вижу собаку."
    shown = str(driver.scene.link())
    board = list[str]()
    monkeypatch.setattr("game.scenes.translation.compare.tab.write_text", board.append)
    driver.press_button("#copy")
    assert "Rules: Я вижу собаку." in board[0].splitlines()
    driver.scene.tab.attract(20.0)
    driver.frames(2)
    driver.app.go(shown)
    driver.frames(3)
    assert str(driver.scene.link()) == shown
    way: Direction = driver.scene.tab.session.way
    assert way == "en-ru"
    driver.app.go("translation/compare?blind=on")
    driver.frames(3)
    assert driver.scene.tab.session.blind is not None
