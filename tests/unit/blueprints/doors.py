"""Doors without a host: requests made by hand, and a container whose outside is kept in memory."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID, uuid4

import azure.durable_functions as df
from azure_functions_runtime.bindings.meta import load_binding_registry
from azure_functions_runtime.functions import FunctionInfo, Registry
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message

from blueprints.http import door
from local.functions_host.protocol import Protos
from shared.auth import Principal, TokenVerifier
from shared.container import Container
from shared.errors import Unauthorized
from shared.services.supabase_client import Params, SupabaseService
from shared.settings import Settings

TOKEN = "a-token"
USER = UUID("6f9619ff-8b86-4011-b42d-00c04fc964ff")
SIGNED_IN = {"Authorization": f"Bearer {TOKEN}"}
SETTINGS = Settings.model_validate(
    {
        "supabase_url": "http://127.0.0.1:1",
        "supabase_publishable_key": "publishable",
        "supabase_secret_key": "secret",
        "openai_base_url": "http://127.0.0.1:1",
        "openai_model": "none",
        "rate_limit_default": 5,
        "rate_limit_ai_operation": 3,
    }
)


class Tokens(TokenVerifier):
    """Knows one token."""

    async def verify(self, token: str) -> Principal:
        if token != TOKEN:
            raise Unauthorized(code="token_invalid")
        return Principal(USER, "someone@example.test", token)


class Database(SupabaseService):
    """Counts limits in memory; `hits` has the category of each request that was counted."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.hits: list[str] = []
        self.failure: Exception | None = None

    async def rpc(self, name: str, params: Params) -> Any:
        assert name == "hit_rate_limit"
        params = params() if callable(params) else params
        assert params["p_subject"] == str(USER)
        self.hits.append(params["p_category"])
        count, limit = self.hits.count(params["p_category"]), params["p_limit"]
        return {"limited": count > limit, "limit": limit, "remaining": max(limit - count, 0), "reset_at": 4_000_000_000}

    async def check(self) -> None:
        if self.failure is not None:
            raise self.failure


class MemoryContainer(Container):
    """A container whose database and tokens are kept in memory."""

    def __init__(self, settings: Settings = SETTINGS) -> None:
        super().__init__(settings)
        self.kept = Database(settings)
        self.__dict__["database"] = self.kept
        self.__dict__["tokens"] = Tokens(settings)


def request(
    method: str = "GET",
    path: str = "/api/v1/things",
    *,
    headers: Mapping[str, str] | None = None,
    query: str = "",
    body: bytes | list[bytes] = b"",
    path_params: Mapping[str, str] | None = None,
    leaves: bool = False,
) -> Request:
    """A request; a body in pieces has no Content-Length, and with `leaves` the client is gone after the last piece."""
    pieces = [body] if isinstance(body, bytes) else list(body)
    messages: list[Message] = [
        {"type": "http.request", "body": piece, "more_body": leaves or number < len(pieces)}
        for number, piece in enumerate(pieces, start=1)
    ]
    fields = {"content-length": str(len(body))} if isinstance(body, bytes) and body else {}
    fields |= {name.lower(): value for name, value in (headers or {}).items()}

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields.items()],
        "path_params": dict(path_params or {}),
        "server": ("127.0.0.1", 7071),
        "scheme": "http",
    }
    return Request(scope, receive)


def post(value: Any, **options: Any) -> Request:
    """A signed-in POST of some JSON, or of raw bytes."""
    body = value if isinstance(value, bytes | list) else json.dumps(value).encode()
    return request("POST", body=body, headers={**SIGNED_IN, **options.pop("headers", {})}, **options)


def opened(handler: Callable[..., Awaitable[Any]], method: str = "POST", **options: Any) -> Callable[..., Any]:
    """The function that the worker would call for a handler behind a door."""
    return door(df.Blueprint(), method, options.pop("path", f"/api/v1/{uuid4()}"), who="tests", **options)(handler)


def content(response: Response) -> Any:
    """The JSON of an answer."""
    return json.loads(bytes(response.body))


async def streamed(response: StreamingResponse) -> str:
    """All of a streamed answer."""
    pieces: AsyncIterator[Any] = response.body_iterator.__aiter__()
    return "".join([piece async for piece in pieces])


def indexed(app: df.DFApp) -> dict[str, FunctionInfo]:
    """What the worker makes of an app's functions, which can be asked for once. Raises what the worker raises."""
    load_binding_registry()
    registry = Registry()
    return {
        str(function.get_function_name()): registry.add_indexed_function(function, Protos)
        for function in app.get_functions()
    }
