# Every target sets up what it needs in .venv/; the only thing a machine must have is Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps
PLAN := config/plans/2024-cai-cach-tu-phap.toml

# The tests are compiled once, not at every run: that is a third of the time of the fast ones.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test test-fast test-deps bench score-import lint docs lock clean

help: ## Show the targets.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 15

setup: .venv/.ready ## Make .venv/ with what the main job needs.

.venv/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dondoc needs Python 3.11 or newer; name one with make PYTHON=...")'
	@echo "Setting up .venv (once, about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.lock
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

run: setup ## Rehearse the seed plan's year (unless done), then serve it at http://127.0.0.1:8000.
	@test -f var/summary.json || $(BIN)/dondoc rehearse --plan $(PLAN) --year 2024 --out var
	@DONDOC_DATA=var DONDOC_MAIL=mailbox exec $(BIN)/dondoc serve --links

test: lint ## Lint, then run every test; at the end it names what was skipped and what brings it.
	@$(BIN)/python -m pytest -n auto --dist worksteal

test-fast: .venv/.ready-dev ## Run the fast tests only (under 20 seconds).
	@$(BIN)/python -m pytest -m "not slow"

test-deps: ## Install the Debian packages that some tests need (apt, as root).
	@apt-get update -qq
	@DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
		chromium postgresql postfix dovecot-imapd spamassassin fonts-liberation2 libreoffice-writer openssl \
		poppler-utils python3-vobject >/dev/null

bench: .venv/.ready-dev ## Measure: one line a figure, as a ratio; ONLY=NAME for one of them.
	@$(BIN)/python -m benchmarks $(ONLY)

score-import: .venv/.ready-dev ## Score the plan reader on its labelled documents; FOLDER=… for others, FAULTS=1 names each.
	@$(BIN)/python -m tests.intake_document.score $(FOLDER) $(if $(FAULTS),--faults)

lint: .venv/.ready-dev ## Check style, types and the direction of imports.
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports

docs: .venv/.ready-dev ## Write the commands' and settings' pages anew from the code.
	@$(BIN)/python -m docs.generate

lock: ## Write the two lock files anew (needs uv on the PATH).
	@uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet --output-file requirements.lock
	@uv pip compile pyproject.toml --group dev --constraint requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet \
		--output-file requirements-dev.lock

clean: ## Remove the environment, caches and the rehearsed year.
	@rm -rf .venv var build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
