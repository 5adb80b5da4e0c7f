"""Make the training text of the translator out of packages: ``python -m tools.prepare_translation --help``.

The packages are Debian's `wesnoth-1.16-*` and `freeciv-data` (GPL-2+), `cataclysm-dda-data` (CC BY-SA 3.0)
and `mueller7-dict` (GPL-2+), fetched by `apt-get download` into one folder. SMARTool's sentences (CC BY 4.0)
train and judge: its rows are split by lemma, and a sentence that judges never trains, wherever else it
stands. Nothing that this writes is committed.
"""

import argparse
import gettext
import gzip
import html
import re
import subprocess
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from random import Random

from models.translation.corpus import Pair, plain, write_pairs
from models.translation.grammar.forms import analysis
from models.translation.grammar.lexicon import OWN, Lexicon, Verb
from models.translation.grammar.sentences import Writer
from models.translation.network import Shape
from models.translation.vocabulary import SHIPPED, learn

TEST, DEV = 0, 1
"""Remainders of crc32(lemma) % 10 whose rows never train."""
MARKUP = re.compile(r"<[^>]*>")
PLACEHOLDER = re.compile(r"%|\$|\{|\}|\||\\|\[|\]|http|_|=|#|^\?")
SENTENCE = re.compile(r"(?<=[.!?…])[\s\n]+(?=[«“\"A-ZА-ЯЁ—])")
CYRILLIC, LATIN = re.compile("[а-яёА-ЯЁ]"), re.compile("[a-zA-Z]")


def fingerprint(text: str) -> str:
    """Return a text's letters and digits alone, in lower case: what makes it the same."""
    return "".join(letter for letter in text.lower().replace("ё", "е") if letter.isalnum())


def sentences(english: str, russian: str) -> Iterator[Pair]:
    """Split two texts that translate each other into sentences, where they have equally many."""
    texts = [plain(MARKUP.sub(" ", html.unescape(text))) for text in (english, russian)]
    parts = [[part.strip() for part in SENTENCE.split(text)] for text in texts]
    if len(parts[0]) != len(parts[1]):
        parts = [[text] for text in texts]
    yield from (Pair(en, ru) for en, ru in zip(*parts, strict=True) if good(en, ru))


def good(english: str, russian: str) -> bool:
    """Return whether that is a pair of short sentences in the two languages, free of a program's signs."""
    words = len(english.split())
    return (
        1 <= words <= 26
        and len(russian.split()) <= 26
        and 0.5 < len(russian) / len(english) < 2
        and not any(PLACEHOLDER.search(text) for text in (english, russian))
        and LATIN.search(english) is not None
        and CYRILLIC.search(russian) is not None
        and CYRILLIC.search(english) is None
        and len(LATIN.findall(russian)) < 3
    )


def members(package: Path, ending: str) -> Iterator[bytes]:
    """Yield what the files of a Debian package hold whose names end so."""
    packed = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(ending) else None
            if file is not None and ("/ru/" in member.name or not ending.endswith(".mo")):
                yield file.read()


def games(folder: Path) -> Iterator[Pair]:
    """Yield the sentences of the games' messages."""
    for package in sorted(folder.glob("*.deb")):
        for data in members(package, ".mo"):
            catalogue = gettext.GNUTranslations(BytesIO(data))._catalog  # type: ignore[attr-defined]
            for english, russian in catalogue.items():
                if isinstance(english, str) and english and isinstance(russian, str):
                    yield from sentences(english.rpartition("\4")[2].rpartition("^")[2], russian)


