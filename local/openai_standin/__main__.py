"""`python -m local.openai_standin --port PORT`: serves until it is interrupted."""

import argparse
import asyncio
import signal
import sys

import uvloop

from local.openai_standin.server import serving


async def _run(host: str, port: int, watch_stdin: bool) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with serving(host=host, port=port) as url:
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.openai_standin", description="Stand-in for Azure OpenAI")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8701, help="0 takes a free port; the address is the first line")
    parser.add_argument("--watch-stdin", action="store_true", help="end when standard input closes")
    options = parser.parse_args()
    uvloop.run(_run(options.host, options.port, options.watch_stdin))


if __name__ == "__main__":
    main()
