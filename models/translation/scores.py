"""How near translations come to those of people: chrF and BLEU, as sacrebleu defines them."""

from collections.abc import Sequence
from typing import NamedTuple


class Scores(NamedTuple):
    """Both from 0 to 100."""

    chrf: float
    bleu: float


def score(translations: Sequence[str], references: Sequence[Sequence[str]]) -> Scores:
    """Score the translations of a set of sentences.

    Args:
        translations: One a sentence.
        references: For each sentence one or more good translations; "" stands for none.
    """
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    count = max(map(len, references))
    columns = [[(row[i] if i < len(row) else "") or row[0] for row in references] for i in range(count)]
    return Scores(*(metric.corpus_score(translations, columns).score for metric in (CHRF(), BLEU())))
