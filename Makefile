# Two commands matter: `make run` and `make test`. Both set everything up by themselves.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
MEMBERS := libs/common services/patients services/scheduling services/billing services/identity \
           services/notifications gateway deploy/embedded
OURS := $(addprefix clinic-,common patients scheduling billing identity notifications gateway embedded)
LOCKED := --require-hashes -r requirements.lock

.PHONY: run test lock setup check
.DEFAULT_GOAL := help

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/.set-up: $(BIN)/uv requirements.lock $(addsuffix /pyproject.toml,$(MEMBERS))
	$(BIN)/uv pip install --quiet --python $(BIN)/python $(LOCKED)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation $(addprefix -e ,$(MEMBERS))
	@touch $@

setup: $(VENV)/.set-up

lock: $(BIN)/uv  ## Resolve all dependencies anew into requirements.lock.
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --universal --python-version 3.11 $(addprefix --no-emit-package ,$(OURS)) \
	  --all-extras --group dev $(addsuffix /pyproject.toml,$(MEMBERS)) -o requirements.lock
