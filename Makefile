# Needs Python 3.11 or newer and make. Everything else goes into .venv.
#
#   make demo    install, then put two agreements to one company (a few minutes, most of them for the installation)
#   make page    serve the what-if page on this machine
#   make quick   the fast tests (some four minutes)
#   make test    every test
#   make browser install what the tests of the page need besides: Chromium, on Debian
#   make lint    ruff
#   make types   mypy
#   make notebooks   make them anew from their scripts, and run them (some five minutes)
#   make pages   write what the snippets of the pages print now into the pages (some three minutes); look at the difference
#   make bench   speed, beside rivals (some ten minutes)
#   make clean   remove .venv and every cache
#
# Another Python: make demo PYTHON=/path/to/python3.12. More workers: make demo WORKERS=8.

WORKERS ?= 2
BIN := .venv/bin
USE := .venv/installed-to-use
DEVELOP := .venv/installed-to-develop
COMPARE := .venv/installed-to-compare

# The first Python that runs, is new enough, and can make a virtual environment.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python /usr/bin/python3; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; exit; }; done)

.PHONY: help demo page test quick browser lint types notebooks pages bench clean
.DEFAULT_GOAL := help

help:
	@sed -n '/^#   make/s/^#   //p' Makefile

demo: $(USE)
	$(BIN)/smarketing compare baseline four-hour-sla agreed-four-hour --replications 40 --workers $(WORKERS)
	@printf '\nThe same with levers to move, in your browser: make page\n'

page: $(USE)
	$(BIN)/smarketing serve

# A browser of the system's, since others would have to be fetched from elsewhere.
browser:
	command -v chromium >/dev/null || { apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; }

# Tests run in as many processes as there are processors, the fast ones first; who is done takes over from the others.
test: $(DEVELOP)
	$(BIN)/python -m pytest -n auto --dist worksteal -m 'not slow and not benchmark'
	$(BIN)/python -m pytest -n auto --dist worksteal -m 'slow and not benchmark' --durations 15

quick: $(DEVELOP)
	$(BIN)/python -m pytest -n auto --dist worksteal -m 'not slow and not benchmark'

lint: $(DEVELOP)
	$(BIN)/ruff check .

types: $(DEVELOP)
	$(BIN)/mypy

notebooks: $(DEVELOP)
	$(BIN)/jupytext --quiet --update --to ipynb notebooks/*.py
	$(BIN)/python -m pytest -n auto --nbmake --nbmake-timeout=120 notebooks

pages: $(DEVELOP)
	cd tests && ../$(BIN)/python -m house.pages

bench: $(COMPARE)
	$(BIN)/python -m pytest -m benchmark -s tests/benchmarks

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find sim tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Both installations point to this folder, so a changed source needs no new installation; changed
# dependencies do. Whoever develops has all that a user has.
$(USE): pyproject.toml | .venv/bin/python
	test -e $(DEVELOP) || $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[page]'
	@touch $@

$(DEVELOP): pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(USE)

$(COMPARE): pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	@touch $@ $(DEVELOP) $(USE)

.venv/bin/python:
	@test -n "$(PYTHON)" || { \
		echo "smarketing needs Python 3.11 or newer that can make virtual environments (venv and ensurepip)."; \
		echo "This machine has: $$(python3 --version 2>&1 | head -1)."; \
		echo "Install one from https://www.python.org/downloads/ (on Debian or Ubuntu also python3-venv),"; \
		echo "or name yours: make demo PYTHON=/path/to/python3.12"; exit 1; } >&2
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is older than Python 3.11, or does not run." >&2; exit 1; }
	"$(PYTHON)" -m venv .venv
