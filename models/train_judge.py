"""`python -m models.train discriminator` by its older name."""

import sys

from models.train import main

if __name__ == "__main__":
    raise SystemExit(main(["discriminator", *sys.argv[1:]]))
