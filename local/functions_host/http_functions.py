"""Runs HTTP-triggered functions: FastAPI-style ones (streaming) and classic `func.HttpRequest` ones."""

import logging
from collections.abc import Sequence
from email.utils import format_datetime
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from .expressions import json_values
from .protocol import Record, TypedData
from .replies import read_body, reply
from .worker import Call, Function, FunctionCrashedError, FunctionTimeoutError, Outcome, Worker

logger = logging.getLogger("host.http")


class HttpFunctions:
    """Turns ASGI requests into invocations, and what comes back into answers."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    async def run(self, function: Function, values: dict[str, str], scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request with a function. `values` are the route values."""
        try:
            if self._worker.streams_http:
                await self._run_streaming(function, values, scope, receive, send)
            else:
                await self._run_classic(function, values, scope, receive, send)
        except (FunctionTimeoutError, FunctionCrashedError) as error:
            logger.error("%s", error)
            await reply(send, 500)

    async def _run_streaming(
        self, function: Function, values: dict[str, str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        scope["path_params"] = {}  # the worker fills it from the trigger's params
        request = Request(scope, receive, send)
        trigger = _http_data(str(scope["method"]), scope["path"], {}, b"", values, {})
        call = Call(trigger, data=values, trace_parent=_trace_parent(scope))
        response, outcome = await self._worker.invoke_streaming(function, request, call)
        if isinstance(response, HTTPException):
            # The worker's FastAPI server renders these itself.
            await JSONResponse({"detail": response.detail}, response.status_code, response.headers)(
                scope, receive, send
            )
        elif outcome.failure is not None or response is None:
            _log_failure(function, outcome)
            await reply(send, 500)
        else:
            # An exception in a streamed body goes on to uvicorn, which logs it and cuts the connection, as in Azure.
            await _as_response(response)(scope, receive, send)

    async def _run_classic(
        self, function: Function, values: dict[str, str], scope: Scope, receive: Receive, send: Send
    ) -> None:
        request = Request(scope, receive)
        body = await read_body(receive)
        query = {name: ",".join(request.query_params.getlist(name)) for name in request.query_params}
        headers = {name: ", ".join(request.headers.getlist(name)) for name in request.headers}
        trigger = _http_data(
            request.method,
            str(request.url),
            headers,
            body,
            values,
            {name: value for name, value in query.items() if value},  # the real host drops empty ones, too
        )
        payload = json_values(body) if function.storage_bindings else {}
        named = {"query": query, "headers": headers, **payload, **values}
        outcome = await self._worker.invoke(function, Call(trigger, data=named, trace_parent=_trace_parent(scope)))
        data = _http_output(function, outcome)
        if outcome.failure is not None:
            _log_failure(function, outcome)
            await reply(send, 500)
        elif data is None:
            await reply(send, 204)
        else:
            await _reply_classic(data, send)


def _http_data(
    method: str, url: str, headers: dict[str, str], body: bytes, params: dict[str, str], query: dict[str, str]
) -> TypedData:
    return TypedData(
        http=Record(method=method, url=url, headers=headers, body=TypedData(bytes=body), params=params, query=query)
    )


def _trace_parent(scope: Scope) -> str:
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"traceparent"), "")


def _as_response(returned: Any) -> Response:
    if isinstance(returned, Response):
        return returned
    from fastapi.encoders import jsonable_encoder  # only apps that return bare values pay for it

    return JSONResponse(jsonable_encoder(returned))


def _http_output(function: Function, outcome: Outcome) -> TypedData | None:
    if outcome.value is not None:
        return outcome.value
    names = (binding["name"] for binding in function.bindings if binding["type"] == "http")
    return next((outcome.outputs[name] for name in names if name in outcome.outputs), None)


async def _reply_classic(data: TypedData, send: Send) -> None:
    if data.kind != "http":
        text = data.value if isinstance(data.value, bytes) else str(data.value).encode()
        await reply(send, 200, text, [(b"content-type", b"text/plain; charset=utf-8")])
        return
    http = data.value
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in http.headers.items()]
    headers = [header for header in headers if header[0] != b"content-length"]
    headers += [(b"set-cookie", _cookie(cookie).encode("latin-1")) for cookie in http.cookies or ()]
    body = http.body.value
    await reply(send, int(http.status_code), body if isinstance(body, bytes) else str(body).encode(), headers)


def _cookie(cookie: Any) -> str:
    parts = [f"{cookie.name}={cookie.value}"]
    fields: Sequence[tuple[str, Any]] = (
        ("Expires", cookie.expires and format_datetime(cookie.expires.value.ToDatetime()).replace("-0000", "GMT")),
        ("Max-Age", cookie.max_age and int(cookie.max_age.value)),
        ("Domain", cookie.domain and cookie.domain.value),
        ("Path", cookie.path and cookie.path.value),
        ("SameSite", cookie.same_site),
    )
    parts += [f"{name}={value}" for name, value in fields if value or value == 0]
    parts += [name for name, flag in (("Secure", cookie.secure), ("HttpOnly", cookie.http_only)) if flag and flag.value]
    return "; ".join(parts)


def _log_failure(function: Function, outcome: Outcome) -> None:
    if outcome.failure is None:
        logger.error("Function %s returned nothing, so there is no answer to send.", function.name)
    else:
        logger.error("Function %s failed.\n%s", function.name, outcome.failure.stack.rstrip())
