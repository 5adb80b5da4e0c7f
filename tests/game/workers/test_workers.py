from __future__ import annotations

import threading

from game.workers.workers import Workers


def test_inline_workers_answer_in_the_calling_thread() -> None:
    threads = []

    def double(number: int) -> int:
        threads.append(threading.current_thread())
        return 2 * number

    call = Workers(inline=True).call(double, name="double")
    call.submit(4)
    answer = call.poll()
    assert answer is not None
    assert answer.value == 8
    assert threads == [threading.current_thread()]


def test_an_inline_stream_advances_when_it_is_polled() -> None:
    stream = Workers(inline=True).stream(lambda: iter("ab"), name="letters")
    assert stream.poll() is None, "it has not been started"
    stream.start()
    assert [stream.poll(), stream.poll(), stream.poll()] == ["a", "b", None]


def test_other_workers_have_a_thread_of_their_own() -> None:
    threads = []
    call = Workers().call(lambda _: threads.append(threading.current_thread()), name="noted")
    call.submit(None)
    assert call.close(10, finish=True)
    assert [thread.name for thread in threads] == ["noted"]


def test_what_needs_a_process_is_done_here_when_inline() -> None:
    def here() -> str:
        return "here"

    def there() -> str:
        return "there"

    assert Workers().isolated(there, here)() == "there"
    assert Workers(inline=True).isolated(there, here)() == "here"
