#!/bin/sh
# Compiles requirements*.txt from pyproject.toml, with hashes and without a registry's address.
set -eu
cd "$(dirname "$0")/.."
compile() {
  .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.13 --generate-hashes --no-emit-index-url \
    --no-header --prerelease if-necessary-or-explicit --quiet "$@"
}
compile --output-file requirements.txt
compile --extra local --constraint requirements.txt --output-file requirements-local.txt
compile --extra local --extra test --constraint requirements-local.txt --output-file requirements-test.txt
(cd local && npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund)
