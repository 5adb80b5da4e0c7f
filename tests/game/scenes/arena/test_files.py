"""Agents and replays under whatever names, and agents that strangers have made."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, NOOP
from agents.emulators.replay import Replay
from agents.learning.agent import Agent, untrained
from game.ui.settings import Folders
from tests.fuzz import changed_checkpoint, mutations
from tests.game.conftest import SMALL, Driver

ODD = (
    "pong 12.07.2024",
    "v2.final",
    os.fsdecode(b"caf\xe9"),
    "two\nlines",
    "\N{HEBREW LETTER ALEF}\N{RIGHT-TO-LEFT OVERRIDE}gnop",
    "<font pixel_size=5000>",
    "x" * 240,
)


@pytest.fixture
def driver(open_app: Callable[..., Driver]) -> Driver:
    return open_app("arena")


def learn(driver: Driver) -> Agent:
    """Let the learner do an update; the agent that comes of it."""
    before = driver.scene.training.state.step
    driver.scene.training.step()
    driver.frames(2)
    agent: Agent = driver.scene.training.state
    assert agent.step > before
    return agent


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("pong 12.07.2024", "pong 12.07.2024.safetensors"),
        ("v2.final", "v2.final.safetensors"),
        ("x" * 300, "x" * 243 + ".safetensors"),
    ],
)
def test_an_agents_name_is_kept_whole(driver: Driver, folders: Folders, typed: str, saved: str) -> None:
    agent = learn(driver)
    driver.press_button("#agent_menu")
    driver.press_button("#save")
    dialog: Any = driver.window()
    dialog.file_path_text_line.set_text(f"{folders.data / 'agents'}/{typed}")
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    path = folders.data / "agents" / saved
    assert Agent.load(path).step == agent.step
    learn(driver)
    driver.scene.training.load(path)
    driver.frames(3)
    assert driver.scene.training.state.step == agent.step


@pytest.mark.parametrize("name", ODD)
def test_whatever_an_agent_or_a_replay_is_called_it_opens(driver: Driver, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"{name}.safetensors"
    replace(untrained(SMALL), step=1234).save(path)
    driver.scene.training.load(path)
    driver.frames(3)
    assert driver.scene.training.state.step == 1234
    driver.scene.training.load(tmp_path / f"{name}.gone.safetensors")
    driver.frames(3)
    assert driver.toasts, "its name is shown"
    assert driver.scene.training.state.step == 1234

    game = AtariGame(GAMES["pong"], 3)
    for _ in range(4):
        game.step(NOOP)
    replay = tmp_path / f"{name}.replay"
    Replay.of(game, ("human",)).save(replay)
    game.close()
    driver.post(pygame.DROPFILE, file=str(replay))
    window: Any = driver.window()
    driver.frames(8)
    assert window.projector.done
    driver.tap(pygame.K_ESCAPE)


def test_strange_agents_give_a_message_and_the_running_work_stays(driver: Driver, tmp_path: Path) -> None:
    sound = tmp_path / "sound.safetensors"
    replace(untrained(SMALL), step=640).save(sound)
    own, refused = learn(driver), 0
    went_on = driver.app.t("arena.loaded", steps="|").partition("|")[0]
    for number, mutated in enumerate(mutations(sound.read_bytes(), 60, changed_checkpoint, seed=11)):
        path = tmp_path / f"strange-{number}.safetensors"
        path.write_bytes(mutated)
        driver.scene.training.load(path)
        driver.frames(2)
        assert not driver.scene.training.loading
        if driver.scene.training.state is own:
            refused += 1
            assert path.name in driver.toasts[-1]
        else:  # a mutation that does no harm; it may ask for long updates, so back to the sound one
            assert driver.toasts[-1].startswith(went_on)
            driver.scene.training.load(sound)
            driver.frames(2)
            own = driver.scene.training.state
            assert own.step == 640
        assert driver.scene.training.running
    assert refused > 20
    driver.press(pygame.K_UP)
    driver.frames(4)
    assert driver.scene.race.begun
    learn(driver)
