"""`/rest/v1`: hands requests to PostgREST with the token their API key stands for, and words errors as hosted does."""

import asyncio
import json
from collections.abc import AsyncIterable

from aiohttp import web
from multidict import CIMultiDict

from local.supabase.api_keys import Tokens
from local.supabase.replies import abort, json_response, shared
from local.supabase.traffic import Traffic
from local.supabase.upstream import PIECE, Answer, Headers, UnreachableError, Upstream

PREFIX = "/rest/v1"
SECONDS = 60
NOT_FORWARDED = {
    b"host", b"connection", b"keep-alive", b"te", b"trailer", b"transfer-encoding", b"upgrade", b"expect",
    b"authorization", b"apikey", b"content-length",
}  # fmt: skip
NOT_RETURNED = {b"connection", b"keep-alive", b"transfer-encoding", b"content-length", b"date", b"server"}
REFUSED_CLAIMS = {  # what the hosted PostgREST says of a token whose signature is good
    "JWT expired": "JWT expired",
    "JWTNotYetValid": "JWT not yet valid",
    "JWTIssuedAtFuture": "JWT issued at future",
    "JWTNotInAudience": "JWT not in audience",
    "JWTClaimsSetDecodeError": "Parsing claims failed",
}


class RestProxy:
    """Forwards to PostgREST on one port."""

    def __init__(self, port: int, tokens: Tokens, traffic: Traffic) -> None:
        self._upstream = Upstream(port)
        self._tokens = tokens
        self._traffic = traffic

    async def handle(self, request: web.BaseRequest, target: str) -> web.StreamResponse:
        """Answer a request; `target` is its path and query after `/rest/v1`. Raises KeyRejectedError."""
        token = self._tokens.for_request(request.headers)
        name = target.partition("?")[0].strip("/")
        fault = await self._traffic.meet("rest", name)
        if fault is not None and fault.drop == "before":
            return abort(request)
        if fault is not None and fault.status is not None:
            return _error(fault.status, "fault", "A fault that a test asked for")
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self._forward(request, target, token)
        except ConnectionResetError:  # the client left while it was sending
            return abort(request)
        except (UnreachableError, TimeoutError):
            return _error(503, "PGRST_UNREACHABLE", "PostgREST does not answer", {"Retry-After": "1"})
        if fault is not None and fault.drop == "after":
            self._upstream.release(answer)
            return abort(request)
        try:
            return await self._reply(request, name, answer)
        finally:
            self._upstream.release(answer)

    async def _forward(self, request: web.BaseRequest, target: str, token: str) -> Answer:
        headers = [header for header in request.raw_headers if header[0].lower() not in NOT_FORWARDED]
        if token:
            headers.append((b"authorization", b"Bearer " + token.encode("utf-8", "surrogateescape")))
        length = request.content_length
        body: bytes | AsyncIterable[bytes] = b""
        if request.body_exists:
            small = length is not None and length <= PIECE
            body = await request.content.read() if small else request.content.iter_any()
        chunked = not isinstance(body, bytes) and length is None
        if chunked:
            headers.append((b"transfer-encoding", b"chunked"))
        elif length is not None:
            headers.append((b"content-length", b"%d" % length))
        return await self._upstream.request(request.method, target, headers, body, chunked=chunked)

    async def _reply(self, request: web.BaseRequest, name: str, answer: Answer) -> web.StreamResponse:
        headers = _returned(answer.headers)
        if answer.complete:
            body = answer.body()
            if answer.status >= 400 and body:
                body = reword(name, answer.status, body)
            return web.Response(status=answer.status, body=body, headers=headers)
        response = web.StreamResponse(status=answer.status, headers=headers)
        await shared(request, response).prepare(request)
        try:
            async for piece in answer.rest():
                await response.write(piece)
        except (UnreachableError, ConnectionResetError):  # the head has gone: all we can do is not to end it in order
            return abort(request)
        await response.write_eof()
        return response


def reword(name: str, status: int, body: bytes) -> bytes:
    """PostgREST 12's error as the newer one on the hosted platform words it; others as they are."""
    try:
        error = json.loads(body)
    except ValueError:
        return body
    if not isinstance(error, dict):
        return body
    refused = REFUSED_CLAIMS.get(str(error.get("message")).partition(' "')[0])
    if error.get("code") == "PGRST301" and refused is not None:
        error |= {"code": "PGRST303", "message": refused}
    elif error.get("code") == "42P01" and status == 404 and not name.startswith("rpc/"):
        error = {
            "code": "PGRST205",
            "details": None,
            "hint": None,
            "message": f"Could not find the table 'public.{name}' in the schema cache",
        }
    else:
        return body
    return json.dumps(error, ensure_ascii=False, separators=(",", ":")).encode()


def _returned(headers: Headers) -> CIMultiDict[str]:
    kept: CIMultiDict[str] = CIMultiDict()
    for name, value in headers:
        lower = name.lower()
        if lower not in NOT_RETURNED and not lower.startswith(b"access-control-"):
            kept.add(name.decode("latin-1"), value.decode("utf-8", "surrogateescape"))
    return kept


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> web.Response:
    return json_response({"code": code, "details": None, "hint": None, "message": message}, status, headers)
