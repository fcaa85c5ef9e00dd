"""An HTTP/1.1 connection pool whose cost does not grow with its connections.

httpcore probes every idle connection twice per request, each with system calls: with a burst's connections kept, that
was more than half of a call. Here a connection of its own, the last one used, takes each request. Answers come whole.
"""

import asyncio

import httpx


class Lanes(httpx.AsyncBaseTransport):
    """At most `most` requests at a time; the next ones wait as long as their `pool` timeout says."""

    def __init__(self, most: int, keep_alive_seconds: float) -> None:
        self._limits = httpx.Limits(max_connections=1, keepalive_expiry=keep_alive_seconds)
        self._tls = httpx.create_ssl_context()  # one for all: making it takes longer than a request
        self._idle: list[httpx.AsyncHTTPTransport] = []
        self._room = asyncio.Semaphore(most)
        self._closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("pool")):
                await self._room.acquire()
        except TimeoutError:
            raise httpx.PoolTimeout("no connection became free in time", request=request) from None
        lane = self._idle.pop() if self._idle else httpx.AsyncHTTPTransport(verify=self._tls, limits=self._limits)
        try:
            response = await lane.handle_async_request(request)
            try:
                await response.aread()
            finally:
                await response.aclose()
            return response
        finally:
            self._room.release()
            if self._closed:
                await lane.aclose()
            else:
                self._idle.append(lane)

    async def aclose(self) -> None:
        """Closes the idle connections; those at work are closed when their request is done."""
        self._closed = True
        while self._idle:
            await self._idle.pop().aclose()
