"""Which part of speech an English word is here: candidates from the dictionary, the likeliest row of them."""

from __future__ import annotations

from collections.abc import Callable

from models.translation.rules import english

COARSE = {
    "NN": "noun", "NNS": "noun", "NNP": "name", "JJ": "adj", "JJR": "adj", "JJS": "adj", "RB": "adv",
    "RBR": "adv", "VB": "verb", "VBP": "verb", "VBZ": "verb", "VBD": "verb", "VBN": "verb", "VBG":
    "verb", "MD": "aux", "BE": "aux", "HV": "aux", "DO": "aux", "DT": "det", "PD": "det", "PP": "poss",
    "PRP": "pron", "CD": "num", "IN": "prep", "TO": "prep", "CC": "conj", "SC": "conj", "NOT": "part",
    "EX": "part", "WP": "wh", "GEN": "gen", "UH": "intj", "RP": "adv", ".": "punct", "UNK": "noun",
}  # fmt: skip
NOUNS = {"NN", "NNS", "NNP", "UNK"}
VERBS = {"VB", "VBP", "VBZ", "VBD", "VBN", "VBG"}
FINITE = ("VBP", "VBZ", "VBD", "MD", "BE", "HV", "DO")
_PAIRS = """
^: PRP 1 DT 1 VB 0.6 NN 0.2 NNP 0.3 WP 1 IN 0.3 EX 1 RB 0.3 VBD -3 VBN -1.5 VBP -1.5 VBZ -1.5 BE 0.4 DO
  0.6 HV 0.4 MD 0.4 SC 0.3 VBG -0.3
DT: NN 2 NNS 1.6 JJ 2 VB -4 VBP -4 VBZ -3 VBD -4 VBN 0.6 VBG 0.4 IN -3 RB -0.5 NNP 0.5 CD 0.6 UNK 1.5 MD
  -2 JJS 2 JJR 0.5 RP -3 SC -3 TO -2
PP: NN 2.4 NNS 2 JJ 2 VB -4 VBP -4 VBZ -4 VBD -4 VBN 0.3 VBG 0.2 IN -3 UNK 1.5 RB -1 SC -3
JJ: NN 2 NNS 2 JJ 0.6 VB -2 VBP -1 VBZ -1 VBD -1 IN 0.4 TO 0.5 UNK 1 . 0.2 SC 0.2 NNP 0.4
PRP: VBP 2 VBZ 2 VBD 2.2 MD 2 BE 2 HV 2 DO 2 NN -2 NNS -2 VBN -1 VB -0.3 RB 0.6 JJ -0.6 IN 0.3 NNP -1
  VBG -0.2
NN: VBZ 1 VBD 1.2 MD 1 BE 1.2 HV 1 DO 0.6 IN 0.7 VBP -1.2 VB -2 NN 0.4 NNS 0.5 VBN 0.1 JJ -0.8 GEN 2 RB
  0.2 CC 0.3 . 0.4 WP 0.3 TO 0.3
NNS: VBP 1.2 VBD 1.2 MD 1 BE 1.2 HV 1 DO 0.8 IN 0.7 VBZ -2 VB -1.5 NN -0.6 NNS -0.6 JJ -0.8 VBN 0.1 RB
  0.3 GEN 1 . 0.4 CC 0.3
NNP: VBZ 1 VBD 1.2 MD 1 BE 1.2 HV 1 NNP 0.8 NN 0.1 GEN 2 VBP -1 VB -1.5 IN 0.4 . 0.3 JJ -0.8 VBN -0.3
MD: VB 3 RB 0.6 NOT 1.5 PRP 1 NN -3 BE 1.5 HV 1 VBP -3 VBD -3 JJ -3 DT 0.3 IN -2 DO 1
DO: VBD -3 VBN -2 VB 1.6 NOT 1.5 PRP 1.2 NN -0.6 VBP -3 DT 0.5 PP 0.5
NOT: VB 2 VBG 1 VBN 1 RB 0.6 JJ 0.8 DT 0.6 NN -0.8 BE 0.5 VBP -2 VBD -2 IN 0.2 TO 0.3
TO: VB 2.4 DT 1.6 PP 1.6 PRP 0.8 NN 0.5 NNS 0.5 NNP 1.6 VBP -4 VBD -4 VBZ -4 VBG 0.1 BE 1 HV 1 DO 1 JJ
  0.1 RB -0.3
IN: DT 1.4 PP 1.4 NN 1 NNS 1 NNP 1.2 PRP 0.8 VBG 0.7 JJ 0.8 CD 0.8 VB -4 VBP -3 VBZ -3 VBD -3 VBN -1.5
  IN -0.4 MD -3 BE -2.5 WP 0.3
BE: VBG 2 VBN 1.7 JJ 1.6 RB 0.8 DT 1 NOT 1.5 IN 0.6 VB -4 VBP -4 VBZ -4 VBD -2 NN 0 PRP 0.4 PP 0.6 EX
  0.6 TO 0.2
HV: VBN 2 NOT 1 RB 0.5 DT 1.2 NN 0.3 VBD -2 TO 0.8 VB -3 BE 1.5 PRP 0.4 PP 0.8 CD 0.6 JJ 0.4 VBP -3
VB: DT 1 PP 1 PRP 1 NN 0.5 NNS 0.6 IN 0.6 RB 0.5 RP 0.8 TO 0.6 VB -2 VBP -2.5 VBZ -2 VBD -2 JJ 0.1 VBG
  0.5 WP 0.4 SC 0.4
VBD: DT 1 PP 1 PRP 0.9 NN 0.3 NNS 0.4 IN 0.7 RB 0.5 RP 0.8 TO 0.7 VB -2 VBP -2.5 VBZ -2 VBD -2 JJ 0.2
  VBG 0.4 VBN -0.4 SC 0.4
VBN: IN 0.9 TO 0.5 RB 0.4 DT 0.5 NN 0.1 NNS 0.3 VB -2 . 0.3
VBG: DT 0.9 IN 0.7 NN 0.3 NNS 0.9 PP 0.8 TO 0.5 RB 0.4 VB -2 PRP 0.4 . 0.2
RB: VB 0.4 VBD 0.6 VBP 0.5 VBZ 0.5 VBN 0.5 VBG 0.4 JJ 0.9 RB 0.5 IN 0.3 NN -0.6 MD 0.2
WP: BE 1 DO 1 MD 1 VBZ 0.8 VBD 0.8 PRP 0.8 VBP 0.6 HV 0.6 DT 0.6 NN 0.3 JJ 0.6 RB 0.3 TO 0.4 CD -0.5
CC: VB 0.2 NN 0.4 DT 0.4 PRP 0.5 JJ 0.3 RB 0.2 VBD 0.2
SC: PRP 1.5 DT 1 NN 0.4 NNS 0.5 NNP 0.5 VB -2 VBD -1 EX 1 VBN -0.5 VBG -0.3 PP 0.8
EX: BE 2.5 MD 0.6 HV 0.5
CD: NN 0.9 NNS 1.6 JJ 0.5 VB -2 IN 0.3 VBZ -1
GEN: NN 2 NNS 1.6 JJ 1.4 VB -4 VBP -4 VBD -2
RP: DT 0.4 IN 0.3 . 0.3 NN -0.4
.: CC 0.3 PRP 0.6 SC 0.3 WP 0.5
"""
"""How well a tag (in front of the colon, ^ is the sentence's start) is followed by others: log odds."""
_LIKELY = """
like/VB 1.2 like/VBP 1.2 like/IN -0.3 people/NNS 2 can/MD 3 will/MD 3 may/MD 2 might/MD 2 back/RB 1
still/RB 2 well/RB 2 just/RB 3 only/RB 2 even/RB 3 so/RB 1 too/RB 2 long/JJ 1 hard/RB 0.5 fast/RB 0.4
work/NN 0.6 time/NN 2 book/NN 2 water/NN 2 house/NN 2 cat/NN 2 dog/NN 2 well/UH 0.2 right/JJ 0.4
left/VBD 0.5 left/VBN 0.3 last/JJ 2 very/RB 3 close/JJ 0.4 open/JJ 0.3 own/JJ 2 fine/JJ 1 kind/NN 0.6
second/JJ 1 past/NN 0.3 mean/VBP 0.5 found/VBD 1 saw/VBD 2 felt/VBD 1 thought/VBD 0.6 need/VBP 0.8
need/VB 0.8 bit/NN 0.6 there/RB 0.6 home/RB 0.8 home/NN 0.4 once/RB 1 please/UH 3 yes/UH 3 no/DT 1
best/JJS 1 better/JJR 1 later/RB 1 early/RB 0.3 made/VBD 0.4 lot/NN 1 park/NN 1 train/NN 1 school/NN 1
play/VB 0.5 play/VBP 0.5 study/VB 0.3 study/VBP 0.4 live/VBP 0.8 live/VB 0.8 lives/VBZ 0.8 please/VB -2
others/NNS 1 today/RB 2 tomorrow/RB 2 yesterday/RB 2
"""
"""What some words mostly are: log odds."""


