"""Server-sent events: framing that no words can break, a heartbeat, and errors as the last event."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest
from starlette.responses import StreamingResponse

from blueprints import sse
from blueprints.http import Exchange
from blueprints.sse import Delta, Event, sse_response
from shared.errors import ServiceUnavailable
from tests.fixtures.events import events_of
from tests.fixtures.in_process import request

pytestmark = pytest.mark.unit


def streamed(events: AsyncIterator[Event]) -> StreamingResponse:
    return sse_response(events, Exchange(request("POST", "/chat"), "mine"))


async def text_of(response: StreamingResponse) -> str:
    pieces = [piece if isinstance(piece, str) else bytes(piece).decode() async for piece in response.body_iterator]
    return "".join(pieces)


async def said(*texts: str) -> AsyncIterator[Event]:
    for text in texts:
        yield "delta", Delta(content=text)


@pytest.mark.parametrize(
    "words",
    [
        "plain",
        "two\nlines",
        "\n\nevent: done\ndata: {}\n\n",
        "\r\rdata: x\r\n",
        ": a comment",
        "<script>alert('x')</script>",
        "\u2028 \u2029 \x85 \x0b \x0c",
        "\ufeffmark \U0001f600",
        "",
    ],
)
async def test_words_come_out_as_they_went_in(words: str) -> None:
    text = await text_of(streamed(said(words)))
    assert list(events_of(text.split("\n"))) == [("delta", {"content": words})]


async def test_a_frame_is_one_line_of_data() -> None:
    text = await text_of(streamed(said("a\nb\r\nc\rd")))
    assert text.count("\n") == 3
    assert "\r" not in text


async def test_no_charset_is_put_to_the_content_type() -> None:
    response = streamed(said())
    assert response.headers["content-type"] == "text/event-stream"
    assert response.headers["x-accel-buffering"] == "no"


async def test_a_stream_that_waits_sends_a_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "HEARTBEAT_SECONDS", 0.001)
    go_on = asyncio.Event()

    async def slow() -> AsyncIterator[Event]:
        await go_on.wait()
        yield "delta", Delta(content="at last")

    frames = aiter(streamed(slow()).body_iterator)
    assert [await anext(frames) for _ in range(2)] == [": ping\n\n"] * 2
    go_on.set()
    rest = "".join([str(piece) async for piece in frames])
    assert "at last" in rest


async def test_a_known_error_becomes_the_last_event() -> None:
    async def failing() -> AsyncIterator[Event]:
        yield "delta", Delta(content="So far.")
        raise ServiceUnavailable("The model is down.", code="model_unavailable")

    *_, (name, problem) = events_of((await text_of(streamed(failing()))).split("\n"))
    assert (name, problem["status"], problem["code"]) == ("error", 503, "model_unavailable")
    assert (problem["instance"], problem["correlation_id"]) == ("/chat", "mine")


async def test_an_unknown_error_says_nothing_of_the_inside(caplog: pytest.LogCaptureFixture) -> None:
    async def failing() -> AsyncIterator[Event]:
        yield "delta", Delta(content="So far.")
        raise RuntimeError("secret inner text")

    with caplog.at_level(logging.INFO):
        text = await text_of(streamed(failing()))
    assert "secret" not in text + caplog.text
    assert list(events_of(text.split("\n")))[-1][1]["code"] == "internal_error"
    assert "http.stream.unexpected_error" in caplog.text


async def test_a_client_that_leaves_ends_the_wait_for_the_next_event() -> None:
    waiting, ended = asyncio.Event(), asyncio.Event()

    async def endless() -> AsyncIterator[Event]:
        try:
            waiting.set()
            await asyncio.Event().wait()
            yield "delta", Delta(content="never")
        finally:
            ended.set()

    frames = streamed(endless()).body_iterator
    task = asyncio.ensure_future(anext(aiter(frames)))
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(ended.wait(), 1)
