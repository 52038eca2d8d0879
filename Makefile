# Everything here needs only make and Python 3.11 or newer; uv is used where it is at hand.

PYTHON ?= python3
JOBS ?= auto
MINUTES ?= 10
DAYS ?= 1000
WORLDS ?= 2000
SEED ?= 0
UV := $(shell command -v uv 2>/dev/null)
VENV := .venv
BIN := $(VENV)/bin

# Without compiled files every start takes several times as long.
unexport PYTHONDONTWRITEBYTECODE

ifeq ($(UV),)
MAKE_VENV = $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock
else
MAKE_VENV = $(UV) venv --quiet --python $(PYTHON) $(VENV)
INSTALL = $(UV) pip install --quiet --python $(BIN)/python -c requirements.lock
endif

OLD_PYTHON = floorboard needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)

.PHONY: help demo test soak soak-floor bench bench-quick faults lint fuzz format lock clean

help:
	@echo "make demo    a living floor with invented leads"
	@echo "make test    style, types, contracts and tests"
	@echo "make soak    DAYS days and WORLDS worlds by chance, from SEED on, each held against the laws"
	@echo "make faults  kills, full disks, floods and lies: ROWS=\"A1 C\" chooses"
	@echo "make bench   how fast it is, beside others: GOALS=\"S1 S4\" chooses; bench-quick is small"
	@echo "make soak-floor   a busy floor for MINUTES=60: memory, files and latencies stay flat, or not"
	@echo "make lint    the first three of them"
	@echo "make fuzz    search for bytes that break a reader, MINUTES=10 in all"
	@echo "make format  put the code into shape"
	@echo "make lock    pin the newest versions (needs uv)"
	@echo "make clean   remove what make made"

demo: $(VENV)/.installed
	@$(BIN)/floorboard demo

test: lint
	$(BIN)/pytest -n $(JOBS)

faults: $(VENV)/.installed-dev
	@PYTHONPATH=. $(BIN)/python -m tests.faults $(ROWS)

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks $(GOALS)

bench-quick: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks --quick $(GOALS)

soak-floor: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks.soak_floor $(if $(filter command line,$(origin MINUTES)),$(MINUTES),60)

soak: $(VENV)/.installed-dev
	$(BIN)/python tests/simulation/soak.py --days $(DAYS) --seed $(SEED)
	$(BIN)/python -m tests.world $(SEED) $$(( $(SEED) + $(WORLDS) ))

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: $(VENV)/.installed-fuzz
	@for kind in csv json adf vcard mail; do $(BIN)/python tests/fuzz/run.py $$kind $$(( $(MINUTES) * 12 )) || exit 1; done

lock:
	@test -n "$(UV)" || { echo "make lock needs uv: https://docs.astral.sh/uv" >&2; exit 1; }
	$(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build dist benchmarks/.kept .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.installed: $(VENV)/.made pyproject.toml requirements.lock
	@echo "installing floorboard into $(VENV), once ..."
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.made pyproject.toml requirements.lock
	@echo "installing floorboard and its tools into $(VENV), once ..."
	@$(INSTALL) -e ".[dev]"
	@touch $(VENV)/.installed $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@$(INSTALL) -e ".[dev,bench]"
	@touch $@

$(VENV)/.installed-fuzz: $(VENV)/.installed-dev
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade >/dev/null
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "atheris>=3,<4"
	@touch $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(OLD_PYTHON)" >&2; exit 1; }
	@rm -rf $(VENV)
	@$(MAKE_VENV)
	@touch $@
