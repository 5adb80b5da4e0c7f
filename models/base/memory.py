"""What becomes of memory that is no longer needed: kept for the next time, or given back to the system."""

import ctypes
from typing import Any

# From glibc's malloc.h.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -2, -3, -8
_LARGEST = 32 * 2**20
_SPARE = 64 * 2**20
_PICTURE = 2**20


def _glibc(name: str, *types: Any) -> Any:
    """A function that glibc has beyond the standard; with another C library one that says that it failed."""
    try:
        function = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError, TypeError):
        return lambda *_: 0
    function.argtypes, function.restype = types, ctypes.c_int
    return function


def _told(*settings: tuple[int, int]) -> bool:
    """Tell the C library's malloc all of these; return whether it took them."""
    mallopt = _glibc("mallopt", ctypes.c_int, ctypes.c_int)
    return all([bool(mallopt(name, value)) for name, value in settings])


def keep_blocks() -> bool:
    """Let this process keep the memory that it frees; return whether it could be told (to glibc alone).

    A step of training frees some megabytes, and asks for them again a moment later. The system hands out
    every page again, filled with zeros, which took a quarter of the step's time.
    """
    return _told((_MMAP_THRESHOLD, _LARGEST), (_TRIM_THRESHOLD, 16 * _LARGEST), (_TOP_PAD, _SPARE))


def share_heaps() -> bool:
    """Let the threads of this process share two heaps; return whether it could be told (to glibc alone).

    By itself the C library gives nearly every thread one of its own, and what lies free between the blocks of
    one cannot be had by the others: in a window with a dozen workers that became hundreds of megabytes.
    Blocks of a megabyte, most of them pictures, lie outside the heaps, and go back to the system at once; by
    itself the C library puts even those of 32 MB into the heaps, as soon as one such has been freed. To be
    called before there are threads.
    """
    return _told((_ARENA_MAX, 2), (_MMAP_THRESHOLD, _PICTURE), (_TRIM_THRESHOLD, _LARGEST))


def give_back() -> bool:
    """Give memory that is free back to the system; return whether there was any. Takes some 3 ms.

    By itself the C library gives back what lies at the end, and nothing from between what is in use.
    """
    return bool(_glibc("malloc_trim", ctypes.c_size_t)(0))
