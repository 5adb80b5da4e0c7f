from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pygame
import pytest

from game.ui.sound import CHUNK, FRAME, KEEP, RATE, SILENCE, TARGET, Speaker, Stretcher

SAMPLES = np.full(FRAME, 200, np.uint8)
START_AFTER = (TARGET + CHUNK) // FRAME
"""Frames until it begins to play."""


class Channel:
    """Stands in for the mixer's channel, with a clock of its own: a sound begins where a block does."""

    def __init__(self) -> None:
        self.playing: list[pygame.mixer.Sound] = []
        self.left = 0
        self.volume = -1.0
        self.heard: list[np.ndarray] = []
        self.longest = 0

    def get_busy(self) -> bool:
        return bool(self.playing)

    def get_queue(self) -> object | None:
        return self.playing[1] if len(self.playing) > 1 else None

    def play(self, sound: pygame.mixer.Sound) -> None:
        self.playing = [sound]
        self.left = len(sound.get_raw())

    def queue(self, sound: pygame.mixer.Sound) -> None:
        assert len(self.playing) == 1, "one place is free"
        self.playing.append(sound)

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def block(self) -> None:
        """The sound card asks for 512 samples."""
        if not self.playing:
            return
        raw = np.frombuffer(self.playing[0].get_raw(), np.uint8)
        start = len(raw) - self.left
        self.heard.append(raw[start : start + FRAME])
        self.left -= FRAME
        if self.left <= 0:
            self.playing = self.playing[1:]
            self.left = len(self.playing[0].get_raw()) if self.playing else 0

    def run_out(self) -> None:
        self.playing = []


@pytest.fixture
def speaker() -> Iterator[Speaker]:
    speaker = Speaker()
    yield speaker
    speaker.close()


@pytest.fixture
def channel(speaker: Speaker, monkeypatch: pytest.MonkeyPatch) -> Channel:
    assert speaker._channel is not None, "SDL's dummy driver always opens"
    channel = Channel()
    monkeypatch.setattr(speaker, "_channel", channel)
    return channel


def test_it_waits_for_some_frames_so_that_a_late_one_leaves_no_gap(
    speaker: Speaker, channel: Channel
) -> None:
    for _ in range(START_AFTER - 1):
        speaker.push(SAMPLES, 0.5)
    assert not channel.playing
    speaker.push(SAMPLES, 0.25)
    assert [len(sound.get_raw()) for sound in channel.playing] == [CHUNK, CHUNK], "one plays, the next waits"
    assert channel.volume == 0.25
    assert speaker.gaps == 0


def test_running_dry_is_counted_and_playing_begins_anew(speaker: Speaker, channel: Channel) -> None:
    for _ in range(START_AFTER):
        speaker.push(SAMPLES, 1.0)
    channel.run_out()
    speaker.push(SAMPLES, 1.0)
    assert speaker.gaps == 1
    assert not channel.playing
    for _ in range(START_AFTER):
        speaker.push(SAMPLES, 1.0)
    assert channel.playing
    assert speaker.gaps == 1


def test_the_moment_between_two_sounds_is_no_gap(
    speaker: Speaker, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sound has ended, and the mixer's thread waits for Python's lock to begin the next."""
    for _ in range(START_AFTER):
        speaker.push(SAMPLES, 1.0)
    playing = list(channel.playing)
    with monkeypatch.context() as between:
        between.setattr(channel, "get_busy", lambda: False)
        speaker.push(SAMPLES, 1.0)
    assert speaker.gaps == 0
    assert channel.playing == playing, "it was left to go on"


def test_nor_is_the_moment_when_the_next_sound_has_left_the_queue(
    speaker: Speaker, channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(START_AFTER):
        speaker.push(SAMPLES, 1.0)
    asked: list[bool] = []
    with monkeypatch.context() as between:
        between.setattr(channel, "get_queue", lambda: None)
        between.setattr(channel, "get_busy", lambda: bool(asked) or asked.append(True) is not None)
        speaker._pending = speaker._pending[:0]  # nothing to queue meanwhile
        speaker.push(SAMPLES, 1.0)
    assert asked
    assert speaker.gaps == 0


def test_a_rest_is_no_gap(speaker: Speaker, channel: Channel) -> None:
    for _ in range(START_AFTER + 2):
        speaker.push(SAMPLES, 1.0)
    speaker.rest()
    channel.run_out()
    speaker.push(SAMPLES, 1.0)
    assert speaker.gaps == 0
    assert not channel.playing, "what was pending is gone"


def test_sound_never_lags_far_behind_the_picture(speaker: Speaker, channel: Channel) -> None:
    for _ in range(100):
        speaker.push(SAMPLES, 1.0)
    assert len(speaker._pending) <= KEEP


@pytest.mark.parametrize("skew", [0.0, -0.001, 0.001], ids=["equal", "slower", "faster"])
def test_ten_minutes_without_a_gap(speaker: Speaker, channel: Channel, skew: float) -> None:
    """Frames come up to 12 ms late, some 40; and the sound card's second is not quite the window's."""
    rng = np.random.default_rng(1)
    frames = 60 * 600
    late = rng.uniform(0, 0.012, frames)
    late[rng.choice(frames, 60, replace=False)] = 0.040
    moments = np.maximum.accumulate(np.arange(frames) / 60 + late)
    block, played, most = FRAME / RATE / (1 + skew), 0.0, 0
    for moment in moments:
        while played <= moment:
            channel.block()
            played += block
        speaker.push(SAMPLES, 1.0)
        most = max(most, len(speaker._pending))
    assert speaker.gaps == 0
    assert len(channel.heard) == pytest.approx(frames, rel=0.002), "and it played all the while"
    assert most < KEEP, "nothing was dropped"


def test_what_is_heard_is_what_was_pushed_without_a_break(speaker: Speaker, channel: Channel) -> None:
    times = np.arange(FRAME * 300)
    wave = np.rint(128 + 100 * np.sin(2 * np.pi * 220 * times / RATE)).astype(np.uint8)
    for frame in wave.reshape(-1, FRAME):
        channel.block()
        speaker.push(frame, 1.0)
    heard = np.concatenate(channel.heard).astype(int)
    assert len(heard) > 280 * FRAME
    steepest = np.abs(np.diff(wave.astype(int))).max()
    assert np.abs(np.diff(heard)).max() <= steepest + 1
    crossings = np.count_nonzero(np.diff(np.sign(heard - 127.5)) > 0)
    assert crossings / (len(heard) / RATE) == pytest.approx(220, rel=0.006), "half a percent at most"


def test_stretching_by_nothing_changes_nothing() -> None:
    stretcher, samples = Stretcher(), np.random.default_rng(1).integers(0, 256, (9, FRAME), np.uint8)
    for frame in samples:
        np.testing.assert_array_equal(stretcher.push(frame, 1.0), frame)


@pytest.mark.parametrize("stretch", [0.995, 1.0005, 1.005])
def test_stretching_makes_as_many_samples_as_it_says(stretch: float) -> None:
    stretcher = Stretcher()
    frames = [stretcher.push(np.full(FRAME, SILENCE, np.uint8), stretch) for _ in range(600)]
    assert sum(map(len, frames)) == pytest.approx(600 * FRAME * stretch, abs=2)
    assert all((frame == SILENCE).all() for frame in frames)


def test_without_a_sound_device_it_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise pygame.error("no audio device")

    monkeypatch.setattr(pygame.mixer, "init", fail)
    speaker = Speaker()
    for _ in range(20):
        speaker.push(SAMPLES, 1.0)
    speaker.rest()
    speaker.close()
    assert speaker.gaps == 0
