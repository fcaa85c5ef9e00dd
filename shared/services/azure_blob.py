"""The adapter to Azure Blob storage: upload, bounded download, delete, and signed URLs that create exactly one blob."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypedDict

from shared.errors import ServiceUnavailable, SettingsError
from shared.telemetry import log_event
from shared.utils.circuit_breaker import CircuitBreaker, CircuitBreakerOpen
from shared.utils.retry import async_retry

if TYPE_CHECKING:
    from azure.identity.aio import DefaultAzureCredential
    from azure.storage.blob import UserDelegationKey
    from azure.storage.blob.aio import BlobClient, BlobServiceClient

    from shared.settings import Settings

_ATTEMPTS: Final = 3
_BASE_DELAY_SECONDS: Final = 0.2
_MAX_DELAY_SECONDS: Final = 2.0
_CONNECT_SECONDS: Final = 5.0
_CHECK_SECONDS: Final = 5.0
_CLOCK_SKEW: Final = timedelta(minutes=5)  # a signature that starts now is refused by a server whose clock is behind
_KEY_LIFETIME: Final = timedelta(hours=6)
_PIECE_BYTES: Final = 1024 * 1024  # aiohttp writes what is larger in one go, and warns of it
_BUSY: Final = frozenset({408, 429})
_REFUSED: Final = frozenset({401, 403})


class UploadedBlob(TypedDict):
    """`blob_url` carries no signature."""

    blob_url: str
    etag: str
    last_modified: datetime


@dataclass(frozen=True)
class UploadGrant:
    """A URL to which one PUT with these headers may create one blob, until it expires. The URL is a secret."""

    url: str
    headers: dict[str, str]
    expires_at: datetime


@dataclass(frozen=True)
class BlobProperties:
    size: int
    etag: str
    last_modified: datetime


class BlobMissing(Exception):
    """There is no such blob."""


class BlobExists(Exception):
    """The blob is there already, and only a new one was to be made."""


class BlobTooLarge(Exception):
    """The blob has more bytes than the caller takes; `size` of them."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the blob has {size} bytes")
        self.size = size


class StorageDown(Exception):
    """Storage did not answer, or said that it cannot just now."""