def _read_pairs(text: str) -> dict[str, dict[str, float]]:
    result: dict[str, dict[str, float]] = {}
    for line in text.replace("\n  ", " ").strip().splitlines():
        before, _, rest = line.partition(": ")
        parts = rest.split()
        result[before] = {name: float(odds) for name, odds in zip(parts[::2], parts[1::2], strict=True)}
    return result


_FOLLOWS = _read_pairs(_PAIRS)
_PRIOR: dict[tuple[str, str], float] = {}
for _word, _odds in zip(_LIKELY.split()[::2], _LIKELY.split()[1::2], strict=True):
    _name, _, _tag = _word.partition("/")
    _PRIOR[_name, _tag] = float(_odds)


def candidates(
    low: str, text: str, first: bool, parts: Callable[[str], dict[str, float]]
) -> dict[str, tuple[str, float]]:
    """What a word may be: tag → base form and how likely that is by itself.

    Args:
        low: the word in small letters.
        text: as it was written.
        first: whether it begins the sentence, so that a capital says nothing.
        parts: the dictionary's parts of speech of a base form with their weights.
    """
    found: dict[str, tuple[str, float]] = {}

    def put(tag: str, lemma: str, weight: float = 1.0) -> None:
        if tag not in found or found[tag][1] < weight:
            found[tag] = (lemma, weight)

    closed = _closed(low, put)
    if low[:1].isdigit():
        put("CD", low, 3)
        return found
    if not any(sign.isalnum() for sign in low) and low != "'s":
        put(".", low, 5)
        return found
    if closed > 1:
        return found
    for upos, bases in english.lemmas(low).items():
        for base in bases:
            there = parts(base)
            kind = {"NOUN": "noun", "VERB": "verb", "ADJ": "adj", "ADV": "adv"}.get(upos, "")
            weight = there.get(kind, -9.0)
            if weight < -5 and (there or base == low):
                continue
            for tag in _forms(low, base, upos):
                put(tag, base, max(weight, -1.0))
    for kind, weight in parts(low).items():
        tag = {"noun": "NN", "adj": "JJ", "adv": "RB", "verb": "VB", "intj": "UH"}.get(kind, "")
        if tag and not (tag == "NN" and "NNS" in found and found["NNS"][0] != low):
            put(tag, low, weight)
    if "VB" in found:
        put("VBP", found["VB"][0], found["VB"][1])
    if low.endswith("ing") and "VBG" in found and "NN" in found:
        put("NN", found["NN"][0], found["NN"][1] - 1.2)
    if text[:1].isupper() and (not first or not found) and text != "I":
        put("NNP", text, 1.0 if found else 2.0)
    if not found:
        put("UNK", low, 0.0)
        if low.endswith("ly"):
            put("RB", low, 0.5)
    for (word, tag), bonus in _PRIOR.items():
        for name in (tag, "NNS") if tag == "NN" else (tag,):
            if name in found and (word == low or (name == "NNS" and found[name][0] == word)):
                found[name] = (found[name][0], found[name][1] + bonus)
    return found


