# Every target sets up what it needs. `make test` is what CI runs; `make demo` is what a newcomer runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHARED := $(or $(DETENTE_SHARED),../shared)
INSTALLED := $(VENV)/.installed
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test nightly lint check evaluate bench train leakcheck format clean

$(INSTALLED): pyproject.toml
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --only-binary=:all: -e ".[dev]" || $(BIN)/pip install -q -e ".[dev]"
	touch $@

demo: $(INSTALLED)  ## set up and run the brief on the example corpus
	$(BIN)/detente demo --out out/demo.html

lint: $(INSTALLED)
	$(BIN)/ruff format --check src tests training
	$(BIN)/ruff check src tests training
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint  ## set up and run all that CI runs
	$(BIN)/pytest -m "not nightly"

nightly: lint  ## everything, the heavy tests too
	$(BIN)/pytest

evaluate: $(INSTALLED)  ## measure against the shared gold and write docs/accuracy.md
	$(BIN)/python -m detente.evaluate.accuracy

bench: $(INSTALLED)  ## speed, memory and the share of each stage
	$(BIN)/python tests/bench.py
	$(BIN)/python tests/bench_history.py $(HISTORY)

leakcheck: $(INSTALLED)  ## no text of a measuring set in the project
	$(BIN)/python tests/leakcheck.py

train: $(INSTALLED)  ## train the shipped models from the shared data (training/README.md)
	test -d .venv-train || $(PYTHON) -m venv .venv-train
	.venv-train/bin/pip install -q -r training/syntax/requirements.txt
	PYTHONPATH=src .venv-train/bin/python -m training.syntax --data $(SHARED)/data
	PYTHONPATH=src .venv-train/bin/python -m training.events --data $(SHARED)/data
	PYTHONPATH=. $(BIN)/python -m training.events.participants --shared $(SHARED)
	PYTHONPATH=. $(BIN)/python -m training.events.calibrate --shared $(SHARED)

format: $(INSTALLED)
	$(BIN)/ruff format src tests training
	$(BIN)/ruff check --fix src tests training

clean:
	rm -rf $(VENV) .venv-train out build dist
