from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from agents.opponents.ladder_table import Table, table


@pytest.mark.parametrize(("lang", "page"), [("en", "measurements.md"), ("ru", "measurements.ru.md")])
def test_the_measurements_have_the_table_of_the_shipped_ladders(lang: Any, page: str) -> None:
    assert table(Table(lang=lang)) in (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
