"""What stand-ins answer with, and the key that they are asked with."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web


def json_reply(status: int, body: Mapping[str, Any], headers: Mapping[str, str]) -> web.Response:
    """An answer in JSON. A lone surrogate, which UTF-8 cannot say, becomes a question mark."""
    return web.Response(
        status=status,
        body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        headers=headers,
        content_type="application/json",
    )


def given_key(request: web.Request, header: str | None) -> str:
    """The key in a header (None: of no header), or else the bearer token; empty when there is neither."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    key = request.headers.get(header, "") if header else ""
    return key or (token.strip() if scheme.lower() == "bearer" else "")


def is_accepted(key: str) -> bool:
    """Any key will do but none, or one that starts with `wrong`."""
    return bool(key) and not key.startswith("wrong")
