"""The gateway's HTTP/1.1 client: keep-alive connections to one local server, as little work a call as possible.

A general client costs more than half of what PostgREST takes for a small query; this one parses with httptools and
keeps a body as it came. Large answers are handed on in pieces while they arrive.
"""

import asyncio
import time
from collections.abc import AsyncIterable, AsyncIterator
from typing import cast

import httptools

IDLE_SECONDS = 20  # PostgREST closes idle connections after 30
PIECE = 256 * 1024
Headers = list[tuple[bytes, bytes]]


class UnreachableError(ConnectionError):
    """No connection, or it broke before the answer was complete."""


class Answer(asyncio.Protocol):
    """A connection, and the answer that is arriving on it."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.used_at = 0.0
        self.lost = False
        self._paused = False
        self._can_write = asyncio.Event()
        self._can_write.set()
        self._begin()

    def _begin(self) -> None:
        self.status = 0
        self.headers: Headers = []
        self.complete = False
        self._keep = False
        self._head_only = False
        self._pieces: list[bytes] = []
        self._size = 0
        self._waiter: asyncio.Future[None] | None = None
        self._parser = httptools.HttpResponseParser(self)

    async def send(self, head: bytes, body: bytes | AsyncIterable[bytes], *, chunked: bool, head_only: bool) -> None:
        """Send one request and wait until its answer is complete, or too large to wait for. Raises UnreachableError."""
        self._begin()
        self._head_only = head_only
        transport = self.transport
        assert transport is not None
        if isinstance(body, bytes):
            transport.write(head + body)
        else:
            transport.write(head)
            async for piece in body:
                if self.lost:
                    break
                if piece:  # an empty chunk would mean the end
                    transport.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
                await self._can_write.wait()
            if chunked:
                transport.write(b"0\r\n\r\n")
        while not self.complete and self._size < PIECE:
            await self._more()

    def body(self) -> bytes:
        """What has arrived; all of it when `complete`."""
        pieces, self._pieces, self._size = self._pieces, [], 0
        if self._paused and self.transport is not None:
            self._paused = False
            self.transport.resume_reading()
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    async def rest(self) -> AsyncIterator[bytes]:
        """The body in pieces, as it arrives. Raises UnreachableError when it ends too early."""
        while True:
            if self._pieces:
                yield self.body()
            elif self.complete:
                return
            else:
                await self._more()

    async def _more(self) -> None:
        if self.lost:
            raise UnreachableError("the connection was closed before the answer was complete")
        self._waiter = asyncio.get_running_loop().create_future()
        await self._waiter

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Called by the loop."""
        self.lost = True
        self._can_write.set()
        self._wake()

    def pause_writing(self) -> None:
        """Called by the loop."""
        self._can_write.clear()

    def resume_writing(self) -> None:
        """Called by the loop."""
        self._can_write.set()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called by the parser."""
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """Called by the parser."""
        self.status = self._parser.get_status_code()
        if self._head_only:
            self.on_message_complete()

    def on_body(self, body: bytes) -> None:
        """Called by the parser."""
        self._pieces.append(body)
        self._size += len(body)
        if self._size >= PIECE and not self._paused and self.transport is not None:
            self._paused = True
            self.transport.pause_reading()
        self._wake()

    def on_message_complete(self) -> None:
        """Called by the parser, which knows at this moment alone whether the connection may be kept."""
        self._keep = not self._head_only and self._parser.should_keep_alive()
        self.complete = True
        self._wake()

    @property
    def reusable(self) -> bool:
        """Whether another request may follow on this connection."""
        return self.complete and self._keep and not self.lost and not self._paused

    def close(self) -> None:
        """Close the connection."""
        self.lost = True
        if self.transport is not None:
            self.transport.abort()
        self._wake()


class Upstream:
    """Keep-alive connections to 127.0.0.1:`port`."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: list[Answer] = []

    async def request(
        self, method: str, target: str, headers: Headers, body: bytes | AsyncIterable[bytes], *, chunked: bool
    ) -> Answer:
        """Send a request; give its answer back with `release`. Raises UnreachableError.

        `headers` come without `Host`. A read that meets a connection just closed by the other side is sent again.
        """
        lines = [f"{method} {target} HTTP/1.1\r\nhost: 127.0.0.1:{self._port}\r\n".encode()]
        lines += [b"%b: %b\r\n" % header for header in headers]
        head = b"".join(lines) + b"\r\n"
        reused = self._take_idle()
        if reused is not None:
            try:
                await self._send(reused, head, body, chunked=chunked, head_only=method == "HEAD")
            except UnreachableError:
                if reused.status or method not in {"GET", "HEAD"} or not isinstance(body, bytes):
                    raise
            else:
                return reused
        fresh = await self._connect()
        await self._send(fresh, head, body, chunked=chunked, head_only=method == "HEAD")
        return fresh

    def release(self, answer: Answer) -> None:
        """Keep the connection for the next request if it can be used again, or close it."""
        if answer.reusable:
            answer.used_at = time.monotonic()
            self._idle.append(answer)
        else:
            answer.close()

    async def _send(
        self, answer: Answer, head: bytes, body: bytes | AsyncIterable[bytes], *, chunked: bool, head_only: bool
    ) -> None:
        try:
            await answer.send(head, body, chunked=chunked, head_only=head_only)
        except BaseException:  # also when we are cancelled: half an exchange must not be reused
            answer.close()
            raise

    def _take_idle(self) -> Answer | None:
        while self._idle:
            answer = self._idle.pop()
            if not answer.lost and time.monotonic() - answer.used_at < IDLE_SECONDS:
                return answer
            answer.close()
        return None

    async def _connect(self) -> Answer:
        try:
            _, answer = await asyncio.get_running_loop().create_connection(Answer, "127.0.0.1", self._port)
        except OSError as error:
            raise UnreachableError("nothing answers there") from error
        return answer
