# Reftel: `make` lists what there is. Needs Python 3.11 and make; everything else is fetched by lock.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check format evaluate bench soak lock clean

# the first Python that is new enough
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
HOUSE = $(or $(PYTHON),$(error Python 3.11 or newer is needed. Run: apt install python3)) -B house/bootstrap.py
VENV = .venv/bin/python
CORPUS ?= ../shared/corpus
SOAK_SECONDS ?= 3600
# reading, corpus and agreement are what `make evaluate` runs; dictionaries makes data
APART = reading corpus agreement dictionaries

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: ## serve the reading room at http://127.0.0.1:8000 (REFTEL_HOST, REFTEL_PORT), with specimens if empty
	@$(HOUSE) run
	@exec $(VENV) -m app serve --demo

test: ## run all tests, those in Chromium too (TEST_SKIP_BROWSER=1 leaves them out; ARGS="-k word")
	@$(HOUSE) test
	@$(VENV) -B house/testing.py $(ARGS)

check: ## formatting, lint, templates, types, floors, locks
	@$(HOUSE) test
	$(VENV) -m ruff format --check .
	$(VENV) -m ruff check .
	$(VENV) -m djlint templates --check --lint --quiet
	$(VENV) -m mypy
	.venv/bin/lint-imports
	$(VENV) house/locks.py --check

format: ## put code and templates into shape
	@$(HOUSE) test
	$(VENV) -m ruff format .
	$(VENV) -m ruff check --fix .
	-$(VENV) -m djlint templates --reformat --quiet

evaluate: ## score the reading on a labelled corpus (CORPUS=../shared/corpus)
	@$(HOUSE) test
	CORPUS=$(CORPUS) $(VENV) benchmarks/reading.py
	CORPUS=$(CORPUS) $(VENV) benchmarks/corpus.py
	CORPUS=$(CORPUS) $(VENV) benchmarks/agreement.py

bench: ## measure pages and intake beside their baselines
	@$(HOUSE) bench
	@for script in $(filter-out $(APART:%=benchmarks/%.py),$(wildcard benchmarks/*.py)); do echo "== $$script"; $(VENV) $$script || exit 1; done

soak: ## long tests: an hour of fuzzing the reading (SOAK_SECONDS=3600), then all tests at length
	@$(HOUSE) bench
	$(VENV) tests/soak/fuzz_reading.py $(SOAK_SECONDS)
	TEST_SOAK=1 $(VENV) -B house/testing.py $(ARGS)

lock: ## write the lock files anew from pyproject.toml and package.json
	@$(HOUSE) test
	$(VENV) house/locks.py

clean: ## remove all that make made; what Reftel keeps in ./var stays
	rm -rf .venv .cache node_modules static/vendor build dist *.egg-info test-results
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
