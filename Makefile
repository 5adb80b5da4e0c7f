# Two commands matter: `make run` opens the app, `make test` proves it. Both install what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PYTEST := $(BIN)/python -m pytest -n auto
.DEFAULT_GOAL := help
# Where it is set, as in some containers, every process that a test starts would compile the app anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run check test lint format bench bench-learn bundle soak screenshots clean

help:
	@echo "make run [ARGS=...]   install what is needed and open the app"
	@echo "make check            lint, types, contracts and the fast tests"
	@echo "make test [ARGS=...]  run all tests"
	@echo "make lint             ruff, mypy, import-linter"
	@echo "make bench            start-up, arena and convolution timings"
	@echo "make bench-learn      how fast Pong is learned, over three seeds (ARGS='--game boxing --raw-steps 600000', --sb3)"
	@echo "make bundle           build dist/latent-arcade, a folder that starts without Python"
	@echo "make soak             an hour of play with training on, under Xvfb: memory, frames, errors"
	@echo "make screenshots      take the pictures of the READMEs"

$(VENV)/.app: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

# What an extra of pyproject.toml needs: .dev, .bench, .bundle.
$(VENV)/.%: $(VENV)/.app
	$(BIN)/python -m pip install --quiet --editable ".[$*]"
	touch $@

run: $(VENV)/.app
	$(BIN)/python main.py $(ARGS)

check: lint
	$(PYTEST) -m "not slow and not window and not alone" $(ARGS)

# What watches the clock or drives a window runs last, one test at a time.
test: $(VENV)/.dev
ifeq ($(ARGS),)
	$(PYTEST) -m "not window and not alone"
	$(BIN)/python -m pytest -m "window or alone"
else
	$(PYTEST) $(ARGS)
endif

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.app
	$(BIN)/python main.py --bench startup --json
	$(BIN)/python main.py --bench arena --json
	$(BIN)/python main.py --bench convolution --json

bench-learn: $(VENV)/.bench
	$(BIN)/python -m tools.bench_learn $(ARGS)

bundle: $(VENV)/.bundle
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN tools/bundle.spec

soak: $(VENV)/.app
	$(BIN)/python -m tools.soak $(ARGS)

screenshots: $(VENV)/.app
	$(BIN)/python -m tools.screenshots $(ARGS)
	$(BIN)/python -m tools.ladder_sheet

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
