"""Blob storage through the real SDK on Azurite: signed uploads and what they refuse, bounded reads, outages."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import aiohttp
import pytest
from aiohttp import web

from local.azurite import ACCOUNT, KEY, Azurite
from shared.errors import ServiceUnavailable, SettingsError
from shared.services.azure_blob import AzureBlobService, BlobExists, BlobMissing, BlobTooLarge, UploadGrant
from shared.settings import Settings
from tests.fixtures.polling import eventually

pytestmark = pytest.mark.integration

BOX = "resumes"
TEXT = "text/plain"


def settings_for(**values: object) -> Settings:
    return Settings.model_validate(
        {
            "supabase_url": "http://127.0.0.1:1",
            "supabase_publishable_key": "k",
            "supabase_secret_key": "k",
            "azure_openai_endpoint": "http://127.0.0.1:1",
            **values,
        }
    )


@pytest.fixture
async def blobs(azurite: Azurite) -> AsyncIterator[AzureBlobService]:
    service = AzureBlobService(settings_for(azure_storage_connection_string=azurite.connection_string))
    yield service
    await service.aclose()


@pytest.fixture
def name() -> str:
    return f"{uuid4()}/{uuid4()}/resume.txt"


async def put(grant: UploadGrant, content: bytes, url: str | None = None) -> int:
    async with aiohttp.ClientSession() as browser:
        answer = await browser.put(url or grant.url, data=content, headers=grant.headers)
        return answer.status


async def test_what_is_uploaded_comes_back(blobs: AzureBlobService, name: str) -> None:
    written = await blobs.upload_file(BOX, name, b"words", TEXT)
    assert written["blob_url"].endswith(f"/{BOX}/{name}")
    assert "?" not in written["blob_url"]
    assert datetime.now(UTC) - written["last_modified"] < timedelta(minutes=5)
    assert written["etag"]
    assert await blobs.download(BOX, name, 5) == b"words"


async def test_an_empty_blob_comes_back_empty(blobs: AzureBlobService, name: str) -> None:
    await blobs.upload_file(BOX, name, b"", TEXT)
    assert await blobs.download(BOX, name, 5) == b""


async def test_a_blob_is_made_once(blobs: AzureBlobService, name: str) -> None:
    await blobs.upload_file(BOX, name, b"first", TEXT)
    with pytest.raises(BlobExists):
        await blobs.upload_file(BOX, name, b"second", TEXT)
    assert await blobs.download(BOX, name, 10) == b"first"
    await blobs.upload_file(BOX, name, b"second", TEXT, overwrite=True)
    assert await blobs.download(BOX, name, 10) == b"second"


async def test_a_larger_blob_is_not_read(blobs: AzureBlobService, name: str) -> None:
    await blobs.upload_file(BOX, name, b"123456", TEXT)
    with pytest.raises(BlobTooLarge) as caught:
        await blobs.download(BOX, name, 5)
    assert caught.value.size == 6


async def test_what_is_not_there(blobs: AzureBlobService, name: str) -> None:
    assert not await blobs.delete(BOX, name)
    with pytest.raises(BlobMissing):
        await blobs.download(BOX, name, 5)
    with pytest.raises(BlobMissing):
        await blobs.download("no-such-box", name, 5)


async def test_what_is_deleted_is_gone(blobs: AzureBlobService, name: str) -> None:
    await blobs.upload_file(BOX, name, b"words", TEXT)
    assert await blobs.delete(BOX, name)
    with pytest.raises(BlobMissing):
        await blobs.download(BOX, name, 5)


async def test_a_browser_puts_one_blob_once(blobs: AzureBlobService, name: str) -> None:
    grant = await blobs.upload_grant(BOX, name, TEXT)
    assert grant.headers["x-ms-blob-type"] == "BlockBlob"
    assert timedelta(minutes=14) < grant.expires_at - datetime.now(UTC) <= timedelta(minutes=15)
    assert await put(grant, b"words") == 201
    assert await put(grant, b"other") in (403, 409)
    assert await blobs.download(BOX, name, 10) == b"words"


async def test_a_grant_is_for_this_blob_and_for_making_it(blobs: AzureBlobService, name: str) -> None:
    grant = await blobs.upload_grant(BOX, name, TEXT)
    another = f"{uuid4()}/{uuid4()}/resume.txt"
    assert await put(grant, b"words", grant.url.replace(name, another)) == 403
    assert await put(grant, b"words") == 201
    async with aiohttp.ClientSession() as browser:
        assert (await browser.get(grant.url)).status == 403
        assert (await browser.delete(grant.url)).status == 403
        box = grant.url.replace(f"/{name}", "") + "&restype=container&comp=list"
        assert (await browser.get(box)).status == 403


async def test_an_expired_grant_is_refused(azurite: Azurite, name: str) -> None:
    quick = settings_for(azure_storage_connection_string=azurite.connection_string, upload_sas_minutes=0.001)
    service = AzureBlobService(quick)
    try:
        grant = await service.upload_grant(BOX, name, TEXT)
        eventually(lambda: datetime.now(UTC) > grant.expires_at)
        assert await put(grant, b"words") == 403
    finally:
        await service.aclose()


async def test_a_name_of_any_kind_is_one_blob(blobs: AzureBlobService) -> None:
    name = f"{uuid4()}/Ümläut & 50% ?#.txt"
    written = await blobs.upload_file(BOX, name, b"words", TEXT)
    assert await blobs.download(BOX, name, 5) == b"words"
    assert await blobs.url_of(BOX, name) == written["blob_url"]
    assert "?" not in written["blob_url"]


async def test_the_account_answers(blobs: AzureBlobService) -> None:
    await blobs.check()


@pytest.mark.parametrize("call", ["check", "upload_grant", "download"])
async def test_without_an_account_it_says_what_to_set(call: str) -> None:
    service = AzureBlobService(settings_for())
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "check": service.check,
        "upload_grant": lambda: service.upload_grant(BOX, "n", TEXT),
        "download": lambda: service.download(BOX, "n", 5),
    }
    with pytest.raises(SettingsError, match="AZURE_STORAGE_ACCOUNT_URL"):
        await calls[call]()


async def test_a_connection_string_that_is_none_is_not_repeated() -> None:
    service = AzureBlobService(settings_for(azure_storage_connection_string="my secret thing"))
    with pytest.raises(SettingsError, match="AZURE_STORAGE_CONNECTION_STRING") as caught:
        await service.check()
    assert "my secret" not in str(caught.value)


class Wire:
    """A storage account that answers as it is told; `calls` counts what it was asked, `seconds` is how long it took."""

    seconds = 0.0

    def __init__(self, answer: Callable[[int], Awaitable[web.StreamResponse]]) -> None:
        self.calls = 0
        self._answer = answer
        self._runner = web.ServerRunner(web.Server(self._take), shutdown_timeout=0)

    async def _take(self, _request: web.BaseRequest) -> web.StreamResponse:
        self.calls += 1
        return await self._answer(self.calls)

    async def start(self) -> str:
        """Gives the connection string."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        return f"AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint=http://127.0.0.1:{port}/{ACCOUNT};"

    async def stop(self) -> None:
        await self._runner.cleanup()


