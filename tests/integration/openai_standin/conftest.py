"""The real SDK's clients on the stand-in, and its admin paths."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from openai import AsyncAzureOpenAI, AsyncOpenAI

from local.openai_standin import StandIn
from tests.fixtures.stand_ins import StandInAdmin


class Admin(StandInAdmin):
    """The admin paths, for one test: its faults and calls carry its own marker."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        super().__init__(session)
        self.marker = f"marker-{uuid4().hex}"

    async def fault(self, kind: str, task: str = "any", **more: Any) -> int:
        """Puts a fault for the calls with this test's marker, or for those that `match` says. Returns its id."""
        return await self.put(**{"kind": kind, "match": {"task": task, "contains": self.marker}, **more})

    async def calls(self, **query: Any) -> dict[str, Any]:
        return await self.told(**{"contains": self.marker, **query})


@pytest.fixture(scope="session")
async def session(stand_in: StandIn) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(stand_in.url, timeout=aiohttp.ClientTimeout(total=5)) as session:
        yield session


@pytest.fixture
async def admin(session: aiohttp.ClientSession) -> AsyncIterator[Admin]:
    admin = Admin(session)
    yield admin
    await admin.clear()


@pytest.fixture(scope="session")
async def azure(stand_in: StandIn) -> AsyncIterator[AsyncAzureOpenAI]:
    async with AsyncAzureOpenAI(
        azure_endpoint=stand_in.url, api_key="local", api_version="2024-10-21", max_retries=0, timeout=5
    ) as client:
        yield client


@pytest.fixture(scope="session")
async def openai_style(stand_in: StandIn) -> AsyncIterator[AsyncOpenAI]:
    async with AsyncOpenAI(base_url=f"{stand_in.url}/v1", api_key="local", max_retries=0, timeout=5) as client:
        yield client
