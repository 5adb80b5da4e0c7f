from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from models.base import checkpoint

ROOT = Path(__file__).parents[3]


@pytest.mark.slow
def test_two_processes_train_one_agent(tmp_path) -> None:
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [*torchrun, str(ROOT / "tests/agents/learning/team_member.py"), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (first, metadata), (second, other) = (
        checkpoint.load(tmp_path / f"rank{rank}.safetensors") for rank in (0, 1)
    )
    assert first.keys() == second.keys()
    assert all(torch.equal(tensor, second[name]) for name, tensor in first.items())
    assert metadata == other

    # No game was played twice.
    seeds = [json.loads((tmp_path / f"rank{rank}.json").read_text()) for rank in (0, 1)]
    assert len({*seeds[0], *seeds[1]}) == 4

    # Both stopped after the fourth update, hence the fifth rollout: 80 steps of 8 + 8 games. A game of the
    # second process has three steps less.
    assert metadata["step"] == 5 * 2 * 8 * 16
    assert metadata["episodes"] == 8 * (80 // 11) + 8 * (80 // 8)
    assert len(metadata["recent_returns"]) == 20

    # One wrote and spoke for both.
    saved, _ = checkpoint.load(tmp_path / "run0" / "pong.safetensors")
    assert all(torch.equal(tensor, saved[name]) for name, tensor in first.items())
    assert not (tmp_path / "run1").exists()
    assert json.loads(done.stdout)["steps"] == metadata["step"]
    assert done.stderr.count("where the time went") == 1
