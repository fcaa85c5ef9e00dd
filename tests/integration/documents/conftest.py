"""A stand-in for Document Intelligence in a child process, and its admin paths."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest

from local.document_standin import DocumentStandIn
from shared.settings import Settings


class DocumentAdmin:
    """The admin paths for one test: its faults apply to its own documents."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session
        self._faults: list[int] = []

    async def fault(self, kind: str, content: bytes, **more: Any) -> int:
        body = {"kind": kind, "sha256": hashlib.sha256(content).hexdigest(), **more}
        async with self.session.put("/admin/faults", json=body) as response:
            assert response.status == 200, await response.text()
            self._faults.append((await response.json())["id"])
            return self._faults[-1]

    async def submissions(self, content: bytes) -> int:
        """How often a document was sent."""
        async with self.session.get("/admin/calls") as response:
            return (await response.json())["documents"].get(hashlib.sha256(content).hexdigest(), 0)

    async def clear(self) -> None:
        for number in self._faults:
            async with self.session.delete(f"/admin/faults/{number}") as response:
                assert response.status == 200


@pytest.fixture(scope="session")
def document_stand_in() -> Iterator[DocumentStandIn]:
    with DocumentStandIn() as running:
        yield running


@pytest.fixture
async def documents(document_stand_in: DocumentStandIn) -> AsyncIterator[DocumentAdmin]:
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(document_stand_in.url, timeout=timeout) as session:
        admin = DocumentAdmin(session)
        yield admin
        await admin.clear()


@pytest.fixture(scope="session")
def document_settings(document_stand_in: DocumentStandIn) -> Settings:
    """Settings of an app that knows nothing but the stand-in, with a deadline short enough to wait for."""
    return Settings.model_validate(
        {
            "supabase_url": "http://127.0.0.1:9",
            "supabase_publishable_key": "none",
            "supabase_secret_key": "none",
            "azure_openai_endpoint": "http://127.0.0.1:9",
            "document_intelligence_endpoint": document_stand_in.url,
            "document_intelligence_key": "local-development-only",
            "document_timeout_seconds": 2,
        }
    )
