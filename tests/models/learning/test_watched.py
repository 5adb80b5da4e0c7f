"""Descents that are watched: what they tell, and how they are gone on with."""

from __future__ import annotations

from itertools import islice
from typing import Literal

import numpy as np
import pytest

from models.base.child_process import Keep
from models.learning.datasets import preset
from models.learning.descent import DescentConfig
from models.learning.models import Network
from models.learning.watched import Orders, Run, begin, run


@pytest.mark.parametrize("method", ["momentum", "adam"])
def test_a_descent_that_was_kept_goes_on_as_if_it_had_never_rested(
    method: Literal["momentum", "adam"],
) -> None:
    data = preset("moons", 30, 0.2, 1)
    model = Network((3,))
    config = DescentConfig("log", rate=0.05, batch=7, method=method)
    orders = Orders(speed=45.0)
    request = Run(model, data, preset("moons", 10, 0.2, 2), config, model.start(1))
    whole = run(begin(request, orders), wait=False)
    asked: list[Keep | None] = [None, None, None, Keep()]
    first = run(begin(request, orders), lambda: asked.pop(0) if asked else None, wait=False)
    *_, seen, kept = islice(first, 4)
    assert kept.kept is not None
    assert (kept.steps, list(kept.w)) == (seen.steps, list(seen.w))
    next(first)  # what goes on here does not change what was kept
    *_, there = islice(whole, 6)
    *_, here = islice(run(kept.kept, wait=False), 3)
    assert here.steps == there.steps > seen.steps
    assert np.array_equal(here.w, there.w)
    assert np.array_equal(here.curve, there.curve)
    assert here.best is not None
    assert there.best is not None
    assert here.best[1] == there.best[1]
