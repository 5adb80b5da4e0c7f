"""Our learner as people meet it: in the app's window, with a hand at the keys all the while."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import Any

from agents.learning.agent import Agent
from game.benchmarks.measuring import percentiles
from game.workers.training_session import autosave_path
from models.base.checkpoint import CheckpointError
from tools.learners import Plan, Run, judged, passed, say
from tools.soak import END_SECONDS, opened, screen, wait_for_window
from tools.soak_hand import Hand
from tools.soak_verdict import SOUND_MINUTES

SLOWER = 1.6
"""What may take a minute without a window may take so long with one."""
_KEYS_SECONDS = 3.0


def window(plan: Plan, seed: int) -> Run:
    """Open the app under Xvfb, play Pong beside the agent that learns from nothing, and judge what it saved.

    The app saves its agent once a minute. What counts for a mark is the last agent saved before it, so that
    it has had up to a minute less.

    Args:
        plan: As for `tools.learners.ours`, of Pong and in minutes; here everything lasts `SLOWER` times as
            long.
        seed: Of the app, and of the hand at the keys.

    Raises:
        RuntimeError: The app showed no window, or ended before its time.
    """
    due = [SLOWER * minute for minute in plan.marks]
    with tempfile.TemporaryDirectory(prefix="latent-arcade-learn-") as home:
        saved, wall = _play(seed, due[-1], Path(home))
    marks = []
    for minute in due:
        agents = [agent for agent in saved if agent.seconds <= 60 * minute]
        if agents:
            marks.append(judged("window", seed, f"{minute:g} minutes", agents[-1], plan))
    if not marks:
        raise RuntimeError("the app saved no agent in time")
    last = saved[-1]
    return Run(
        learner="window",
        seed=seed,
        raw_steps_per_s=None,
        seconds=last.seconds,
        wall_seconds=wall,
        steps=last.step,
        split={"with the window open": last.seconds},
        passed=passed(plan.game, [(agent.seconds, agent.return_mean) for agent in saved]),
        curve=last.curve,
        marks=tuple(marks),
    )


def _play(seed: int, minutes: float, home: Path) -> tuple[list[Agent], float]:
    """Play for so many minutes from the moment learning began; what was saved meanwhile, oldest first."""
    path = autosave_path(home / "data" / "agents", "pong")
    saved: list[Agent] = []
    diary = home / "diary.jsonl"
    words = "--scene", "arena", "--seed", str(seed), "--diary", str(diary)
    with screen() as (display, _), opened(display, home, *words) as app:
        hand = Hand(display, seed)
        wait_for_window(hand, app)
        began = time.monotonic()
        # A long run is made a little longer, for as much sound as a soak wants to judge by.
        lasting = SOUND_MINUTES if 0.9 * SOUND_MINUTES < minutes < SOUND_MINUTES else minutes
        while time.monotonic() - began < 60 * lasting + 5 * _KEYS_SECONDS:
            if app.poll() is not None:
                raise RuntimeError(f"the app ended by itself, with status {app.returncode}")
            hand.play(_KEYS_SECONDS)
            hand.press("Return")
            try:
                agent = Agent.load(path)
            except CheckpointError:
                continue  # nothing was saved yet
            if not saved or agent.step > saved[-1].step:
                saved.append(agent)
                say("window", seed, agent.seconds, agent.step, agent.return_mean)
        wall = time.monotonic() - began
        hand.press("ctrl+q")
        app.wait(END_SECONDS)
    print(steadiness([json.loads(line) for line in diary.read_text("utf-8").splitlines()]), flush=True)
    return saved, wall


def steadiness(diary: list[dict[str, Any]]) -> str:
    """How the picture and the sound went on meanwhile, in words."""
    frames = percentiles([ms / 1000 for line in diary if line["scene"] == "arena" for ms in line["frame_ms"]])
    minutes, gaps = sum(line["sound_s"] for line in diary) / 60, sum(line["sound_gaps"] for line in diary)
    return f"  frames p99 {frames['p99']} ms; sound {minutes:.1f} minutes, {gaps} gaps"
