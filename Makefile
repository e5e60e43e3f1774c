# Chipwire's menu. Every target builds .venv from constraints.txt first, once.
PYTHON ?= python3
BIN := .venv/bin
export PIP_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := menu

.PHONY: menu demo test fuzz lint types eval train soak bench clean
menu:  ## this menu
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# Installed by name and pinned: a plain "torch" may resolve to a build with gigabytes of CUDA packages.
.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet torch==$$(sed -n 's/^torch==//p' constraints.txt)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

demo: .venv/ready  ## crawl the bundled sample site into data/chipwire.duckdb and show what was found
	@$(BIN)/chipwire demo

test: .venv/ready  ## the test suite; needs nothing but this repository
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

FUZZ_PAGES ?= 2500
fuzz: .venv/ready  ## extraction against 2,500 mutated pages, other ones each time; FUZZ_PAGES=20000 for more
	CHIPWIRE_FUZZ_PAGES=$(FUZZ_PAGES) $(BIN)/python -m pytest --timeout 3600 tests/spiders/test_extract_fuzz.py

lint: .venv/ready  ## ruff (rules and format) and the import rules of docs/architecture.md
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/ready  ## mypy --strict
	$(BIN)/mypy

eval: .venv/ready  ## score against ../shared/eval and write the figures into docs/quality.md
	$(BIN)/python -m benchmarks.evaluate

bench: .venv/ready  ## timings, each as a ratio against a reference run beside it
	$(BIN)/python -m benchmarks.speed

CORPORA ?= $(if $(CHIPWIRE_CORPORA),$(CHIPWIRE_CORPORA),../shared/corpora)
train: .venv/ready  ## train nlp/model/ from the public corpora (CHIPWIRE_CORPORA, docs/training.md) and our own
	$(BIN)/python -m nlp.training --corpora $(CORPORA)

SOAK_ARTICLES ?= 20000
soak: .venv/ready  ## memory of one process over 20,000 generated articles
	$(BIN)/python -m benchmarks.soak --articles $(SOAK_ARTICLES)

clean:  ## remove the environment and everything that a run has written
	rm -rf .venv data .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
