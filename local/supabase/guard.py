"""Ends what its parent started when the parent has died. Run by `processes.Guard`; needs only the standard library.

Orders come on stdin, one a line: `watch PID SIGNAL`, `forget PID`, `remove DIRECTORY`, `dismiss`.
"""

import contextlib
import os
import select
import shutil
import signal
import sys

SECONDS_TO_END = 5


def main() -> None:
    """Follow orders until stdin ends; then, unless dismissed, end the children and remove the directories."""
    watched: dict[int, tuple[int, int]] = {}  # pid: (pidfd, signal); a pidfd never means a later process
    directories: list[str] = []
    for line in sys.stdin:
        order, _, rest = line.rstrip("\n").partition(" ")
        if order == "watch":
            pid, how = map(int, rest.split())
            with contextlib.suppress(ProcessLookupError):
                watched[pid] = (os.pidfd_open(pid), how)
        elif order == "forget":
            pidfd, _ = watched.pop(int(rest), (None, 0))
            if pidfd is not None:
                os.close(pidfd)
        elif order == "remove":
            directories.append(rest)
        elif order == "dismiss":
            return
    for pidfd, how in watched.values():
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(pidfd, how)
    for pidfd, _ in watched.values():
        ended, _, _ = select.select([pidfd], [], [], SECONDS_TO_END)
        if not ended:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            select.select([pidfd], [], [], SECONDS_TO_END)
    for directory in directories:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    for terminal_signal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(terminal_signal, signal.SIG_IGN)  # only the end of the parent counts
    main()
