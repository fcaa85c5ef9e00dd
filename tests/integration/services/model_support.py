"""What tests of the model's adapter share: settings, a service, the stand-in's controls, and servers that misbehave."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from ssl import SSLContext
from typing import Any
from uuid import uuid4

import httpx
from aiohttp import web

from shared.services.azure_openai import AzureOpenAIService
from shared.settings import Settings


def make_settings(**values: Any) -> Settings:
    fixed: dict[str, Any] = {
        "supabase_url": "http://127.0.0.1:1",
        "supabase_publishable_key": "sb_publishable_test",
        "supabase_secret_key": "sb_secret_test",
    }
    return Settings.model_validate(fixed | values)


@contextlib.asynccontextmanager
async def serving_model(**values: Any) -> AsyncIterator[AzureOpenAIService]:
    service = AzureOpenAIService(make_settings(**values))
    try:
        yield service
    finally:
        await service.aclose()


class Wire:
    """Tells the stand-in what to do wrong for the calls that hold this test's marker, and what it was asked."""

    def __init__(self, url: str) -> None:
        self.marker = f"marker-{uuid4().hex}"
        self._http = httpx.AsyncClient(base_url=url, verify=False)

    async def spoil(self, kind: str, **options: Any) -> None:
        body = {"kind": kind, "match": {"contains": self.marker}, **options}
        (await self._http.put("/admin/faults", json=body)).raise_for_status()

    async def calls(self) -> list[dict[str, Any]]:
        query = {"contains": self.marker, "prompts": "1"}
        return (await self._http.get("/admin/calls", params=query)).json()["calls"]

    async def until_called(self) -> None:
        """Waits until the stand-in has a call of this test, and at most five seconds."""
        async with asyncio.timeout(5):
            while not await self.calls():  # noqa: ASYNC110  # it is another process that is waited for
                await asyncio.sleep(0.002)

    def messages(self, text: str = "Please say hello.") -> list[dict[str, str]]:
        return [{"role": "user", "content": f"{text} {self.marker}"}]

    async def aclose(self) -> None:
        await self._http.aclose()


@contextlib.asynccontextmanager
async def serving(handler: Any, tls: SSLContext | None = None) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def saying(answer: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]) -> AsyncIterator[str]:
    """A server of bare TCP, for what no HTTP server would say. A connection ends when `answer` has returned."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await answer(reader, writer)
        writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        server.close_clients()
