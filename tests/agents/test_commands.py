"""What all commands have in common: words instead of tracebacks, on any terminal."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from agents import duel, evaluate, ladder, replay, selfplay, train
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig

COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "duel": duel.main,
    "evaluate": evaluate.main,
    "ladder": ladder.main,
    "replay": replay.main,
    "selfplay": selfplay.main,
    "train": train.main,
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    untrained(TrainConfig(channels=(4, 8), hidden=16)).save(tmp_path / "agent.safetensors")
    (tmp_path / "file").write_text("in the way")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("train --out {0}/run --minutes nan", "minutes"),
        ("train --out {0}/run --minutes -1", "minutes"),
        ("train --out {0}/run --game pnog", "pnog"),
        ("train --out {0}/run --envs 0", "envs"),
        ("train --out {0}/run --rollout 4096 --envs 1024", "rollout"),
        ("train --out {0}/file/run --max-steps 1", "file"),
        ("train --out {0}/run --resume {0}/none", "none"),
        ("selfplay --out {0}/run --minutes nan", "minutes"),
        ("selfplay --out {0}/run --game pnog", "pnog"),
        ("selfplay --out {0}/file/run", "file"),
        ("evaluate --weights {0}/none", "none"),
        ("evaluate --weights {0}/file", "file"),
        ("evaluate --weights {0}/agent.safetensors --game pnog", "pnog"),
        ("evaluate --weights {0}/agent.safetensors --game boxing", "boxing"),
        ("evaluate --weights {0}/agent.safetensors --sticky nan", "sticky"),
        ("evaluate --weights {0}/agent.safetensors --episodes 0", "episodes"),
        ("evaluate --weights {0}/agent.safetensors --idle -1", "idle"),
        ("duel --weights {0}/none", "none"),
        ("duel --weights {0}/agent.safetensors --games 0", "games"),
        ("duel --weights {0}/agent.safetensors --opponent {0}/file --processes 1", "file"),
        ("ladder build --from {0}/none --out {0}", "none"),
        ("ladder build --from {0} --count 0 --out {0}", "count"),
        ("ladder build --from {0} --game pnog --out {0}", "pnog"),
        ("replay {0}/none", "none"),
        ("replay {0}/file", "file"),
        ("replay {0}/file --skip 0", "skip"),
    ],
)
def test_what_is_wrong_is_said_in_words_with_status_2(
    line: str, word: str, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *arguments = line.format(files).split()
    try:
        status = COMMANDS[name](arguments)
    except SystemExit as end:
        status = end.code  # type: ignore[assignment]
    said = capsys.readouterr().err
    assert status == 2
    assert word in said
    assert "Traceback" not in said
    assert not (files / "run" / "pong.safetensors").exists()


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_help_is_printed_on_an_ascii_terminal(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr("sys.stdout", terminal)
    with pytest.raises(SystemExit) as end:
        COMMANDS[name](["--help"])
    assert end.value.code == 0
    terminal.flush()
    assert b"--help" in terminal.buffer.getvalue()  # type: ignore[attr-defined]
