#!/bin/sh
# Makes .venv and local/node_modules from the lock files: `sh local/bootstrap.sh local|test`. Does nothing when they are there.
set -eu
cd "$(dirname "$0")/.."
want=${1:-local}

say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }
is_313() { "$@" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1; }

# Python 3.13: named by PYTHON, on PATH, under pyenv (whose shims may fail), or through uv.
find_python() {
  for candidate in "${PYTHON:-}" python3.13 python3 python; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && is_313 "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  for candidate in "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.13*/bin/python; do
    if [ -x "$candidate" ] && is_313 "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  if command -v uv >/dev/null 2>&1; then
    uv python find 3.13 2>/dev/null && return
    say "Installing Python 3.13 through uv ..."
    uv python install 3.13 >&2 && uv python find 3.13 && return
  fi
  fail "Python 3.13 was not found: not on PATH, not under pyenv, not through uv. Install it (for example: uv python install 3.13, or pyenv install 3.13), or name it: make PYTHON=/path/to/python3.13 ..."
}

digest() { cat "$@" | cksum | tr ' ' '-'; }

# What is missing is said before anything is installed.
command -v node >/dev/null 2>&1 || fail "Node 20 or newer was not found on PATH. Install it from nodejs.org or your package manager."
node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || fail "Node 20 or newer is needed; this is $(node --version 2>&1)."

lock=requirements-$want.txt
stamp=.venv/.installed-$want-$(digest "$lock")
[ "$want" = local ] && full=.venv/.installed-test-$(digest requirements-test.txt) || full=$stamp
npm_digest=$(digest local/package-lock.json)
npm_stamp=local/node_modules/.installed-$want-$npm_digest
busy=local/.installing

# pip comes last into a virtual environment: without it, making it was interrupted.
needs_venv() { ! is_313 .venv/bin/python || [ ! -e .venv/bin/pip ]; }
needs_packages() { [ ! -e "$stamp" ] && [ ! -e "$full" ]; }
needs_npm() { [ ! -e "$npm_stamp" ] && [ ! -e "local/node_modules/.installed-test-$npm_digest" ]; }

# Of two commands at once in a new checkout the second one waits for what the first one installs.
take_turn() {
  said=
  until mkdir "$busy" 2>/dev/null; do
    owner=$(cat "$busy/pid" 2>/dev/null) || owner=
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      rm -rf "$busy" # it was killed
    else
      [ -n "$said" ] || say "Another command is installing; waiting for it (if none is, remove $busy) ..."
      said=yes
      sleep 0.5
    fi
  done
  trap 'rm -rf "$busy"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  echo $$ >"$busy/pid"
}

if needs_venv || needs_packages || needs_npm; then
  take_turn
  if needs_venv; then
    python=$(find_python) || exit 1
    say "Making .venv with $python ..."
    rm -rf .venv
    "$python" -m venv .venv >&2 || fail "this Python cannot make a virtual environment (on Debian: apt install python3.13-venv)"
  fi
  if needs_packages; then
    say "Installing Python packages from $lock (the first time takes about a minute) ..."
    .venv/bin/python -m pip install --disable-pip-version-check --root-user-action=ignore --require-hashes -r "$lock" >&2
    : >"$stamp"
  fi
  if needs_npm; then
    say "Installing npm packages from local/package-lock.json ..."
    omit=
    [ "$want" = test ] || omit=--omit=dev
    (cd local && npm ci --ignore-scripts --no-audit --no-fund $omit >&2)
    : >"$npm_stamp"
  fi
fi
