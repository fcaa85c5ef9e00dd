"""A stand-in for Document Intelligence in a child process, its admin paths, and what reads documents."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest

from local.document_standin import DocumentStandIn
from shared.resumes.child_reader import ChildReader
from shared.services.document_service import AzureDocumentService
from shared.settings import Settings
from tests.fixtures.stand_ins import StandInAdmin


class DocumentAdmin(StandInAdmin):
    """The admin paths for one test: its faults apply to its own documents."""

    async def fault(self, kind: str, content: bytes, **more: Any) -> int:
        return await self.put(kind=kind, sha256=hashlib.sha256(content).hexdigest(), **more)

    async def submissions(self, content: bytes) -> int:
        """How often a document was sent."""
        return (await self.told())["documents"].get(hashlib.sha256(content).hexdigest(), 0)


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


@pytest.fixture
async def service(document_settings: Settings) -> AsyncIterator[AzureDocumentService]:
    service = AzureDocumentService(document_settings)
    yield service
    await service.aclose()


@pytest.fixture(scope="session")
async def reader() -> AsyncIterator[ChildReader]:
    reader = ChildReader(seconds=20, most=2)
    yield reader
    await reader.aclose()
