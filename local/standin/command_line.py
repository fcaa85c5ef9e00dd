"""The command line of a stand-in: it prints its address and serves until it is interrupted."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import uvloop

type Serving = Callable[[str, int], AbstractAsyncContextManager[str]]
"""Serves at a host and port (0 takes a free one) while the context is open; gives the address."""


def serve_until_stopped(module: str, what: str, default_port: int, serving: Serving) -> None:
    """Serves as the command line says; `what` describes the stand-in there."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=what)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=default_port, help="0 takes a free port; the first line says which")
    parser.add_argument("--watch-stdin", action="store_true", help="end when standard input closes")
    options = parser.parse_args()
    uvloop.run(_run(serving, options.host, options.port, options.watch_stdin))


async def _run(serving: Serving, host: str, port: int, watch_stdin: bool) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with serving(host, port) as url:
        print(url, flush=True)
        if watch_stdin:
            await loop.connect_read_pipe(lambda: _UntilClosed(stop), sys.stdin)
        await stop.wait()


class _UntilClosed(asyncio.Protocol):
    """Sets an event when the pipe it reads is closed at the other end."""

    def __init__(self, closed: asyncio.Event) -> None:
        self._closed = closed

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        self._closed.set()
