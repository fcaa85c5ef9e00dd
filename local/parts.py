"""The parts of the stack that are child processes: started with a log of their own, watched until ready, ended."""

import contextlib
import signal
import subprocess
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from local.supabase.processes import Guard, StackError, end, indented, obituary, tail, wait_until

CHECKOUT: Final = Path(__file__).parents[1]


class Part:
    """One child process, in a session of its own; its guard ends it when this process dies."""

    def __init__(
        self,
        guard: Guard,
        name: str,
        command: Sequence[str],
        log: Path,
        env: Mapping[str, str] | None,
        cwd: Path = CHECKOUT,
    ) -> None:
        self.name = name
        self.log = log
        self._guard = guard
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_bytes(b"")
        self.process: subprocess.Popen[bytes] = guard.spawn(command, log=log, env=env, cwd=cwd)

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_until_ready(self, url: str, seconds: float = 30) -> None:
        """Returns when `url` answers 200. Raises StackError with the last log lines when it does not, or dies."""

        def attempt() -> bool | None:
            if self.process.poll() is not None:
                raise StackError(self.obituary())
            with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
                return True if answer.status == 200 else None
            return None

        if wait_until(attempt, seconds, interval=0.03) is None:
            raise StackError(f"{self.name} was not ready within {seconds:.0f} s. Its last words:\n{self.last_words()}")

    def obituary(self) -> str:
        """What there is to say of it when it has ended."""
        return obituary(self.name, self.process.returncode, self.log)

    def last_words(self) -> str:
        """The end of its log, indented."""
        return indented(tail(self.log))

    def end(self, how: signal.Signals = signal.SIGTERM, seconds: float = 8) -> None:
        """Asks it to stop, then makes it."""
        end(self.process, how, seconds)
        self._guard.forget(self.process)
