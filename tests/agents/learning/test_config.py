from __future__ import annotations

import math

import pytest

from agents.learning.config import EvaluateConfig, TrainConfig


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("game", "chess"),
        ("method", "luck"),
        ("seed", -1),
        ("minutes", -1.0),
        ("recall", 17),
        ("duels", 1.0),
        ("advice_coef", -1.0),
        ("advice_steps", -1),
        ("envs", 0),
        ("envs", 33),
        ("groups", 0),
        ("rollout", 1),
        ("epochs", 0),
        ("minibatches", 2000),
        ("learning_rate", 0.0),
        ("learning_rate", math.nan),
        ("gamma", 1.5),
        ("lam", -0.1),
        ("clip", 0.0),
        ("entropy_coef", -1.0),
        ("max_grad_norm", 0.0),
        ("channels", (0, 32)),
        ("hidden", 10**9),
        ("threads", -1),
    ],
)
def test_settings_out_of_range_are_named(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=field.replace("_", ".")):
        TrainConfig(**{field: value})


@pytest.mark.parametrize(("field", "value"), [("episodes", 0), ("sticky", 1.0), ("envs", 0), ("game", "go")])
def test_evaluation_settings_out_of_range_are_named(field: str, value: object, tmp_path) -> None:
    with pytest.raises(ValueError, match=field.replace("_", ".")):
        EvaluateConfig(**{"weights": tmp_path, field: value})
