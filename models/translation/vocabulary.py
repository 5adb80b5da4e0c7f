"""The pieces of words that the networks read and write, of both languages together (sentencepiece)."""

from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final, Literal

import sentencepiece

from models.base.weights import ASSETS

Language = Literal["en", "ru"]

PAD, UNKNOWN, BEGIN, END = range(4)
"""Piece numbers with a meaning of their own; after them come the two languages."""
INTO: Final[dict[Language, int]] = {"en": 4, "ru": 5}
"""The piece before a sentence that says which language it shall be in."""

SHIPPED: Final = ASSETS / "translation" / "vocabulary.model"
"""The translator's; made by tools/prepare_translation.py."""


class Vocabulary:
    """Cuts texts into numbered pieces and joins them again."""

    def __init__(self, data: bytes) -> None:
        self._pieces = sentencepiece.SentencePieceProcessor(model_proto=data)

    def __len__(self) -> int:
        return int(self._pieces.vocab_size())

    def encode(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces."""
        return list(self._pieces.encode(text))

    def decode(self, numbers: Sequence[int]) -> str:
        """Return the text of pieces; those with a meaning of their own are left out."""
        return str(self._pieces.decode([number for number in numbers if number > max(INTO.values())]))

    def piece(self, number: int) -> str:
        """Return a piece as it is shown: "▁" stands for the blank before a word."""
        return str(self._pieces.id_to_piece(number))


def learn(texts: Iterable[str], size: int, *, lower_case: bool = False, coverage: float = 0.9998) -> bytes:
    """Find the pieces that texts are best cut into, by byte pair encoding (arXiv:1508.07909).

    Args:
        texts: In both languages.
        size: Pieces, those with a meaning of their own among them.
        lower_case: Whether capitals count as small letters, here and whenever a text is cut.
        coverage: Share of the texts' signs that have pieces; the rarest go without.
    """
    model = BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=model,
        vocab_size=size,
        model_type="bpe",
        character_coverage=coverage,
        normalization_rule_name="nfkc_cf" if lower_case else "identity",
        pad_id=PAD,
        unk_id=UNKNOWN,
        bos_id=BEGIN,
        eos_id=END,
        control_symbols=[f"<{language}>" for language in INTO],
        num_threads=1,
        minloglevel=2,
    )
    return model.getvalue()


@cache
def shipped() -> Vocabulary:
    """Return the vocabulary of the translator; an OSError says that it is missing."""
    return from_file(SHIPPED)


def from_file(path: Path) -> Vocabulary:
    """Return the vocabulary of a file."""
    return Vocabulary(path.read_bytes())
