# `make` lists what can be done; every target sets up what it needs.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.installed
TEST_SETUP := .venv/.installed-test

# Byte code is kept: without it every process compiles the project anew, and every test run rewrites its tests.
unexport PYTHONDONTWRITEBYTECODE

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(SETUP): constraints.txt pyproject.toml bin/environment
	PYTHON="$(PYTHON)" bin/environment
	$(BIN)/pip install -q -c constraints.txt -e .
	@touch $@

BENCH_SETUP := .venv/.installed-bench
SPARK_SETUP := .venv/.installed-spark
DOCS_SETUP := .venv/.installed-docs
MUTANTS_SETUP := .venv/.installed-mutants

$(TEST_SETUP): $(SETUP)
	$(BIN)/pip install -q -c constraints.txt -e '.[test,scale,speed]'
	bin/browser
	@touch $@

$(BENCH_SETUP): $(TEST_SETUP)
	$(BIN)/pip install -q -c constraints.txt -e '.[bench]'
	@touch $@

$(SPARK_SETUP): $(TEST_SETUP)
	$(BIN)/pip install -q -c constraints.txt -e '.[spark]'
	@touch $@

$(DOCS_SETUP): $(SETUP)
	$(BIN)/pip install -q -c constraints.txt -e '.[docs]'
	@touch $@

$(MUTANTS_SETUP): $(TEST_SETUP)
	$(BIN)/pip install -q -c constraints.txt -e '.[mutants]'
	@touch $@

demo: $(SETUP) ## run the whole survey on synthetic data into var/demo/
	$(BIN)/sipas demo

serve: $(SETUP) ## serve the demo wave on 127.0.0.1:8000
	$(BIN)/sipas serve

test: $(TEST_SETUP) ## run all tests, on SQLite, PostgreSQL and in Chromium
	$(BIN)/pytest -n 2 --dist worksteal -m 'not spark'

# One thread of arithmetic to a worker: each worker has a core, and more threads wait for one another.
quick: export OPENBLAS_NUM_THREADS = 1
quick: $(TEST_SETUP) ## run the tests that need no browser, no PostgreSQL and little time
	$(BIN)/pytest -n 2 --dist worksteal -q -m 'not browser and not postgres and not slow and not spark'

test-explore: $(TEST_SETUP) ## look for new counterexamples to the properties, others each time
	$(BIN)/pytest --hypothesis-profile=explore $$(grep -rl '^@given' tests)

test-spark: $(SPARK_SETUP) ## run the tests on a local Spark (needs Java 17)
	$(BIN)/pytest -m spark

mutants: $(MUTANTS_SETUP) ## put small faults into named modules and count which a test notices; MODULE=path for one
	$(BIN)/python bench/mutants.py $(MODULE)

house: $(SETUP) ## measure the house; BEFORE=revision prints it beside
	$(BIN)/python bench/house.py $(BEFORE)

bench: $(BENCH_SETUP) ## measure scoring, sampling, storage and pages beside their peers
	$(BIN)/python bench/bench_scoring.py
	$(BIN)/python bench/bench_replicates.py
	$(BIN)/python bench/bench_start.py
	$(BIN)/python bench/bench_scores.py
	$(BIN)/python bench/bench_sampling.py
	$(BIN)/python bench/expected_errors.py
	$(BIN)/python bench/bench_storage.py
	$(BIN)/python bench/bench_web.py

bench-paper: $(BENCH_SETUP) ## measure printing and reading on synthetic filled forms
	$(BIN)/python bench/paper/bench_print.py
	$(BIN)/python bench/paper/bench_paper.py
	$(BIN)/python bench/paper/bench_habits.py
	$(BIN)/python bench/paper/bench_own_hand.py
	$(BIN)/python bench/paper/bench_scan_intake.py

SAMPLES ?= 1000
bench-coverage: $(TEST_SETUP) ## draw samples of known populations and count how often intervals, communes and verdicts hold; SAMPLES=200
	$(BIN)/python bench/bench_coverage.py $(SAMPLES)

check-numbers: $(TEST_SETUP) ## compare estimates with their references; print how many and the largest difference
	$(BIN)/python bench/check_numbers.py

format: $(TEST_SETUP) ## put the code in the project's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

check: $(TEST_SETUP) ## format, lint, types, import contracts, documentation, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory docs
	$(MAKE) --no-print-directory test

# What a browser would fetch from elsewhere; a link that a reader follows is none.
ELSEWHERE := <(script|link|img|iframe)[^>]*(src|href)="(https?:)?//|@import|url\(["'"'"']?(https?:)?//

docs: $(DOCS_SETUP) ## build docs/ as a site into build/docs/; a warning is an error, and so is a need for the network
	$(BIN)/sphinx-build -q -W --keep-going -d build/doctrees docs build/docs
	! grep -rnoE '$(ELSEWHERE)' build/docs --include='*.html' --include='*.css'

clean: ## remove what was made: environment, databases, caches
	rm -rf .venv var build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.PHONY: help demo serve test quick mutants house test-explore test-spark bench bench-coverage bench-paper format check docs clean check-numbers
