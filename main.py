"""Latent Arcade: parse the command line, build the app, run it."""

from __future__ import annotations

import logging
import os
import sys
import threading
from typing import NoReturn


def main() -> int:
    """Run the app; returns the exit status."""
    import tyro

    from game.app.options import Options

    options = tyro.cli(Options, prog="latent-arcade")
    if options.version:
        from game import __version__

        print(f"latent-arcade {__version__}")
        return 0
    if options.headless:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        os.environ["SDL_AUDIODRIVER"] = "dummy"
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    if options.bench:
        from game.benchmarks.driver import run_bench

        return run_bench(options)

    from game.app.about import versions
    from game.app.app import App
    from game.app.log_file import log_path, start_log

    start_log(log_path())
    logging.getLogger(__name__).info(", ".join(f"{name} {text}" for name, text in versions().items()))
    return App(options).run()


def leave(status: int) -> NoReturn:
    """End the process; a thread that is still inside a library's native code may not hold it up.

    Python's own shutdown would wake such a thread in the middle of it, which libraries answer by aborting.
    All that is to be kept has been saved by now.
    """
    stragglers = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    if not stragglers:
        sys.exit(status)
    logging.getLogger(__name__).info("still busy at the end: %s", ", ".join(stragglers))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def run() -> NoReturn:
    """Run the app and end the process, also after an error: that is no moment for Python's own shutdown.

    A bundle's worker processes come in here too, see `models.base.worker_process`.
    """
    try:
        if sys.argv[1:2] == ["--worker"]:
            from models.base.worker_process import run_worker

            run_worker(sys.argv[2:])
            status = 0
        else:
            status = main()
    except KeyboardInterrupt:
        status = 130
    except Exception:
        logging.getLogger(__name__).exception("the app ended by an error")
        status = 1
    leave(status)


if __name__ == "__main__":
    run()
