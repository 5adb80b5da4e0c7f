"""The command that judges translations."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from models import evaluate
from models.evaluation.reports import EvaluationError
from models.translation import rules, translator
from models.translation.evaluate import read_table
from models.translation.scores import score

TABLE = (
    "level\ten\tru\tru2\nA1\tThe cat sleeps.\tКошка спит.\tКот спит.\nA1\tI see a dog.\tЯ вижу собаку.\t\n"
)


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def translate(text: str, direction: str, *, grammar: bool = True, **_: object) -> SimpleNamespace:
        return SimpleNamespace(
            text={"The cat sleeps.": "Кот спит."}.get(text, "Я вижу собака." if grammar else "x")
        )

    monkeypatch.setattr(rules, "translate", translate, raising=False)
    network = SimpleNamespace(translate=lambda text, into: "Кот спит." if "cat" in text else "Я вижу собаку.")
    monkeypatch.setattr(translator, "shipped", lambda: network)
    path = tmp_path / "pairs.tsv"
    path.write_text(TABLE, "utf-8")
    return path


def judged(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, dict[str, float]]:
    line = ["translation", "--pairs", str(path), "--direction", "en-ru", "--json", *more]
    assert evaluate.main(line) == 0
    result: dict[str, dict[str, float]] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return result


def test_three_translators_are_judged_with_all_references(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = judged(table, capsys)
    assert found["pairs"] == 2
    assert found["neural"]["chrf"] == pytest.approx(100)
    assert found["neural"]["ms"] >= 0
    assert found["words"]["chrf"] < found["rules"]["chrf"] < 100
    assert found["rules"].keys() == {"chrf", "bleu"}


def test_long_sentences_can_be_left_out(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert judged(table, capsys, "--longest", "3")["pairs"] == 1


def test_examples_are_the_first_ones(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = judged(table, capsys, "--examples", "1")["examples"]
    assert example["source"] == "The cat sleeps."
    assert example["rules"] == "Кот спит."


def test_without_a_network_its_figures_are_none(
    table: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translator, "shipped", lambda: None)
    assert judged(table, capsys)["neural"] is None


@pytest.mark.parametrize("content", [b"", b"en\tde\na\tb\n", b"en\tru\n", b"en\tru\nonly\n", b"\xff\xfe\x00"])
def test_what_is_no_table_of_pairs_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_bytes(content)
    with pytest.raises(EvaluationError):
        read_table(path, "en-ru")


def test_scores_are_those_of_sacrebleu() -> None:
    import sacrebleu

    texts, references = (
        ["the cat sat on a mat", "hello there"],
        [["the cat sat on the mat"], ["hello", "hi there"]],
    )
    columns = [["the cat sat on the mat", "hello"], ["the cat sat on the mat", "hi there"]]
    found = score(texts, references)
    assert found.chrf == pytest.approx(sacrebleu.corpus_chrf(texts, columns).score)
    assert found.bleu == pytest.approx(sacrebleu.corpus_bleu(texts, columns).score)
