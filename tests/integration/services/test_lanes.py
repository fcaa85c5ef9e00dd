"""The connection pool of the database's adapter: connections are reused, bounded, and survive what breaks."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web

from shared.services.lanes import Lanes

pytestmark = pytest.mark.integration

_TIMEOUT = httpx.Timeout(2, pool=0.05).as_dict()


class Server:
    """Answers `/peer` with the caller's port, and `/slow` only when it is told to."""

    url = ""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()
        self.waiting = asyncio.Semaphore(0)

    async def handle(self, request: web.BaseRequest) -> web.Response:
        if request.path == "/slow":
            self.waiting.release()
            await self.go_on.wait()
        if request.path == "/cut":
            assert request.transport is not None
            request.transport.close()
        assert request.transport is not None
        return web.Response(text=str(request.transport.get_extra_info("peername")))


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    runner = web.ServerRunner(web.Server(made.handle), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    made.go_on.set()
    await runner.cleanup()


@pytest.fixture
async def lanes() -> AsyncIterator[Lanes]:
    made = Lanes(most=2, keep_alive_seconds=30)
    yield made
    await made.aclose()


async def get(lanes: Lanes, server: Server, path: str) -> str:
    request = httpx.Request("GET", server.url + path, extensions={"timeout": _TIMEOUT})
    return (await lanes.handle_async_request(request)).text


async def test_one_call_after_the_other_uses_one_connection(lanes: Lanes, server: Server) -> None:
    assert len({await get(lanes, server, "/peer") for _ in range(4)}) == 1


async def test_calls_at_the_same_time_use_connections_of_their_own(lanes: Lanes, server: Server) -> None:
    slow = asyncio.create_task(get(lanes, server, "/slow"))
    await server.waiting.acquire()
    other = await get(lanes, server, "/peer")
    server.go_on.set()
    assert await slow != other


async def test_a_call_that_finds_no_room_in_time_says_so(lanes: Lanes, server: Server) -> None:
    held = [asyncio.create_task(get(lanes, server, "/slow")) for _ in range(2)]
    for _ in held:
        await server.waiting.acquire()
    with pytest.raises(httpx.PoolTimeout):
        await get(lanes, server, "/peer")
    server.go_on.set()
    await asyncio.gather(*held)


async def test_a_call_that_is_cancelled_gives_its_room_back(lanes: Lanes, server: Server) -> None:
    for _ in range(3):
        call = asyncio.create_task(get(lanes, server, "/slow"))
        await server.waiting.acquire()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
    assert await get(lanes, server, "/peer")


async def test_a_connection_that_breaks_is_replaced(lanes: Lanes, server: Server) -> None:
    first = await get(lanes, server, "/peer")
    with pytest.raises(httpx.RemoteProtocolError):
        await get(lanes, server, "/cut")
    assert await get(lanes, server, "/peer") != first
