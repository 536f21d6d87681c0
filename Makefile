# make demo and make test set up what they need; a second time costs seconds.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check install --quiet --no-deps
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps
# uv installs in seconds what takes pip a minute; where it cannot (a mirror that only pip knows), pip does.
install = $(UV) $(2) $(1) 2>/dev/null || $(PIP) --no-compile $(1)
# Node and npm stand in the environment too: from a wheel.
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm --silent
SQL := journeys outputs
HOUSEHOLDS ?= 300

.PHONY: demo test test-thorough check format site pictures bench bench-linking bench-report lock clean

# What the first demo imports it leaves compiled, which costs less than compiling all that is installed.
demo: $(VENV)/.run ## a made-up region, read, analysed and drawn
	PYTHONDONTWRITEBYTECODE= $(BIN)/klantreis demo demo --households $(HOUSEHOLDS)

# A file of tests runs on one core: what its tests share is made once. Nights last long with few tests each, so
# files are not handed out by their number of tests.
PYTEST := $(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: $(VENV)/.dev ## every test and every example in a docstring; of a property, a few examples
	$(PYTEST)

test-thorough: $(VENV)/.dev ## also what repeats a faster test, with all examples; what CI runs
	KLANTREIS_TESTS=thorough $(PYTEST) --durations 30

check: $(VENV)/.dev node_modules/.package-lock.json ## format, lint, types, import layers: Python, SQL, templates, scripts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --quiet --processes 0 $(SQL)
	$(BIN)/djlint --lint --quiet outputs
	$(NPM) run check

format: $(VENV)/.dev node_modules/.package-lock.json
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/sqlfluff fix --quiet --processes 0 $(SQL)
	$(NPM) run format

site: $(VENV)/.docs node_modules/.package-lock.json ## the documentation, for a browser, from disk: build/site/index.html; a broken link fails
	$(BIN)/python website/assemble.py
	$(BIN)/zensical build --strict --clean

pictures: $(VENV)/.dev ## those of the report in docs/beeld, taken anew (needs chromium)
	KLANTREIS_PICTURES=1 $(BIN)/python -m pytest -q tests/browser/test_docs_pictures.py

bench: $(VENV)/.dev ## against pm4py, at 1 and 10 million events
	$(BIN)/python benchmarks/against_pm4py.py

bench-linking: $(VENV)/.dev ## who is who: precision, recall, questions, and a million records
	$(BIN)/python benchmarks/linking.py

bench-report: $(VENV)/.dev ## the report of 100,000 klantreizen: built, weighed, drawn, clicked
	$(BIN)/python benchmarks/report.py

lock: ## renew the lock files (needs uv); they name packages and hashes alone
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-strip-extras pyproject.toml --extra dev -o requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-strip-extras pyproject.toml --extra build --constraint requirements-dev.lock -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-strip-extras pyproject.toml --extra build --extra all --constraint requirements-dev.lock -o requirements-all.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --group docs --constraint requirements-dev.lock -o requirements-docs.lock
	echo uv | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate - -o requirements-setup.lock

# The environment needs no ensurepip, which Debian keeps apart: the machine's own pip fills it.
$(VENV)/bin/python:
	$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.run: requirements.lock requirements-setup.lock pyproject.toml | $(VENV)/bin/python
	-$(PIP) --require-hashes -r requirements-setup.lock
	$(call install,--require-hashes -r requirements.lock)
	$(call install,--no-build-isolation --editable .)
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(call install,--require-hashes -r requirements-dev.lock,--compile-bytecode)
	touch $@

$(VENV)/.docs: requirements-docs.lock $(VENV)/.dev
	$(call install,--require-hashes -r requirements-docs.lock)
	touch $@

# npm writes this file last.
node_modules/.package-lock.json: package-lock.json $(VENV)/.dev
	$(NPM) ci
	touch $@

clean:
	rm -rf $(VENV) node_modules demo bench build .cache
