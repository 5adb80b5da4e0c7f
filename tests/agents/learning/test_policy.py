from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from agents.emulators.games import GAMES, OTHERS, Court, GameSpec, Mirror
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from agents.learning.policy import Policy

SIZES = [(8, 4), (6, 3), (4, 2), (5, 1)]
MIRRORED = [spec.id for spec in GAMES.values() if spec.mirror is not None]


def policy_of(game: str, kernel: int = 8, stride: int = 4) -> Policy:
    """A network that has preferences."""
    config = TrainConfig(game=game, channels=(4, 8), hidden=16, kernel=kernel, stride=stride)
    policy = untrained(config).build_policy()
    torch.nn.init.normal_(policy.actor.weight, generator=torch.Generator().manual_seed(1))
    return policy


def chance(policy: Policy, count: int = 1) -> torch.Tensor:
    shape = (count, *policy.observation_shape)
    return torch.randint(0, 256, shape, dtype=torch.uint8, generator=torch.Generator().manual_seed(2))


@pytest.mark.parametrize(("kernel", "stride"), SIZES)
@pytest.mark.parametrize("game", [*GAMES, next(iter(OTHERS))])
def test_the_network_is_blind_to_nothing(game: str, kernel: int, stride: int) -> None:
    """What it says depends on every block of the court, with the mirror and without it."""
    config = TrainConfig(game=game, channels=(8, 8), hidden=32, kernel=kernel, stride=stride)
    for mirror in (True, False):
        policy = untrained(replace(config, mirror=mirror)).build_policy()
        pixels = chance(policy, 8).float().requires_grad_()
        policy(pixels.clone())[1].sum().backward()
        assert pixels.grad is not None
        assert (pixels.grad.abs().sum((0, 1)) > 0).all()


@pytest.mark.parametrize("game", MIRRORED)
def test_in_the_mirror_it_does_the_mirrored_thing(game: str) -> None:
    policy = policy_of(game)
    mirror = GAMES[game].mirror
    assert mirror is not None
    seen = chance(policy, 5)
    with torch.inference_mode():
        logits, values = policy(seen)
        there, values_there = policy(seen.flip(2 if mirror.axis == "rows" else 3))
    torch.testing.assert_close(there[:, mirror.actions], logits)
    torch.testing.assert_close(values_there, values)
    assert (logits - there).abs().max() > 0.01, "the picture is not the same in the mirror"


def test_mirrored_actions_are_what_their_names_say() -> None:
    there = {"up": "down", "down": "up", "left": "right", "right": "left"}
    mirrors = [(spec, mirror) for spec in GAMES.values() for mirror in (spec.mirror, spec.second_mirror)]
    for spec, mirror in mirrors:
        if mirror is None:
            continue
        turned = ("up", "down") if mirror.axis == "rows" else ("left", "right")
        for action, name in zip(mirror.actions, spec.action_names, strict=True):
            words = [there[word] if word in turned else word for word in name.split("_")]
            assert spec.action_names[action] == "_".join(words)


def test_a_second_mirror_takes_the_place_of_the_first_and_has_to_be_there() -> None:
    spec = GAMES["boxing"]
    assert spec.mirror is not None
    assert spec.second_mirror is not None
    assert spec.mirror.axis != spec.second_mirror.axis
    config = TrainConfig(game="boxing", channels=(4, 8), hidden=16)
    assert untrained(config).build_policy().mirror is spec.mirror
    assert untrained(replace(config, second_mirror=True)).build_policy().mirror is spec.second_mirror
    assert untrained(replace(config, second_mirror=True, mirror=False)).build_policy().mirror is None
    for words in ({"game": "pong"}, {"game": "boxing", "recall": 1}):
        with pytest.raises(ValueError, match="two mirrors"):
            TrainConfig(second_mirror=True, **words)


def test_pooled_answers_do_not_tell_where_it_happens() -> None:
    """Two spots, one stride further and lower: the same to filters of which only the strongest counts.

    At the edges some places are missing, so that only what lies in the middle of a filter counts here.
    """
    config = TrainConfig(game="boxing", channels=(4, 8), hidden=16, mirror=False)
    seen = torch.zeros(2, *untrained(config).observation_shape, dtype=torch.uint8)
    seen[0, :, 10, 8] = seen[0, :, 12, 10] = seen[1, :, 14, 12] = seen[1, :, 16, 14] = 255
    for pool in (True, False):
        policy = untrained(replace(config, pool=pool)).build_policy()
        with torch.no_grad():
            middle = torch.zeros(4, 4)
            middle[1, 1] = 1
            policy.convolution2.weight.mul_(middle)
        here, there = policy(seen)[1]
        assert torch.isclose(here, there).item() is pool


def test_without_a_mirror_one_look_is_enough() -> None:
    policy = untrained(TrainConfig(game="freeway", channels=(4, 8), hidden=16)).build_policy()
    assert policy.mirror is None
    plain = untrained(TrainConfig(mirror=False)).build_policy()
    assert plain.mirror is None


def test_mirrors_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="in pairs"):
        Mirror("rows", (1, 2, 0))
    with pytest.raises(ValueError, match="in pairs"):
        Mirror("rows", (0, 3))
    court = Court(0, 160, 0, 160)
    with pytest.raises(ValueError, match="mirrored"):
        GameSpec("x", "pong", (0, 1), ("stay", "fire"), court, mirror=Mirror("rows", (0,)))


def test_a_picture_smaller_than_a_filter_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        Policy((2, 7, 40), 3)


def test_answers_do_not_depend_on_how_pictures_lie_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = untrained(TrainConfig())
    network = agent.build_policy()
    generator = torch.Generator().manual_seed(3)
    seen = torch.randint(0, 256, (4, *agent.observation_shape), generator=generator, dtype=torch.uint8)
    answers = []
    for layout in (torch.contiguous_format, torch.channels_last):
        monkeypatch.setattr("agents.learning.policy.LAYOUT", layout)
        answers.append(network(seen))
    for one, other in zip(*answers, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)
