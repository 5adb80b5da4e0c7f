"""Find the named sliders of a generator: ``python -m models.knobs``."""

from models.generator.knobs import main

if __name__ == "__main__":
    raise SystemExit(main())
