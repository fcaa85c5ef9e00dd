"""Small ASGI answers of the host itself."""

import json
from collections.abc import Iterable
from typing import Any

from starlette.types import Receive, Send

Headers = Iterable[tuple[bytes, bytes]]


async def reply(send: Send, status: int, body: bytes = b"", headers: Headers = ()) -> None:
    """Send a whole answer."""
    fields = list(headers)
    if status in (204, 304):
        body = b""
    else:
        fields.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})


async def reply_text(send: Send, status: int, text: str) -> None:
    """Send plain text."""
    await reply(send, status, text.encode(), [(b"content-type", b"text/plain; charset=utf-8")])


async def reply_json(send: Send, status: int, content: Any, headers: Headers = ()) -> None:
    """Send JSON."""
    body = json.dumps(content, ensure_ascii=False).encode()
    await reply(send, status, body, [(b"content-type", b"application/json; charset=utf-8"), *headers])


async def read_body(receive: Receive) -> bytes:
    """The whole request body; what arrived so far when the client leaves."""
    chunks: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            break
    return b"".join(chunks)
