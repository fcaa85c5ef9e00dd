"""The adapters of storage and of documents and servers that are neither: garbage, and pages of something in between."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from shared.errors import ServiceUnavailable
from shared.services.azure_blob import AzureBlobService
from shared.services.document_service import AzureDocumentService
from tests.integration.services.model_support import make_settings, saying

pytestmark = pytest.mark.integration

PDF = "application/pdf"
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
ANSWERS = {
    "busy, for no time": b"HTTP/1.1 503 Busy\r\nRetry-After: nan\r\nContent-Length: 0\r\n\r\n",
    "no status line": b"hello\r\n\r\n",
    "bad chunks": CHUNKED + b"zz\r\n",
    "a page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    "bad XML": b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 6\r\n\r\n<html>",
    "bad JSON": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\nhello",
    "bad compression": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    "accepted": b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
}

type Ask = Callable[[AzureBlobService, AzureDocumentService], Awaitable[object]]
ASKS: dict[str, Ask] = {
    "download": lambda storage, _: storage.download("box", "name", 9),
    "upload": lambda storage, _: storage.upload_file("box", "name", b"words", "text/plain"),
    "storage": lambda storage, _: storage.check(),
    "reading": lambda _, documents: documents.extract_text(b"%PDF-", PDF),
}


@asynccontextmanager
async def adapters(url: str) -> AsyncIterator[tuple[AzureBlobService, AzureDocumentService]]:
    account = f"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;BlobEndpoint={url}/a;"
    settings = make_settings(
        openai_base_url=url,
        openai_model="m",
        azure_storage_connection_string=account,
        document_intelligence_endpoint=url,
        document_intelligence_key="k",
        storage_timeout_seconds=0.5,  # no time for a second attempt, which these tests are not about
        document_timeout_seconds=0.5,
    )
    storage, documents = AzureBlobService(settings), AzureDocumentService(settings)
    try:
        yield storage, documents
    finally:
        await storage.aclose()
        await documents.aclose()


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_an_answer_that_is_not_azures_is_an_outage(ask: Ask, answer: bytes) -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    async with saying(say) as url, adapters(url) as (storage, documents):
        with pytest.raises(ServiceUnavailable) as caught:
            await ask(storage, documents)
        assert caught.value.code in ("storage_unavailable", "reading_unavailable")


@pytest.mark.parametrize("ask", [ASKS["download"], ASKS["upload"], ASKS["reading"]])
async def test_an_answer_that_drips_is_given_up_at_the_deadline(ask: Ask) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(CHUNKED)
        while True:
            writer.write(b"1\r\n \r\n")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with saying(drip) as url, adapters(url) as (storage, documents), asyncio.timeout(10):
        with pytest.raises(ServiceUnavailable):
            await ask(storage, documents)
