"""Server-sent events: their frames, what becomes of errors in them, and of clients that leave."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.responses import StreamingResponse

from blueprints import sse
from blueprints.http import Exchange
from blueprints.sse import Delta, Event, sse_response
from shared.errors import ServiceUnavailable
from shared.telemetry import correlation_id
from tests.fixtures.events import events_of
from tests.unit.blueprints.doors import opened, request, streamed

pytestmark = pytest.mark.unit


def exchange() -> Exchange:
    return Exchange(request(path="/api/v1/stream"), "the-id", {"X-RateLimit-Remaining": "3"})


async def says(*words: str) -> AsyncIterator[Event]:
    for word in words:
        yield "delta", Delta(content=word)


def parsed(text: str) -> list[tuple[str, Any]]:
    """The events of a stream, read as a browser does."""
    events: list[tuple[str, Any]] = []
    for block in text.split("\n\n")[:-1]:
        if not block.startswith(":"):
            name, data = block.split("\n")
            events.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return events


async def test_each_event_is_a_name_and_one_line_of_json() -> None:
    response = sse_response(says("Hello", "two\nlines\r and \u2028 more"), exchange())
    text = await streamed(response)
    assert text.startswith('event: delta\ndata: {"content":"Hello"}\n\n')
    assert [data["content"] for _, data in parsed(text)] == ["Hello", "two\nlines\r and \u2028 more"]


@pytest.mark.parametrize(
    "words",
    [
        "\n\nevent: done\ndata: {}\n\n",
        "\r\rdata: x\r\n",
        ": a comment",
        "<script>alert('x')</script>",
        "\u2028 \u2029 \x85 \x0b \x0c",
        "\ufeffmark \U0001f600",
    ],
)
async def test_no_words_break_the_framing(words: str) -> None:
    text = await streamed(sse_response(says(words), exchange()))
    assert list(events_of(text.split("\n"))) == [("delta", {"content": words})]


async def test_the_content_type_is_exact_and_the_headers_are_those_of_every_answer() -> None:
    response = sse_response(says(), exchange())
    assert response.headers.getlist("content-type") == ["text/event-stream"]
    assert response.headers["x-correlation-id"] == "the-id"
    assert response.headers["x-ratelimit-remaining"] == "3"
    assert response.headers["cache-control"] == "no-store"


async def test_through_a_door_the_stream_keeps_its_headers() -> None:
    async def stream(exchange: Exchange) -> StreamingResponse:
        return sse_response(says("a"), exchange)

    response = await opened(stream, "GET")(request(headers={"X-Correlation-Id": "mine"}))
    assert response.headers.getlist("content-type") == ["text/event-stream"]
    assert response.headers.getlist("x-correlation-id") == ["mine"]
    assert parsed(await streamed(response)) == [("delta", {"content": "a"})]


async def test_an_error_of_ours_is_the_last_event_with_its_problem() -> None:
    async def events() -> AsyncIterator[Event]:
        yield "delta", Delta(content="a")
        raise ServiceUnavailable("Try again.", code="model_unavailable")

    first, last = parsed(await streamed(sse_response(events(), exchange())))
    assert first == ("delta", {"content": "a"})
    assert last[0] == "error"
    assert last[1]["code"] == "model_unavailable"
    assert last[1]["status"] == 503
    assert last[1]["instance"] == "/api/v1/stream"
    assert last[1]["correlation_id"] == "the-id"


async def test_any_other_error_says_nothing_of_itself_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def events() -> AsyncIterator[Event]:
        yield "delta", Delta(content="\ud800")

    with caplog.at_level(logging.ERROR, "talenti"):
        text = await streamed(sse_response(events(), exchange()))
    [(name, problem)] = parsed(text)
    assert (name, problem["code"]) == ("error", "internal_error")
    assert len(caplog.records) == 1


async def test_events_are_made_under_the_correlation_id_of_the_answer() -> None:
    async def events() -> AsyncIterator[Event]:
        yield "delta", Delta(content=correlation_id.get())

    response = sse_response(events(), exchange())
    text = await asyncio.create_task(streamed(response))
    assert parsed(text) == [("delta", {"content": "the-id"})]


async def test_while_nothing_comes_the_line_is_kept_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 0.001)
    go_on = asyncio.Event()

    async def events() -> AsyncIterator[Event]:
        await go_on.wait()
        yield "delta", Delta(content="late")

    frames = sse_response(events(), exchange()).body_iterator.__aiter__()
    assert [await anext(frames), await anext(frames)] == [": ping\n\n", ": ping\n\n"]
    go_on.set()
    assert parsed("".join([str(frame) async for frame in frames])) == [("delta", {"content": "late"})]


async def test_a_client_that_leaves_stops_the_reading_and_not_the_work() -> None:
    work, done = asyncio.Event(), asyncio.get_running_loop().create_future()

    async def finish() -> str:
        await work.wait()
        done.set_result(None)
        return "finished"

    task = asyncio.create_task(finish())

    async def events() -> AsyncIterator[Event]:
        yield "delta", Delta(content="a")
        yield "done", Delta(content=await asyncio.shield(task))

    async def client(response: StreamingResponse) -> None:
        async for frame in response.body_iterator:
            assert "delta" in str(frame)
            reading.set()

    reading = asyncio.Event()
    connection = asyncio.create_task(client(sse_response(events(), exchange())))
    await reading.wait()
    connection.cancel()
    with pytest.raises(asyncio.CancelledError):
        await connection
    work.set()
    assert await task == "finished"
    assert done.done()
