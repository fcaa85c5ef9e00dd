"""Server-sent events (WHATWG HTML, section 9.2): an async iterator of events as a streamed answer."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Final

from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from blueprints.http import Exchange
from shared.errors import AppError, InternalError
from shared.models.common import Model
from shared.telemetry import correlation_id, log_event

HEARTBEAT_SECONDS: Final = 15

Event = tuple[str, BaseModel]


class Delta(Model):
    """A piece of a reply; the pieces joined are what `done` gives as `response`."""

    content: str


def sse_response(events: AsyncIterator[Event], exchange: Exchange) -> StreamingResponse:
    """Streams the events. An exception in them becomes `event: error` with a problem, and is the last event."""
    headers = {
        **exchange.answer_headers(),
        "Content-Type": "text/event-stream",  # given here, no charset is put to it
        "X-Accel-Buffering": "no",
    }
    return StreamingResponse(_frames(events, exchange), headers=headers)


async def _frames(events: AsyncIterator[Event], exchange: Exchange) -> AsyncIterator[str]:
    """A client that leaves cancels this and with it the wait for the next event, not what makes the events."""
    correlation_id.set(exchange.correlation_id)  # the handler's context is gone by now
    pending: asyncio.Task[Event] | None = None
    try:
        while True:
            pending = pending or asyncio.ensure_future(anext(events))  # pyright: ignore[reportArgumentType]
            done, _ = await asyncio.wait([pending], timeout=HEARTBEAT_SECONDS)
            if not done:
                yield ": ping\n\n"
                continue
            finished, pending = pending, None
            try:
                name, data = finished.result()
            except StopAsyncIteration:
                return
            yield _frame(name, data.model_dump_json())
    except AppError as error:
        yield _problem(error, exchange)
    except Exception as error:
        log_event("http.stream.unexpected_error", level=logging.ERROR, error=error)
        yield _problem(InternalError(), exchange)
    finally:
        if pending is not None:
            pending.cancel()


def _problem(error: AppError, exchange: Exchange) -> str:
    return _frame("error", json.dumps(exchange.problem(error)))


def _frame(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"
