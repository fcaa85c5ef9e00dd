"""The answers that the gateway makes itself."""

import json
from collections.abc import Mapping

from aiohttp import web

EXPOSED = "Content-Range, Content-Location, Location, Preference-Applied, Range-Unit, X-Total-Count, Link, Retry-After"


def json_response(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """JSON, compact."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json", charset="utf-8")


def abort(request: web.BaseRequest) -> web.Response:
    """Close the connection without an answer. What is returned is never sent."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def shared(request: web.BaseRequest, response: web.StreamResponse) -> web.StreamResponse:
    """`response`, readable by pages of any origin; as it is when its head has gone out already."""
    if "Origin" in request.headers and not response.prepared:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
    return response
