from __future__ import annotations

import numpy as np
import torch
import torch.distributed as dist

from models.base.distributed import ALONE, joined


def test_without_torchrun_a_process_is_alone() -> None:
    with joined() as team:
        assert team is ALONE
        assert not dist.is_initialized()
    assert team.leads
    module, tensor, array = torch.nn.Linear(1, 1), torch.ones(2), np.ones((2, 2))
    assert team.wrap(module) is module
    assert team.from_leader(tensor) is tensor
    assert team.mean(tensor) is tensor
    assert team.side_by_side(array) is array
    assert [team.any(flag) for flag in (False, True)] == [False, True]
