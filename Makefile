# Two commands matter: `make run` and `make test`. Both work in a bare clone.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
EXACT := relief/core/money.py,relief/receipts/folios.py,relief/stock/ledger.py
UV_COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

.PHONY: help run test sure scale setup setup-dev front db lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: setup ## Start everything at http://127.0.0.1:8000 (PORT=, HOST=, PYTHON=)
	@HOST='$(HOST)' PORT='$(PORT)' exec $(BIN)/python tools/run.py

test: setup-dev ## Run every test on both engines and in the browser (COVERAGE=1 measures, too)
	@$(BIN)/python tools/translations.py check
	@$(BIN)/pytest -n 2 --dist worksteal $(if $(COVERAGE),--cov --cov-report=term:skip-covered)
	$(if $(COVERAGE),@$(BIN)/coverage report --include='$(EXACT)' --fail-under=100 --show-missing)

sure: setup-dev ## Check format, lint, types, floors, templates, schema; then `make test`, measured
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	git ls-files -z | xargs -0 $(BIN)/codespell
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT \
	&& export DATABASE_URL="sqlite:///$$dir/check.sqlite3" \
	&& $(BIN)/flask --app wsgi db upgrade && $(BIN)/flask --app wsgi db check
	@$(MAKE) test COVERAGE=1

scale: setup-dev ## Run races and large exports at full size
	RELIEF_SCALE=1 $(BIN)/pytest tests -m race

setup: ## Make .venv, install what running needs, fetch front-end files
	@python=$$(sh tools/find_python.sh '$(PYTHON)') && "$$python" tools/install.py
	@$(MAKE) front

setup-dev: ## The same with what tests and checks need
	@python=$$(sh tools/find_python.sh '$(PYTHON)') && "$$python" tools/install.py --dev
	@$(MAKE) front

front:
	@$(BIN)/python tools/vendor.py
	@$(BIN)/python tools/translations.py compile

db: setup ## Bring the database to the newest schema
	@$(BIN)/flask --app wsgi db upgrade

lock: ## Write the locks anew (UPGRADE=1 takes newer versions)
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT \
	&& python=$$(sh tools/find_python.sh '$(PYTHON)') \
	&& "$$python" -m venv "$$dir" && "$$dir/bin/pip" install --quiet uv \
	&& for name in requirements requirements-dev tools/requirements-node; do \
		"$$dir/bin/"$(UV_COMPILE) $(if $(UPGRADE),--upgrade) $$name.in -o $$name.txt || exit 1; \
	done
	@npm install --package-lock-only --ignore-scripts --no-audit --no-fund

clean: ## Remove what can be made again; the data in var/ stays
	rm -rf .venv static/vendor .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis relief/translations/*/LC_MESSAGES
	find relief tests tools migrations -name __pycache__ -type d -prune -exec rm -rf {} +
