"""Starts the Functions host as a process of its own for a test, and looks after it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

REPOSITORY = Path(__file__).resolve().parents[3]
APPS = Path(__file__).parent / "apps"
_READY = "Functions host ready: "


def eventually[T](look: Callable[[], T | None], within: float = 10.0) -> T:
    """The first truthy result of `look`; fails when there is none in time."""
    deadline = time.monotonic() + within
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"nothing within {within:g} s"
        time.sleep(0.02)


def copy_app(name: str, folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """A copy of a sample app with further files (git never sees a local.settings.json)."""
    app = folder / name
    shutil.copytree(APPS / name, app, ignore=shutil.ignore_patterns("__pycache__"))
    for path, content in (files or {}).items():
        (app / path).write_text(content)
    return app


class RunningHost:
    """A host process and a client for it."""

    def __init__(self, app: Path, *, port: int = 0, cwd: Path = REPOSITORY) -> None:
        self._log_path = app.parent / f"{app.name}-{time.monotonic_ns()}.log"
        self._log = self._log_path.open("wb")
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local.functions_host", "--app", str(app), "--port", str(port)],
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        self.client = httpx.Client(timeout=10.0, verify=False)  # plain HTTP, and certificates take long to load

    def __enter__(self) -> Self:
        try:
            url = eventually(self._url, within=20.0)
        except AssertionError:
            self.__exit__(None, None, None)
            raise AssertionError(f"the host did not become ready:\n{self.log()}") from None
        self.client.base_url = httpx.URL(url)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._log.close()

    def _url(self) -> str | None:
        assert self.process.poll() is None, f"the host ended with {self.process.returncode}:\n{self.log()}"
        return next((line.removeprefix(_READY) for line in self.log().splitlines() if line.startswith(_READY)), None)

    @property
    def url(self) -> str:
        """Where the host answers."""
        return str(self.client.base_url).rstrip("/")

    def log(self) -> str:
        """What the host has printed so far."""
        return self._log_path.read_text(errors="replace")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the host to stop; gives its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=15)
