"""The HTTP server: Azure's and OpenAI's routes, streams, and what the admin paths tell.

Keys: any `api-key` or bearer token will do; a missing one, or one that starts with `wrong`, is 401. A deployment whose
name starts with `missing` is 404. `/openai/deployments/…` needs `api-version`, as on Azure.
"""

import asyncio
import json
import math
import time
import uuid
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from aiohttp import web

from local.openai_standin import wire
from local.openai_standin.answers import answer_text
from local.openai_standin.calls import Call, Calls
from local.openai_standin.chat_request import BadRequestError, ChatRequest, read_request
from local.openai_standin.faults import Fault
from local.standin.replies import given_key, is_accepted, json_reply
from local.standin.server import StandInServer, serve

_RETRY_AFTER_MS_429 = 50
_REASONS = {
    400: ("BadRequest", "The request is bad."),
    401: ("401", "Access denied."),
    404: ("404", "Resource not found"),
    408: ("Timeout", "The operation was timeout."),
    429: (
        "429",
        "Requests to the ChatCompletions_Create Operation have exceeded the token rate limit. Please retry later.",
    ),
    500: ("InternalServerError", "The server had an error while processing your request."),
    502: ("BadGateway", "Bad gateway."),
    503: ("ServiceUnavailable", "The service is temporarily unable to process your request."),
}


def serving(host: str = "127.0.0.1", port: int = 0) -> AbstractAsyncContextManager[str]:
    """Serves on the caller's event loop while the context is open; gives the address. `port` 0 takes a free one."""
    return serve(_Server().app(), host, port)


class _Server(StandInServer[Fault]):
    max_body_bytes = 20 * 1024 * 1024

    def __init__(self) -> None:
        super().__init__(Fault)
        self._calls = Calls()
        self._cache = wire.PromptCache()
        self._rate = wire.RateWindow()
        self._number = 0

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/openai/deployments/{deployment}/chat/completions", self._azure_chat),
            web.post("/openai/v1/chat/completions", self._azure_chat),
            web.post("/v1/chat/completions", self._openai_chat),
            web.get("/openai/models", self._models),
            web.get("/openai/v1/models", self._models),
            web.get("/v1/models", self._models),
        ]

    def about(self) -> Mapping[str, Any]:
        return {"model": wire.MODEL}

    def calls(self, query: Mapping[str, str]) -> Mapping[str, Any]:
        last = query.get("last", "50")
        return self._calls.listed(
            last=int(last) if last.isdecimal() else 50,
            prompts=query.get("prompts") == "1",
            task=query.get("task", ""),
            contains=query.get("contains", ""),
        )

    def forget_calls(self) -> Mapping[str, Any]:
        self._calls.clear()
        return {"total": 0}

    def headers(self) -> Mapping[str, str]:
        return _headers()

    async def _azure_chat(self, request: web.Request) -> web.StreamResponse:
        deployment = request.match_info.get("deployment", "")
        if deployment and not request.query.get("api-version"):
            return _reply(404, wire.error("404", "Resource not found"))
        if deployment.startswith("missing"):
            message = "The API deployment for this resource does not exist."
            return _reply(404, wire.error("DeploymentNotFound", message))
        return await self._chat(request, deployment, azure=True)

    async def _openai_chat(self, request: web.Request) -> web.StreamResponse:
        return await self._chat(request, "", azure=False)

    async def _chat(self, request: web.Request, deployment: str, *, azure: bool) -> web.StreamResponse:
        if refused := _refused_key(request, azure):
            return refused
        try:
            asked = read_request(json.loads(await request.read()))
        except BadRequestError as error:
            return _reply(400, wire.bad_request(str(error), error.param))
        except (ValueError, RecursionError):
            return _reply(400, wire.bad_request("We could not parse the JSON body of your request."))
        deployment = deployment or asked.model
        taken = self._faults.take(lambda fault: fault.is_for(asked.task, asked.messages, retry=asked.retry))
        fault, nth = taken or (None, 0)
        call = self._remember(asked, deployment, fault)
        if fault and (response := await _instead_of_answer(fault)):
            return response
        answer = self._answer(asked, fault, nth, call, azure)
        headers = {**_headers(), **self._rate.headers(answer.prompt_tokens + answer.completion_tokens)}
        if asked.stream:
            return await _stream(request, answer, asked.include_usage, headers, fault)
        body = wire.completion(answer)
        if fault and fault.kind == "cut_stream":
            return await _cut_body(request, body, headers)
        return web.Response(body=body, headers=headers, content_type="application/json")

    def _answer(self, asked: ChatRequest, fault: Fault | None, nth: int, call: Call, azure: bool) -> wire.Answer:
        text, finish_reason = answer_text(asked, fault, nth)
        prompt = "\n".join(f"{message['role']}: {message['content']}" for message in asked.messages)
        answer = wire.Answer(text, finish_reason, azure=azure)
        answer.prompt_tokens = call.prompt_tokens = wire.count_tokens(prompt)
        answer.cached_tokens = call.cached_tokens = self._cache.cached_tokens(call.deployment, prompt)
        answer.completion_tokens = call.completion_tokens = wire.count_tokens(text)
        return answer

    def _remember(self, asked: ChatRequest, deployment: str, fault: Fault | None) -> Call:
        self._number += 1
        call = Call(
            number=self._number,
            seconds=time.time(),
            task=asked.task,
            deployment=deployment,
            stream=asked.stream,
            messages=asked.messages,
            temperature=asked.temperature,
            seed=asked.seed,
            fault=fault.kind if fault else None,
        )
        self._calls.add(call)
        return call

    async def _models(self, request: web.Request) -> web.StreamResponse:
        azure = request.path.startswith("/openai/")
        if refused := _refused_key(request, azure):
            return refused
        if request.path == "/openai/models" and not request.query.get("api-version"):
            return _reply(404, wire.error("404", "Resource not found"))
        taken = self._faults.take(lambda fault: fault.is_for("models", [], retry=False))
        if taken and (response := await _instead_of_answer(taken.fault)):
            return response
        model = {"id": wire.MODEL, "object": "model", "created": 0, "created_at": 0, "owned_by": "talenti-stand-in"}
        if azure:
            capabilities = {"chat_completion": True, "completion": False, "embeddings": False, "inference": True}
            model |= {"status": "succeeded", "lifecycle_status": "generally-available", "capabilities": capabilities}
        return _reply(200, {"object": "list", "data": [model]})


