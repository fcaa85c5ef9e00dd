"""The HTTP server: submitting a document, polling for its result, and what the admin paths tell.

Keys: any `Ocp-Apim-Subscription-Key` or bearer token will do; a missing one, or one that starts with `wrong`, is 401.
Models other than `prebuilt-layout` and `prebuilt-read` are 404. `api-version` has to be given.
"""

import asyncio
import base64
import binascii
import hashlib
import json
import time
from collections import Counter, OrderedDict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from aiohttp import web

from local.document_standin import wire
from local.document_standin.faults import Fault
from local.standin.replies import given_key, is_accepted, json_reply
from local.standin.server import StandInServer, serve
from shared.errors import AppError
from shared.resumes.embedded_text import read_embedded
from shared.resumes.kinds import kind_of

_MODELS = ("prebuilt-layout", "prebuilt-read")
_KEPT_RESULTS = 500


@dataclass(slots=True)
class _Operation:
    """One analysis; `running` until `work` is done."""

    model: str
    sha256: str
    created: str
    work: "asyncio.Future[dict[str, Any]]"


def serving(host: str = "127.0.0.1", port: int = 0) -> AbstractAsyncContextManager[str]:
    """Serves on the caller's event loop while the context is open; gives the address. `port` 0 takes a free one."""
    return serve(_Server().app(), host, port)


class _Server(StandInServer[Fault]):
    max_body_bytes = 40 * 1024 * 1024

    def __init__(self) -> None:
        super().__init__(Fault)
        self._operations: OrderedDict[str, _Operation] = OrderedDict()
        self._calls: Counter[str] = Counter()
        self._documents: Counter[str] = Counter()
        self._one_thread = ThreadPoolExecutor(1)  # PDFium takes one caller at a time

    def app(self) -> web.Application:
        app = super().app()
        app.on_cleanup.append(self._close)
        return app

    def routes(self) -> list[web.RouteDef]:
        base = "/documentintelligence"
        return [
            web.post(base + "/documentModels/{model:[^/:]+}:analyze", self._submit),
            web.get(base + "/documentModels/{model:[^/:]+}/analyzeResults/{id}", self._result),
            web.get(base + "/info", self._info),
        ]

    def about(self) -> Mapping[str, Any]:
        says = "Text that a file holds and that can be seen; no character recognition: scanned pages give no words."
        return {"models": list(_MODELS), "reads": says}

    def calls(self, query: Mapping[str, str]) -> Mapping[str, Any]:  # noqa: ARG002  # all are told
        return {"counts": dict(self._calls), "documents": dict(self._documents)}

    def forget_calls(self) -> Mapping[str, Any]:
        self._calls.clear()
        self._documents.clear()
        return {"counts": {}, "documents": {}}

    def headers(self) -> Mapping[str, str]:
        return _headers()

    async def _close(self, _: web.Application) -> None:
        self._one_thread.shutdown(wait=False, cancel_futures=True)

    async def _submit(self, request: web.Request) -> web.StreamResponse:
        model = request.match_info["model"]
        if refused := _refused(request, model):
            return refused
        try:
            content = await _document(request)
        except ValueError as problem:
            return _reply(400, wire.error("InvalidRequest", "Invalid request.", str(problem)))
        sha256 = hashlib.sha256(content).hexdigest()
        self._calls["submit"] += 1
        self._documents[sha256] += 1
        taken = self._faults.take(lambda fault: fault.is_for("submit", sha256))
        if taken and (answer := await _instead(taken.fault)):
            return answer
        loop = asyncio.get_running_loop()
        number = str(uuid4())
        work = loop.run_in_executor(self._one_thread, _analyzed, model, content)
        self._operations[number] = _Operation(model, sha256, _now(), work)
        while len(self._operations) > _KEPT_RESULTS:
            self._operations.popitem(last=False)
        where = f"{request.scheme}://{request.host}{request.path.removesuffix(':analyze')}/analyzeResults/{number}"
        version = request.query["api-version"]
        headers = {"Operation-Location": f"{where}?api-version={version}", "Retry-After": "0"}
        return web.Response(status=202, headers={**_headers(), **headers})

    async def _result(self, request: web.Request) -> web.StreamResponse:
        if refused := _refused(request, request.match_info["model"]):
            return refused
        operation = self._operations.get(request.match_info["id"])
        self._calls["poll"] += 1
        if operation is None or operation.model != request.match_info["model"]:
            return _reply(404, wire.error("NotFound", "Resource not found.", "OperationNotFound"))
        body: dict[str, Any] = {"createdDateTime": operation.created, "lastUpdatedDateTime": _now()}
        if taken := self._faults.take(lambda fault: fault.is_for("poll", operation.sha256)):
            return await _spoiled(taken.fault, body)
        if not operation.work.done():
            await asyncio.wait([operation.work], timeout=0.02)  # so that a client that asks at once need not ask often
        if not operation.work.done():
            return _reply(200, {"status": "running", **body}, {"Retry-After": "0"})
        try:
            return _reply(200, {"status": "succeeded", **body, "analyzeResult": operation.work.result()})
        except AppError as problem:
            return _reply(200, {"status": "failed", **body, **wire.error("InvalidContent", str(problem))})

    async def _info(self, request: web.Request) -> web.Response:
        if refused := _refused(request, _MODELS[0]):
            return refused
        return _reply(200, {"customDocumentModels": {"count": 0, "limit": 0}})


