from __future__ import annotations

import threading

from game.workers.slot import Slot

PATIENCE = 10.0
"""Seconds after which a test gives up waiting for a thread; nothing waits that long when it works."""
A_MOMENT = 0.1
"""Seconds in which a thread that ought to rest gets the chance to show that it does not."""


def test_the_latest_value_wins_and_is_taken_once() -> None:
    slot: Slot[int] = Slot()
    assert slot.take() is None
    slot.put(1)
    slot.put(2)
    assert slot.get() == 2
    assert slot.get() == 2
    assert slot.take() == 2
    assert slot.take() is None
    assert slot.get() is None


def test_a_slot_hands_every_value_to_one_taker_only() -> None:
    slot: Slot[int] = Slot()
    taken: list[int] = []
    start = threading.Barrier(3)

    def take() -> None:
        start.wait(PATIENCE)
        for _ in range(2000):
            value = slot.take()
            if value is not None:
                taken.append(value)

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    start.wait(PATIENCE)
    for value in range(2000):
        slot.put(value)
    for thread in threads:
        thread.join(PATIENCE)
    last = slot.take()
    taken += [] if last is None else [last]
    assert len(taken) == len(set(taken))
    assert max(taken) == 1999
