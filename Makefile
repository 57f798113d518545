# Two commands matter: `make run` and `make test`. Both set everything up by themselves.
PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
MEMBERS := libs/common services/identity services/patients services/scheduling services/billing \
           services/notifications gateway deploy/railway deploy/embedded
OURS    := $(addprefix clinic-,common patients scheduling billing identity notifications gateway railway embedded)
WEB     := $(shell find web/src web/public web/index.html web/package-lock.json web/vite.config.ts 2>/dev/null)

# Compiled once, by whoever comes first: dozens of processes start in a test run.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help run test test-alerts test-reminders test-rolling test-containers bench-matching bench-search setup web lock \
        audit migration

help:  ## Say what can be made.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-15s %s\n", $$1, $$2}'

run: setup web  ## Open a demo clinic at http://localhost:8000 (PORT).
	@WEB_FOLDER=web/dist exec $(BIN)/clinic up --demo

test: setup web  ## Run all tests; real MySQL and RabbitMQ are found, or fetched and started privately.
	$(BIN)/pytest -n 2 --no-loadscope-reorder

test-containers: setup  ## Build the image and run deploy/compose; a Docker engine is found, or run privately (Debian, as root).
	$(BIN)/pytest --no-servers -s -p no:cacheprovider tests/containers/story.py

test-rolling: setup  ## Restart every process, one by one, under 100 requests a second: none may fail.
	$(BIN)/pytest tests/integration/rolling_restart.py

test-reminders: setup  ## Send 10,000 due reminders by three processes that are killed at random: each arrives once.
	CLINIC_REMINDERS=10000 $(BIN)/pytest -s services/notifications/tests/test_killed.py

test-alerts: setup  ## Make every fault the alerts tell of, and wait as long as they do (25 minutes).
	CLINIC_ALERTS=full $(BIN)/pytest tests/integration/test_watching.py

bench-matching: setup  ## Precision and recall of likely duplicates, through the service (DATA=dataset.csv).
	$(BIN)/python -m benchmarks.matching $(or $(DATA),$(wildcard ../shared/data/febrl/*.csv))

bench-search: setup  ## How fast patients are found among 100,000, on SQLite and on MYSQL_URL if that is set.
	$(BIN)/python -m benchmarks.search

setup: $(VENV)/.set-up  ## Make the virtual environment from the locked set.

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 ...")'
	@echo "Setting up (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.set-up: $(BIN)/uv requirements.lock $(addsuffix /pyproject.toml,$(MEMBERS))
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(addprefix -e ,$(MEMBERS))
	@touch $@

web: web/dist/index.html  ## Build the staff web app.

web/node_modules/.set-up: $(VENV)/.set-up web/package-lock.json
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

web/dist/index.html: web/node_modules/.set-up $(WEB)
	@cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build
	@touch $@

COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header \
  --universal --python-version 3.11 $(addprefix --no-emit-package ,$(OURS)) --all-extras

lock: $(BIN)/uv  ## Resolve all dependencies anew: everything, and the part of it that runs in production.
	$(COMPILE) --group dev $(addsuffix /pyproject.toml,$(MEMBERS)) -o requirements.lock
	$(COMPILE) -c requirements.lock --no-emit-package railway-sdk --group build $(addsuffix /pyproject.toml,$(MEMBERS)) -o requirements.runtime.lock

audit: $(BIN)/uv  ## Ask the public advisories about everything that is locked; needs the network, changes nothing.
	$(BIN)/uv tool run pip-audit --disable-pip --require-hashes -r requirements.lock -r requirements.runtime.lock
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm audit --package-lock-only

migration: setup  ## Write a schema change: make migration service=billing name="add discounts".
	@$(BIN)/clinic revision "$(service)" "$(name)"
