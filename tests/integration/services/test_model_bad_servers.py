"""The model's adapter and servers that are no model, answer garbage or break off; and the managed identity's token."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import openai
import pytest
from aiohttp import web

from shared.services.azure_openai import AnswerCutOff, AzureOpenAIService, ContentFiltered, is_model_failure
from shared.utils.circuit_breaker import CircuitBreakerOpen
from tests.integration.services.model_support import saying, serving, serving_model

pytestmark = pytest.mark.integration

HELLO = [{"role": "user", "content": "hello"}]
EVENTS = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
PIECE = b'data: {"choices": [{"delta": {"content": "Hello"}}]}\n\n'
NO_HTTP = {
    "no status line": b"hello\r\n\r\n",
    "bad chunks": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "endless header": b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n",
    "bad compression": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    "error with bad chunks": b"HTTP/1.1 400 Bad Request\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "events with bad chunks": EVENTS + b"zz\r\n",
    "nothing": b"",
}

type Ask = Callable[..., Awaitable[str]]


async def ask_for_all(service: AzureOpenAIService, attempts: int = 1) -> str:
    return await service.chat_completion(HELLO, max_retries=attempts)


async def ask_for_pieces(service: AzureOpenAIService, attempts: int = 1) -> str:
    return "".join([piece async for piece in service.stream_completion(HELLO, max_retries=attempts)])


both_ways = pytest.mark.parametrize("ask", [ask_for_all, ask_for_pieces])


@asynccontextmanager
async def saying_at_first(first: bytes, times: int) -> AsyncIterator[tuple[str, list[str]]]:
    """A server of which so many answers are `first`, and the others right; and what it was asked for."""
    asked: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        body = json.loads(await reader.readexactly(length))
        asked.append(head)
        if len(asked) <= times:
            writer.write(first)
        elif body.get("stream"):
            end = b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\n")
            writer.write(PIECE + end)
        else:
            text = json.dumps({"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]})
            writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n")
            writer.write(text.encode())
        await writer.drain()

    async with saying(answer) as url:
        yield url, asked


@both_ways
@pytest.mark.parametrize("garbage", NO_HTTP.values(), ids=NO_HTTP)
async def test_a_server_that_speaks_no_http_is_asked_again(ask: Ask, garbage: bytes) -> None:
    async with saying_at_first(garbage, 1) as (url, asked), serving_model(openai_base_url=url, openai_model="m") as it:
        assert await ask(it, attempts=2) == "Hello"
    assert len(asked) == 2


@both_ways
@pytest.mark.parametrize("garbage", NO_HTTP.values(), ids=NO_HTTP)
async def test_garbage_opens_the_circuit(ask: Ask, garbage: bytes) -> None:
    async with (
        saying_at_first(garbage, 1) as (url, asked),
        serving_model(
            openai_base_url=url, openai_model="m", model_circuit_failures=1, model_circuit_recovery_seconds=60
        ) as service,
    ):
        with pytest.raises(openai.APIConnectionError) as caught:
            await ask(service)
        assert is_model_failure(caught.value)
        with pytest.raises(CircuitBreakerOpen):
            await ask(service)
        assert len(asked) == 1


@both_ways
@pytest.mark.parametrize("garbage", [NO_HTTP["no status line"], NO_HTTP["events with bad chunks"]])
async def test_a_trial_that_ends_in_garbage_makes_room_for_the_next(ask: Ask, garbage: bytes) -> None:
    async with (
        saying_at_first(garbage, 2) as (url, _),
        serving_model(
            openai_base_url=url, openai_model="m", model_circuit_failures=1, model_circuit_recovery_seconds=1e-6
        ) as service,
    ):
        for _attempt in range(2):
            with pytest.raises(openai.APIConnectionError):
                await ask(service)
        assert await ask(service) == "Hello"


async def test_a_cancelled_trial_makes_room_for_the_next() -> None:
    reached = asyncio.Event()
    answers: list[Callable[[], Awaitable[web.Response]]] = []

    async def fail() -> web.Response:
        return web.json_response({}, status=500)

    async def hang() -> web.Response:
        reached.set()
        await asyncio.sleep(60)
        return web.Response()

    async def answer(_: web.Request) -> web.Response:
        if answers:
            return await answers.pop(0)()
        return web.json_response({"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]})

    for ask in (ask_for_all, ask_for_pieces):
        answers += [fail, hang]
        reached.clear()
        async with (
            serving(answer) as url,
            serving_model(
                openai_base_url=url, openai_model="m", model_circuit_failures=1, model_circuit_recovery_seconds=1e-6
            ) as service,
        ):
            with pytest.raises(openai.InternalServerError):
                await ask(service)
            trial = asyncio.ensure_future(ask(service))
            async with asyncio.timeout(5):
                await reached.wait()
            trial.cancel()
            with pytest.raises(asyncio.CancelledError):
                await trial
            assert await service.chat_completion(HELLO) == "Hello"


async def test_a_check_of_a_server_that_speaks_no_http_is_a_connection_error() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"hello\r\n\r\n")

    async with saying(answer) as url, serving_model(openai_base_url=url, openai_model="m") as service:
        with pytest.raises(openai.APIConnectionError):
            await service.check()


async def test_words_and_then_garbage_are_a_cut_off_answer() -> None:
    cut = EVENTS + b"%x\r\n%s\r\n" % (len(PIECE), PIECE)
    async with saying_at_first(cut, 1) as (url, _), serving_model(openai_base_url=url, openai_model="m") as service:
        pieces = service.stream_completion(HELLO)
        assert await anext(pieces) == "Hello"
        with pytest.raises(AnswerCutOff):
            await anext(pieces)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<html>welcome to the hotel network</html>", "text/html"),
        ("{", "application/json"),
        ('{"choices": 7}', "application/json"),
        ("[]", "application/json"),
    ],
)
async def test_a_server_that_is_no_model_is_a_model_failure(body: str, content_type: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=body, content_type=content_type)

    async with serving(answer) as url, serving_model(openai_base_url=url, openai_model="m") as service:
        with pytest.raises(openai.APIError) as caught:
            await service.chat_completion([{"role": "user", "content": "hello"}])
    assert is_model_failure(caught.value)


@pytest.mark.parametrize("events", ["data: {\n\n", "data: 7\n\n", 'data: {"error": {"message": "overloaded"}}\n\n'])
async def test_a_stream_of_something_else_is_a_model_failure(events: str) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=events, content_type="text/event-stream")

    async with serving(answer) as url, serving_model(openai_base_url=url, openai_model="m") as service:
        with pytest.raises(openai.APIError) as caught:
            _ = [piece async for piece in service.stream_completion([{"role": "user", "content": "hello"}])]
    assert is_model_failure(caught.value)


@pytest.mark.parametrize("choice", [{"delta": {"content": "Hello"}}, {"delta": {}}, {}])
async def test_a_stream_that_ends_without_a_finish_reason_is_cut_off(choice: dict[str, Any]) -> None:
    async def answer(_: web.Request) -> web.Response:
        events = f"data: {json.dumps({'choices': [choice]})}\n\ndata: [DONE]\n\n"
        return web.Response(text=events, content_type="text/event-stream")

    async with serving(answer) as url, serving_model(openai_base_url=url, openai_model="m") as service:
        with pytest.raises(AnswerCutOff):
            _ = [piece async for piece in service.stream_completion([{"role": "user", "content": "hello"}])]


async def test_a_refusal_counts_as_filtered() -> None:
    async def answer(_: web.Request) -> web.Response:
        message = {"content": None, "refusal": "I cannot help with that."}
        return web.json_response({"choices": [{"message": message, "finish_reason": "stop"}]})

    async with serving(answer) as url, serving_model(openai_base_url=url, openai_model="m") as service:
        with pytest.raises(ContentFiltered):
            await service.chat_completion([{"role": "user", "content": "hello"}])


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("retry-after", "0"),
        ("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"),
        ("retry-after", "soon"),
        ("retry-after-ms", "1"),
        ("retry-after-ms", "nan"),
    ],
)
async def test_every_form_of_retry_after_is_understood(header: str, value: str) -> None:
    asked = 0

    async def answer(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        if asked == 1:
            return web.json_response({"error": {}}, status=429, headers={header: value})
        return web.json_response({"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]})

    async with serving(answer) as url, serving_model(openai_base_url=url, openai_model="m") as service:
        assert await service.chat_completion([{"role": "user", "content": "hello"}]) == "Hello"
    assert asked == 2


async def test_without_a_key_the_managed_identity_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []

    async def answer(request: web.Request) -> web.Response:
        if request.path == "/msi/token":
            expires = str(int(time.time()) + 3_600)
            return web.json_response(
                {"access_token": "a-token", "expires_on": expires, "resource": "r", "token_type": "Bearer"}
            )
        seen.append(request.headers.get("Authorization"))
        return web.json_response({"choices": [{"message": {"content": "Hello"}, "finish_reason": "stop"}]})

    async with serving(answer) as url, serving_model(azure_openai_endpoint=url) as service:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "secret")
        monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential")
        assert await service.chat_completion([{"role": "user", "content": "hello"}]) == "Hello"
    assert seen == ["Bearer a-token"]


async def test_no_token_is_a_connection_error(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response({"error": "invalid_request"}, status=400)

    async with serving(answer) as url, serving_model(azure_openai_endpoint=url) as service:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "secret")
        monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential")
        with pytest.raises(openai.APIConnectionError):
            await service.chat_completion([{"role": "user", "content": "hello"}], max_retries=1)


async def test_an_identity_that_hangs_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(60)
        return web.Response()

    async with serving(answer) as url, serving_model(azure_openai_endpoint=url) as service:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", "secret")
        monkeypatch.setenv("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential")
        async with asyncio.timeout(5):
            with pytest.raises(openai.APITimeoutError):
                await service.chat_completion(HELLO, max_retries=1, timeout=0.2)
