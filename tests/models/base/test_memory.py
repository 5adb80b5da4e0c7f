from __future__ import annotations

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys

from models.base.memory import keep_blocks

if sys.argv[1] == "kept":
    assert keep_blocks()
blocks = lambda: [bytearray(b"x") * (3 * 2**20) for _ in range(8)]
for _ in range(2):
    blocks()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    blocks()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left alone")
def test_memory_that_is_freed_is_kept() -> None:
    """Five times the same 24 MB: pages are asked for again and again, or once."""
    faults = {
        way: int(subprocess.run([sys.executable, "-c", PROGRAM, way], capture_output=True, check=True).stdout)
        for way in ("kept", "given back")
    }
    assert faults["kept"] < faults["given back"] / 10


GAPS = """
from pathlib import Path

from models.base.memory import give_back

held = lambda: int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024  # MB
blocks = [bytearray(b"x") * (60 * 2**10) for _ in range(2000)]
last = bytearray(b"x") * (60 * 2**10)
full = held()
del blocks
before = held()
assert give_back()
print(full - before, full - held())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left alone")
def test_memory_that_is_free_goes_back_from_before_what_is_in_use() -> None:
    """120 MB in small pieces, with one after them that stays."""
    done = subprocess.run([sys.executable, "-c", GAPS], capture_output=True, check=True, text=True)
    by_itself, asked = map(int, done.stdout.split())
    assert by_itself < 10
    assert asked > 100


HEAPS = """
import threading
from pathlib import Path

from models.base.memory import share_heaps

assert share_heaps()
filled = threading.Barrier(9)


def fill():
    blocks = [bytes(300) * 20 for _ in range(2000)]  # 12 MB, block by block
    filled.wait()
    filled.wait()


threads = [threading.Thread(target=fill) for _ in range(8)]
for each in threads:
    each.start()
filled.wait()
heaps = 64 * 2**20
starts = [int(line.partition("-")[0], 16) for line in Path("/proc/self/maps").read_text().splitlines()]
print(sum(start > 0x7000_0000_0000 and start % heaps == 0 for start in starts))
filled.wait()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left alone")
def test_threads_share_two_heaps() -> None:
    """glibc's own begin at multiples of 64 MB; eight threads with 12 MB each would have one each."""
    done = subprocess.run([sys.executable, "-c", HEAPS], capture_output=True, check=True, text=True)
    assert int(done.stdout) <= 3
