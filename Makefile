# What a researcher or a developer does here, one word each. `make` alone lists them.
# Set on the command line: STUDY=data/mine, WORKERS=4, PYTHON=python3.13

STUDY   ?= data/demo
WORKERS ?= 2
SIZE    ?= 1M
RUNS    ?= 3
PYTHON  ?= python3
BIN     := .venv/bin
UV      := $(shell command -v uv 2>/dev/null)
RUN     := $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
NBVAL   := -p tests.nbval_sections --nbval --nbval-sanitize-with=tests/nbval_sanitize.cfg \
	--nbval-current-env --nbval-cell-timeout=300
REAL    := ../shared/data/airline

.DEFAULT_GOAL := help
.PHONY: help .venv bytecode reports lab test check notebooks validity real bench lock audit clean

help:  ## list what can be made
	@awk -F':.*## ' '/^[.a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

.venv: .venv/.made  ## install everything into .venv, as pinned in requirements.lock

# A kernel without .pyc files costs three times as much, and PYTHONDONTWRITEBYTECODE may be set: compile explicitly.
# A few installed files are templates, not Python; that they do not compile is no news.
.venv/.made: requirements.lock pyproject.toml
ifneq ($(UV),)
	@$(BIN)/python -c '' 2>/dev/null || $(UV) venv --quiet --clear --python '$(if $(filter file,$(origin PYTHON)),>=3.11,$(PYTHON))' .venv
	$(UV) pip sync --quiet --python $(BIN)/python requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
else
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %d.%d. Say which: make PYTHON=python3.12" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
endif
	@$(BIN)/python -m compileall -qq -j 0 .venv/lib || true
	@touch $@

bytecode: .venv
	@$(BIN)/python -m compileall -qq cjm_research || true

reports: bytecode  ## build the reports of a study, one per persona (STUDY=data/demo)
	$(BIN)/cjm report $(STUDY)

# The flags keep the server from asking the network; .jupyter/ keeps JupyterLab from asking whether it may.
lab: bytecode  ## open notebooks and studies in JupyterLab; it asks nothing of the network
	JUPYTER_CONFIG_PATH="$(CURDIR)/.jupyter$${JUPYTER_CONFIG_PATH:+:$$JUPYTER_CONFIG_PATH}" \
		$(BIN)/jupyter lab --ServerApp.root_dir="$(CURDIR)" --LabApp.news_url=None \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate --LabApp.extension_manager=readonly

test: bytecode  ## run all tests, the examples in docstrings, and every notebook
	$(RUN)
	$(RUN) $(NBVAL) notebooks

check: bytecode  ## check style, types, the floors, and the demo study
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/cjm check data/demo

notebooks: bytecode  ## run all notebooks in place and keep their outputs
	$(BIN)/jupyter nbconvert --log-level=WARN --to=notebook --inplace --execute notebooks/*.ipynb \
		--ClearMetadataPreprocessor.enabled=True \
		--ClearMetadataPreprocessor.preserve_cell_metadata_mask='tags' \
		--ClearMetadataPreprocessor.preserve_nb_metadata_mask='kernelspec'

validity: bytecode  ## simulate: how often intervals hold, what noise yields, whether planted truth is found
	$(RUN) -m validity tests/validity
	$(RUN) tests/starters/test_truth_is_recovered.py

real: bytecode  ## build the reports of the airline and helpdesk studies from real data
	@if [ -d $(REAL) ]; then $(BIN)/python tests/real/build.py; \
	else echo "make real: $(REAL) is not there, so there is nothing to build from."; fi

bench: bytecode  ## measure journeys beside other tools (SIZE=10M RUNS=3); needs the network once
	$(BIN)/python benchmarks/run.py --size $(SIZE) --runs $(RUNS)

lock: .venv  ## pin what pyproject.toml asks for; UPGRADE=1 takes newer releases
	@$(if $(UV),:,$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet uv)
	$(or $(UV),$(BIN)/python -m uv) pip compile --quiet --universal --python-version 3.11 --group dev pyproject.toml \
		--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
		$(if $(UPGRADE),--upgrade) --output-file requirements.lock

audit: .venv  ## ask for known vulnerabilities of what is pinned (needs the network)
	$(BIN)/pip-audit --progress-spinner off --no-deps --disable-pip --requirement requirements.lock

clean:  ## remove built reports and caches; .venv stays
	find reports -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find cjm_research tests notebooks -name __pycache__ -prune -exec rm -rf {} +