async def outcome(
    answer: Callable[[int], Awaitable[web.StreamResponse]], *, times: int = 1, seconds: float = 5
) -> tuple[Wire, list[BaseException | None]]:
    """What `times` looks at a blob that is larger than is taken come to on a wire like this; None for a good answer."""
    wire = Wire(answer)
    service = AzureBlobService(
        settings_for(azure_storage_connection_string=await wire.start(), storage_timeout_seconds=seconds)
    )
    errors = list[BaseException | None]()
    now = asyncio.get_running_loop().time
    began = now()
    try:
        for _ in range(times):
            try:
                await service.download(BOX, "n", 6)
            except BlobTooLarge:
                errors.append(None)
            except Exception as error:
                errors.append(error)
    finally:
        wire.seconds = now() - began
        await service.aclose()
        await wire.stop()
    return wire, errors


HEAD = {"Content-Length": "7", "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT", "ETag": '"0x1"'}


async def test_a_busy_account_is_asked_again() -> None:
    async def busy_once(call: int) -> web.StreamResponse:
        return web.Response(status=503) if call == 1 else web.Response(headers=HEAD, body=b"1234567")

    wire, errors = await outcome(busy_once)
    assert errors == [None]
    assert wire.calls == 2


async def test_an_outage_is_bounded_and_then_left_alone() -> None:
    async def down(_call: int) -> web.StreamResponse:
        return web.Response(status=500)

    wire, errors = await outcome(down, times=4)
    assert all(isinstance(error, ServiceUnavailable) and error.code == "storage_unavailable" for error in errors)
    assert wire.calls == 8  # three tries for each of the first calls, until the circuit opens


async def test_an_account_that_never_answers_has_a_deadline() -> None:
    async def never(_call: int) -> web.StreamResponse:
        await released.wait()
        return web.Response()

    released = asyncio.Event()
    asyncio.get_running_loop().call_later(1, released.set)
    wire, errors = await outcome(never, seconds=0.3)
    assert wire.seconds < 0.9
    assert isinstance(errors[0], ServiceUnavailable)


async def test_a_refusal_is_no_outage() -> None:
    async def refuse(_call: int) -> web.StreamResponse:
        return web.Response(status=403)

    wire, errors = await outcome(refuse)
    assert isinstance(errors[0], ServiceUnavailable)
    assert errors[0].code == "storage_refused"
    assert wire.calls == 1
