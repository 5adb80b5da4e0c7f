"""`python -m models.train attribute-edits` by its older name."""

import sys

from models.train import main

if __name__ == "__main__":
    raise SystemExit(main(["attribute-edits", *sys.argv[1:]]))
