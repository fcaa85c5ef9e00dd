"""Child processes that never outlive the process that started them."""

import contextlib
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypedDict

GUARD = Path(__file__).with_name("guard.py")


class StackError(RuntimeError):
    """The local Supabase cannot start or go on; the message says why and what a developer can do."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until[T](attempt: Callable[[], T | None], seconds: float, interval: float = 0.005) -> T | None:
    """What `attempt` gives as soon as it is not None, or None when `seconds` have passed without it."""
    deadline = time.monotonic() + seconds
    while True:
        result = attempt()
        if result is not None or time.monotonic() > deadline:
            return result
        time.sleep(interval)


class Account(TypedDict, total=False):
    """The account to run a program as, as Popen takes it; empty for our own."""

    user: int
    group: int
    extra_groups: list[int]


def unprivileged() -> Account:
    """`nobody` when we are root, which PostgreSQL refuses to run as; else our own account."""
    if os.getuid() != 0:
        return {}
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise StackError("PostgreSQL refuses to run as root and there is no account `nobody` to run it as.") from error
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable_by_anyone(path: Path) -> bool:
    """Whether an unprivileged account may go to `path`: every directory on the way lets others pass."""
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents) if step.exists())


class Guard:
    """A small process that ends our children and removes our temporary directories if we die without doing so.

    It watches a pipe that closes when this process ends, however it ends.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(GUARD)],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def _tell(self, order: str) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(order + "\n")
            self._process.stdin.flush()

    def spawn(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        pass_fds: Sequence[int] = (),
        cwd: Path | None = None,
        account: Account | None = None,
        told_later: bool = False,
    ) -> subprocess.Popen[bytes]:
        """Start `command` in a session of its own (Ctrl-C is ours to handle), its output going to `log`.

        With `told_later` its stdin is a pipe, which the caller closes.
        """
        with log.open("ab") as output:
            child = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE if told_later else subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=env,
                cwd=cwd,
                pass_fds=tuple(pass_fds),
                start_new_session=True,
                **(account or {}),
            )
        self._tell(f"watch {child.pid} {int(stop_signal)}")
        return child

    def forget(self, child: subprocess.Popen[bytes]) -> None:
        """`child` has ended in order."""
        self._tell(f"forget {child.pid}")

    def remove_at_end(self, directory: Path) -> None:
        """Remove `directory` when this process has died."""
        self._tell(f"remove {directory}")

    def dismiss(self) -> None:
        """Everything has been ended in order: the guard may go."""
        self._tell("dismiss")
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.wait()


def end(child: subprocess.Popen[bytes] | None, how: signal.Signals = signal.SIGTERM, seconds: float = 5) -> None:
    """End `child`, politely first, and wait until it has gone."""
    if child is None or child.poll() is not None:
        return
    child.send_signal(signal.SIGCONT)
    child.send_signal(how)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, for an error message."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def obituary(name: str, code: int, log: Path) -> str:
    """What there is to say of a part that has ended, with its last words."""
    how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
    return f"{name} {how}. Its last words:\n{indented(tail(log))}"


def indented(text: str) -> str:
    """Lines of a log as they stand below the sentence that announces them."""
    return "\n".join(f"    {line}" for line in text.splitlines() or ["(it logged nothing)"])
