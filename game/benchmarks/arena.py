"""`main.py --bench arena`: every way to play with training on, and how soon the game obeys a key."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pygame

from agents.emulators.action_log import ActionLog
from game.app.app import App
from game.benchmarks.measuring import (
    READY_TIMEOUT,
    WARM_UP,
    Timing,
    percentiles,
    press,
    run_for,
    run_until,
    run_while,
    wait_until_ready,
)
from game.lecture.shell import START
from game.scenes.arena.play.duels import HumanVsAgent, People
from game.scenes.arena.play.plays import PLAYS, Play

LONGEST = 30
"""Emulated frames after which a key counts as lost."""


class Hand:
    """Presses and lets go of up and down, and counts the emulated frames until the game obeys.

    Attributes:
        frames: for every key that went down or up; 1 is the very next one.
        seconds: until the picture of that frame was shown.
        lost: keys that the game never obeyed.
    """

    def __init__(self, seed: int) -> None:
        self.frames: list[int] = []
        self.seconds: list[float] = []
        self.lost = 0
        self._chance = random.Random(seed)
        self._held = 0
        self._key = pygame.K_UP
        self._next = 0.0
        self._asked: tuple[ActionLog, int, int, float] | None = None

    def __call__(self, app: App, now: float) -> None:
        """Look at what came of the last key, and press another now and then."""
        self._look()
        if now < self._next:
            return
        self._next = now + self._chance.uniform(0.15, 0.4)
        if self._held:
            press(self._held, False)
            self._held = 0
        else:
            self._key = pygame.K_DOWN if self._key == pygame.K_UP else pygame.K_UP
            self._held = self._key
            press(self._held, True)
        self._asked = None
        found = sticks(app.scene)
        if found is not None:
            log, column = found
            if log.frames:
                self._asked = (log, log.frames, column, time.perf_counter())

    def _look(self) -> None:
        if self._asked is None:
            return
        log, at, column, began = self._asked
        done = log.actions[column :: log.players]
        if len(done) < at:  # another game has begun
            self._asked = None
            return
        for count, action in enumerate(done[at:], start=1):
            if action != done[at - 1]:
                self.frames.append(count)
                self.seconds.append(time.perf_counter() - began)
                self._asked = None
                return
        if len(done) - at >= LONGEST:
            self.lost += 1
            self._asked = None

    def let_go(self) -> None:
        """Hold nothing from the next frame on."""
        if self._held:
            press(self._held, False)
            self._held = 0
        self._asked = None


def sticks(scene: Any) -> tuple[ActionLog, int] | None:
    """The log of the human's actions, and which of its players he is; None where nobody plays."""
    play = getattr(scene, "play", None)
    game = play.game if play is not None else None
    if game is None or not game.begun or game.over:
        return None
    if isinstance(game, HumanVsAgent):
        return game.game.log, 0 if game.side == "left" else 1
    if isinstance(game, People):
        return game.game.log, 1  # the arrows are the right player's
    return game.human.game.log, 0


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Play in every mode with an agent, training on; then and before, the trainer alone.

    Returns:
        `fps`, `frame_ms`, `work_ms` over all modes, and under `modes` for each; there `input_frames` says
        after how many emulated frames the game obeyed a key (1: the next), `input_ms` until it was seen, and
        `input_lost` how many keys it never obeyed. `train_…` compares learning beside all of it with learning
        alone, and both with `raw_steps_per_s`, the speed of ALE's vector environment by itself.
    """
    wait_until_ready(app)
    share = max(seconds / 3, 5.0)
    before = speeds_alone(seed, share)
    app.go("arena")
    hand = Hand(seed)

    def starting(now: float) -> bool:
        scene: Any = app.scene
        training = getattr(scene, "training", None)
        return now < WARM_UP or ((training is None or training.snapshot is None) and now < READY_TIMEOUT)

    start = run_while(app, starting, hand)
    hand.let_go()
    scene: Any = app.scene
    training = scene.training
    first = training.snapshot
    if first is None:
        return {"problem": training.status.error or "no training"}
    total = Timing()
    modes: dict[str, Any] = {}
    plays = [play for play in PLAYS.values() if not play.people]
    for mode in plays:
        timing, modes[mode.id] = _play(app, mode, seconds / len(plays), seed)
        total += timing
    newest = training.snapshot
    run_until(app, lambda: training.snapshot is not newest)
    last = training.snapshot
    beside = _speed(first.agent, last.agent)
    training.close()
    app.go(START)
    run_for(app, 0.2)
    after = speeds_alone(seed, share)
    alone, raw = (before.trainer + after.trainer) / 2, (before.raw + after.raw) / 2
    return {
        "problem": "",
        **total.as_dict(),
        "modes": modes,
        "start_frame_ms_max": start.frame_ms["max"],
        "train_steps_per_s": round(beside, 1),
        "train_steps_per_s_alone": round(alone, 1),
        "ratio": round(beside / alone, 3),
        "raw_steps_per_s": round(raw, 1),
        "train_share_of_raw": round(beside / raw, 3),
        "train_share_of_raw_alone": round(alone / raw, 3),
        "train_time_split": {name: round(share, 3) for name, share in asdict(last.time_split).items()},
    }


def _play(app: App, mode: type[Play], seconds: float, seed: int) -> tuple[Timing, dict[str, Any]]:
    """Play in one mode, from the moment at which its consoles are on; its frames, and what it showed."""
    scene: Any = app.scene
    scene.set_mode(mode)
    consoles = scene.session.consoles
    opened = run_until(app, lambda: bool(consoles.trouble or scene.play.player is not None))
    if scene.play.engine is None:
        return Timing(), {"problem": consoles.trouble or "no game"}
    for span in (1.0, seconds):
        hand = Hand(seed)
        timing = run_for(app, span, hand)
        hand.let_go()
        run_for(app, 0.1)
    measured = {"problem": "", **timing.as_dict(), "open_frame_ms_max": opened.frame_ms.get("max")}
    if hand.frames or hand.lost:
        frames = sorted(hand.frames)
        measured |= {
            "input_frames": {"median": frames[len(frames) // 2], "max": frames[-1]} if frames else {},
            "input_ms": percentiles(hand.seconds),
            "inputs": len(frames),
            "input_lost": hand.lost,
        }
    return timing, measured


@dataclass(frozen=True)
class Alone:
    """Speeds without frames, in agent steps a second."""

    trainer: float
    raw: float
    """Of ALE's vector environment by itself: as many games, threads and frames a step, the same pictures."""


