"""The command that evaluates the discriminator."""

from __future__ import annotations

import numpy as np
import pytest

from models.evaluation.metrics import area_under_roc
from models.generator.evaluate_judge import calibration_error


def test_the_area_under_the_curve_is_how_often_the_right_one_is_higher() -> None:
    random = np.random.default_rng(0)
    yes, no = random.normal(1, 1, 200), random.normal(0, 1, 300)
    assert area_under_roc(yes, no) == pytest.approx((yes[:, None] > no).mean())
    assert area_under_roc(no, yes) == pytest.approx(1 - area_under_roc(yes, no))
    assert area_under_roc(np.zeros(3), np.zeros(5)) == 0.5


def test_whoever_tells_the_truth_is_calibrated() -> None:
    random = np.random.default_rng(0)
    told = random.uniform(0, 1, 20_000)
    truth = (random.uniform(0, 1, len(told)) < told).astype(float)
    assert calibration_error(told, truth) < 0.01
    boasting = np.where(told > 0.5, 0.99, 0.01)
    assert calibration_error(boasting, truth) > 0.2
    assert calibration_error(1 - told, truth) > 0.4


@pytest.mark.parametrize("data", ["portraits", "cats"])
def test_the_shipped_judge_can_judge(data, printed) -> None:
    found = printed("judge", "--data", data, "--count", 60, "--aged", 20, "--json")
    assert found["auc"] > 0.95
    assert [each["step"] for each in found["auc_by_age"]] == sorted(
        each["step"] for each in found["auc_by_age"]
    )
    assert found["auc_by_age"][0]["auc"] > 0.99, "noise is told from pictures"
    assert found["real"] == found["made"] == 60
