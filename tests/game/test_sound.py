from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pygame
import pytest

from game.sound import KEEP, RATE, START_AFTER, Speaker

FRAME = np.full(512, 200, np.uint8)


class Channel:
    """Stands in for the mixer's channel; the test says when a sound has ended."""

    def __init__(self) -> None:
        self.playing: list[int] = []
        self.volume = -1.0

    def get_busy(self) -> bool:
        return bool(self.playing)

    def get_queue(self) -> object | None:
        return self.playing[1] if len(self.playing) > 1 else None

    def play(self, sound: pygame.mixer.Sound) -> None:
        self.playing = [sound.get_length()]

    def queue(self, sound: pygame.mixer.Sound) -> None:
        self.playing.append(sound.get_length())

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def run_out(self) -> None:
        self.playing = self.playing[1:]


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
        speaker.push(FRAME, 0.5)
    assert not channel.playing
    speaker.push(FRAME, 0.5)
    assert channel.playing == pytest.approx([START_AFTER * 512 / RATE], rel=0.02)
    assert channel.volume == 0.5
    for _ in range(3):
        speaker.push(FRAME, 0.25)
    assert len(channel.playing) == 2, "one sound plays, the next waits"
    assert channel.volume == 0.25
    assert speaker.gaps == 0


def test_running_dry_is_counted_and_playing_begins_anew(speaker: Speaker, channel: Channel) -> None:
    for _ in range(START_AFTER):
        speaker.push(FRAME, 1.0)
    channel.run_out()
    speaker.push(FRAME, 1.0)
    assert speaker.gaps == 1
    assert not channel.playing
    for _ in range(START_AFTER - 1):
        speaker.push(FRAME, 1.0)
    assert channel.playing
    assert speaker.gaps == 1


def test_a_rest_is_no_gap(speaker: Speaker, channel: Channel) -> None:
    for _ in range(START_AFTER + 2):
        speaker.push(FRAME, 1.0)
    speaker.rest()
    channel.playing = []
    speaker.push(FRAME, 1.0)
    assert speaker.gaps == 0
    assert not channel.playing, "what was pending is gone"


def test_sound_never_lags_far_behind_the_picture(speaker: Speaker, channel: Channel) -> None:
    for _ in range(START_AFTER + 1):
        speaker.push(FRAME, 1.0)
    for _ in range(100):
        speaker.push(FRAME, 1.0)
    channel.run_out()
    speaker.push(FRAME, 1.0)
    assert channel.playing[-1] <= KEEP * 512 / RATE * 1.02


def test_without_a_sound_device_it_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise pygame.error("no audio device")

    monkeypatch.setattr(pygame.mixer, "init", fail)
    speaker = Speaker()
    for _ in range(20):
        speaker.push(FRAME, 1.0)
    speaker.rest()
    speaker.close()
    assert speaker.gaps == 0