def speeds_alone(seed: int, seconds: float) -> Alone:
    """Let the same trainer and the bare consoles take turns, for so many seconds each."""
    from agents.learning.config import TrainConfig
    from agents.learning.trainer_process import Trainer
    from game.workers.training_session import NICE

    config = TrainConfig(game="pong", seed=seed)
    trainer, consoles = Trainer(nice=NICE), Trainer(nice=NICE)
    raw = consoles.iterate(
        "agents.emulators.raw_speed:emulate",
        *(config.game, config.envs, config.groups, seed, config.frame_skip, config.threads),
    )
    learner = (snapshot.agent for snapshot in trainer.train(config))
    try:
        return Alone(*_in_turns([learner, raw], seconds))
    finally:
        trainer.kill()
        consoles.kill()


def _in_turns(workers: Sequence[Iterator[Any]], seconds: float) -> list[float]:
    """Steps a second of each, of which only one works at a time; all yield their `step` and `seconds`."""
    first = []
    for worker in workers:
        began = next(worker)
        while (item := next(worker)).seconds - began.seconds < WARM_UP:
            pass
        first.append(item)
    last = list(first)
    while any(now.seconds - then.seconds < seconds for then, now in zip(first, last, strict=True)):
        # Whoever is behind goes on, so that what else the machine does meanwhile meets all of them alike.
        behind = min(range(len(workers)), key=lambda index: last[index].seconds - first[index].seconds)
        last[behind] = next(workers[behind])
    return [_speed(then, now) for then, now in zip(first, last, strict=True)]


def _speed(first: Any, last: Any) -> float:
    """Agent steps per second between two moments, each with its `step` and `seconds`."""
    return float((last.step - first.step) / max(last.seconds - first.seconds, 1e-9))
