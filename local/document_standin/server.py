"""The HTTP server: submitting a document, polling for its result, and the admin paths.

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
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from aiohttp import web
from pydantic import ValidationError

from local.document_standin import wire
from local.document_standin.faults import Fault, Faults
from shared.errors import AppError
from shared.resumes.embedded_text import read_embedded
from shared.resumes.kinds import kind_of

_MODELS = ("prebuilt-layout", "prebuilt-read")
_MAX_BODY_BYTES = 40 * 1024 * 1024
_KEPT_RESULTS = 500


@dataclass(slots=True)
class _Operation:
    """One analysis; `running` until `work` is done."""

    model: str
    sha256: str
    created: str
    work: "asyncio.Future[dict[str, Any]]"


@asynccontextmanager
async def serving(host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serves on the caller's event loop while the context is open; gives the address. `port` 0 takes a free one."""
    runner = web.AppRunner(build_app(), access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=512).start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def build_app() -> web.Application:
    """The aiohttp application, with state of its own."""
    server = _Server()
    app = web.Application(client_max_size=_MAX_BODY_BYTES)
    base = "/documentintelligence"
    app.add_routes(
        [
            web.post(base + "/documentModels/{model:[^/:]+}:analyze", server.submit),
            web.get(base + "/documentModels/{model:[^/:]+}/analyzeResults/{id}", server.result),
            web.get(base + "/info", server.info),
            web.get("/health", server.health),
            web.put("/admin/faults", server.put_fault),
            web.get("/admin/faults", server.list_faults),
            web.delete("/admin/faults", server.drop_faults),
            web.delete("/admin/faults/{id:\\d+}", server.drop_faults),
            web.get("/admin/calls", server.list_calls),
            web.delete("/admin/calls", server.clear_calls),
            web.route("*", "/{path:.*}", server.not_found),
        ]
    )
    app.on_cleanup.append(server.close)
    return app


class _Server:
    def __init__(self) -> None:
        self._faults = Faults()
        self._operations: OrderedDict[str, _Operation] = OrderedDict()
        self._calls: Counter[str] = Counter()
        self._documents: Counter[str] = Counter()
        self._one_thread = ThreadPoolExecutor(1)  # PDFium takes one caller at a time

    async def close(self, _: web.Application) -> None:
        self._one_thread.shutdown(wait=False, cancel_futures=True)

    async def submit(self, request: web.Request) -> web.StreamResponse:
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
        if (fault := self._faults.take("submit", sha256)) and (answer := await _instead(fault)):
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

    async def result(self, request: web.Request) -> web.StreamResponse:
        if refused := _refused(request, request.match_info["model"]):
            return refused
        operation = self._operations.get(request.match_info["id"])
        self._calls["poll"] += 1
        if operation is None or operation.model != request.match_info["model"]:
            return _reply(404, wire.error("NotFound", "Resource not found.", "OperationNotFound"))
        body: dict[str, Any] = {"createdDateTime": operation.created, "lastUpdatedDateTime": _now()}
        fault = self._faults.take("poll", operation.sha256)
        if fault is not None:
            return await _spoiled(fault, body)
        if not operation.work.done():
            await asyncio.wait([operation.work], timeout=0.02)  # so that a client that asks at once need not ask often
        if not operation.work.done():
            return _reply(200, {"status": "running", **body}, {"Retry-After": "0"})
        try:
            return _reply(200, {"status": "succeeded", **body, "analyzeResult": operation.work.result()})
        except AppError as problem:
            return _reply(200, {"status": "failed", **body, **wire.error("InvalidContent", str(problem))})

    async def info(self, request: web.Request) -> web.Response:
        if refused := _refused(request, _MODELS[0]):
            return refused
        return _reply(200, {"customDocumentModels": {"count": 0, "limit": 0}})

    async def health(self, _: web.Request) -> web.Response:
        says = "Text that a file holds and that can be seen; no character recognition: scanned pages give no words."
        return _reply(200, {"status": "healthy", "stand_in": True, "models": list(_MODELS), "reads": says})

    async def put_fault(self, request: web.Request) -> web.Response:
        try:
            fault = Fault.model_validate_json(await request.read())
        except ValidationError as problem:
            details = problem.errors(include_url=False, include_context=False, include_input=False)
            return _reply(422, {"errors": details})
        return _reply(200, {"id": self._faults.put(fault)})

    async def list_faults(self, _: web.Request) -> web.Response:
        return _reply(200, {"faults": self._faults.listed()})

    async def drop_faults(self, request: web.Request) -> web.Response:
        fault_id = request.match_info.get("id")
        return _reply(200, {"dropped": self._faults.drop(int(fault_id) if fault_id else None)})

    async def list_calls(self, _: web.Request) -> web.Response:
        return _reply(200, {"counts": dict(self._calls), "documents": dict(self._documents)})

    async def clear_calls(self, _: web.Request) -> web.Response:
        self._calls.clear()
        self._documents.clear()
        return _reply(200, {"counts": {}, "documents": {}})

    async def not_found(self, _: web.Request) -> web.Response:
        return _reply(404, wire.error("404", "Resource not found"))


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
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    key = request.headers.get("Ocp-Apim-Subscription-Key") or (token.strip() if scheme.lower() == "bearer" else "")
    if not key or key.startswith("wrong"):
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
    return {wire.STAND_IN_HEADER: "true", "apim-request-id": str(uuid4()), "x-ms-region": "local"}


def _reply(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(
        status=status,
        body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        headers={**_headers(), **(headers or {})},
        content_type="application/json",
    )
