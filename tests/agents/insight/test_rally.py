from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
import torch

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, GameSpec
from agents.insight.rally import LONGEST, Line, Moment, Rally, RallyRecorder, write_out
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from agents.opponents.agent_player import AgentPlayer

PONG = GAMES["pong"]


CONFIG = TrainConfig(channels=(4, 8), hidden=16)


GAMMA = 0.9


def moment(action: int, reward: float = 0.0, value: float = 0.0) -> Moment:
    return Moment(action, (0.2, 0.5, 0.3), value, reward)


def test_returns_and_advantages_are_the_written_out_sums() -> None:
    moments = (moment(0, value=0.3), moment(1, value=-0.2), moment(2, reward=-1.0, value=-0.6))
    lines = write_out(Rally(moments, GAMMA, None))
    outcomes = [-(GAMMA**2), -GAMMA, -1.0]
    assert [line.outcome for line in lines] == pytest.approx(outcomes)
    assert [line.advantage for line in lines] == pytest.approx(
        [g - m.value for g, m in zip(outcomes, moments, strict=True)]
    )
    assert [line.probability for line in lines] == [0.2, 0.5, 0.3]
    assert lines[1].log_probability == pytest.approx(np.log(0.5))
    goes_on = write_out(Rally(moments, GAMMA, follows=2.0))
    assert [line.outcome for line in goes_on] == pytest.approx(
        [g + 2 * GAMMA ** (3 - t) for t, g in enumerate(outcomes)]
    )


@pytest.mark.parametrize("reward", [1.0, -1.0])
def test_a_good_surprise_pushes_the_action_up_and_the_others_down(reward: float) -> None:
    (line,) = write_out(Rally((moment(1, reward=reward),), GAMMA, None))
    assert [np.sign(push) for push in line.push] == [-reward, reward, -reward]
    assert sum(line.push) == pytest.approx(0)


@dataclass
class Course:
    """A rally that a real agent has played, with what it saw."""

    rally: Rally
    observations: list[np.ndarray]


def played(agent: Agent) -> Course:
    """Let an agent play until somebody makes a point."""
    game, player, recorder = AtariGame(PONG, 1), AgentPlayer(agent, 3), RallyRecorder(PONG)
    seen: list[np.ndarray] = []
    try:
        while recorder.last is None:
            thought = player.decision
            reward = player.step(game)
            if player.decision is not thought:
                seen.append(player.observation)
            recorder.note(player.decision, player.decision.action, reward, GAMMA, lives=0, over=game.over)
    finally:
        game.close()
    # The rally is closed by the first look of the next one.
    return Course(recorder.last, seen[:-1][-LONGEST:])


def test_the_numbers_are_the_agents_and_the_push_is_torchs_gradient() -> None:
    agent = untrained(replace(CONFIG, mirror=False))
    weight = torch.randn(3, 16, generator=torch.Generator().manual_seed(5))
    agent = replace(agent, tensors={**agent.tensors, "policy.actor.weight": weight})
    course, policy = played(agent), agent.build_policy()
    lines: tuple[Line, ...] = write_out(course.rally)
    assert len(lines) == len(course.observations)
    assert lines[-1].moment.reward != 0
    assert not any(line.moment.reward for line in lines[:-1])
    for line, picture in list(zip(lines, course.observations, strict=True))[-20:]:
        logits, value = policy(torch.from_numpy(picture)[None])
        logits.retain_grad()
        log_probability = torch.log_softmax(logits, 1)[0, line.moment.action]
        policy.zero_grad()
        (line.advantage * log_probability).backward()
        assert line.moment.value == pytest.approx(value.item(), abs=1e-5)
        assert line.log_probability == pytest.approx(log_probability.item(), abs=1e-5)
        assert line.push == pytest.approx(logits.grad[0].tolist(), abs=1e-5)
        # To the last layer's bias, which moves nothing but a preference, it is the same number.
        assert line.push == pytest.approx(policy.actor.bias.grad.tolist(), abs=1e-5)


def noted(spec: GameSpec, frames: str) -> RallyRecorder:
    """A recorder after some frames: '.' nothing, '+' a point, '-' one lost, 'd' a life lost, 'o' the end."""
    recorder = RallyRecorder(spec)
    thoughts = [moment(0, value=float(number)) for number in range(len(frames) // 4 + 1)]
    for number, sign in enumerate(frames):
        reward = {"+": 7.0, "-": -1.0}.get(sign, 0.0)
        thought = thoughts[number // 4]
        recorder.note(
            thought,
            number // 4 % 3,
            reward,
            GAMMA,
            lives=3 - frames[: number + 1].count("d"),
            over=sign == "o",
        )
    return recorder


def test_a_rally_ends_with_the_decision_that_brought_the_point() -> None:
    assert noted(PONG, "....-...").last is None, "its four frames are not over"
    rally = noted(PONG, "....-....").last
    assert rally is not None
    assert [m.reward for m in rally.moments] == [0, -1]
    assert [m.action for m in rally.moments] == [0, 1]
    assert rally.follows is None
    again = noted(PONG, "....-......." + ".+.......").last
    assert again is not None
    assert [m.value for m in again.moments] == [2, 3], "the next one begins after it"
    assert [m.reward for m in again.moments] == [0, 1], "seven points are one to the learner"


def test_where_the_episode_goes_on_the_critic_says_what_follows() -> None:
    rally = noted(GAMES["freeway"], "....+....").last
    assert rally is not None
    assert rally.follows == 2, "the value of the next decision"


def test_a_lost_life_and_the_end_of_the_game_end_it() -> None:
    lost = noted(GAMES["breakout"], "....d....").last
    assert lost is not None
    assert lost.follows is None
    assert noted(PONG, "....d....").last is None, "there are no lives in it"
    over = noted(GAMES["freeway"], "....o").last
    assert over is not None
    assert over.follows is None
    assert len(over.moments) == 2


def test_a_restart_forgets_what_was_going_on() -> None:
    recorder = noted(PONG, "........-....")
    last = recorder.last
    recorder.restart()
    recorder.note(moment(0), 0, 1.0, GAMMA, lives=0, over=False)
    recorder.note(moment(1), 1, 0.0, GAMMA, lives=0, over=False)
    assert recorder.last is not last
    assert recorder.last is not None
    assert len(recorder.last.moments) == 1


def test_endless_rallies_are_cut_at_their_beginning() -> None:
    rally = noted(PONG, "...." * (LONGEST + 9) + "-....").last
    assert rally is not None
    assert len(rally.moments) == LONGEST
    assert rally.moments[-1].reward == -1
