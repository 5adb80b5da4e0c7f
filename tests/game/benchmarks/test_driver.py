from __future__ import annotations

from typing import get_args, get_type_hints

from game.app.options import Options
from game.benchmarks.driver import BENCHMARKS


def test_the_command_line_names_every_benchmark() -> None:
    (choices, _) = get_args(get_type_hints(Options)["bench"])
    assert set(get_args(choices)) == set(BENCHMARKS)
