# The two commands: `make demo` and `make test`. Each sets itself up on a machine with Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet install
# Runs a command with a Node.js the CDK supports: the machine's if it is recent, else the one from PyPI.
WITH_NODE := $(PY) -m ses_constructs.local.node

.PHONY: demo test synth lint types bench load pictures lock clean setup tools

setup: $(VENV)/.ready node_modules/.ready

# What only the tests use: a browser, axe-core, and two mail programs that are not ours.
tools: setup tests/javascript/node_modules/.ready .tools/.ready

demo: setup
	$(PY) -m ses_constructs.local $(DEMO_ARGS)

test: tools
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest --numprocesses 2 --dist loadscope

synth: setup
	$(WITH_NODE) cdk synth --quiet --no-notices

lint: setup
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .

types: setup
	$(PY) -m mypy

bench: setup
	$(PY) -m benchmarks $(BENCH_ARGS)

load: setup
	$(PY) -m benchmarks.event_store $(LOAD_ARGS)

pictures: tools
	$(PY) -m tests.browser.pictures
	$(PY) -m tests.pictures

lock:
	uv pip compile pyproject.toml --extra dev --universal --generate-hashes --python-version 3.11 \
	  --no-emit-index-url --no-annotate --custom-compile-command "make lock" -o requirements-dev.txt

clean:
	rm -rf $(VENV) .tools node_modules tests/javascript/node_modules cdk.out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.ready: requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	PYTHONDONTWRITEBYTECODE= $(PIP) --require-hashes -r requirements-dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

node_modules/.ready: package-lock.json $(VENV)/.ready
	$(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	touch $@

tests/javascript/node_modules/.ready: tests/javascript/package-lock.json $(VENV)/.ready
	cd tests/javascript && ../../$(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	touch $@

.tools/.ready: $(VENV)/.ready
	$(PY) -m tests.browser.chromium
	$(PY) -m tests.end_to_end.smtp_programs
	touch $@