def _closed(low: str, put: Callable[..., None]) -> int:
    """Put in what a word of the closed classes may be; 2 where it can be nothing else."""
    e = english
    sure = 2
    if low in e.BE:
        put("BE", "be", 3)
    elif low in e.HAVE:
        put("HV", "have", 2)
        put("VBG" if low == "having" else "VB", "have", -1)
    elif low in e.DO:
        put("DO", "do", 1.5)
        put({"does": "VBZ", "did": "VBD", "doing": "VBG", "done": "VBN"}.get(low, "VB"), "do", 0.8)
        if low == "do":
            put("VBP", "do", 0.8)
    elif low in ("not", "n't"):
        put("NOT", "not", 3)
    elif low == "'s":
        put("GEN", "'s", 1.2)
        put("BE", "be", 1)
    elif low in e.POSSESSIVES and low != "her":
        put("PP", low, 3)
        if low == "his":
            put("PRP", "his", -1)
    elif low == "her":
        put("PP", "her", 1.2)
        put("PRP", "she", 1)
    elif low in e.SUBJECTS:
        put("PRP", low, 3)
    elif low in e.OBJECTS:
        put("PRP", e.OBJECTS[low], 3)
    elif low in e.SELVES or low in (
        "mine",
        "yours",
        "hers",
        "ours",
        "theirs",
        "someone",
        "somebody",
        "something",
        "anyone",
        "anybody",
        "anything",
        "everyone",
        "everybody",
        "everything",
        "nobody",
        "nothing",
        "none",
    ):
        put("PRP", low, 3)
    elif low == "there":
        put("EX", "there", 1)
        put("RB", "there", 1)
    elif low == "to":
        put("TO", "to", 3)
    elif low in e.NUMBERS:
        put("CD", low, 2)
    elif low in e.MODALS:
        put("MD", low, 3)
        sure = 1 if low in ("will", "may", "must", "can") else 2
    else:
        return _closed_more(low, put)
    return sure


