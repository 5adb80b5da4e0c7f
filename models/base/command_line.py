"""What all command lines have in common: texts that any terminal prints, one line instead of a traceback."""

import io
import os
import sys
from collections.abc import Callable


def run(command: Callable[[], int], *expected: type[Exception]) -> int:
    """Do what a command does and return its exit status.

    An OSError, a ValueError or another error that is expected is said in one line, and the status is 2.
    """
    for stream in (sys.stdout, sys.stderr):
        # Some terminals know ASCII alone, and some file names are no UTF-8.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    errors: tuple[type[Exception], ...] = (OSError, ValueError, *expected)
    try:
        status = command()
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # the reader has seen enough, as `head` does; the end must not write either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except errors as error:
        print(f"error: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
