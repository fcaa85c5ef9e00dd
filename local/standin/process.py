"""Runs a stand-in in a child process that dies with its parent."""

import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import ClassVar, Self

_REPOSITORY = Path(__file__).parents[2]
_GRACE_SECONDS = 5


class StandInProcess:
    """A stand-in in a child process, for tests and for the local stack.

    The child watches its standard input, a pipe that only this process holds, and ends when it closes: so it also ends
    when this process is killed. `port` 0 takes a free one. A stand-in derives from this class and names its module.
    """

    module: ClassVar[str]

    def __init__(self, port: int = 0, host: str = "127.0.0.1") -> None:
        self._command = [sys.executable, "-m", self.module, "--watch-stdin"]
        self._command += ["--host", host, "--port", str(port)]
        self._child: subprocess.Popen[str] | None = None
        self._url = ""

    @property
    def url(self) -> str:
        """The address, without a trailing slash."""
        if not self._url:
            raise RuntimeError("the stand-in is not started")
        return self._url

    @property
    def pid(self) -> int:
        if self._child is None:
            raise RuntimeError("the stand-in is not started")
        return self._child.pid

    def start(self, timeout: float = 20) -> Self:
        """Starts the child and waits until it listens. Raises RuntimeError if it does not within `timeout` seconds."""
        if self._child is not None:
            return self
        self._child = subprocess.Popen(
            self._command, cwd=_REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        first_line: queue.SimpleQueue[str] = queue.SimpleQueue()
        output = self._child.stdout
        assert output is not None
        threading.Thread(target=lambda: first_line.put(output.readline()), daemon=True).start()
        try:
            line = first_line.get(timeout=timeout)
        except queue.Empty:
            line = ""
        if not line.startswith("http://"):
            self.stop()
            raise RuntimeError(f"{self.module} did not start")
        self._url = line.strip()
        return self

    def stop(self) -> None:
        """Stops the child and waits for it; harmless when it is not running."""
        child, self._child, self._url = self._child, None, ""
        if child is None:
            return
        child.terminate()
        try:
            child.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
