"""Undo and redo."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.ui.history import History


class Text:
    """A text whose former states are remembered; a change takes as many bytes as it has characters."""

    def __init__(self, depth: int = 50, limit: int = 1000) -> None:
        self.now = ""
        self.history: History[str] = History(self._swap, depth, limit, len)

    def _swap(self, change: str) -> str:
        before, self.now = self.now, change
        return before

    def write(self, text: str) -> None:
        self.history.remember(self.now)
        self.now = text


@given(st.lists(st.one_of(st.text(max_size=3), st.sampled_from(["undo", "redo"])), max_size=20))
def test_it_goes_back_and_forth_as_two_lists_of_states_do(todo: list[str]) -> None:
    text, past, future = Text(), [], []
    for what in todo:
        now = text.now
        if what == "undo":
            assert text.history.undo() is bool(past)
            if past:
                future.append(now)
                now = past.pop()
        elif what == "redo":
            assert text.history.redo() is bool(future)
            if future:
                past.append(now)
                now = future.pop()
        else:
            text.write(what)
            past, future, now = [*past, now], [], what
        assert text.now == now
        assert (text.history.can_undo, text.history.can_redo) == (bool(past), bool(future))
        assert len(text.history) == len(past)


@pytest.mark.parametrize(("depth", "limit", "kept"), [(3, 1000, 3), (50, 25, 2), (50, 1, 1)])
def test_it_is_limited_by_number_and_memory_and_keeps_the_newest(depth: int, limit: int, kept: int) -> None:
    text = Text(depth, limit)
    for letter in "abcdefgh":
        text.write(10 * letter)
    assert len(text.history) == kept
    assert text.history.bytes == 10 * kept
    assert text.history.latest == "gggggggggg"


def test_a_change_can_be_dropped_and_everything_forgotten() -> None:
    text = Text()
    for letter in "abc":
        text.write(letter)
    text.history.drop()
    assert text.history.undo()
    assert text.now == "a"
    text.history.clear()
    assert not text.history.can_undo
    assert not text.history.redo()


def test_it_sheds_its_oldest_changes_and_keeps_the_newest() -> None:
    text = Text()
    for letter in "abcdefgh":
        text.write(10 * letter)
    text.history.undo()
    text.history.undo()
    text.history.shed(45)
    assert text.history.bytes <= 45
    assert text.history.redo()
    assert text.now == 10 * "g"
    text.history.shed(0)
    assert len(text.history) == 1
    assert text.history.undo()
    assert text.now == 10 * "f"
