"""Text to tokens and back."""

from __future__ import annotations

import re

LONGEST = 1200
"""Characters that are translated; longer texts are cut with a word about it."""
WORDS = 60
"""Tokens of a sentence, at most: longer ones are cut."""
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[-'][^\W\d_]+)*|\S")
_END = re.compile(r"(?<=[.!?…])[\"»”)]?\s+(?=[\"«“—(]?[A-ZА-ЯЁ0-9])|\n+")
_ABBREVIATIONS = ("Mr.", "Mrs.", "Dr.", "St.", "Ms.", "т.", "г.", "ул.", "им.")
CLOSING = set(".,!?;:…)»”%]}")
OPENING = set("(«“[{")


def plain(text: str) -> str:
    """The text with one kind of apostrophe and dash, and single blanks."""
    signs = str.maketrans(
        {"’": "'", "‘": "'", "`": "'", "–": "—", "―": "—", "\u00a0": " ", "\u00ad": None, "\u0301": None}
    )
    return re.sub(r"[ \t\r\f\v]+", " ", text.translate(signs)).strip()


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    found: list[str] = []
    for part in _END.split(text):
        part = part.strip()
        if found and found[-1].endswith(_ABBREVIATIONS):
            found[-1] += " " + part
        elif part:
            found.append(part)
    return found


def tokens(sentence: str) -> list[str]:
    """Words, numbers and signs; a text without blanks between its words is cut into signs."""
    return _TOKEN.findall(sentence.replace(" - ", " — "))


def join(words: list[str]) -> str:
    """A sentence: blanks where they belong, a capital at its start."""
    text, quoted = "", False
    for word in words:
        if not word:
            continue
        if word == '"':
            text += word if quoted else (" " if text and text[-1] not in OPENING else "") + word
            quoted = not quoted
            continue
        glued = (
            not text
            or word[0] in CLOSING
            or word == "'s"
            or text[-1] in OPENING
            or (text[-1] == '"' and quoted)
        )
        text += word if glued else " " + word
    at = next((i for i, sign in enumerate(text) if sign.isalnum()), None)
    return text if at is None else text[:at] + text[at].upper() + text[at + 1 :]
