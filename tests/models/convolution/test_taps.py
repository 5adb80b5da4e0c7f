"""How the compiled convolution comes to be, and what happens where it cannot."""

import numpy as np
import pytest

from models.base import compiled
from models.convolution import taps
from models.convolution.convolve import convolve


class Process:
    """Compiles for three looks."""

    def __init__(self):
        self.looks, self.killed, self.stdout = 3, False, open("/dev/null", "rb")  # noqa: SIM115

    def poll(self):
        self.looks -= 1
        return None if self.looks >= 0 else 0

    def kill(self):
        self.killed = True

    def wait(self):
        assert self.killed


@pytest.fixture
def process(monkeypatch):
    process = Process()
    started = []
    monkeypatch.setattr(compiled, "start_worker", lambda target, **options: started.append(target) or process)
    monkeypatch.setattr(compiled, "LOOK", 0)
    yield process
    assert process.stdout.closed or not started


def test_another_process_compiles_what_was_never_compiled(process, monkeypatch):
    monkeypatch.setattr(taps, "kept", lambda decorate: False)
    fresh = taps.Compiled()
    steps = list(fresh.prepare())
    assert len(steps) == 4
    assert fresh.run is not None


def test_it_is_killed_when_the_app_is_closed_meanwhile(process, monkeypatch):
    monkeypatch.setattr(taps, "kept", lambda decorate: False)
    fresh = taps.Compiled()
    steps = fresh.prepare()
    next(steps)
    steps.close()
    assert process.killed
    assert fresh.run is None


def test_what_was_compiled_before_is_read():
    taps.Compiled().load()
    assert compiled.kept(taps._decorate)
    assert len(list(taps.Compiled().prepare())) == 1


def test_without_numba_the_matrices_do_it(monkeypatch):
    def missing(*signatures):
        raise ImportError("no numba")

    monkeypatch.setattr(taps, "_decorate", missing)
    fresh = taps.Compiled()
    assert not fresh.load()
    monkeypatch.setattr(taps, "compiled", fresh)
    monkeypatch.setattr("models.convolution.convolve.compiled", fresh)
    np.testing.assert_array_equal(convolve(np.ones((5, 5), np.uint8), np.ones((3, 3)))[1:-1, 1:-1], 9)


def test_pictures_of_any_numbers_are_taken_read_only_too():
    assert taps.compiled.load()
    for kind in (np.uint8, np.float32, np.int64):
        picture = np.arange(35 * 6).reshape(35, 6).astype(kind)
        picture.flags.writeable = kind == np.int64
        expected = picture.astype(np.float32)
        np.testing.assert_array_equal(convolve(picture, np.ones((1, 1))), expected)
