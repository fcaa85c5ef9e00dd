"""The door of an HTTP endpoint: correlation id, principal, rate limit, input, the one call, and answers as JSON.

A handler reads like its row in the contract. It names what it needs, and gets it by name:

    @door(bp, "POST", "/api/v1/things/{thing_id}", who="recruiter", gives=Thing, status=201)
    async def make_thing(principal: Principal, container: Container, thing_id: UUID, body: MakeThing) -> Thing: ...

`principal` (which makes it a door for those who signed in), `container`, `exchange`, `body`, `query` and `headers`
(pydantic models; a header's name is its field's alias), `upload` (the one file of a multipart form) and the path's
parameters are what a handler may ask for.

CORS: the Functions host allows origins and answers preflights, by settings of its own. A door adds only what no host
sets: which headers a page may read.
"""

import inspect
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast, get_type_hints
from urllib.parse import quote
from uuid import uuid4

import azure.durable_functions as df
from azurefunctions.extensions.http.fastapi import (  # pyright: ignore[reportMissingTypeStubs]
    JSONResponse,
    Request,
    Response,
)
from pydantic import BaseModel, TypeAdapter, ValidationError

from blueprints.bodies import read_body, read_upload
from shared.auth import Principal, get_current_user
from shared.container import Container, get_container
from shared.errors import (
    PROBLEM_MEDIA_TYPE,
    AppError,
    InternalError,
    PayloadTooLarge,
    TooManyRequests,
    UnprocessableEntity,
)
from shared.telemetry import correlation_id, log_event
from shared.utils.rate_limiter import Category, check_rate_limit, limits_from, rate_limit_headers

MAX_BODY_BYTES: Final = 1024 * 1024
_CORRELATION_HEADER: Final = "X-Correlation-Id"
_SANE_CORRELATION_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,128}")
_EXPOSED: Final = "X-Correlation-Id, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After"
_SERVICES: Final = frozenset({"principal", "container", "exchange", "body", "upload", "query", "headers"})
_ERRORS_SHOWN: Final = 50
_NAME_SHOWN: Final = 100  # characters of a field's name, which a caller may have made up


@dataclass
class Exchange:
    """One request and what its answer will carry besides the body. Handlers that count a limit put its headers here."""

    request: Request
    correlation_id: str
    headers: dict[str, str] = field(default_factory=dict[str, str])

    def answer_headers(self) -> dict[str, str]:
        return {
            _CORRELATION_HEADER: self.correlation_id,
            "Access-Control-Expose-Headers": _EXPOSED,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            **self.headers,
        }

    def problem(self, error: AppError) -> dict[str, Any]:
        """The body of an error's answer. The path comes from the scope: not every request's URL can be put together."""
        path = quote(self.request.scope["path"], safe="/:@!$&'()*+,;=", errors="replace")
        return error.problem(path, self.correlation_id)


@dataclass(frozen=True)
class Endpoint:
    """An endpoint as the contract has it; the OpenAPI document is made from these."""

    name: str
    method: str
    path: str
    who: str
    summary: str
    status: int
    limit: Category | None
    gives: Any
    body: type[BaseModel] | None
    body_optional: bool
    upload: bool
    query: type[BaseModel] | None
    headers: type[BaseModel] | None
    path_parameters: Mapping[str, Any]
    signed_in: bool
    streams: bool


ENDPOINTS: Final[dict[str, Endpoint]] = {}


