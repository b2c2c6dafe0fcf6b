# make serve · test · check · bench · notebooks · pictures · lock · clean      (make PYTHON=python3.12 HOST=0.0.0.0 PORT=9000 serve)
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --require-hashes --requirement

.DELETE_ON_ERROR:
.PHONY: serve test check bench notebooks pictures browser lock clean

serve: $(VENV)/.package
	@echo "Open this address in a browser; Ctrl+C stops the server."
	@$(BIN)/wayfinding serve --host $(HOST) --port $(PORT)

test: $(VENV)/.package $(VENV)/.test $(VENV)/.notebooks browser
	$(BIN)/python -m pytest -n 2

check: $(VENV)/.package $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.package $(VENV)/.test
	@set -e; for table in benchmarks/[a-z]*.py; do echo "$$table"; $(BIN)/python -m "benchmarks.$$(basename "$$table" .py)"; done

notebooks: $(VENV)/.package $(VENV)/.notebooks
	@$(BIN)/python -m scripts.notebooks

pictures: $(VENV)/.package browser
	$(BIN)/python -m scripts.pictures
	$(BIN)/python -m scripts.crowd_speeds

browser: $(VENV)/.test
	@$(BIN)/python -m scripts.browser

# A stamp is older than what it was made from: make then installs again. Otherwise nothing is asked of the network.
$(VENV)/.python: scripts/bootstrap.py
	$(PYTHON) -m scripts.bootstrap $(VENV)
	@touch $@

$(VENV)/.runtime: requirements/runtime.txt $(VENV)/.python
	$(INSTALL) $<
	@touch $@

$(VENV)/.test $(VENV)/.notebooks $(VENV)/.cluster $(VENV)/.micro: $(VENV)/.%: requirements/%.txt $(VENV)/.runtime
	$(INSTALL) $<
	@touch $@

$(VENV)/.package: pyproject.toml $(VENV)/.runtime
	$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

# `make lock` keeps the pinned versions that still fit; `make lock UPGRADE=--upgrade` takes the newest of each.
LOCK = $(BIN)/uv pip compile pyproject.toml --group build --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" $(UPGRADE)

lock: $(VENV)/.test
	$(LOCK) --output-file requirements/runtime.txt
	$(LOCK) --output-file requirements/test.txt --extra test --constraints requirements/runtime.txt
	$(LOCK) --output-file requirements/cluster.txt --extra cluster --constraints requirements/test.txt
	$(LOCK) --output-file requirements/micro.txt --extra micro --constraints requirements/test.txt
	$(LOCK) --output-file requirements/notebooks.txt --extra notebooks --constraints requirements/test.txt

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
