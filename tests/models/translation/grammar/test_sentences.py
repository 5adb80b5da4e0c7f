"""The grammar's sentences are right in both languages."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from models.translation.grammar import forms
from models.translation.grammar.lexicon import OWN
from models.translation.grammar.phrases import pronoun, thing
from models.translation.grammar.sentences import Writer, be, past, present


def written(count: int, seed: int = 1) -> list[tuple[str, str]]:
    return list(islice(Writer(Random(seed)).pairs(), count))


def test_equal_seeds_write_equal_sentences_and_others_differ() -> None:
    assert written(20) == written(20)
    assert written(20) != written(20, seed=2)


def test_sentences_begin_large_end_with_a_mark_and_have_single_blanks() -> None:
    for pair in written(400):
        for text in pair:
            assert text[0] == text[0].upper()
            assert text[-1] in ".?!" or text in ("Once upon a time.", "Жили-были.")
            assert "  " not in text
            assert " ." not in text


def test_only_letters_of_its_own_language_stand_in_a_sentence() -> None:
    for en, ru in written(400):
        assert en.isascii()
        assert not any("a" <= letter <= "z" for letter in ru.lower())


@pytest.mark.parametrize(
    ("word", "case", "number", "form"),
    [
        ("сестра", "gen", "plur", "сестёр"),
        ("брат", "acc", "sing", "брата"),
        ("окно", "ins", "sing", "окном"),
        ("книга", "pre", "plur", "книгах"),
    ],
)
def test_nouns_are_declined(word: str, case: str, number: str, form: str) -> None:
    assert forms.noun(word, case, number) == form


def test_an_adjective_in_the_accusative_asks_whether_its_noun_is_alive() -> None:
    assert forms.adjective("старый", "acc", "masc", animate=True) == "старого"
    assert forms.adjective("старый", "acc", "masc", animate=False) == "старый"
    assert forms.adjective("старый", "acc", "femn", animate=False) == "старую"


def test_verbs_agree_with_their_subjects() -> None:
    she, they, i = pronoun("she"), pronoun("they"), pronoun("i")
    assert (past("читать", she), past("читать", they)) == ("читала", "читали")
    assert (present("писать", i), present("писать", they)) == ("пишу", "пишут")
    assert (present("быть", i), present("быть", she)) == ("буду", "будет")
    assert (be(i, "now"), be(they, "past"), be(she, "past")) == ("am", "were", "was")


def test_a_pronoun_after_a_preposition_begins_with_an_n() -> None:
    assert pronoun("he").ru("gen", True) == "него"
    assert pronoun("he").ru("gen", False) == "его"
    assert pronoun("we").ru("gen", True) == "нас"


def test_what_belongs_to_the_subject_is_its_own() -> None:
    for seed in range(30):
        hers = thing(Random(seed), OWN, "text", determiner="her", owner="she", plain=True)
        others = thing(Random(seed), OWN, "text", determiner="her", owner="he", plain=True)
        assert hers.ru("acc", False).split()[0] in ("свою", "своё", "свой")
        assert others.ru("acc", False).split()[0] == "её"


def test_a_form_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="no form"):
        forms.russian("или", "NOUN", "gent")
