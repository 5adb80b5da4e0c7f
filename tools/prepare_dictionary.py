"""Cut Mueller's English-Russian dictionary to what the rules of translation use: ``--help``.

The dictionary is Debian's package `mueller7-dict` (`apt-get download mueller7-dict; dpkg-deb -x
…`). Kept are headwords in use (by `wordfreq`'s counts, `pip install wordfreq`, for this tool alone)
and translations of up to three words; examples, labels and pronunciation go. The other direction is
the inverted first one. Senses stand in the order in which they are tried: how often a word and its
translation stand in one pair of sentences, then Mueller's own order, then how usual the translation
is. The pairs only order what Mueller has.
"""

import argparse
import csv
import gzip
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import lemminflect
import pymorphy3
from wordfreq import zipf_frequency

HELD_OUT = (0, 1)
"""Remainders of crc32(lemma) % 10 of pairs that judge, and order nothing."""
POS = {
    "n": "noun",
    "v": "verb",
    "a": "adj",
    "adv": "adv",
    "prep": "prep",
    "cj": "conj",
    "pron": "pron",
    "int": "intj",
}
RUSSIAN = {
    "noun": {"NOUN"},
    "verb": {"INFN"},
    "adj": {"ADJF", "PRTF"},
    "adv": {"ADVB", "PRED", "COMP", "CONJ", "PRCL"},
    "prep": {"PREP"},
    "conj": {"CONJ", "ADVB", "PRCL"},
    "pron": {"NPRO", "ADJF"},
    "intj": {"INTJ", "PRCL", "ADVB"},
}
LEAST = {"en": 2.2, "ru": 1.8}
"""Zipf frequencies below which a word is left out."""
MOST = 8
LETTERS = re.compile(r"[а-яё-]+(?: [а-яё-]+){0,2}")

morph = pymorphy3.MorphAnalyzer()


@cache
def russian_lemmas(word: str) -> frozenset[str]:
    """Return the likely base forms of a Russian word."""
    return frozenset(parse.normal_form for parse in morph.parse(word) if parse.score > 0.04)


@cache
def english_lemmas(word: str) -> frozenset[str]:
    """Return the base forms of an English word."""
    return frozenset({word}.union(*lemminflect.getAllLemmas(word).values()))


@cache
def right_kind(word: str, pos: str) -> bool:
    """Return whether a Russian translation is a base form of a part of speech; phrases pass by their ends."""
    parts = word.split()
    if len(parts) == 1:
        return any(
            str(p.tag.POS) in RUSSIAN[pos] and (p.normal_form == word or pos != "noun")
            for p in morph.parse(word)
        )
    tags = [{str(p.tag.POS) for p in morph.parse(part)} for part in parts]
    if pos == "verb":
        return "INFN" in tags[0]
    if pos == "noun":
        return bool(tags[0] & {"NOUN", "ADJF"}) and not tags[-1] & {"PREP", "CONJ"} and "INFN" not in tags[0]
    return pos in ("adv", "prep", "conj", "intj") and not tags[-1] & {"INFN"}


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield headwords with their articles."""
    head, body = "", list[str]()
    for line in text.splitlines():
        if line and not line[0].isspace() and not line.startswith("["):
            if head and body:
                yield head, "\n".join(body)
            head, body = line.strip(), []
        else:
            body.append(line)
    if head and body:
        yield head, "\n".join(body)


def translations(sense: str) -> Iterator[str]:
    """Yield what stands in one sense before its first example."""
    sense = re.sub(r"\([^()]*\)|\{[^{}]*\}|_[\w-]+\.?", " ", sense)
    for part in re.split("[;,]", sense):
        words = " ".join(part.split())
        if re.search("[a-zA-Z]", words):
            return
        if LETTERS.fullmatch(words):
            yield words


def senses(article: str) -> Iterator[tuple[str, str]]:
    """Yield part of speech and translation, in Mueller's order."""
    article = re.sub(r"\[[^\]]*\]", " ", article)
    sections = re.split(r"(?:^|\s)(?:\d+\. )?_(n|v|a|adv|prep|cj|pron|int)\.(?=\s|$)", article)
    for pos, section in zip(sections[1::2], sections[2::2], strict=True):
        for sense in re.split(r"\s(?:\d+\)|[а-я]\))|_[IVX]+\s", section):
            for word in translations(sense):
                if right_kind(word, POS[pos]):
                    yield POS[pos], word


def counts(paths: Iterable[Path]) -> tuple[Counter[str], Counter[str], Counter[tuple[str, str]]]:
    """Count base forms in pairs of sentences, by language and together."""
    english, russian, both = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for path in paths:
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if zlib.crc32(row["lemma"].encode()) % 10 in HELD_OUT:
                    continue
                one = set().union(*map(english_lemmas, re.findall("[a-z]+", row["en"].lower())))
                other = set().union(*map(russian_lemmas, re.findall("[а-яё-]+", row["ru"].lower())))
                english.update(one)
                russian.update(other)
                both.update((e, r) for e in one for r in other)
    return english, russian, both


def main() -> None:
    """Read, cut, order, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dictionary", type=Path, help="mueller7.dict.dz")
    parser.add_argument("--pairs", type=Path, action="append", default=[], help="columns en, ru, lemma")
    parser.add_argument("--out", type=Path, default=Path("assets/translation"))
    options = parser.parse_args()
    english, russian, both = counts(options.pairs)

    def together(en: str, ru: str) -> float:
        found = both[en, ru]
        return 2 * found / (english[en] + russian[ru]) if found > 1 else 0.0

    forward: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    text = gzip.decompress(options.dictionary.read_bytes()).decode()
    for head, article in entries(text):
        if (
            not re.fullmatch(r"[A-Za-z]+(?:[- '][a-z]+){0,2}", head)
            or zipf_frequency(head, "en") < LEAST["en"]
        ):
            continue
        for pos, word in senses(article):
            ranked = forward[head][pos]
            if word not in ranked and zipf_frequency(word, "ru") >= LEAST["ru"]:
                ranked[word] = 1 / (1 + 0.5 * len(ranked))
    backward: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for en, parts in forward.items():
        for pos, words in parts.items():
            for ru, rank in words.items():
                near = 12 * together(en, ru)
                backward[ru][pos][en] = near + 1.5 * rank + 0.35 * zipf_frequency(en, "en")
                words[ru] = near + 1.5 * rank + 0.2 * zipf_frequency(ru, "ru")
    for name, table in (("en-ru", forward), ("ru-en", backward)):
        lines = []
        for word in sorted(table):
            columns = [
                f"{pos}:{','.join(sorted(found, key=found.__getitem__, reverse=True)[:MOST])}"
                for pos, found in table[word].items()
                if found
            ]
            if columns:
                lines.append("\t".join([word, *columns]) + "\n")
        data = gzip.compress("".join(lines).encode(), 9, mtime=0)
        (options.out / f"mueller-{name}.tsv.gz").write_bytes(data)
        print(f"{name}: {len(lines)} words, {len(data)} bytes")


if __name__ == "__main__":
    main()
