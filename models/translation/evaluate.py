"""How near translations come to people's: word by word, by rules, and by the network."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from models.base.typed_fields import Range
from models.evaluation.reports import EvaluationError
from models.translation.scores import score

MOST = 100_000


@dataclass(frozen=True, kw_only=True)
class Translation:
    """Judge translations of a table of pairs: chrF and BLEU as sacrebleu defines them."""

    pairs: Path
    """Table with a heading: en, ru, and ru2, ru3 … (or en2 …), which are more references."""
    direction: Literal["en-ru", "ru-en"]
    """From which language into which."""
    longest: Annotated[int, Range(0, 1000)] = 0
    """Judge only pairs whose English has so many words at most; 0: all."""
    weights: Path | None = None
    """Judge these weights instead of the shipped ones."""
    examples: Annotated[int, Range(0, 1000)] = 0
    """Print so many of the first pairs with what became of them, as JSON in "examples"."""
    json: bool = False
    """Print one JSON object instead of lines for people."""

    def run(self) -> int:
        """Print the figures; return the exit status."""
        results = self.judge()
        if self.json:
            print(json.dumps(results, ensure_ascii=False))
            return 0
        print(f"{results['pairs']} pairs, {self.direction}")
        for name in ("words", "rules", "neural"):
            figures = results[name] or {}
            print(
                f"{name:<8}",
                "  ".join(f"{key} {value}" for key, value in figures.items()) or "none is shipped",
            )
        for example in results.get("examples", ()):
            print("", *(f"{name:<8}{text}" for name, text in example.items()), sep="\n")
        return 0

    def judge(self) -> dict[str, Any]:
        """Return the figures of all three translators; None for a network that is not shipped."""
        sources, references = read_table(self.pairs, self.direction, self.longest)
        found = {name: (_all(name, self, sources)) for name in ("words", "rules", "neural")}
        results: dict[str, Any] = {"pairs": len(sources)}
        for name, answer in found.items():
            if answer is None:
                results[name] = None
                continue
            texts, milliseconds = answer
            scores = score(texts, references)
            results[name] = {"chrf": round(scores.chrf, 2), "bleu": round(scores.bleu, 2)}
            if name == "neural":
                results[name]["ms"] = round(milliseconds, 2)
        if self.examples:
            results["examples"] = [
                {
                    "source": source,
                    "reference": row[0],
                    **{n: a[0][i] for n, a in found.items() if a is not None},
                }
                for i, (source, row) in enumerate(zip(sources[: self.examples], references, strict=False))
            ]
        return results


def read_table(path: Path, direction: str, longest: int = 0) -> tuple[list[str], list[list[str]]]:
    """Return the sentences of a table and, for each, its translations by people.

    Raises:
        EvaluationError: There are none.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{path} is no text in UTF-8") from error
    heading = lines[0].split("\t") if lines else []
    source, target = direction.split("-")
    if source not in heading or target not in heading:
        raise EvaluationError(f"{path} has no columns en and ru, separated by tabs")
    wanted = [i for i, name in enumerate(heading) if name.rstrip("0123456789") == target]
    sources, references = [], []
    for line in lines[1:]:
        cells = [*line.split("\t"), *[""] * len(heading)]
        known = [cells[i].strip() for i in wanted if cells[i].strip()]
        english = cells[heading.index("en")]
        if (
            cells[heading.index(source)].strip()
            and known
            and (not longest or len(english.split()) <= longest)
        ):
            sources.append(cells[heading.index(source)].strip())
            references.append(known)
    if not sources:
        raise EvaluationError(f"{path} holds no pairs")
    return sources[:MOST], references[:MOST]


def _all(name: str, chosen: Translation, sources: Sequence[str]) -> tuple[list[str], float] | None:
    """Return translations, and the median of milliseconds a sentence."""
    translate = _translator(name, chosen)
    if translate is None:
        return None
    texts, seconds = [], []
    for source in sources:
        began = time.perf_counter()
        texts.append(translate(source))
        seconds.append(time.perf_counter() - began)
    return texts, 1e3 * statistics.median(seconds)


def _translator(name: str, chosen: Translation) -> Callable[[str], str] | None:
    if name == "neural":
        from models.translation import translator

        network = translator.Translator(chosen.weights) if chosen.weights else translator.shipped()
        into: Literal["en", "ru"] = "ru" if chosen.direction == "en-ru" else "en"
        return None if network is None else lambda text: network.translate(text, into)

    from models.translation import rules

    return lambda text: rules.translate(text, chosen.direction, grammar=name == "rules").text
