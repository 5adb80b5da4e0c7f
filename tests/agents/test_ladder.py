from __future__ import annotations

from pathlib import Path

import pytest

from agents.ladder import main
from agents.opponents import ladder

pytestmark = pytest.mark.usefixtures("quick_evaluation")


def test_the_command_lines(checkpoints: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ladder"
    arguments = ["build", "--game", "pong", "--from", str(checkpoints), "--count", "3", "--out", str(out)]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "| Pong | best | 600 k | 10 min | 6.0 ± 1.0 | 3.0 ± 1.0 |" in text
    assert main(["table", "--folder", str(out), "--lang", "ru"]) == 0
    text = capsys.readouterr().out
    assert "| Pong | лучший | 600 тыс. | 10 мин | 6,0 ± 1,0 | 3,0 ± 1,0 |" in text
    assert main(["build", "--game", "boxing", "--from", str(checkpoints), "--out", str(out)]) == 2
    assert "boxing" in capsys.readouterr().err
    (out / "pong" / ladder.LIST).write_text("?")
    assert main(["table", "--folder", str(out)]) == 2
