"""One of the processes that test_learning starts: trains on toys, and tells what it ended with.

Its games are shorter the higher its rank, so that no two processes have equally many steps to learn from.
The last process asks to stop after the fourth update, as if a signal had come to it alone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from agents import train as command
from agents.learning.agent import Agent
from agents.learning.config import TrainConfig
from agents.learning.train import Snapshot, train
from models.base.distributed import Team
from tests.agents.learning.lamps import LampGames

ENOUGH = 4


def main(out: Path) -> int:
    kept: list[Snapshot] = []
    seeds: list[int] = []
    rank = int(os.environ["RANK"])

    def watched(config: TrainConfig, resume: Agent | None, *, team: Team) -> Iterator[Snapshot]:
        def make_envs(config, count, seed, state):
            seeds.append(seed)
            return LampGames(count, seed, choices=10 - 3 * team.rank)

        for snapshot in train(config, resume, make_envs=make_envs, team=team):
            kept.append(snapshot)
            if team.rank == team.size - 1 and len(kept) == ENOUGH:
                os.kill(os.getpid(), signal.SIGTERM)
            yield snapshot

    settings = "--envs 8 --rollout 16 --minibatches 4 --stack 1 --channels 8 8 --hidden 16"
    code = command.main(["--out", str(out / f"run{rank}"), "--json", *settings.split()], learn=watched)
    (out / f"rank{rank}.json").write_text(json.dumps(seeds))
    kept[-1].agent.save(out / f"rank{rank}.safetensors")
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
