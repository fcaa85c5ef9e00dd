"""The database's adapter and servers that misbehave: answers that are lost, drip, or come from something between."""

import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from shared.services.supabase_client import SupabaseService
from tests.integration.services.model_support import make_settings, serving

pytestmark = pytest.mark.integration


@contextlib.asynccontextmanager
async def asking(url: str, **values: Any) -> AsyncIterator[SupabaseService]:
    service = SupabaseService(make_settings(supabase_url=url, openai_base_url=url, openai_model="m", **values))
    try:
        yield service
    finally:
        await service.aclose()


def dropped(request: web.Request) -> web.Response:
    """The connection ends without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def test_parameters_that_tell_the_time_are_made_for_each_attempt() -> None:
    seen: list[Any] = []
    began = time.monotonic()

    async def answer(request: web.Request) -> web.Response:
        seen.append((await request.json())["age"])
        return dropped(request) if len(seen) == 1 else web.json_response("done")

    async with serving(answer) as url, asking(url) as database:
        assert await database.rpc("f", lambda: {"age": time.monotonic() - began}) == "done"
    assert seen[0] < seen[1]
