from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from itertools import islice
from pathlib import Path

import pytest
import torch

from agents.learning.agent import Agent
from agents.learning.config import TrainConfig
from agents.learning.train import Snapshot, train
from agents.learning.trainer_process import Trainer

CONFIG = TrainConfig(envs=2, rollout=16, minibatches=2, warmup=8, threads=1, channels=(4, 8), hidden=16)
PATIENCE = 60.0
LINUX = pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up the Linux way")


@pytest.fixture
def trainer() -> Iterator[Trainer]:
    """A process of the test's own, which it may kill."""
    trainer = Trainer()
    yield trainer
    trainer.kill()


@pytest.fixture(scope="module")
def shared() -> Iterator[Trainer]:
    """One process for all tests whose runs end by themselves: it takes four seconds to start."""
    trainer = Trainer()
    yield trainer
    trainer.kill()


def first(lessons: Iterator[Snapshot], count: int = 1) -> Snapshot:
    """The last of the next few snapshots; closes the run."""
    *_, last = islice(lessons, count)
    lessons.close()  # type: ignore[attr-defined]
    return last


def same(a: Agent, b: Agent) -> bool:
    return set(a.tensors) == set(b.tensors) and all(
        torch.equal(t, b.tensors[n]) for n, t in a.tensors.items()
    )


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition: Callable[[], bool]) -> bool:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_it_learns_what_training_here_learns(shared: Trainer) -> None:
    here, there = first(train(CONFIG), 3), first(shared.train(CONFIG), 3)
    assert (there.agent.step, there.agent.episodes) == (here.agent.step, here.agent.episodes)
    assert astuple(there.losses) == astuple(here.losses)
    assert there.agent.config == CONFIG
    assert same(there.agent, here.agent)
    with pytest.raises(TypeError):
        there.agent.tensors["policy.actor.bias"] = torch.zeros(3)  # type: ignore[index]


def test_a_second_run_goes_on_from_an_agent_in_the_same_process(shared: Trainer) -> None:
    middle = first(shared.train(CONFIG), 2).agent
    process = shared.pid
    config = replace(CONFIG, seed=3)
    there = first(shared.train(config, middle))
    assert shared.pid == process is not None
    assert there.agent.step > middle.step
    assert same(there.agent, first(train(config, middle)).agent)


def test_a_run_waits_for_the_end_of_the_one_before(shared: Trainer) -> None:
    seeds: list[int] = []

    def learn(seed: int) -> None:
        lessons = shared.train(replace(CONFIG, seed=seed))
        seeds.extend(snapshot.agent.config.seed for snapshot in islice(lessons, 3))
        lessons.close()  # type: ignore[attr-defined]

    threads = [threading.Thread(target=learn, args=(seed,)) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert seeds in ([1, 1, 1, 2, 2, 2], [2, 2, 2, 1, 1, 1])


def test_a_limited_run_ends(shared: Trainer) -> None:
    assert [s.agent.step for s in shared.train(replace(CONFIG, max_steps=128))] == [64, 96, 128]


def longest_silence(work: Callable[[], object]) -> float:
    """Which share of its time a piece of work, in a thread, keeps this one from running at a stretch."""
    worker = threading.Thread(target=work)
    began = last = time.perf_counter()
    longest = 0.0
    worker.start()
    while worker.is_alive():
        time.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest / (last - began)


def test_while_it_starts_other_threads_run(shared: Trainer) -> None:
    """Sixteen consoles are switched on: more than half of the time, were it in this process."""
    config = replace(CONFIG, envs=16, groups=1)
    first(shared.train(config))
    assert longest_silence(lambda: first(shared.train(config))) < 0.2


@LINUX
def test_it_rests_while_nobody_asks(shared: Trainer) -> None:
    lessons = shared.train(CONFIG)
    next(lessons)
    fields = Path(f"/proc/{shared.pid}/stat")
    time.sleep(0.2)  # until it has gone to rest

    def ticks() -> int:
        user, system = fields.read_text().rpartition(")")[2].split()[11:13]
        return int(user) + int(system)

    before = ticks()
    time.sleep(0.5)
    assert ticks() <= before + 2
    lessons.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("spoiled", ["policy", "optimizer.weights"])
def test_what_goes_wrong_there_is_told_here_and_can_be_tried_again(spoiled: str, shared: Trainer) -> None:
    agent = first(shared.train(CONFIG)).agent
    sick = replace(agent, tensors={**agent.tensors, f"{spoiled}.critic.bias": torch.full((1,), torch.nan)})
    with pytest.raises(FloatingPointError, match="training diverged at step"):
        next(shared.train(CONFIG, sick))
    assert first(shared.train(CONFIG, agent)).agent.step > agent.step


def test_a_process_that_dies_is_an_error_and_the_next_run_starts_another(trainer: Trainer) -> None:
    lessons = trainer.train(CONFIG)
    next(lessons)
    assert trainer.pid is not None
    os.kill(trainer.pid, signal.SIGKILL)
    with pytest.raises(RuntimeError, match="died"):
        next(lessons)
    assert first(trainer.train(CONFIG)).agent.step == 64


def test_killing_it_ends_the_run_of_another_thread(trainer: Trainer) -> None:
    ended = threading.Event()

    def learn() -> None:
        for _ in trainer.train(CONFIG):
            pass
        ended.set()

    threading.Thread(target=learn, daemon=True).start()
    assert wait_for(lambda: trainer.pid is not None)
    pid = trainer.pid
    assert pid is not None
    trainer.kill()
    assert ended.wait(PATIENCE)
    assert trainer.pid is None
    assert not alive(pid)
    assert list(islice(trainer.train(CONFIG), 1)) == [], "and there will be no other"


ORPHAN = """
import threading, time
from agents.learning.config import TrainConfig
from agents.learning.trainer_process import Trainer
trainer = Trainer()
lessons = trainer.train(TrainConfig(envs=2, rollout=2, minibatches=1, warmup=1))
asking = threading.Thread(target=next, args=(lessons,))
asking.start()
asking.join({seconds})
while trainer.pid is None:
    time.sleep(0.01)
print(trainer.pid, flush=True)
time.sleep(600)
"""


@LINUX
@pytest.mark.parametrize("moment", ["while it starts", "while it rests"])
def test_it_does_not_outlive_a_parent_that_is_killed(moment: str) -> None:
    code = ORPHAN.format(seconds=0.0 if moment == "while it starts" else PATIENCE)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert alive(child)
        parent.kill()
    assert wait_for(lambda: not alive(child))


def test_it_is_found_from_any_folder(
    trainer: Trainer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even from one with packages of the same name."""
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "__init__.py").write_text("raise ImportError('the wrong one')")
    monkeypatch.chdir(tmp_path)
    assert first(trainer.train(CONFIG)).agent.step == 64


@LINUX
def test_all_of_it_has_the_lower_priority() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    trainer = Trainer(nice=7)
    lessons = trainer.train(CONFIG)
    next(lessons)
    tasks = [int(task.name) for task in Path(f"/proc/{trainer.pid}/task").iterdir()]
    levels = {os.getpriority(os.PRIO_PROCESS, task) for task in tasks}
    lessons.close()  # type: ignore[attr-defined]
    trainer.kill()
    assert len(tasks) > 2
    assert levels == {min(19, own + 7)}
