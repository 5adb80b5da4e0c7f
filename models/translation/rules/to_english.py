"""The rules into English, in the order in which they work."""

from __future__ import annotations

from models.translation.rules import english_being as being
from models.translation.rules import english_modals as modals
from models.translation.rules import english_nouns as nouns
from models.translation.rules import english_order as order
from models.translation.rules import english_prepositions as prepositions
from models.translation.rules import english_verbs as verbs
from models.translation.rules.describe import described
from models.translation.rules.words import Sentence


def _nothing(sentence: Sentence) -> None:
    """Done while the sentence is read."""


RULES = described(
    "ru-en",
    (
        ("context", _nothing),
        ("phrases", _nothing),
        ("names", nouns.transliterate),
        ("year", nouns.years),
        ("age", being.ages),
        ("call", being.calling),
        ("have", being.have),
        ("lack", being.lacking),
        ("like", being.liking),
        ("must", modals.objects_of),
        ("need", modals.needing),
        ("feel", being.feeling),
        ("copula", order.copula),
        ("there", order.there),
        ("omitted", order.omitted),
        ("degree", nouns.degrees),
        ("order", order.order),
        ("late", order.late),
        ("plural", nouns.plural),
        ("these", nouns.demonstratives),
        ("own", nouns.own),
        ("tense", verbs.tenses),
        ("verb", verbs.agreement),
        ("passive", verbs.passives),
        ("negation", verbs.negation),
        ("infinitive", verbs.infinitives),
        ("gerund", verbs.gerunds),
        ("relative", order.relatives),
        ("comma", order.whether),
        ("case", prepositions.cases),
        ("preposition", prepositions.prepositions),
        ("pronoun", nouns.pronouns),
        ("question", verbs.questions),
        ("article", nouns.articles),
    ),
)
