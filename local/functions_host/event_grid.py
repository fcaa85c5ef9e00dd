"""Event Grid's webhooks: events for Event Grid triggers, and blob events for blob triggers that ask for them.

`POST /runtime/webhooks/eventgrid?functionName=NAME` and `…/blobs?functionName=Host.Functions.NAME`, with the handshakes
of both schemas, answer as the real host does: 202 when every event was taken, 500 when a function failed, so that the
sender tries again.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from starlette.types import Receive, Scope, Send

from .blob_trigger import BlobTrigger
from .protocol import TypedData
from .replies import read_body, reply, reply_json, reply_text
from .retries import run
from .storage import StorageError
from .worker import Call, Function, Worker

logger = logging.getLogger("host.eventgrid")

EVENTS_PATH = "/runtime/webhooks/eventgrid"
BLOBS_PATH = "/runtime/webhooks/blobs"
_BLOB_CREATED = "Microsoft.Storage.BlobCreated"

type Event = dict[str, Any]
type Taker = Callable[[Event], Awaitable[bool]]


class EventGridWebhooks:
    """Hands events to functions."""

    def __init__(self, worker: Worker, functions: Sequence[Function], blob_triggers: Sequence[BlobTrigger]) -> None:
        self._worker = worker
        takers = (
            (f"{EVENTS_PATH} {function.name}", self._runs(function))
            for function in functions
            if function.trigger_type == "eventGridTrigger"
        )
        blobs = ((f"{BLOBS_PATH} {trigger.function.name}", self._tells(trigger)) for trigger in blob_triggers)
        self._takers: dict[str, Taker] = {name.lower(): taker for name, taker in (*takers, *blobs)}

    async def handle(self, path: str, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer a request if it is for these webhooks; gives whether it was."""
        path = path.lower().rstrip("/")
        if path not in (EVENTS_PATH, BLOBS_PATH):
            return False
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        query = {name.lower(): values[0] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        name = query.get("functionname", "")
        taker = self._takers.get(f"{path} {name.lower().removeprefix('host.functions.')}")
        if taker is None:
            logger.warning("An event came for a function that takes none here.")
            await reply_text(send, 404, f"cannot find function: '{name}'")
        elif scope["method"] == "OPTIONS":
            await reply(send, 200, headers=_allowed(headers))
        elif scope["method"] != "POST":
            await reply(send, 405, headers=[(b"allow", b"POST, OPTIONS")])
        else:
            await self._post(taker, headers.get("aeg-event-type", ""), await read_body(receive), send)
        return True

    async def _post(self, taker: Taker, kind: str, body: bytes, send: Send) -> None:
        events = _events(body)
        match kind.lower():
            case "unsubscribe":
                await reply(send, 202)
            case "subscriptionvalidation" if events and (code := _validation_code(events[0])) is not None:
                await reply_json(send, 200, {"validationResponse": code})
            case "notification" if events is not None:
                taken = await asyncio.gather(*(taker(event) for event in events))
                await reply(send, 202 if all(taken) else 500)
            case _:
                await reply_text(send, 400, "aeg-event-type or the events cannot be understood.")

    def _runs(self, function: Function) -> Taker:
        async def take(event: Event) -> bool:
            call = Call(TypedData(json=json.dumps(event)), data=event)
            return await run(self._worker, function, call) is None

        return take

    @staticmethod
    def _tells(trigger: BlobTrigger) -> Taker:
        async def take(event: Event) -> bool:
            if event.get("eventType", event.get("type")) != _BLOB_CREATED:
                return True
            try:
                await trigger.told_of(str(event.get("subject", "")))
            except StorageError as error:
                logger.error("Function %s could not take a blob: %s.", trigger.function.name, error)
                return False
            return True

        return take


def _events(body: bytes) -> list[Event] | None:
    """An array of events, or the one event; None when it is neither."""
    try:
        content = json.loads(body)
    except ValueError:
        return None
    events = content if isinstance(content, list) else [content]
    return events if all(isinstance(event, dict) for event in events) else None


def _validation_code(event: Event) -> str | None:
    data = event.get("data")
    code = data.get("validationCode") if isinstance(data, dict) else None
    return code if isinstance(code, str) else None


def _allowed(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """The handshake of CloudEvents: https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md"""
    origin = headers.get("webhook-request-origin", "*")
    return [(b"webhook-allowed-origin", origin.encode("latin-1")), (b"webhook-allowed-rate", b"*")]
