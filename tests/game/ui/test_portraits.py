from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from game.ui.portraits import PAGE, PortraitPages, portrait_page
from game.workers.workers import Workers
from models.portraits.dataset import PortraitError


class Context:
    """As much of a context as the pages use."""

    def __init__(self, seed: int) -> None:
        self.seed, self.workers = seed, Workers(inline=True)


def look_up(pages: PortraitPages, seed: int, page: int) -> list[int]:
    context: Any = Context(seed)
    pages.look_up(context, page)
    assert not pages.samples, "the former page is gone"
    pages.update()
    return [sample.index for sample in pages.samples]


def test_pages_are_chosen_at_random_and_the_same_for_a_seed() -> None:
    pages = PortraitPages()
    first = look_up(pages, 1, 0)
    assert len(first) == len(set(first)) == PAGE
    assert all(sample.image.shape == (256, 256, 3) for sample in pages.samples)
    assert not set(look_up(pages, 1, 1)) & set(first), "the next page has others"
    assert look_up(pages, 1, 0) == first
    assert look_up(pages, 2, 0) != first
    pages.close()


def test_pages_go_round() -> None:
    sizes = [len(portrait_page("portraits", (1, page))) for page in range(0, 4000, 397)]
    assert set(sizes) == {PAGE}


def test_why_there_are_none_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise PortraitError("not where they should be")

    monkeypatch.setattr("models.portraits.dataset.load_split", fail)
    pages = PortraitPages()
    assert look_up(pages, 1, 0) == []
    assert pages.problem == "not where they should be"
    monkeypatch.undo()
    assert look_up(pages, 1, 0)
    assert not pages.problem


def test_a_portrait_is_the_one_of_its_number() -> None:
    from models.portraits.dataset import load_split

    split = load_split("sample")
    page = portrait_page("portraits", (3, 2))
    assert not isinstance(page, str)
    for sample in page[:3]:
        np.testing.assert_array_equal(sample.image, split.picture(sample.index))
