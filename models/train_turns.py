"""Practise turned portraits: ``python -m models.train_turns``."""

from models.generator.train_attribute_edits import main

if __name__ == "__main__":
    main()
