# One command for the site, one for the tests; `make help` lists them.
# Paths are relative on purpose: the path of the checkout may have spaces.

JOBS ?= 2
PYTEST_ARGS ?=
AUDIT_ARGS ?=
BENCH_ARGS ?=

# `LATEST=1` takes the newest releases that pyproject.toml allows, `LOWEST=1` the lowest ones, on Python 3.11. Each has
# an environment of its own. Without them every version comes from a lock file (docs/dependencies.md).
LATEST ?=
LOWEST ?=
UPGRADE ?=

ifneq ($(and $(LATEST),$(LOWEST)),)
$(error LATEST and LOWEST exclude each other: set one of them)
else ifneq ($(LATEST),)
VENV := .venv-latest
PYTHON ?= python3
else ifneq ($(LOWEST),)
VENV := .venv-lowest
PYTHON ?= python3.11
LOCK := requirements-lowest.lock
LOCK_DEV := requirements-lowest.lock
LOCK_BENCH := requirements-lowest.lock
else
VENV := .venv
PYTHON ?= python3
LOCK := requirements.lock
LOCK_DEV := requirements-dev.lock
LOCK_BENCH := requirements-bench.lock
endif

.DEFAULT_GOAL := help
.PHONY: help site setup setup-tests test lint types format screenshot lock clean always
.NOTPARALLEL:

# An environment has absolute paths: one that was copied or moved with the checkout is created again.
ifneq ($(shell cat $(VENV)/.place 2>/dev/null),$(shell pwd -P))
$(shell rm -f $(VENV)/.installed $(VENV)/.installed-dev $(VENV)/.installed-bench)
endif

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

site: $(VENV)/.installed ## create the environment if it is missing, and build your site into _site/
	@$(VENV)/bin/portfolio build $${PORTFOLIO_BASE_URL:+--base-url "$$PORTFOLIO_BASE_URL"}

setup: $(VENV)/.installed

# ------------------------------------------------------------------ the tool's own environment

# Creates $(VENV) unless a working one exists. Debian has the venv module's other half, ensurepip, in a
# package of its own; without it `python3 -m venv` fails and leaves a broken folder behind.
define make_venv
@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
  echo "portfolio needs Python 3.11 or newer, and no '$(PYTHON)' was found. Install it, or name one: make PYTHON=python3.13" >&2; \
  exit 1; }
@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "portfolio needs Python 3.11 or newer; '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1). Name a newer one: make PYTHON=python3.13" >&2; \
  exit 1; }
@[ "$$(cat $(VENV)/.place 2>/dev/null)" = "$$(pwd -P)" ] && $(VENV)/bin/python -m pip --version >/dev/null 2>&1 || { \
  echo "setting up Python in $(VENV) (once) ..."; \
  rm -rf $(VENV); \
  "$(PYTHON)" -m venv $(VENV) >/dev/null 2>&1 || { \
    as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
    if command -v apt-get >/dev/null 2>&1 && { [ -z "$$as_root" ] || $$as_root true 2>/dev/null; }; then \
      echo "installing python3-venv ..."; \
      $$as_root apt-get -qq update; \
      $$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install python3-venv >/dev/null; \
    fi; \
    rm -rf $(VENV); \
    "$(PYTHON)" -m venv $(VENV) || { \
      rm -rf $(VENV); \
      echo "a Python environment could not be created in $(VENV); on Debian and Ubuntu: apt install python3-venv" >&2; \
      exit 1; }; \
  }; \
  pwd -P > $(VENV)/.place; \
}
endef

not_installed = echo "the installation failed (it needs the network once); pip's messages are above" >&2; exit 1;
pip_install = $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check

# Installs the packages of a lock file, checked by hash, and this checkout; with LATEST=1 the newest releases for an extra.
# $(1): the lock file; $(2): the extra, if any.
ifneq ($(LATEST),)
install = $(pip_install) --upgrade --upgrade-strategy eager --editable '.$(if $(2),[$(2)])' || { $(not_installed) }
else
install = $(pip_install) --require-hashes --requirement $(1) && \
  $(pip_install) --no-deps --no-build-isolation --editable . || { $(not_installed) }
endif

# The newest releases are resolved each time.
$(VENV)/.installed: pyproject.toml $(LOCK) $(if $(LATEST),always)
	$(make_venv)
	@echo "installing portfolio and its dependencies ..."
	@$(call install,$(LOCK))
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(LOCK_DEV) $(if $(LATEST),always)
	$(make_venv)
	@echo "installing portfolio and the tools of its tests ..."
	@$(call install,$(LOCK_DEV),dev)
	@touch $(VENV)/.installed $@

$(VENV)/.installed-bench: pyproject.toml $(LOCK_BENCH) $(if $(LATEST),always)
	$(make_venv)
	@echo "installing portfolio and the programs of the benchmark ..."
	@$(call install,$(LOCK_BENCH),bench)
	@touch $(VENV)/.installed $@

# ------------------------------------------------------------------ development of the tool

setup-tests: $(VENV)/.installed-dev
	@sh tests/setup.sh

test: setup-tests lint $(if $(LOWEST),,types) ## check everything: style, types, tests
	@$(VENV)/bin/python -m pytest -n $(JOBS) --dist worksteal $(PYTEST_ARGS)

lint: $(VENV)/.installed-dev ## check style and formatting
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --quiet --check . || { $(VENV)/bin/ruff format --diff . ; exit 1; }

types: $(VENV)/.installed-dev ## check types
	@$(VENV)/bin/mypy --no-error-summary

format: $(VENV)/.installed-dev ## fix style and formatting
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format .

# uv is used for this only, in a temporary environment.
lock: ## update the lock files to pyproject.toml; UPGRADE=1 upgrades all versions
	@tools="$$(mktemp -d)" && trap 'rm -rf "$$tools"' EXIT && \
	  "$(PYTHON)" -m venv "$$tools" && "$$tools/bin/python" -m pip install --quiet --disable-pip-version-check uv && \
	  "$$tools/bin/python" tests/support/locks.py $(if $(UPGRADE),--upgrade)

.PHONY: audit
audit: setup-tests ## measure every page of your site, the example and a large one (docs/audit.md); takes a while
	@sh tests/setup.sh audit
	@PYTHONPATH=tests $(VENV)/bin/python -m audit --jobs $(JOBS) $(AUDIT_ARGS)

.PHONY: setup-bench bench
setup-bench: $(VENV)/.installed-bench

bench: setup-bench ## measure builds and compare them with Hugo's (docs/benchmarks.md); takes a while
	@PYTHONPATH=tests $(VENV)/bin/python -m bench --self-check
	@PYTHONPATH=tests $(VENV)/bin/python -m bench $(BENCH_ARGS)

screenshot: setup-tests site ## create the pictures of README.md again from _site/
	@$(VENV)/bin/python tests/support/screenshot.py

clean: ## remove everything that these commands created, your site included
	@rm -rf _site .portfolio dist .venv .venv-latest .venv-lowest tests/node_modules tests/audit/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