def door(
    blueprint: df.Blueprint,
    method: str,
    path: str,
    *,
    who: str,
    gives: Any = None,
    status: int = 200,
    limit: Category | None = "general",
    counted_by_handler: bool = False,
    body_optional: bool = False,
    max_body_bytes: int = MAX_BODY_BYTES,
    streams: bool = False,
    durable: bool = False,
) -> Callable[[Callable[..., Awaitable[Any]]], Any]:
    """Registers a handler under `method` and `path`. `who` is for readers; the handler's services hold to it.

    With `counted_by_handler` the handler counts its limit itself, except for input that never reaches it. `durable`
    doors bring the worker's client to the Durable engine up to date, at about a millisecond a call.
    """

    def decorate(handler: Callable[..., Awaitable[Any]]) -> Any:
        hints = get_type_hints(handler)
        wanted = tuple(inspect.signature(handler).parameters)
        endpoint = Endpoint(
            name=handler.__name__,
            method=method,
            path=path,
            who=who,
            summary=inspect.getdoc(handler) or "",
            status=status,
            limit=limit,
            gives=gives,
            body=hints.get("body"),
            body_optional=body_optional,
            upload="upload" in wanted,
            query=hints.get("query"),
            headers=hints.get("headers"),
            path_parameters={name: hints[name] for name in wanted if name not in _SERVICES},
            signed_in="principal" in wanted,
            streams=streams,
        )
        ENDPOINTS[endpoint.name] = endpoint
        pipeline = _Pipeline(endpoint, handler, wanted, counted_by_handler, max_body_bytes)
        function: Any = _with_client(pipeline) if durable else _plain(pipeline)
        function.__name__ = function.__qualname__ = handler.__name__
        function.__module__, function.__doc__ = handler.__module__, handler.__doc__
        if durable:
            function = blueprint.durable_client_input(client_name="client")(function)
        return blueprint.route(route=path.removeprefix("/"), methods=[method])(function)

    return decorate


class _Pipeline:
    """What happens between a request and its handler, and after it; in the contract's order."""

    def __init__(
        self,
        endpoint: Endpoint,
        handler: Callable[..., Awaitable[Any]],
        wanted: tuple[str, ...],
        counted_by_handler: bool,
        max_body_bytes: int,
    ) -> None:
        self._endpoint = endpoint
        self._handler = handler
        self._wanted = wanted
        self._counted_by_handler = counted_by_handler
        self._max_body_bytes = max_body_bytes
        self._parameters = {name: TypeAdapter[Any](kind) for name, kind in endpoint.path_parameters.items()}

    async def __call__(self, request: Request, client: df.DurableFunctionsClient | None) -> Response:
        exchange = Exchange(request, _correlation_id_of(request))
        token = correlation_id.set(exchange.correlation_id)
        try:
            return self._rendered(await self._answer(exchange, client), exchange)
        except AppError as error:
            return problem_response(error, exchange)
        except Exception as error:
            log_event("http.unexpected_error", level=logging.ERROR, error=error, function=self._endpoint.name)
            return problem_response(InternalError(), exchange)
        finally:
            correlation_id.reset(token)

    def _rendered(self, result: Any, exchange: Exchange) -> Response:
        if isinstance(result, Response):
            result.headers.update(exchange.answer_headers())
            return result
        content = result.model_dump_json() if isinstance(result, BaseModel) else json.dumps(result)
        return Response(
            content, self._endpoint.status, headers=exchange.answer_headers(), media_type="application/json"
        )

    async def _answer(self, exchange: Exchange, client: df.DurableFunctionsClient | None) -> Any:
        container = get_container()
        given: dict[str, Any] = {"container": container, "exchange": exchange}
        if client is not None:
            container.orchestrations.adopt(client)
        principal: Principal | None = None
        if self._endpoint.signed_in:
            principal = await get_current_user(exchange.request.headers.get("authorization"), container.tokens)
            given["principal"] = principal
            if self._endpoint.limit is not None and not self._counted_by_handler:
                await self._count(container, principal, exchange)
        try:
            await self._read_input(exchange.request, given)
        except (PayloadTooLarge, UnprocessableEntity):
            if principal is not None and self._counted_by_handler:
                await self._count(container, principal, exchange)
            raise
        return await self._handler(**{name: given[name] for name in self._wanted})

    async def _count(self, container: Container, principal: Principal, exchange: Exchange) -> None:
        """Counts the request against its limit. Raises 429 when it is one too many."""
        category = self._endpoint.limit or "general"
        limits = limits_from(container.settings)
        check = await check_rate_limit(container.database, principal.user_id, category, limits)
        exchange.headers.update(rate_limit_headers(limits[category], check))
        if check["is_limited"]:
            raise TooManyRequests("You have sent more requests than a minute takes. Wait until the limit resets.")

    async def _read_input(self, request: Request, given: dict[str, Any]) -> None:
        """Reads body, query and path into `given`. Raises 413, or 422 with all that does not fit."""
        errors: list[dict[str, Any]] = []
        if self._endpoint.upload:
            given["upload"] = await read_upload(request, given["container"].settings.resume_max_bytes)
        if self._endpoint.body is not None:
            raw = await read_body(request, self._max_body_bytes)
            if not raw and self._endpoint.body_optional:
                given["body"] = self._endpoint.body()
            else:
                given["body"] = _validated(
                    lambda model=self._endpoint.body: _from_json(model, raw, errors), ("body",), errors
                )
        if self._endpoint.query is not None:
            query = self._endpoint.query
            given["query"] = _validated(lambda: query.model_validate(dict(request.query_params)), ("query",), errors)
        if self._endpoint.headers is not None:
            headers = self._endpoint.headers
            given["headers"] = _validated(
                lambda: headers.model_validate(_named_headers(headers, request)), ("header",), errors
            )
        for name, adapter in self._parameters.items():
            text = request.path_params.get(name)
            given[name] = _validated(
                lambda adapter=adapter, text=text: adapter.validate_python(text), ("path", name), errors
            )
        if errors:
            raise UnprocessableEntity(
                "Some of the input does not fit; `errors` says what and where.", errors=errors[:_ERRORS_SHOWN]
            )