def _analyzed(model: str, content: bytes) -> dict[str, Any]:
    return wire.analyze_result(model, read_embedded(content, kind_of(content)).document.pages)


async def _document(request: web.Request) -> bytes:
    """The document of a request: the body itself, or `base64Source` in JSON. Raises ValueError with a code."""
    body = await request.read()
    if request.content_type != "application/json":
        return body
    try:
        source = json.loads(body)["base64Source"]
        return base64.b64decode(source, validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise ValueError("InvalidContentSourceFormat") from None


async def _instead(fault: Fault) -> web.Response | None:
    """What a fault answers to a submission."""
    waits = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.kind == "throttle":
        return _reply(429, wire.error("429", "Requests have exceeded the rate limit of your tier."), waits)
    if fault.kind == "error":
        return _reply(503, wire.error("ServiceUnavailable", "The service is unavailable."), waits)
    if fault.kind == "refuse":
        return _reply(400, wire.error("InvalidRequest", "Invalid request.", "InvalidContent"))
    await asyncio.Event().wait()
    return None


async def _spoiled(fault: Fault, body: Mapping[str, Any]) -> web.Response:
    """What a fault answers to a poll."""
    waits = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.kind == "throttle_polls":
        return _reply(429, wire.error("429", "Requests have exceeded the rate limit of your tier."), waits)
    if fault.kind == "lose":
        return _reply(404, wire.error("NotFound", "Resource not found.", "OperationNotFound"))
    if fault.kind == "fail":
        failure = wire.error("InternalServerError", "An unexpected error occurred.")
        return _reply(200, {"status": "failed", **body, **failure})
    if fault.kind == "garbage":
        return web.Response(status=200, body=b"<html>", headers=_headers(), content_type="text/html")
    await asyncio.sleep(0.02)  # so that a client that polls without a pause does not spin
    return _reply(200, {"status": "running", **body}, {"Retry-After": str(fault.retry_after or 0)})


def _refused(request: web.Request, model: str) -> web.Response | None:
    if not is_accepted(given_key(request, "Ocp-Apim-Subscription-Key")):
        message = "Access denied due to invalid subscription key or wrong API endpoint."
        return _reply(401, wire.error("401", message))
    if not request.query.get("api-version"):
        return _reply(404, wire.error("404", "Resource not found"))
    if model not in _MODELS:
        return _reply(404, wire.error("NotFound", "Resource not found.", "ModelNotFound"))
    return None


def _now() -> str:
    return datetime.fromtimestamp(int(time.time()), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _headers() -> dict[str, str]:
    return {"apim-request-id": str(uuid4()), "x-ms-region": "local"}


def _reply(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> web.Response:
    return json_reply(status, body, {**_headers(), **(headers or {})})
