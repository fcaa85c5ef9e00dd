# The commands. `make start` and `make test` need Python 3.13 and Node 20, and nothing else.
.PHONY: help start demo test lint bench reset func lock format
.DEFAULT_GOAL := help
python := .venv/bin/python
export PYTHON

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

start: ## everything on this machine, in the foreground until Ctrl-C (WATCH=1 reloads the app on a change)
	@sh local/bootstrap.sh local
	@exec $(python) -m local.stack

demo: ## a whole interview in the terminal, against the running stack or one of its own
	@sh local/bootstrap.sh local
	@exec $(python) -m local.demo

# Hundreds of processes are started by tests: each would compile the app anew where no bytecode is kept.
test: ## every test that gates a merge
	@sh local/bootstrap.sh test
	@workers=$${TEST_WORKERS:-$$($(python) -c 'import os; print((os.cpu_count() or 1) + 2)')}; \
	PYTHONDONTWRITEBYTECODE= $(python) -m pytest -n "$$workers" --dist loadfile -m "not performance and not azure" --cov --cov-report=term:skip-covered --cov-report=xml $(ARGS)
	@$(python) -m tests.coverage_floors

lint: ## ruff, ruff format, pyright, bandit
	@sh local/bootstrap.sh test
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@local/node_modules/.bin/pyright --warnings
	@$(python) -m bandit -q -r blueprints shared function_app.py -c pyproject.toml

format: ## ruff's fixes and format
	@sh local/bootstrap.sh test
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

bench: ## the figures of the README, measured on this machine
	@sh local/bootstrap.sh test
	@$(python) -m tests.performance.bench $(ARGS)

reset: ## forget the local data (.local/)
	@sh local/bootstrap.sh local
	@$(python) -m local.stack --reset

func: ## the same stack under Core Tools' `func start`
	@sh local/bootstrap.sh local
	@exec $(python) -m local.stack --core-tools

lock: ## compile the lock files from pyproject.toml and local/package.json
	@sh local/bootstrap.sh test
	@sh local/lock.sh
