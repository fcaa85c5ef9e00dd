"""The ASGI application: sends each request to a function, to the host's own endpoints, or away."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from starlette.types import Receive, Scope, Send

from .cors import Cors
from .durable_api import DurableApi
from .durable_links import PREFIX as DURABLE_PREFIX
from .event_grid import EventGridWebhooks
from .http_functions import HttpFunctions
from .refusals import Refusals
from .replies import read_body, reply, reply_json, reply_text
from .routes import RouteTable
from .worker import Function, Worker

_ADMIN_PREFIX = "/admin/"
_RUNTIME_PREFIX = "/runtime/"
_HOME = "Your Functions app is up and running on Talenti's local Functions host.\n"


class Application:
    """Everything the host answers over HTTP. `manual_runs` are the functions that can be run by hand, by lower name."""

    def __init__(
        self,
        worker: Worker,
        routes: RouteTable,
        cors: Cors,
        durable_api: DurableApi | None,
        webhooks: EventGridWebhooks,
        manual_runs: dict[str, Callable[[], None]],
        refusals: Refusals,
    ) -> None:
        self._worker = worker
        self._functions = HttpFunctions(worker)
        self._routes = routes
        self._cors = cors
        self._durable_api = durable_api
        self._webhooks = webhooks
        self._manual_runs = manual_runs
        self._refusals = refusals
        self.ready = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if self._cors.active:
            origin = next((value for name, value in scope["headers"] if name == b"origin"), None)
            if origin is not None:
                preflight = self._cors.preflight(scope, origin)
                if preflight is not None:
                    await reply(send, 204, headers=preflight)
                    return
                send = self._cors.wrap(send, origin)
        path = scope["raw_path"].decode("latin-1")
        if path.startswith(_ADMIN_PREFIX):
            await self._admin(unquote(path[len(_ADMIN_PREFIX) :]).strip("/"), scope["method"], receive, send)
        elif path.startswith(_RUNTIME_PREFIX):
            await self._runtime(path, scope, receive, send)
        else:
            await self._function(path, scope, receive, send)

    async def _function(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        method: str = scope["method"]
        found = self._routes.match(path, method)
        if found is not None:
            route, values = found
            await self._functions.run(route.target, values, scope, receive, send)
            return
        allowed = self._routes.allowed(path)
        if allowed:
            allow = [(b"allow", ", ".join(sorted(allowed)).encode())]
            await reply(send, 204 if method == "OPTIONS" else 405, headers=allow)
        elif path == "/" and method in ("GET", "HEAD"):
            await reply_text(send, 200, _HOME)
        else:
            await reply(send, 404)

    async def _runtime(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        if self._durable_api is not None and path.lower().startswith(DURABLE_PREFIX + "/"):
            await self._durable_api.handle(path[len(DURABLE_PREFIX) :], scope, receive, send)
        elif not await self._webhooks.handle(path, scope, receive, send):
            await reply(send, 404)

    async def _admin(self, path: str, method: str, receive: Receive, send: Send) -> None:
        parts = path.split("/")
        if path.lower() == "host/status" and method == "GET":
            state = "Running" if self.ready else "Initialized"
            errors = self._refusals.errors()
            body = {"state": state, "version": "4", "processUptime": None, "errors": errors}
            await reply_json(send, 200 if self.ready else 503, body)
        elif path.lower() == "host/ping" and method in ("GET", "POST"):
            await reply(send, 200)
        elif parts[0].lower() != "functions" or len(parts) > 3:
            await reply(send, 404)
        elif len(parts) == 1 and method == "GET":
            await reply_json(send, 200, [describe(function) for function in self._worker.functions])
        elif len(parts) == 2:
            await self._admin_function(parts[1].lower(), method, receive, send)
        elif len(parts) == 3 and parts[2].lower() == "status" and method == "GET":
            await self._function_status(parts[1].lower(), send)
        else:
            await reply(send, 404 if len(parts) == 3 else 405)

    def _named(self, name: str) -> Function | None:
        return next((function for function in self._worker.functions if function.name.lower() == name), None)

    async def _function_status(self, name: str, send: Send) -> None:
        function = self._named(name)
        if function is None:
            await reply(send, 404)
        else:
            await reply_json(send, 200, {"errors": self._refusals.of(function)})

    async def _admin_function(self, name: str, method: str, receive: Receive, send: Send) -> None:
        function = self._named(name)
        if function is None:
            await reply(send, 404)
        elif method == "GET":
            await reply_json(send, 200, describe(function))
        elif method != "POST":
            await reply(send, 405)
        elif name not in self._manual_runs:
            await reply_text(
                send, 400, f"{function.name} has a {function.trigger_type}: it cannot be run by hand here."
            )
        elif not _is_json_object(await read_body(receive)):
            await reply_text(send, 400, 'The body must be JSON such as {"input": ""}.')
        else:
            self._manual_runs[name]()
            await reply(send, 202)


def describe(function: Function) -> dict[str, Any]:
    """One function as the admin API shows it."""
    return {
        "name": function.name,
        "config": {"name": function.name, "bindings": function.bindings},
        "language": "python",
    }


def _is_json_object(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body or b"{}"), dict)
    except ValueError:
        return False