def mueller(folder: Path) -> tuple[list[Pair], list[Pair]]:
    """Return single words with their first senses, and example phrases, of Mueller's dictionary."""
    words, phrases = [], []
    package = next(folder.glob("mueller7-dict*.deb"))
    text = gzip.decompress(next(members(package, "mueller7.dict.dz"))).decode()
    phrase = re.compile(r"(?:^|[;,:] )([A-Za-z][A-Za-z' ,-]+?[a-z]!?) ([а-яё][а-яё ,-]+)")
    for entry in re.split(r"\n(?=\S)", text):
        head, _, body = entry.partition("\n")
        body = re.sub(r"\([^)]*\)|\[[^\]]*\]|_[A-Zа-яa-z_]*\.?", " ", body)
        body = re.sub(r"\s+", " ", re.sub(r"-\n\s*", "-", body))
        if re.fullmatch("[a-z]{2,}", head):
            senses = re.findall(r"(?:^|\d\)|\)|\d\.|[а-я]\)) *([а-яё][а-яё ,-]*)", body)
            frequent = min(6, len(body) // 80 + 1)
            for sense in senses[: 1 + (frequent > 3)]:
                word = sense.split(",")[0].strip(" ,-")
                if 1 <= len(word.split()) <= 3 and len(word) > 2:
                    words += [Pair(head, word)] * frequent
        for english, russian in phrase.findall(body):
            english, russian = english.strip(" ,-"), russian.split(",")[0].strip(" ,-")
            if (
                not re.search(r"\bsmb|smth|etc\b", english)
                and len(english.split()) > 1
                and good(english, russian)
            ):
                phrases.append(Pair(english, russian))
    return words, phrases


def smartool(path: Path) -> dict[str, list[Pair]]:
    """Return the sentences of SMARTool as "train", "dev" and "test", and the "words" of the first."""
    parts: dict[str, list[Pair]] = {"train": [], "dev": [], "test": [], "words": []}
    for line in path.read_text("utf-8").splitlines()[1:]:
        _, english, russian, lemma, gloss, *_ = line.split("\t")
        part = {TEST: "test", DEV: "dev"}.get(zlib.crc32(lemma.encode()) % 10, "train")
        parts[part].append(Pair(plain(english), plain(russian)))
        if part == "train":
            parts["words"].append(Pair(plain(gloss), plain(lemma)))
    return parts


def wide(words: list[Pair]) -> Lexicon:
    """Return the grammar's lexicon with many more words, as often as they stand in a list.

    Its sentences make no sense, but their forms are right.
    """
    kinds: dict[str, list[tuple[str, str]]] = {"person": [], "thing": [], "adjective": [], "verb": []}
    for (english, russian), count in Counter(words).items():
        if count < 3 or not re.fullmatch("[а-яё-]+", russian) or not re.fullmatch("[a-z]+", english.lower()):
            continue
        weighed = [(english, russian)] * count
        if noun := analysis(russian, ("NOUN",)):
            kinds["person" if noun.tag.animacy == "anim" else "thing"] += weighed
        elif analysis(russian, ("ADJF",)):
            kinds["adjective"] += weighed
        elif (
            (verb := analysis(russian, ("INFN",)))
            and verb.tag.aspect == "impf"
            and verb.tag.transitivity == "tran"
        ):
            kinds["verb"] += weighed
    adjectives = tuple(kinds["adjective"])
    return replace(
        OWN,
        nouns=OWN.nouns | {"person": tuple(kinds["person"]), "thing": tuple(kinds["thing"])},
        adjectives=dict.fromkeys(OWN.adjectives, adjectives),
        verbs=OWN.verbs + tuple(Verb(en, ru, "", "person thing thing") for en, ru in kinds["verb"]),
    )


def cut_by(texts: dict[str, list[Pair]], random: Random) -> Iterator[str]:
    """Yield what the pieces of words are found in, everyday sentences the most often."""
    for name, times in (("smartool", 4.0), ("games", 0.35), ("phrases", 2.0), ("words", 0.3)):
        for pair in texts[name]:
            for _ in range(int(times) + (random.random() < times % 1)):
                yield from pair


def main() -> None:
    """Write the files of pairs into a folder."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--packages", type=Path, required=True, help="folder with the .deb files")
    parser.add_argument("--smartool", type=Path, required=True, help="smartool.tsv")
    parser.add_argument("--out", type=Path, required=True, help="folder to fill")
    parser.add_argument(
        "--vocabulary",
        action="store_true",
        help="find the pieces of words again; old weights are of no use then",
    )
    chosen = parser.parse_args()
    parts = smartool(chosen.smartool)
    held = {fingerprint(text) for part in ("dev", "test") for pair in parts[part] for text in pair}
    words, phrases = mueller(chosen.packages)
    lexicon = wide(words + parts["words"])
    texts = {
        "smartool": parts["train"],
        "games": list(games(chosen.packages)),
        "words": words + parts["words"],
        "phrases": phrases,
        "grammar": [
            *islice(Writer(Random(1)).pairs(), 60_000),
            *islice(Writer(Random(2), lexicon).pairs(), 120_000),
        ],
    }
    for name, pairs in texts.items():
        kept = [pair for pair in pairs if not held & {fingerprint(text) for text in pair}]
        kept = kept if name == "words" else list(dict.fromkeys(kept))
        write_pairs(chosen.out / f"{name}.tsv", kept)
        print(f"{name}: {len(kept)} of {len(pairs)} pairs")
    if chosen.vocabulary:
        SHIPPED.write_bytes(learn(cut_by(texts, Random(1)), Shape().vocabulary))
    for part in ("dev", "test"):
        write_pairs(chosen.out / f"{part}.tsv", list(dict.fromkeys(parts[part])))


if __name__ == "__main__":
    main()
