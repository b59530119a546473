# Everything runs from .venv. Each stamp in it says "done since these files changed", so a first
# run sets the machine up and later ones start at once.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
SHELL := /bin/sh

# The first interpreter that is new enough; PYTHON=… chooses another.
PYTHON ?= $(firstword $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done) none)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url
SOURCES := planning service migrations tests

# One benchmark for `make bench`; more words for pytest in `make test`, as in
# `make test ARGS="--no-cov tests/rules"`.
ONLY ?=
ARGS ?=

.PHONY: help demo test check bench mail-servers assets lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: assets .venv/.documents ## Start Northborough, a synthetic partnership to try everything on
	@exec $(BIN)/accord demo

test: assets .venv/.documents .venv/.browser .venv/.calendars ## Run all tests; planning/ must be covered branch by branch
	$(BIN)/python -m pytest -n 2 --cov=planning $(ARGS)

check: assets ## Check format, lint, types, import contracts, migrations, templates, layout
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m service.database.pending
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m pytest -q tests/layout

bench: assets .venv/.documents ## Measure, print a table, write build/bench.json; ONLY=name runs one
	@mkdir -p build
	$(BIN)/python -m tests.benchmarks $(ONLY)

mail-servers: .venv/.installed ## Install Postfix and Dovecot, which `make bench` measures with; for a machine of tests only
	@setup/system.sh mail-servers

assets: .venv/.installed ## Compile the style sheet; does nothing when it matches its sources
	@$(BIN)/python -m service.assets

lock: .venv/.installed ## Choose versions anew from pyproject.toml and write both lock files
	$(LOCK) --upgrade --extra dev --output-file requirements-dev.lock pyproject.toml
	$(LOCK) --upgrade --constraint requirements-dev.lock --output-file requirements.lock pyproject.toml

clean: ## Remove what make has made; data folders stay
	rm -rf .venv node_modules service/static build .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made:
	@test "$(PYTHON)" != none || { echo "Accord needs Python 3.11 or newer: install python3 and run make again." >&2; exit 1; }
	@PYTHON=$(PYTHON) setup/system.sh python
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.made requirements-dev.lock pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/.documents: .venv/.installed setup/system.sh
	@setup/system.sh documents
	@touch $@

.venv/.browser: .venv/.installed setup/system.sh
	@setup/system.sh browser
	@setup/system.sh certificates
	@touch $@

.venv/.calendars: .venv/.installed setup/system.sh
	@setup/system.sh calendars
	@touch $@
