# Two commands matter: `make run` opens the app, `make test` proves it. Both install what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help

.PHONY: help run test lint format bench bench-learn soak screenshots clean

help:
	@echo "make run [ARGS=...]   install what is needed and open the app"
	@echo "make test [ARGS=...]  run the tests"
	@echo "make lint             ruff, mypy, import-linter"
	@echo "make bench            start-up, arena and convolution timings"
	@echo "make bench-learn      how fast Pong is learned, over three seeds (ARGS=--sb3: and by Stable-Baselines3)"
	@echo "make soak             an hour of play with training on, under Xvfb: memory, frames, errors"
	@echo "make screenshots      take the pictures of the READMEs"

$(VENV)/.app: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.app
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

$(VENV)/.bench: $(VENV)/.app
	$(BIN)/python -m pip install --quiet --editable ".[bench]"
	touch $@

run: $(VENV)/.app
	$(BIN)/python main.py $(ARGS)

test: $(VENV)/.dev
	$(BIN)/python -m pytest $(ARGS)

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

soak: $(VENV)/.app
	$(BIN)/python -m tools.soak $(ARGS)

screenshots: $(VENV)/.app
	$(BIN)/python -m tools.screenshots $(ARGS)
	$(BIN)/python -m tools.ladder_sheet

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