class AzureBlobService:
    """Blobs of one storage account: with its key where there is a connection string, else as the managed identity.

    Every call has the deadline `storage_timeout_seconds` and is tried three times at most. Outages become
    `ServiceUnavailable`; without an account in the settings every call raises `SettingsError`.
    """

    def __init__(self, settings: "Settings") -> None:
        self._settings = settings
        self._client: BlobServiceClient | None = None
        self._credential: DefaultAzureCredential | None = None
        self._delegation: tuple[UserDelegationKey, datetime] | None = None
        self._containers: set[str] = set()
        self._opening = asyncio.Lock()
        self._preparing = asyncio.Lock()
        self._breaker = CircuitBreaker(
            failure_threshold=8,
            recovery_timeout=5.0,
            half_open_max_calls=2,
            counts=lambda error: isinstance(error, StorageDown),
        )

    async def connect(self) -> None:
        """Prepares the client, so that the first caller need not wait. Raises `SettingsError` without an account."""
        await self._service()

    async def upload_file(
        self, container: str, name: str, content: bytes, content_type: str, *, overwrite: bool = False
    ) -> UploadedBlob:
        """Writes a blob. Raises `BlobExists` when it is there already, unless it may be overwritten.

        An attempt whose answer was lost may have written it: then the next one finds it, and says so too.
        """
        from azure.storage.blob import ContentSettings

        blob = await self._blob(container, name, prepare=True)
        kind = ContentSettings(content_type=content_type)
        written = await self._call(lambda: blob.upload_blob(content, overwrite=overwrite, content_settings=kind))
        return UploadedBlob(blob_url=blob.url, etag=written["etag"], last_modified=written["last_modified"])

    async def upload_grant(self, container: str, name: str, content_type: str) -> UploadGrant:
        """A signed URL with which a browser can create this blob: not read it, not write it a second time."""
        from azure.storage.blob import BlobSasPermissions, generate_blob_sas

        blob = await self._blob(container, name, prepare=True)
        now = datetime.now(UTC)
        expires_at = (now + timedelta(minutes=self._settings.upload_sas_minutes)).replace(microsecond=0)
        https_only = blob.url.startswith("https://")
        signature = generate_blob_sas(
            str(blob.account_name),
            container,
            name,
            permission=BlobSasPermissions(create=True),
            start=now - _CLOCK_SKEW,
            expiry=expires_at,
            protocol="https" if https_only else None,
            **await self._signing_key(expires_at),
        )
        headers = {"x-ms-blob-type": "BlockBlob", "Content-Type": content_type}
        return UploadGrant(f"{blob.url}?{signature}", headers, expires_at)

    async def download(self, container: str, name: str, max_bytes: int) -> bytes:
        """A blob's content. Raises `BlobMissing`, or `BlobTooLarge` before any of the content is read."""
        from azure.core import MatchConditions

        blob = await self._blob(container, name)

        async def read() -> bytes:
            properties = await blob.get_blob_properties()
            if properties.size > max_bytes:
                raise BlobTooLarge(properties.size)
            if not properties.size:
                return b""
            # The etag holds the size to what was seen; one connection, since what is larger was refused.
            stream = await blob.download_blob(
                etag=properties.etag, match_condition=MatchConditions.IfNotModified, max_concurrency=1
            )
            return await stream.readall()

        return await self._call(read)

    async def delete(self, container: str, name: str) -> bool:
        """Deletes a blob with its snapshots; whether it was there."""
        blob = await self._blob(container, name)
        try:
            await self._call(lambda: blob.delete_blob(delete_snapshots="include"))
        except BlobMissing:
            return False
        return True

    async def properties(self, container: str, name: str) -> BlobProperties | None:
        """Size in bytes, etag and last change of a blob; None when there is none."""
        blob = await self._blob(container, name)
        try:
            found = await self._call(blob.get_blob_properties)
        except BlobMissing:
            return None
        return BlobProperties(found.size, found.etag, found.last_modified)

    async def check(self) -> None:
        """One cheap round trip. Raises `ServiceUnavailable` when it does not come back."""
        client = await self._service()

        async def first_container() -> None:
            async with asyncio.timeout(_CHECK_SECONDS):
                async for _container in client.list_containers(results_per_page=1):
                    return

        await self._call(first_container)

    async def url_of(self, container: str, name: str) -> str:
        """The blob's address, without any right to it."""
        return (await self._blob(container, name)).url

    async def aclose(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()
        if self._credential is not None:
            await self._credential.close()

    async def _blob(self, container: str, name: str, *, prepare: bool = False) -> "BlobClient":
        client = await self._service()
        if prepare and container not in self._containers:
            await self._make_container(client, container)
        return client.get_blob_client(container, name)

    async def _make_container(self, client: "BlobServiceClient", container: str) -> None:
        """Once per worker: a signed URL cannot make the container that it writes into."""
        async with self._preparing:
            if container not in self._containers:
                with contextlib.suppress(BlobExists):
                    await self._call(client.get_container_client(container).create_container)
                self._containers.add(container)

    async def _signing_key(self, needed_until: datetime) -> dict[str, Any]:
        """What signs a URL: the account's key, or one that storage lends to our identity for some hours."""
        client = await self._service()
        if self._credential is None:
            return {"account_key": client.credential.account_key}
        async with self._preparing:
            if self._delegation is None or self._delegation[1] < needed_until:
                now = datetime.now(UTC)
                ends = now + _KEY_LIFETIME
                key = await self._call(lambda: client.get_user_delegation_key(now - _CLOCK_SKEW, ends))
                self._delegation = key, ends
            return {"user_delegation_key": self._delegation[0]}

    async def _service(self) -> "BlobServiceClient":
        """The client, made on first use: importing the SDK takes longer than a cold start should."""
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(self._connect)
            return self._client

    def _connect(self) -> "BlobServiceClient":
        secret, url = self._settings.azure_storage_connection_string, self._settings.azure_storage_account_url
        if secret is None and url is None:
            raise SettingsError(
                "Files cannot be stored: set AZURE_STORAGE_ACCOUNT_URL, or AZURE_STORAGE_CONNECTION_STRING locally.",
                retry_after=60,
            )
        from azure.storage.blob.aio import BlobServiceClient

        options: dict[str, Any] = {
            "retry_total": 0,  # `_call` tries again, within one deadline
            "connection_timeout": _CONNECT_SECONDS,
            "read_timeout": self._settings.storage_timeout_seconds,
            "max_single_put_size": _PIECE_BYTES,
            "max_block_size": _PIECE_BYTES,
        }
        if secret is not None:
            try:
                return BlobServiceClient.from_connection_string(secret.get_secret_value(), **options)
            except ValueError:
                raise SettingsError("AZURE_STORAGE_CONNECTION_STRING cannot be used.", retry_after=60) from None
        from azure.identity.aio import DefaultAzureCredential

        self._credential = DefaultAzureCredential()
        return BlobServiceClient(str(url), self._credential, **options)

    async def _call[R](self, execute: Callable[[], Awaitable[R]]) -> R:
        """One call to storage within its deadline, which a try that hangs uses up."""
        seconds = self._settings.storage_timeout_seconds
        due = asyncio.get_running_loop().time() + seconds

        @async_retry(_ATTEMPTS, (StorageDown,), _BASE_DELAY_SECONDS, _MAX_DELAY_SECONDS, deadline=seconds)
        async def attempt() -> R:
            return await self._breaker.call(_translated, execute, due)

        try:
            return await attempt()
        except (StorageDown, CircuitBreakerOpen):
            raise ServiceUnavailable(
                "The file storage does not answer just now. Please try again in a moment.",
                code="storage_unavailable",
                retry_after=5,
            ) from None


async def _translated[R](execute: Callable[[], Awaitable[R]], due: float) -> R:
    """Runs a call until loop time `due`; the SDK's errors become ours."""
    from azure.core import exceptions

    try:
        async with asyncio.timeout_at(due):
            return await execute()
    except (
        TimeoutError,
        exceptions.ServiceRequestError,
        exceptions.ServiceResponseError,
        exceptions.IncompleteReadError,
    ):
        raise StorageDown from None
    except exceptions.ResourceNotFoundError:
        raise BlobMissing from None
    except exceptions.ResourceExistsError as error:
        raise (BlobExists if _already_exists(error) else StorageDown) from None  # else: its container is being deleted
    except exceptions.ResourceModifiedError:
        raise StorageDown from None  # it changed while it was read: the next try reads what is there now
    except exceptions.HttpResponseError as error:
        status = error.status_code or 500
        if status in _REFUSED:
            log_event("storage.refused", level=logging.ERROR, status=status)
            raise ServiceUnavailable(
                "The file storage refuses this app. Its operators have to look at its rights.", code="storage_refused"
            ) from None
        if status >= 500 or status in _BUSY:
            raise StorageDown from None
        raise


def _already_exists(error: Exception) -> bool:
    return str(getattr(error, "error_code", "")).endswith("AlreadyExists")
