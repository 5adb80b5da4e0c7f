"""The rules: graded sentences come out right, each rule is needed, and nothing ends the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.translation.rules import Dictionary, Direction, Rule, direction_of, rules, translate
from models.translation.rules.tokens import LONGEST
from models.translation.rules.words import DIRECTIONS

GRADED = [line.split("\t") for line in (Path(__file__).parent / "graded.tsv").read_text("utf-8").splitlines()]
WITH_EXAMPLE = [rule for direction in DIRECTIONS for rule in rules(direction) if rule.example]


@pytest.mark.parametrize(("level", "direction", "source", "right"), GRADED, ids=[row[2] for row in GRADED])
def test_a_graded_sentence_comes_out_right(level: str, direction: Direction, source: str, right: str) -> None:
    assert translate(source, direction).text == right


def test_there_are_forty_graded_sentences_both_ways() -> None:
    assert len(GRADED) == 40
    assert {row[1] for row in GRADED} == set(DIRECTIONS)


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.id)
def test_a_rule_is_needed_for_its_example(rule: Rule) -> None:
    with_it = translate(rule.example, rule.direction)
    assert with_it.text == rule.right
    without = translate(rule.example, rule.direction, off={rule.id})
    assert without.text != rule.right
    assert rule.id not in without.fired


def test_every_rule_has_an_example() -> None:
    assert [rule.id for direction in DIRECTIONS for rule in rules(direction) if not rule.example] == []


def test_steps_lead_from_word_by_word_to_the_translation() -> None:
    found = translate("У меня есть кошка.", "ru-en")
    assert found.text == "I have a cat."
    assert found.steps[0].before == found.word_by_word
    assert found.steps[-1].after == found.text
    for one, other in zip(found.steps, found.steps[1:], strict=False):
        assert one.after == other.before
        assert one.before != one.after
    assert {"en-have", "en-article"} <= found.fired


def test_without_grammar_every_word_is_translated_by_itself() -> None:
    found = translate("У меня есть кошка.", "ru-en", grammar=False)
    assert found.text.split()[-1] == "cat."
    assert "have" not in found.text
    assert found.steps == ()


def test_tokens_show_all_senses_and_the_chosen_one() -> None:
    found = translate("Я вижу лук.", "ru-en")
    bow = found.tokens[2]
    assert {sense.word for sense in bow.senses} >= {"onion", "bow"}
    assert bow.senses[bow.chosen].word in found.text


def test_a_chosen_sense_changes_the_sentence() -> None:
    dictionary = Dictionary(chosen=(("ru-en", "лук", "bow"),))
    assert translate("Я вижу лук.", "ru-en").text == "I see an onion."
    assert translate("Я вижу лук.", "ru-en", dictionary=dictionary).text == "I see a bow."


def test_a_users_entry_comes_first_and_is_inflected() -> None:
    dictionary = Dictionary(
        own=(("en-ru", "blork", "собака", "noun"), ("ru-en", "съесть собаку", "be an old hand", "verb"))
    )
    assert translate("I see a blork.", "en-ru", dictionary=dictionary).text == "Я вижу собаку."
    assert (
        translate("Она съест собаку.", "ru-en").text
        != translate("Она съест собаку.", "ru-en", dictionary=dictionary).text
    )


def test_unknown_words_stay_and_are_marked() -> None:
    found = translate("I see a glorptz.", "en-ru")
    assert "glorptz" in found.text
    assert found.unknown == ("glorptz",)
    assert [token.text for token in found.tokens if not token.known] == ["glorptz"]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", ".", "?!", "…", "\n\n", "\0", "a" * 10_000, "слово " * 3000, "A dog sees a cat. " * 500,
        "😀🐈‍⬛", "I ❤️ you 😀", "שלום עולם", "مرحبا بالعالم", "\u202eabc", "<b>dog</b> & 'cat'",
        "1,000,000.50 %", "don't won't 's n't", "- - -", "не", "to", "и и и и", "of of of", "who who",
        "'s", "не не не нет", "есть есть", "был была", "的猫", "ё́й", "у у у",
    ],
)  # fmt: skip
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("grammar", [True, False])
def test_any_text_gets_an_answer(text: str, direction: Direction, grammar: bool) -> None:
    found = translate(text, direction, grammar=grammar)
    assert isinstance(found.text, str)
    assert len(found.source) <= LONGEST


def test_every_rule_alone_and_every_rule_missing_gets_an_answer() -> None:
    for direction, text in (
        (
            "en-ru",
            "There are two old friends of my brother's who have never been reading books to you, have they?",
        ),
        (
            "ru-en",
            "У моей сестры не было новых книг, которые ей нравятся, но мне нужно прочитать самую большую.",
        ),
    ):
        ids = [rule.id for rule in rules(direction)]
        for one in ids:
            assert translate(text, direction, off={one}).text
            assert translate(text, direction, off=set(ids) - {one}).text


def test_the_letters_tell_the_direction() -> None:
    assert direction_of("У меня есть cat") == "ru-en"
    assert direction_of("I have a cat") == "en-ru"


def test_rules_say_what_they_do_in_both_languages() -> None:
    for direction in DIRECTIONS:
        for rule in rules(direction):
            assert rule.says("ru") != rule.says("en")
            assert rule.says("ru").endswith(".")
            assert rule.says("en").endswith(".")
