"""The database's adapter and servers that misbehave: answers that are lost, drip, or come from something between."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from shared.errors import ServiceUnavailable
from shared.services import supabase_client
from shared.services.supabase_client import SupabaseService
from tests.integration.services.model_support import make_settings, saying, serving

pytestmark = pytest.mark.integration

MORE_THAN_OPENS_THE_CIRCUIT = 12

type Ask = Callable[[SupabaseService], Awaitable[Any]]


def ask_function(database: SupabaseService) -> Awaitable[Any]:
    return database.rpc("f", {})


def ask_table(database: SupabaseService) -> Awaitable[Any]:
    return database.query(lambda db: db.table("t").select("*"))


both_ways = pytest.mark.parametrize("ask", [ask_function, ask_table])


@contextlib.asynccontextmanager
async def asking(url: str, timeout: float = 10) -> AsyncIterator[SupabaseService]:
    settings = make_settings(supabase_url=url, openai_base_url=url, openai_model="m")
    service = SupabaseService(settings.model_copy(update={"supabase_timeout_seconds": timeout}))
    try:
        yield service
    finally:
        await service.aclose()


async def once_it_is_tried(database: SupabaseService) -> None:
    """A call that hangs, sent when the circuit lets it through."""
    while True:
        with contextlib.suppress(ServiceUnavailable):
            await database.rpc("hang", {})
        await asyncio.sleep(0.01)


async def refused(asked: Awaitable[Any]) -> str:
    """The code of the 503 that the call ends with."""
    with pytest.raises(ServiceUnavailable) as caught:
        await asked
    assert int(caught.value.headers["Retry-After"]) >= 1
    return caught.value.code


def dropped(request: web.Request) -> web.Response:
    """The connection ends without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def test_parameters_that_tell_the_time_are_made_for_each_attempt() -> None:
    seen: list[Any] = []
    began = time.monotonic()

    async def answer(request: web.Request) -> web.Response:
        seen.append((await request.json())["age"])
        return dropped(request) if len(seen) == 1 else web.json_response("done")

    async with serving(answer) as url, asking(url) as database:
        assert await database.rpc("f", lambda: {"age": time.monotonic() - began}) == "done"
    assert seen[0] < seen[1]


@both_ways
async def test_a_server_that_drips_is_given_up_at_the_deadline(ask: Ask) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    async with saying(drip) as url, asking(url, timeout=0.1) as database, asyncio.timeout(3):
        assert await refused(ask(database)) == "database_unavailable"


@both_ways
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 14\r\n\r\n<html>hello ok",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n\xe9t\xe9 ok",
        b"HTTP/1.1 302 Found\r\nLocation: /welcome\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
        b"200 fine\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[",
        b"HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + b"[" * 200_000,
        b"",
    ],
    ids=["page", "page in Latin-1", "redirect", "gateway", "no status line", "bad chunks", "cut", "deep", "nothing"],
)
async def test_an_answer_that_is_not_the_databases_is_an_outage(ask: Ask, answer: bytes) -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    async with saying(say) as url, asking(url) as database:
        assert await refused(ask(database)) == "database_unavailable"


@both_ways
@pytest.mark.parametrize(("code", "attempts"), [("55P03", 1), ("57014", 1), ("40P01", 2), ("40001", 2)])
async def test_what_others_hold_is_503_for_this_call_and_closes_the_database_to_nobody(
    ask: Ask, code: str, attempts: int
) -> None:
    asked = 0
    held = True

    async def answer(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        if held:
            error = {"code": code, "message": "m", "details": None, "hint": None}
            return web.json_response(error, status=503 if code == "55P03" else 500)
        return web.json_response([])

    async with serving(answer) as url, asking(url) as database:
        calls = [refused(ask(database)) for _ in range(MORE_THAN_OPENS_THE_CIRCUIT)]
        assert set(await asyncio.gather(*calls)) == {"database_busy"}
        assert asked == attempts * MORE_THAN_OPENS_THE_CIRCUIT
        held = False
        assert await ask(database) == []


async def test_a_deadlock_is_tried_again() -> None:
    answers = [web.json_response({"code": "40P01", "message": "m"}, status=500), web.json_response("done")]

    async def answer(_: web.Request) -> web.Response:
        return answers.pop(0)

    async with serving(answer) as url, asking(url) as database:
        assert await database.rpc("f", {}) == "done"


async def test_a_call_for_which_there_is_no_room_does_not_speak_of_the_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supabase_client, "_CONNECTIONS", 2)
    monkeypatch.setattr(supabase_client, "_ROOM_SECONDS", 0.02)
    holding, held = asyncio.Event(), 0

    async def answer(request: web.Request) -> web.Response:
        nonlocal held
        if request.path.endswith("/slow"):
            held += 1
            await holding.wait()
        return web.json_response("done")

    async with serving(answer) as url, asking(url) as database, asyncio.timeout(5):
        slow = [asyncio.ensure_future(database.rpc("slow", {})) for _ in range(2)]
        while held < 2:  # noqa: ASYNC110  # it is the server that is waited for
            await asyncio.sleep(0.002)
        waiting = [refused(database.rpc("f", {})) for _ in range(MORE_THAN_OPENS_THE_CIRCUIT)]
        assert set(await asyncio.gather(*waiting)) == {"database_busy"}
        holding.set()
        assert await asyncio.gather(*slow) == ["done", "done"]
        assert await database.rpc("f", {}) == "done"


@pytest.mark.slow
async def test_cancelled_calls_leave_their_room_and_their_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supabase_client, "_CONNECTIONS", 4)
    asked, down = 0, True

    async def answer(request: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        if request.path.endswith("/hang"):
            await asyncio.sleep(60)
        return dropped(request) if down else web.json_response("done")

    async with serving(answer) as url, asking(url) as database, asyncio.timeout(10):
        while asked < 10:
            await refused(database.rpc("f", {}))
        assert await refused(database.rpc("f", {})) == "database_unavailable"
        assert asked == 10  # the circuit is open
        hanging = [asyncio.ensure_future(once_it_is_tried(database)) for _ in range(4)]
        while asked < 14:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
        down = False
        assert await database.rpc("f", {}) == "done"