def _refused_key(request: web.Request, azure: bool) -> web.Response | None:
    key = given_key(request, "api-key" if azure else None)
    if is_accepted(key):
        return None
    if azure:
        message = (
            "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for "
            "an active subscription and use a correct regional API endpoint for your resource."
        )
        return _reply(401, wire.error("401", message))
    message = "Incorrect API key provided." if key else "You didn't provide an API key."
    return _reply(401, wire.error("invalid_api_key", message, type="invalid_request_error", param=None))


async def _instead_of_answer(fault: Fault) -> web.Response | None:
    """What a fault does before there is an answer: an error, a wait, or for ever nothing."""
    if fault.kind == "content_filter" and fault.where == "prompt":
        return _reply(400, wire.content_filter_error())
    if fault.kind == "status":
        milliseconds = fault.retry_after_ms
        if milliseconds is None and fault.status == 429:
            milliseconds = _RETRY_AFTER_MS_429
        waits = {} if milliseconds is None else _retry_headers(milliseconds)
        return _reply(fault.status, wire.error(*_REASONS[fault.status]), waits)
    if fault.kind == "hang" and not fault.chunks:
        await _for_ever()
    if fault.kind == "slow" and fault.delay_ms:
        await asyncio.sleep(fault.delay_ms / 1000)
    return None


def _retry_headers(milliseconds: int) -> Mapping[str, str]:
    return {
        "retry-after": str(math.ceil(milliseconds / 1000)),
        "retry-after-ms": str(milliseconds),
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-remaining-tokens": "0",
    }


async def _stream(
    request: web.Request, answer: wire.Answer, include_usage: bool, headers: Mapping[str, str], fault: Fault | None
) -> web.StreamResponse:
    response = web.StreamResponse(headers={**headers, "Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    stops = fault.kind if fault and fault.kind in ("hang", "cut_stream") else None
    for number, chunk in enumerate(wire.chunks(answer, include_usage)):
        if fault and stops and number >= fault.chunks:
            if stops == "hang":
                await _for_ever()
            _hang_up(request)
            return response
        if fault and fault.per_chunk_ms:
            await asyncio.sleep(fault.per_chunk_ms / 1000)
        await response.write(chunk)
    await response.write_eof()
    return response


async def _cut_body(request: web.Request, body: bytes, headers: Mapping[str, str]) -> web.StreamResponse:
    response = web.StreamResponse(headers={**headers, "Content-Type": "application/json"})
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    _hang_up(request)
    return response


def _hang_up(request: web.Request) -> None:
    """Closes the connection after what was written, without a proper end of the message."""
    if request.transport is not None:
        request.transport.close()


async def _for_ever() -> None:
    await asyncio.Event().wait()


def _headers() -> dict[str, str]:
    number = str(uuid.uuid4())
    return {
        "x-request-id": number,
        "apim-request-id": number,
        "x-ms-region": "local",
        "x-ms-deployment-name": wire.MODEL,
    }


def _reply(status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> web.Response:
    return json_reply(status, body, {**_headers(), **(headers or {})})
