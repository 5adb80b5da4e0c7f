"""The rules into Russian, in the order in which they work."""

from __future__ import annotations

from models.translation.rules import russian_agreement as agreement
from models.translation.rules import russian_being as being
from models.translation.rules import russian_clauses as clauses
from models.translation.rules import russian_nouns as nouns
from models.translation.rules import russian_prepositions as prepositions
from models.translation.rules import russian_verbs as verbs
from models.translation.rules.describe import described
from models.translation.rules.words import Sentence


def _nothing(sentence: Sentence) -> None:
    """Done while the sentence is read."""


RULES = described(
    "en-ru",
    (
        ("context", _nothing),
        ("phrases", _nothing),
        ("names", nouns.transliterate),
        ("things", agreement.pronouns_of_things),
        ("degrees", agreement.degrees),
        ("articles", nouns.articles),
        ("plural", nouns.plural),
        ("age", being.ages),
        ("have", being.have),
        ("there", being.there),
        ("like", being.liking),
        ("need", being.needing),
        ("copula", being.copula),
        ("impersonal", being.impersonal_subject),
        ("modal", verbs.modals),
        ("helpers", verbs.helpers),
        ("alone", verbs.alone),
        ("aspect", verbs.perfect_aspect),
        ("negation", clauses.negation),
        ("twice", clauses.double_negation),
        ("subject", nouns.subjects),
        ("receiver", nouns.receivers),
        ("object", nouns.objects),
        ("owner", nouns.owners),
        ("of", nouns.belongings),
        ("preposition", prepositions.prepositions),
        ("compound", nouns.compounds),
        ("number", agreement.numerals),
        ("date", agreement.ordinals),
        ("own", agreement.own),
        ("relative", clauses.relatives),
        ("tense", verbs.tenses),
        ("verb", verbs.agree),
        ("passive", verbs.passives),
        ("predicate", being.predicates),
        ("adjective", agreement.agree),
        ("infinitive", clauses.infinitives),
        ("gerund", clauses.gerunds),
        ("request", clauses.imperatives),
        ("lets", clauses.lets),
        ("comma", clauses.commas),
    ),
)
