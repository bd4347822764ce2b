.DEFAULT_GOAL := build
.PHONY: build test content chaos peers quick check validate reason lint release lock licences audit clean help
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet
NODE := cd web && PATH="$(CURDIR)/$(BIN):$$PATH"
NPM_QUIET := --no-audit --no-fund --loglevel=error
COMPILE := uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url --upgrade

build: .venv/ready build/.web ## set up .venv, build dist/ and print the friend-or-foe table (the default)
	@$(BIN)/bevo build

test: .venv/dev build/.web-dev ## run every test of the tool that this machine can run; tell which answers changed
	@$(NODE) npm test --silent
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder -m "not content and not chaos"
	@$(BIN)/bevo renew --check || true

content: .venv/dev ## check that the records are complete, and all that follows from them as reviewed: for makers and CI
	@$(BIN)/bevo renew --check
	@$(BIN)/python -m pytest tests/content

chaos: .venv/dev build/.web-dev ## kill, fill and meddle at random, some minutes a round: make chaos ROUNDS=10 SEED=1
	@$(BIN)/python -m pytest -m chaos --rounds $(or $(ROUNDS),1) $(if $(SEED),--seed $(SEED)) tests/chaos

quick: .venv/dev build/.web-dev ## run the tests that need no build, server, browser or Java: a few seconds
	@$(NODE) npm test --silent
	@$(BIN)/python -m pytest --numprocesses auto -m "not slow and not content"

check: .venv/ready ## check the curated records alone, in seconds
	@$(BIN)/bevo check

validate: .venv/ready ## check records and graph with the SHACL shapes
	@$(BIN)/bevo validate

reason: .venv/ready ## reason over everything with HermiT, write nothing
	@$(BIN)/bevo reason

lint: .venv/dev build/.web-dev ## style and types of the code, Python and JavaScript
	@$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy
	@$(NODE) npm run --silent lint
	@$(NODE) npm run --silent types

release: .venv/ready build/.web ## put a numbered release under releases/: make release VERSION=0.2.0 [DOI=10.5281/zenodo.N] [KEY=~/.ssh/id_ed25519]
	$(if $(DOI),@$(BIN)/bevo doi "$(DOI)")
	@$(BIN)/bevo validate --pyshacl
	@$(BIN)/bevo build --afresh
	@$(BIN)/bevo release "$(VERSION)" $(if $(KEY),--sign "$(KEY)")

peers: .venv/ready ## fetch Jena and Comunica, which the tests then ask the same questions (200 MB)
	@mkdir -p build/peers
	@$(PIP) --no-deps --require-hashes --target build/peers --upgrade -r tests/peers/requirements.lock
	@cp tests/peers/package.json tests/peers/package-lock.json tests/peers/comunica.mjs build/peers/
	@cd build/peers && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci $(NPM_QUIET)

lock: ## renew the lock files from pyproject.toml (needs uv); then make licences
	$(COMPILE) --extra analysis --extra build -o requirements.lock pyproject.toml
	$(COMPILE) --extra analysis --extra build --extra dev --constraint requirements.lock -o requirements-dev.lock pyproject.toml

licences: .venv/dev ## write docs/licences.tsv anew, after the locks have changed
	@$(BIN)/bevo licences

audit: .venv/ready ## ask public advisories about the locked packages, of Python and of npm (needs uv and a network)
	uvx pip-audit --strict --disable-pip --require-hashes --progress-spinner off --requirement requirements-dev.lock
	$(NODE) npm audit

clean: ## remove what was generated, .venv included
	rm -rf .venv dist .dist.* build web/node_modules

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/ready: requirements.lock pyproject.toml
	@echo "setting up .venv (once; downloads about 280 MB) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed; say which with make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

build/.web: .venv/ready web/package-lock.json web/build.mjs $(shell find web/src -type f)
	@echo "building the scripts of the site (npm) ..."
	@$(NODE) npm ci --omit=dev $(NPM_QUIET)
	@$(NODE) node build.mjs
	@touch $@

build/.web-dev: build/.web .venv/dev
	@echo "adding what the tests of the scripts need (npm) ..."
	@$(NODE) npm ci $(NPM_QUIET)
	@touch $@

.venv/dev: .venv/ready requirements-dev.lock
	@echo "adding what the tests need to .venv (once) ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
