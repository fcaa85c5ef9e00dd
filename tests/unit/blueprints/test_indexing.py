"""The worker library takes every function of the app: one that it refuses would unload them all."""

from collections.abc import AsyncIterator
from uuid import UUID

import azure.durable_functions as df
import azure.functions as func
import pytest
from azure_functions_runtime.functions import FunctionInfo
from fastapi import Request
from fastapi.responses import StreamingResponse

from blueprints.http import ENDPOINTS, Exchange, door
from blueprints.sse import Delta, Event, sse_response
from shared.auth import Principal
from shared.container import Container
from shared.models.common import Body, Page
from shared.models.page import PageQuery
from tests.unit.blueprints.doors import indexed

pytestmark = pytest.mark.unit


class Note(Body):
    text: str


def test_the_whole_app(app_functions: dict[str, FunctionInfo]) -> None:
    assert {"health", "read_interview", "chat_stream", "interview_lifecycle", "warm_up"} <= app_functions.keys()
    assert app_functions["read_interview"].input_types.keys() == {"req"}
    assert app_functions["create_interview"].input_types.keys() == {"req", "client"}


def test_every_door_is_async_and_takes_the_request_by_its_type(app_functions: dict[str, FunctionInfo]) -> None:
    """A sync one would hold a thread; with another type the app would not stream."""
    for endpoint in ENDPOINTS.values():
        function = app_functions[endpoint.name]
        assert function.is_async
        assert function.input_types["req"].pytype is Request


def test_every_kind_of_door() -> None:
    blueprint = df.Blueprint()

    @door(blueprint, "GET", "/index/open", who="anyone")
    async def index_open() -> dict[str, str]:
        return {}

    @door(blueprint, "GET", "/index/{thing_id}", who="tests", gives=Page[Delta])
    async def index_path(principal: Principal, container: Container, thing_id: UUID, query: PageQuery) -> Page[Delta]:
        return Page(items=[])

    @door(blueprint, "POST", "/index/union", who="tests", gives=Delta | Note, durable=True)
    async def index_union(principal: Principal, body: Note) -> Delta | Note:
        return body

    @door(blueprint, "POST", "/index/list", who="tests", body_optional=True, counted_by_handler=True)
    async def index_list(principal: Principal, body: Note) -> list[Delta]:
        return []

    @door(blueprint, "POST", "/index/stream", who="tests", streams=True)
    async def index_stream(exchange: Exchange) -> StreamingResponse:
        async def events() -> AsyncIterator[Event]:
            yield "delta", Delta(content="")

        return sse_response(events(), exchange)

    app = df.DFApp(http_auth_level=func.AuthLevel.ANONYMOUS)
    app.register_functions(blueprint)
    functions = {name: sorted(info.input_types) for name, info in indexed(app).items() if name in ENDPOINTS}
    assert functions == {
        "index_open": ["req"],
        "index_path": ["req"],
        "index_union": ["client", "req"],
        "index_list": ["req"],
        "index_stream": ["req"],
    }
