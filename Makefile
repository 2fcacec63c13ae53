# Verbs for people and for CI. Each one makes .venv first if it is missing or older than its pinned requirements.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Twice quiet: errors are told, warnings not. Python 3.11's own pip warns of an extra's name that is spelt another way.
PIP := $(BIN)/pip --disable-pip-version-check --quiet --quiet

.PHONY: help demo run test check fix bench rivals fuzz docs lock matrix clean
help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 10

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# The package itself is installed without isolation from the pinned build tools, so nothing unpinned is ever fetched.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run.stamp

demo: $(VENV)/run.stamp    ## a small newsroom on this machine, watched live
	$(BIN)/python -m watcher demo $(ARGS)

run: $(VENV)/run.stamp     ## the real thing with your configuration
	$(BIN)/python -m watcher run $(ARGS)

test: check                ## everything that CI runs: lint, types, import contracts, tests
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

check: $(VENV)/dev.stamp   ## lint, format, types, import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/dev.stamp     ## mend what ruff can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(VENV)/dev.stamp   ## the benchmarks
	$(BIN)/python -m bench $(ARGS)

rivals:          ## other readers of feeds, in a Python of their own, for bench/compare.py
	$(PYTHON) -m venv $(VENV)-rivals
	$(VENV)-rivals/bin/pip --disable-pip-version-check --quiet install --require-hashes -r requirements/rivals.txt

ATHERIS := atheris==3.0.0
fuzz:                      ## bytes that break the readers, for as long as ARGS=-max_total_time=600 says; Linux
	$(MAKE) --no-print-directory VENV=.venv-fuzz .venv-fuzz/dev.stamp
	.venv-fuzz/bin/pip --disable-pip-version-check --quiet install $(ATHERIS)
	.venv-fuzz/bin/python -m tests.fuzz $(ARGS)

docs: $(VENV)/dev.stamp    ## the pictures and generated pages of the documents
	rm -rf .demo
	$(BIN)/python -m watcher demo --once --headless --data .demo >/dev/null
	$(BIN)/python -m watcher screenshot docs/dashboard.svg --data .demo --size 150x36
	$(BIN)/python -m watcher screenshot docs/story.svg --data .demo --size 110x40 --view story
	for view in explain topics feeds alerts log help; do \
	  $(BIN)/python -m watcher screenshot docs/views/$$view.svg --data .demo --size 110x30 --view $$view || exit 1; done
	rm -rf .demo

PIN := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header

lock: $(VENV)/dev.stamp    ## pin what pyproject asks for; ARGS=--upgrade takes the newest versions it allows
	$(BIN)/$(PIN) $(ARGS) --output-file requirements/run.txt pyproject.toml
	$(BIN)/$(PIN) $(ARGS) --output-file requirements/dev.txt --group dev --extra web pyproject.toml
	$(BIN)/$(PIN) $(ARGS) --output-file requirements/rivals.txt --group rivals

matrix:                    ## the suite on every installed Python from 3.11
	@for version in 3.11 3.12 3.13 3.14; do \
	  if command -v python$$version >/dev/null && python$$version --version >/dev/null 2>&1; then \
	    $(MAKE) --no-print-directory test PYTHON=python$$version VENV=.venv-$$version || exit 1; fi; done

clean:
	rm -rf .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis .fuzz dist
