"""Latent Arcade: parse the command line, build the app, run it."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from game.app.options import Options


def main() -> int:
    """Run the app; returns the exit status."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    import tyro

    from game.app.options import Options

    moved = leave_deleted_folder()
    try:
        options = tyro.cli(Options, prog="latent-arcade")
    except BrokenPipeError:  # whoever read the help has seen enough of it
        return 0
    if options.version:
        from game import __version__

        print(f"latent-arcade {__version__}")
        return 0
    if options.headless:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        os.environ["SDL_AUDIODRIVER"] = "dummy"
    if moved:
        print(f"the current folder has been deleted; going on in {Path.cwd()}", file=sys.stderr)
    from game.app.window import NoDisplay

    try:
        return run_app(options)
    except NoDisplay as error:
        print(f"error: no display to open a window on ({error}); --headless does without", file=sys.stderr)
        return 2


def run_app(options: Options) -> int:
    """Open the window, or measure; returns the exit status.

    Raises:
        NoDisplay: There is no display.
    """
    if options.bench:
        from game.benchmarks.driver import run_bench

        return run_bench(options)

    from models.base.memory import share_heaps

    share_heaps()
    from game.app.about import versions
    from game.app.app import App
    from game.app.endings import Endings
    from game.app.log_file import log_path, start_log

    start_log(log_path())
    logging.getLogger(__name__).info(", ".join(f"{name} {text}" for name, text in versions().items()))
    endings = Endings()
    endings.watch()
    return App(options, endings=endings).run()


def leave_deleted_folder() -> bool:
    """Go to the user's home, or to the root, where the current folder is gone: libraries end without one."""
    try:
        os.getcwd()
    except OSError:
        home = Path.home()
        os.chdir(home if home.is_dir() else "/")
        return True
    return False


def leave(status: int) -> NoReturn:
    """End the process at once; all that is to be kept has been saved by now.

    Python's own shutdown would wake threads in the middle of a library's native code, which libraries answer
    by aborting, and libraries would print what they think they have leaked.
    """
    stragglers = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    if stragglers:
        logging.getLogger(__name__).info("still busy at the end: %s", ", ".join(stragglers))
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or nobody reads any more
            stream.flush()
    os._exit(status)


def run() -> NoReturn:
    """Run the app and end the process, also after an error: that is no moment for Python's own shutdown.

    A bundle's worker processes come in here too, see `models.base.worker_process`.
    """
    status = 1
    try:
        if sys.argv[1:2] == ["--worker"]:
            from models.base.worker_process import run_worker

            run_worker(sys.argv[2:])
            status = 0
        else:
            status = main()
    except KeyboardInterrupt:
        status = 130
    except SystemExit as ended:  # of tyro, after --help or a mistake
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        logging.getLogger(__name__).exception("the app ended by an error")
    finally:
        leave(status)


if __name__ == "__main__":
    run()