def _closed_more(low: str, put: Callable[..., None]) -> int:
    e, sure = english, 0
    if low in e.DETERMINERS:
        put("DT", low, 2)
        sure = 2
        if low in ("this", "that", "these", "those", "all", "both", "some", "each", "such"):
            put("PRP", low, 0.9)
    if low in e.AMOUNTS:
        put("PD", low, 1.6)
        put("RB", low, 0.8)
        sure = 2
    if low in e.PREPOSITIONS:
        put("IN", low, 1.6)
        sure = (
            2
            if low not in ("like", "past", "out", "off", "inside", "outside", "near", "opposite", "round")
            else 1
        )
    if low in e.PARTICLES:
        put("RP", low, 0.2 if low not in ("up", "down", "out", "off", "away", "back") else 1.4)
        sure = max(sure, 1)
        if low in ("up", "down", "away", "out", "off"):
            sure = 2
    if low in e.SUBORDINATING:
        put(
            "SC",
            low,
            1.3
            if low in ("because", "if", "although", "though", "that", "while", "whether", "unless")
            else 0.9,
        )
        sure = 2 if low not in ("once", "so", "while") else 1
    if low in e.COORDINATING:
        put("CC", low, 3)
        sure = 2
    if low in e.WH:
        put("WP", low, 2)
        sure = 2
    if low == "so":
        put("RB", "so", 1.2)
    return sure


def _forms(low: str, base: str, upos: str) -> list[str]:
    if upos == "NOUN":
        return ["NN"] if low == base else ["NNS"]
    if upos == "VERB":
        if low == base:
            tags = ["VB"]
            if english.form(base, "VBD") == low:
                tags.append("VBD")
            if english.form(base, "VBN") == low:
                tags.append("VBN")
            return tags
        return [
            tag for tag in ("VBZ", "VBD", "VBN", "VBG") if low in english.inflector().getInflection(base, tag)
        ] or []
    if upos == "ADJ":
        if low == base:
            return ["JJ"]
        return ["JJS"] if low.endswith("st") or low == "best" else ["JJR"]
    return ["RB"] if low == base else ["RBR"]


def tag(rows: list[dict[str, tuple[str, float]]]) -> list[str]:
    """The likeliest row of tags (Viterbi)."""
    best: dict[str, tuple[float, list[str]]] = {"^": (0.0, [])}
    for row in rows:
        step: dict[str, tuple[float, list[str]]] = {}
        for name, (_, weight) in row.items():
            step[name] = max(
                (
                    (score + weight + _pair(before, name), [*path, name])
                    for before, (score, path) in best.items()
                ),
                key=lambda found: found[0],
            )
        best = step
    return max(best.values(), key=lambda found: found[0])[1]


_ALIKE = {
    "JJS": "JJ",
    "JJR": "JJ",
    "PD": "DT",
    "VBP": "VB",
    "VBZ": "VBD",
    "UNK": "NN",
    "RBR": "RB",
    "UH": ".",
}


def _pair(before: str, name: str) -> float:
    row = _FOLLOWS.get(before) or _FOLLOWS.get(_ALIKE.get(before, ""), {})
    return row.get(name, row.get(_ALIKE.get(name, ""), -0.2))
