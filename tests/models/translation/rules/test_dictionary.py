"""The dictionary: both directions, order, a user's entries, forms of both languages."""

from __future__ import annotations

import pytest

from models.translation.rules import Dictionary, Direction, english, russian
from models.translation.rules.dictionary import kind_of, shipped
from models.translation.rules.names import to_english, to_russian
from models.translation.rules.telling import KINDS, telling
from models.translation.rules.tokens import join, sentences, tokens


def test_both_directions_have_words_in_use_and_closed_classes() -> None:
    assert len(shipped("en-ru")) > 20_000
    assert len(shipped("ru-en")) > 30_000
    ways: tuple[tuple[Direction, str], ...] = (
        ("en-ru", "cat the and to never who"),
        ("ru-en", "кошка это и в никогда мочь кто"),
    )
    for direction, words in ways:
        for word in words.split():
            assert shipped(direction).get(word), word


def test_a_users_entry_and_a_chosen_sense_stand_first() -> None:
    plain = Dictionary().find("ru-en", "лук")
    assert [sense.word for sense in plain[:2]] == ["onion", "bow"]
    assert Dictionary(chosen=(("ru-en", "лук", "bow"),)).find("ru-en", "лук")[0].word == "bow"
    own = Dictionary(own=(("ru-en", "лук", "leek", "noun"),)).find("ru-en", "лук")
    assert (own[0].word, own[0].own) == ("leek", True)
    assert own[1:] == plain


@pytest.mark.parametrize(
    ("direction", "word", "translation", "kind"),
    [
        ("en-ru", "blork", "собака", "noun"),
        ("en-ru", "blork", "читать", "verb"),
        ("ru-en", "красивый", "pretty", "adj"),
        ("ru-en", "вешать нос", "despair", "verb"),
        ("en-ru", "day", "белый день", "noun"),
        ("ru-en", "на этом собаку съел", "is an old hand at it", "adv"),
        ("en-ru", "x", "", "noun"),
    ],
)
def test_an_entry_knows_its_part_of_speech(
    direction: Direction, word: str, translation: str, kind: str
) -> None:
    assert kind_of(direction, word, translation) == kind


def test_russian_forms() -> None:
    features = {"case": "accs", "number": "sing", "gender": "femn"}
    assert russian.inflect("большой", "adj", features) == "большую"
    assert russian.inflect("почтовая марка", "noun", {"case": "gent", "number": "plur"}) == "почтовых марок"
    assert russian.inflect("сад", "noun", {"case": "loct", "number": "sing", "place": "yes"}) == "саду"
    future = {"tense": "futr", "person": "1per", "number": "sing"}
    assert russian.inflect("читать", "verb", future) == "буду читать"
    assert russian.inflect("прочитать", "verb", future) == "прочитаю"
    assert russian.with_aspect("находить", True) == "найти"
    assert not russian.is_perfective("находить")


def test_english_forms() -> None:
    assert english.form("look for", "VBD") == "looked for"
    assert english.form("child", "NNS") == "children"
    assert english.split("don't") == ("do", "not")
    assert english.split("brother's") == ("brother", "'s")


def test_names_go_there_and_back() -> None:
    for name in ("Иван", "Наташа", "Пётр", "Кремль"):
        assert to_russian(to_english(name)) == name
    assert to_russian("Fred") == "Фред"
    assert to_english("Щука") == "Shchuka"


def test_tokens_and_sentences() -> None:
    assert tokens("It's 3.5, isn't it?") == ["It's", "3.5", ",", "isn't", "it", "?"]
    assert sentences("Мы на ул. Ленина. Она спит! Да") == ["Мы на ул. Ленина.", "Она спит!", "Да"]
    assert join(["он", ",", "«", "да", "»", "!"]) == "Он, «да»!"


def test_telling_sentences_are_of_known_kinds_in_both_directions() -> None:
    assert {each.kind for each in telling()} == set(KINDS)
    assert {each.way for each in telling()} == {"en-ru", "ru-en"}
    assert len({each.source for each in telling()}) == len(telling())
