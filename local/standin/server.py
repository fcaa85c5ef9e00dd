"""The HTTP server of a stand-in: its own routes, `/health`, and the admin paths for faults and calls.

`PUT /admin/faults` takes one fault, as the stand-in's `faults.py` describes it, and answers `{"id": n}`; `GET` lists
those that stand and `DELETE` drops one (`/admin/faults/{id}`) or all. `/admin/calls` tells what was asked for.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

from aiohttp import web
from pydantic import ValidationError

from local.standin.faults import Faults, StandInFault
from local.standin.replies import json_reply


@asynccontextmanager
async def serve(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serves on the caller's event loop while the context is open; gives the address. `port` 0 takes a free one."""
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port, backlog=512).start()
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class StandInServer[F: StandInFault](ABC):
    """One server's state and handlers. Deriving classes say what they serve beside what is common."""

    max_body_bytes: ClassVar[int]

    def __init__(self, fault_model: type[F]) -> None:
        self._fault_model = fault_model
        self._faults = Faults[F]()

    def app(self) -> web.Application:
        """The aiohttp application. What no route serves is 404, as Azure words it."""
        app = web.Application(client_max_size=self.max_body_bytes)
        app.add_routes(
            [
                *self.routes(),
                web.get("/health", self._health),
                web.put("/admin/faults", self._put_fault),
                web.get("/admin/faults", self._list_faults),
                web.delete("/admin/faults", self._drop_faults),
                web.delete("/admin/faults/{id:\\d+}", self._drop_faults),
                web.get("/admin/calls", self._list_calls),
                web.delete("/admin/calls", self._clear_calls),
                web.route("*", "/{path:.*}", self._not_found),
            ]
        )
        app.on_response_prepare.append(_say_what_it_is)
        return app

    @abstractmethod
    def routes(self) -> list[web.RouteDef]:
        """The routes of the service."""

    @abstractmethod
    def about(self) -> Mapping[str, Any]:
        """What `/health` says of it."""

    @abstractmethod
    def calls(self, query: Mapping[str, str]) -> Mapping[str, Any]:
        """What was asked for since it was last forgotten."""

    @abstractmethod
    def forget_calls(self) -> Mapping[str, Any]:
        """Forgets what was asked for, and gives what is left to say."""

    @abstractmethod
    def headers(self) -> Mapping[str, str]:
        """The headers that the service sends with every answer."""

    async def _health(self, _: web.Request) -> web.Response:
        return self._reply(200, {"status": "healthy", "stand_in": True, **self.about()})

    async def _put_fault(self, request: web.Request) -> web.Response:
        try:
            fault = self._fault_model.model_validate_json(await request.read())
        except ValidationError as error:
            details = error.errors(include_url=False, include_context=False, include_input=False)
            return self._reply(422, {"errors": details})
        return self._reply(200, {"id": self._faults.put(fault)})

    async def _list_faults(self, _: web.Request) -> web.Response:
        return self._reply(200, {"faults": self._faults.listed()})

    async def _drop_faults(self, request: web.Request) -> web.Response:
        fault_id = request.match_info.get("id")
        return self._reply(200, {"dropped": self._faults.drop(int(fault_id) if fault_id else None)})

    async def _list_calls(self, request: web.Request) -> web.Response:
        return self._reply(200, self.calls(request.query))

    async def _clear_calls(self, _: web.Request) -> web.Response:
        return self._reply(200, self.forget_calls())

    async def _not_found(self, _: web.Request) -> web.Response:
        return self._reply(404, {"error": {"code": "404", "message": "Resource not found"}})

    def _reply(self, status: int, body: Mapping[str, Any]) -> web.Response:
        return json_reply(status, body, self.headers())


async def _say_what_it_is(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["x-talenti-stand-in"] = "true"
