"""Set before anything imports pygame: no window, no sound, and never the user's own files."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
HOME = tempfile.mkdtemp(prefix="latent-arcade-tests-")
os.environ["LATENT_ARCADE_HOME"] = HOME
if "PYTEST_XDIST_WORKER" in os.environ:
    # The workers share the cores already: more threads in each only wait for one another.
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import pygame  # noqa: E402
import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

# The same examples on every run, and no complaint about a busy machine.
settings.register_profile("steady", deadline=None, derandomize=True, database=None, max_examples=40)
settings.load_profile("steady")


# A font that outlives pygame never closes its file, and one process runs a thousand apps.
pygame.quit = pygame.display.quit


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)


SLOW = Path(__file__).with_name("slow.txt")
SLOW_SECONDS = 0.6
_seconds: dict[str, float] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="take the golden pictures again")
    parser.addoption("--note-slow", action="store_true", help="write tests/slow.txt from this run's times")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow = set(SLOW.read_text("utf-8").split())
    for item in items:
        if item.nodeid.partition("[")[0] in slow:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """All that is imported stays: to look at it takes the collector half a second, hundreds of times."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[report.nodeid] = _seconds.get(report.nodeid, 0.0) + report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("--note-slow") and not hasattr(session.config, "workerinput"):
        slow = {name.partition("[")[0] for name, seconds in _seconds.items() if seconds > SLOW_SECONDS}
        SLOW.write_text("\n".join(sorted(slow)) + "\n", "utf-8")
