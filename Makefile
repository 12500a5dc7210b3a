# One command for the site, one for the tests; `make help` lists them.
# Paths are relative on purpose: the checkout may lie in a folder with spaces in its name.

PYTHON ?= python3
JOBS ?= 2
PYTEST_ARGS ?=
AUDIT_ARGS ?=
BENCH_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help site setup setup-tests test lint types format screenshot clean
.NOTPARALLEL:

# An environment keeps absolute paths: one that was copied or moved along with the checkout is made anew.
ifneq ($(shell cat .venv/.place 2>/dev/null),$(shell pwd -P))
$(shell rm -f .venv/.installed .venv/.installed-dev .venv/.installed-bench)
endif

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

site: .venv/.installed ## set up what is missing and build your site into _site/
	@.venv/bin/portfolio build

setup: .venv/.installed

# ------------------------------------------------------------------ the tool's own environment

# Makes .venv unless a working one is there. Debian keeps the venv module's other half, ensurepip, in a
# package of its own; without it `python3 -m venv` fails and leaves a broken folder behind.
define make_venv
@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
  echo "portfolio needs Python 3.11 or newer, and no '$(PYTHON)' was found. Install it, or name one: make PYTHON=python3.13" >&2; \
  exit 1; }
@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "portfolio needs Python 3.11 or newer; '$(PYTHON)' is $$("$(PYTHON)" -V 2>&1). Name a newer one: make PYTHON=python3.13" >&2; \
  exit 1; }
@[ "$$(cat .venv/.place 2>/dev/null)" = "$$(pwd -P)" ] && .venv/bin/python -m pip --version >/dev/null 2>&1 || { \
  echo "setting up Python in .venv (once) ..."; \
  rm -rf .venv; \
  "$(PYTHON)" -m venv .venv >/dev/null 2>&1 || { \
    as_root=; [ "$$(id -u)" = 0 ] || as_root="sudo -n"; \
    if command -v apt-get >/dev/null 2>&1 && { [ -z "$$as_root" ] || $$as_root true 2>/dev/null; }; then \
      echo "installing python3-venv ..."; \
      $$as_root apt-get -qq update; \
      $$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install python3-venv >/dev/null; \
    fi; \
    rm -rf .venv; \
    "$(PYTHON)" -m venv .venv || { \
      rm -rf .venv; \
      echo "a Python environment could not be made in .venv; on Debian and Ubuntu: apt install python3-venv" >&2; \
      exit 1; }; \
  }; \
  pwd -P > .venv/.place; \
}
endef

not_installed = echo "the installation failed (it needs the network once); what pip says is above" >&2; exit 1;

.venv/.installed: pyproject.toml
	$(make_venv)
	@echo "installing portfolio and what it needs ..."
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable . || { $(not_installed) }
	@touch $@

.venv/.installed-dev: pyproject.toml
	$(make_venv)
	@echo "installing portfolio and the tools of its tests ..."
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' || { $(not_installed) }
	@touch .venv/.installed $@

.venv/.installed-bench: pyproject.toml
	$(make_venv)
	@echo "installing portfolio and what it is compared with ..."
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' || { $(not_installed) }
	@touch .venv/.installed $@

# ------------------------------------------------------------------ for those who work on the tool

setup-tests: .venv/.installed-dev
	@sh tests/setup.sh

test: setup-tests lint types ## check everything: style, types, tests
	@.venv/bin/python -m pytest -n $(JOBS) --dist worksteal $(PYTEST_ARGS)

lint: .venv/.installed-dev ## check style and formatting
	@.venv/bin/ruff check --quiet .
	@.venv/bin/ruff format --quiet --check . || { .venv/bin/ruff format --diff . ; exit 1; }

types: .venv/.installed-dev ## check types
	@.venv/bin/mypy --no-error-summary

format: .venv/.installed-dev ## mend style and formatting where that is safe
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

.PHONY: audit
audit: setup-tests ## measure every page of your site and of a large one (docs/audit.md); takes a while
	@sh tests/setup.sh audit
	@PYTHONPATH=tests .venv/bin/python -m audit --jobs $(JOBS) $(AUDIT_ARGS)

.PHONY: setup-bench bench
setup-bench: .venv/.installed-bench

bench: setup-bench ## measure builds and compare them with Hugo's (docs/benchmarks.md); takes a while
	@PYTHONPATH=tests .venv/bin/python -m bench --self-check
	@PYTHONPATH=tests .venv/bin/python -m bench $(BENCH_ARGS)

screenshot: setup-tests site ## draw docs/screenshot.png anew from _site/
	@.venv/bin/python tests/support/screenshot.py

clean: ## remove what these commands made, your site included
	@rm -rf _site .portfolio dist .venv tests/node_modules tests/audit/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
