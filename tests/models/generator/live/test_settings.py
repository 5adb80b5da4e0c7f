"""Settings that are refused."""

from __future__ import annotations

import pytest

from models.base.typed_fields import parse
from models.generator.live.settings import Controls


@pytest.mark.parametrize(
    "wrong",
    [
        {"batch": 0},
        {"batch": 4.5},
        {"generator_rate": float("nan")},
        {"generator_rate": 5.0},
        {"generator_frozen": 1},
        {"loss": "hinge"},
        {"failure": "heaven"},
        {"kind": 16},
    ],
)
def test_settings_that_are_not_sound_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        parse(wrong, Controls)
