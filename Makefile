# On a new machine, `make run` and `make test` do everything. No target needs root.
PYTHON  ?= python3
# Whether STUDY was given: without it, `make lab` opens the built-in notebooks.
GIVEN   := $(filter-out undefined,$(origin STUDY))
STUDY   ?= seeds
# Values from the user reach a command unchanged through the environment, so that neither make nor
# the shell evaluates them.
override STUDY := $(value STUDY)
override CODEBOOK := $(value CODEBOOK)
override DIR := $(value DIR)
override FROM := $(value FROM)
override TEXTS := $(value TEXTS)
override TESTS := $(value TESTS)
override PYTHON := $(value PYTHON)
export STUDY CODEBOOK DIR FROM TEXTS TESTS PYTHON
BIN      = .venv/bin
PIP      = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# The packages: requirements.lock, or requirements-all.lock with the extras. The last choice is kept.
ifeq ($(value LOCK),)
override LOCK := $(or $(shell cat .venv/lock 2>/dev/null),requirements.lock)
else ifneq ($(value LOCK),$(filter $(value LOCK),$(wildcard *.lock)))
$(error found LOCK=$(value LOCK); expected one of $(wildcard *.lock))
endif
override LOCK := $(value LOCK)
READY    = .venv/ready-$(LOCK)
PICTURES = theme-prevalence.png reading-map.png
VERDICT  = .venv/verdict
PINNED   = pyproject.toml --quiet --upgrade --universal --generate-hashes --no-header --no-annotate \
	--fork-strategy fewest --python-version 3.11

.PHONY: help env run test new check lab notebooks pictures lint bench dist clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F '\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: $(READY)  ## run every notebook on the built-in study, or on STUDY=path [CODEBOOK=file]; results in exports/
	@$(BIN)/workbook run $${CODEBOOK:+--codebook="$$CODEBOOK"} -- "$$STUDY"

test: verify  ## run all tests: unit and property tests, doctests, every notebook, the browser tests
	@$(if $(filter 0,$(shell cat $(VERDICT))),true,$(error tests failed; if you meant to change the codebook or the texts: make notebooks))

# The exit status is kept in a file so that a failed run ends with the hint above, not with an error
# message of make.
.PHONY: verify
verify: $(READY)
	@$(BIN)/python -c "$$RUN_TESTS"; echo $$? > $(VERDICT)

define RUN_TESTS
import os, shlex, sys, pytest
sys.exit(pytest.main(["-q", *shlex.split(os.environ["TESTS"])]))
endef
export RUN_TESTS

new: $(READY)  ## start a study of your own: DIR=path [FROM=folder of texts, which stay there]
	@$(if $(DIR),,$(error name a folder: make new DIR=my-study))$(BIN)/workbook new $${FROM:+--from="$$FROM"} -- "$$DIR"

check: $(READY)  ## list all errors in the inputs of STUDY=path [CODEBOOK=file]
	@$(BIN)/workbook check $${CODEBOOK:+--codebook="$$CODEBOOK"} -- "$$STUDY"

lab: $(READY)  ## open the notebooks in JupyterLab, or those of STUDY=path
	@folder="$${DIR:-$(if $(GIVEN),$$STUDY)}"; $(BIN)/workbook lab $${folder:+-- "$$folder"}

notebooks: $(READY)  ## rerun the notebooks on the built-in study, save them in place, and renew the README's pictures
	@$(BIN)/python -m analysis.output.runs
	@$(MAKE) --no-print-directory pictures STUDY=seeds CODEBOOK=

pictures: run  ## renew the README's pictures from the exported charts
	@cp $(addprefix exports/seeds/charts/,$(PICTURES)) notebooks/pictures/

lint: $(READY)  ## check the style of code and notebooks, the types, and which folder imports which
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --no-cache && $(BIN)/mypy --no-error-summary

bench: $(READY)  ## compare the speed with other libraries, in at most 25 minutes: [TEXTS=folder]; results in exports/bench/
	@PYTHONPATH=tests $(BIN)/python -m bench.run $${TEXTS:+--texts "$$TEXTS"}

dist: $(READY)  ## build a wheel in dist/, with the notebooks and the built-in study
	@$(BIN)/python -m hatchling build -t wheel

env: $(READY)  ## only set up the environment in .venv; with the extras: LOCK=requirements-all.lock

$(READY): $(LOCK) pyproject.toml
	@"$$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || "$$PYTHON" -m venv .venv
	@echo "setting up .venv (once; about a minute)"
	@sed -n '/^uv==/,/[^\\]$$/p' $(LOCK) > .venv/uv.lock
	@$(PIP) --no-deps --require-hashes -r .venv/uv.lock \
		&& $(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes $(LOCK) \
		|| $(PIP) --require-hashes -r $(LOCK)
	@$(PIP) --no-deps --no-build-isolation --editable .
	@rm -f .venv/ready* && echo $(LOCK) > .venv/lock && touch $(READY)

lock:  ## for maintainers: pin the newest versions that pyproject.toml allows
	@$(BIN)/uv pip compile $(PINNED) --group test -o requirements.lock
	@$(BIN)/uv pip compile $(PINNED) --group test --all-extras -o requirements-all.lock

# Lists only folders that the workbook itself makes, never a folder of yours nor your exports.
clean:  ## remove the environment and all caches; exports are kept
	@rm -rf .venv .pytest_cache .hypothesis .ruff_cache .mypy_cache .import_linter_cache
	@find analysis tests notebooks -type d '(' -name __pycache__ -o -name .ipynb_checkpoints ')' -prune \
		-exec rm -rf '{}' +
