"""The tab of rules: typing, switches, senses, entries, links, tasks, undo, clipboard, what is remembered."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.ui.language import readable
from models.translation.rules.tokens import LONGEST
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open) -> Driver:
    driver = open_app("menu", lang="en", size=(1280, 800))
    driver.app.go("translation/rules")
    driver.frames(3)
    return driver


def text_of(driver: Driver) -> str:
    found = driver.scene.tab.session.found
    assert found is not None
    return str(found.translation.text)


def write(driver: Driver, text: str) -> None:
    """Write a sentence as a hand does, without its keys."""
    field = driver.widget("#sentence")
    field.set_text(readable(text)[:LONGEST])
    driver.app.ui.set_focus_set(field)
    driver.scene.tab.session.write(text)
    driver.frames(3)
    driver.app.ui.set_focus_set(None)
    driver.frames(2)


def click_on(driver: Driver, sheet: object, what: object) -> None:
    rect = next(rect for rect, value in sheet.places if value == what)  # type: ignore[attr-defined]
    room, offset = sheet.room, sheet.offset  # type: ignore[attr-defined]
    driver.click((room.x + rect.centerx, room.y + rect.centery - offset))
    driver.frames(2)


def test_a_sentence_is_translated_as_it_is_typed(driver: Driver) -> None:
    assert text_of(driver) == "I have a cat."
    field = driver.widget("#sentence")
    driver.click(field.rect.center)
    field.set_text("")
    for letter in "dogs sleep":
        driver.post(pygame.TEXTINPUT, text=letter)
    driver.frames(3)
    assert driver.scene.tab.session.state.text == "dogs sleep"
    assert text_of(driver) == "Собаки спят"


def test_a_click_switches_a_rule_and_its_light_goes_out(driver: Driver) -> None:
    tab = driver.scene.tab
    number = next(i for i, rule in enumerate(tab.session.rules) if rule.id == "en-have")
    tab.session.rule = number
    tab.view.show_rule()
    driver.frames(2)
    click_on(driver, tab.view.rules, ("rule", number))
    assert tab.session.state.off == ("en-have",)
    assert "have" not in text_of(driver)
    assert "en-have" not in tab.session.found.translation.fired
    driver.press_button("#undo")
    driver.frames(2)
    assert text_of(driver) == "I have a cat."
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    assert "have" not in text_of(driver)


def test_grammar_off_is_word_by_word(driver: Driver) -> None:
    driver.press_button("#grammar")
    driver.frames(2)
    assert text_of(driver) == driver.scene.tab.session.found.translation.word_by_word
    driver.press_button("#grammar")
    driver.frames(2)
    assert text_of(driver) == "I have a cat."


def test_all_rules_off_and_on_by_two_buttons(driver: Driver) -> None:
    driver.press_button("#all_off")
    driver.frames(2)
    assert driver.scene.tab.session.found.translation.fired == frozenset()
    driver.press_button("#all_on")
    driver.frames(2)
    assert text_of(driver) == "I have a cat."


def test_a_chosen_sense_changes_the_sentence_at_once_and_is_remembered(
    driver: Driver, open_app: Open
) -> None:
    write(driver, "Я вижу лук.")
    tab = driver.scene.tab
    click_on(driver, tab.view.pipeline, ("word", 2))
    assert tab.session.token.lemma == "лук"
    click_on(driver, tab.view.senses, ("sense", "bow"))
    assert text_of(driver) == "I see a bow."
    driver.app.close()
    again = open_app("translation", lang="en")
    again.frames(3)
    assert text_of(again) == "I see a bow."
    again.tap(pygame.K_s)


def test_an_entry_is_written_used_and_taken_out(driver: Driver) -> None:
    write(driver, "I see a blork.")
    tab = driver.scene.tab
    assert tab.session.found.translation.unknown == ("blork",)
    click_on(driver, tab.view.pipeline, ("word", 3))
    assert driver.widget("#entry_word").get_text() == "blork"
    driver.widget("#entry_translation").set_text("собака")
    driver.press_button("#add_entry")
    driver.frames(2)
    assert text_of(driver) == "Я вижу собаку."
    click_on(driver, tab.view.senses, ("remove", "собака"))
    assert "blork" in text_of(driver)
    driver.press_button("#add_entry")
    assert driver.toasts[-1] == driver.app.t("translation.add_what")


def test_rules_words_and_senses_by_keyboard(driver: Driver) -> None:
    session = driver.scene.tab.session
    driver.tap(pygame.K_DOWN)
    assert session.rule == 1
    driver.tap(pygame.K_SPACE)
    assert session.state.off == (session.rules[1].id,)
    driver.tap(pygame.K_UP)
    driver.tap(pygame.K_RIGHT)
    assert (session.rule, session.selected) == (0, 1)
    driver.tap(pygame.K_n)
    assert session.state.text != "У меня есть кошка."
    before = session.found.translation.text
    driver.tap(pygame.K_t)
    assert session.state.text == before


def test_copy_and_paste(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    board = ["The cat\n sleeps."]
    monkeypatch.setattr("game.scenes.translation.sentence.copied_text", lambda: board[-1])
    monkeypatch.setattr("game.scenes.translation.rules.tab.write_text", board.append)
    driver.tap(pygame.K_v, pygame.KMOD_CTRL)
    driver.frames(2)
    assert text_of(driver) == "Кошка спит."
    driver.tap(pygame.K_c, pygame.KMOD_CTRL)
    assert board[-1] == "Кошка спит."
    board.append("")
    driver.tap(pygame.K_v, pygame.KMOD_CTRL)
    assert driver.toasts[-1] == driver.app.t("translation.nothing_copied")


@pytest.mark.parametrize(
    "text", ["", "a " * 5000, "x" * 10_000, "😀🐈 \u202e cat", "שלום", "\0\x07", "<b>", "слово" * 300]
)
def test_any_text_is_shown(driver: Driver, text: str) -> None:
    write(driver, text)
    session = driver.scene.tab.session
    assert session.problem is None
    assert len(session.state.text) <= LONGEST
    assert session.cut == (len(text) > LONGEST)
    assert str(driver.scene.link())
    driver.frames(3)


def test_a_link_gives_sentence_and_switches(driver: Driver) -> None:
    driver.app.go("translation/rules?text=У меня есть кошка&off=en-have,en-article&grammar=on")
    driver.frames(5)
    assert driver.scene.tab.session.state.off == ("en-have", "en-article")
    tab = driver.scene.tab
    place = next(rect for rect, value in tab.view.rules.places if value == ("rule", tab.session.rule))
    assert tab.session.rules[tab.session.rule].id == "en-have"
    assert 0 <= place.top - tab.view.rules.offset <= tab.view.rules.room.height - place.height, (
        "it is in sight"
    )
    shown = str(driver.scene.link())
    driver.app.go("translation/rules")
    driver.frames(3)
    assert driver.scene.tab.session.state.off == ()
    driver.app.go(shown)
    driver.frames(3)
    assert str(driver.scene.link()) == shown


def test_an_error_is_told(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(request: object) -> None:
        raise RuntimeError("no such dictionary")

    session = driver.scene.tab.session
    monkeypatch.setattr(session._call, "_function", fail)
    before = driver.picture()
    write(driver, "cat")
    assert session.problem is not None
    driver.frames(2)
    assert (driver.picture() != before).any()


# ---------------------------------------------------------------------- tasks


def test_a_wrong_sentence_is_one_that_the_rules_do_better(driver: Driver) -> None:
    driver.app.go("translation/rules?grammar=off&text=У меня есть кошка")
    driver.frames(3)
    done = driver.scene.task("wrong-sentence")
    assert not done()
    driver.frames(60)
    assert not done(), "nobody has done anything"
    write(driver, "Кошка")
    assert not done(), "one word is right"
    write(driver, "Я читаю большие книги на работе по вечерам")
    assert not done(), "too long"
    write(driver, "Она читает книги")
    assert done()


def test_the_one_rule_is_the_one_that_was_off(driver: Driver) -> None:
    driver.app.go("translation/rules?grammar=on&text=У меня есть кошка&off=en-have")
    driver.frames(3)
    session = driver.scene.tab.session
    done = driver.scene.task("one-rule")
    assert not done()
    session.switch("en-year")
    driver.frames(2)
    session.switch("en-year")
    driver.frames(2)
    assert not done(), "another rule"
    session.switch("en-have")
    driver.frames(2)
    assert done()


def test_all_rules_at_once_are_not_the_one(driver: Driver) -> None:
    driver.app.go("translation/rules?text=У меня есть кошка&off=en-have,en-year")
    driver.frames(3)
    done = driver.scene.task("one-rule")
    driver.press_button("#all_on")
    driver.frames(2)
    assert not done()


def test_an_added_entry_has_to_change_two_sentences(driver: Driver) -> None:
    driver.app.go("translation/rules?text=Он на этом собаку съел")
    driver.frames(3)
    session = driver.scene.tab.session
    done = driver.scene.task("added-entry")
    assert not done()
    assert session.add("собака", "expert")
    driver.frames(2)
    assert not done(), "one sentence"
    write(driver, "Моя кошка спит.")
    assert not done(), "it is not in this one"
    write(driver, "Моя собака спит.")
    assert done()


def test_it_plays_by_itself_in_an_exhibition(driver: Driver) -> None:
    before = driver.scene.tab.session.state.text
    driver.scene.tab.attract(20.0)
    driver.frames(2)
    assert driver.scene.tab.session.state.text != before
