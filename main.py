"""Latent Arcade: parse the command line, build the app, run it."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the app; returns the exit status."""
    import tyro

    from game.options import Options

    options = tyro.cli(Options, prog="main.py")
    if options.headless:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        os.environ["SDL_AUDIODRIVER"] = "dummy"
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    if options.bench:
        from game.bench import run_bench

        return run_bench(options)

    from game.app import App

    return App(options).run()


if __name__ == "__main__":
    sys.exit(main())