def problem_response(error: AppError, exchange: Exchange) -> Response:
    """An error as application/problem+json."""
    return JSONResponse(
        exchange.problem(error),
        error.status,
        headers={**exchange.answer_headers(), **error.headers},
        media_type=PROBLEM_MEDIA_TYPE,
    )


def _plain(pipeline: _Pipeline) -> Callable[[Request], Awaitable[Response]]:
    """The form that the worker indexes: async, with annotations that are plain classes."""

    async def function(req: Request) -> Response:
        return await pipeline(req, None)

    return function


def _with_client(pipeline: _Pipeline) -> Callable[[Request, df.DurableFunctionsClient], Awaitable[Response]]:
    async def function(req: Request, client: df.DurableFunctionsClient) -> Response:
        return await pipeline(req, client)

    return function


def _correlation_id_of(request: Request) -> str:
    offered = request.headers.get(_CORRELATION_HEADER, "")
    return offered if _SANE_CORRELATION_ID.fullmatch(offered) else str(uuid4())


def _from_json(model: type[BaseModel], raw: bytes, errors: list[dict[str, Any]]) -> BaseModel:
    """The body of a request. PostgreSQL's text cannot hold NUL, so no body may."""
    body = model.model_validate_json(raw)
    if rb"\u0000" in raw and _holds_nul(body.model_dump()):
        errors.append({"loc": ["body"], "msg": "Text may not hold NUL characters", "type": "nul_character"})
    return body


def _holds_nul(value: object) -> bool:
    match value:
        case str():
            return "\x00" in value
        case dict():
            return any(_holds_nul(part) for pair in cast("dict[Any, Any]", value).items() for part in pair)
        case list() | tuple() | set():
            return any(_holds_nul(part) for part in cast("list[Any]", value))
        case _:
            return False


def _named_headers(model: type[BaseModel], request: Request) -> dict[str, str]:
    """The headers that a model names by its fields' aliases, where the request has them."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    return {name: request.headers[name] for name in names if name in request.headers}


def _validated(validate: Callable[[], Any], where: tuple[str, ...], errors: list[dict[str, Any]]) -> Any:
    """The validated value; what does not fit is added to `errors`, without echoing it."""
    try:
        return validate()
    except ValidationError as error:
        for found in error.errors(include_input=False, include_url=False, include_context=False)[:_ERRORS_SHOWN]:
            names = [part[:_NAME_SHOWN] if isinstance(part, str) else part for part in found["loc"]]
            errors.append({"loc": [*where, *names], "msg": found["msg"], "type": found["type"]})
    except ArithmeticError:  # a date whose time zone moves it out of the calendar
        errors.append({"loc": [*where], "msg": "A value is out of range", "type": "out_of_range"})
    return None
