"""The list of comparisons."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
from game.scenes.inpainting.comparison import Comparison
from game.scenes.inpainting.metrics import Measurement
from game.scenes.inpainting.requests import NOTHING
from game.workers.workers import Workers


def measurement(method: str) -> Measurement:
    return Measurement(method, None, NOTHING)


def test_jobs_are_done_in_order_once_and_about_the_newest_thing() -> None:
    comparison, done = Comparison(Workers(inline=True), "comparison"), []

    def job(name: str) -> Measurement:
        done.append(name)
        return measurement(name)

    comparison.begin("first")
    for name in ("a", "b", "a"):
        comparison.add(name, lambda name=name: job(name))
    comparison.update()
    comparison.update()
    assert done == ["a", "b"]
    assert comparison.fresh == {"a"}
    comparison.begin("second")
    comparison.update()
    assert comparison.fresh == set(), "the answer about the first thing is dropped"
    assert set(comparison.measurements) == {"a"}, "but stays to be seen"
    comparison.add("a", lambda: job("a"))
    comparison.update()
    comparison.update()
    assert comparison.fresh == {"a"}
    assert not comparison.busy
    comparison.forget()
    assert not comparison.measurements
    comparison.close()


def test_a_job_that_fails_says_so() -> None:
    from models.inpainting.fills import TooLarge

    comparison = Comparison(Workers(inline=True), "comparison")
    comparison.begin("thing")

    def fail(error: Exception) -> Measurement:
        raise error

    comparison.add("a", lambda: fail(ValueError("not so\nand more")))
    comparison.add("b", lambda: fail(TooLarge("500000 pixels")))
    for _ in range(4):
        comparison.update()
    assert comparison.measurements["a"].problem == "not so"
    assert comparison.measurements["b"].problem == "too_large"
    comparison.close()
