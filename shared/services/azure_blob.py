"""The adapter to Azure Blob storage: upload, bounded download, delete, and signed URLs that create exactly one blob."""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypedDict, override

from shared.errors import ServiceUnavailable, SettingsError
from shared.services.azure_clients import CHECK_SECONDS, CONNECT_SECONDS, AzureAdapter, ServiceDown, is_down
from shared.utils.circuit_breaker import CircuitBreaker

if TYPE_CHECKING:
    from azure.core.exceptions import HttpResponseError
    from azure.storage.blob import UserDelegationKey
    from azure.storage.blob.aio import BlobClient, BlobServiceClient

    from shared.settings import Settings

_CLOCK_SKEW: Final = timedelta(minutes=5)  # a signature that starts now is refused by a server whose clock is behind
_KEY_LIFETIME: Final = timedelta(hours=6)
_PIECE_BYTES: Final = 1024 * 1024  # aiohttp writes what is larger in one go, and warns of it


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


class BlobMissing(Exception):
    """There is no such blob."""


class BlobExists(Exception):
    """The blob is there already, and only a new one was to be made."""


class BlobTooLarge(Exception):
    """The blob has more bytes than the caller takes; `size` of them."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the blob has {size} bytes")
        self.size = size


class AzureBlobService(AzureAdapter["BlobServiceClient"]):
    """Blobs of one storage account: with its key where there is a connection string, else as the managed identity.

    Every call has the deadline `storage_timeout_seconds` and is tried three times at most. Outages become
    `ServiceUnavailable`; without an account in the settings every call raises `SettingsError`.
    """

    NAME: ClassVar[str] = "storage"

    def __init__(self, settings: "Settings") -> None:
        breaker = CircuitBreaker(failure_threshold=8, recovery_timeout=5.0, half_open_max_calls=2, counts=is_down)
        super().__init__(settings, breaker)
        self._seconds = settings.storage_timeout_seconds
        self._delegation: tuple[UserDelegationKey, datetime] | None = None
        self._containers: set[str] = set()
        self._preparing = asyncio.Lock()

    async def connect(self) -> None:
        """Prepares the client, so that the first caller need not wait. Raises `SettingsError` without an account."""
        await self._connected()

    async def upload_file(
        self, container: str, name: str, content: bytes, content_type: str, *, overwrite: bool = False
    ) -> UploadedBlob:
        """Writes a blob. Raises `BlobExists` when it is there already, unless it may be overwritten.

        An attempt whose answer was lost may have written it: then the next one finds it, and says so too.
        """
        from azure.storage.blob import ContentSettings

        blob = await self._blob(container, name, prepare=True)
        kind = ContentSettings(content_type=content_type)
        written = await self._call(
            lambda: blob.upload_blob(content, overwrite=overwrite, content_settings=kind), self._seconds
        )
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

        return await self._call(read, self._seconds)

    async def delete(self, container: str, name: str) -> bool:
        """Deletes a blob with its snapshots; whether it was there."""
        blob = await self._blob(container, name)
        try:
            await self._call(lambda: blob.delete_blob(delete_snapshots="include"), self._seconds)
        except BlobMissing:
            return False
        return True

    async def check(self) -> None:
        """One cheap round trip. Raises `ServiceUnavailable` when it does not come back."""
        client = await self._connected()

        async def first_container() -> None:
            async for _container in client.list_containers(results_per_page=1):
                return

        await self._call(first_container, CHECK_SECONDS)

    async def url_of(self, container: str, name: str) -> str:
        """The blob's address, without any right to it."""
        return (await self._blob(container, name)).url

    async def _blob(self, container: str, name: str, *, prepare: bool = False) -> "BlobClient":
        client = await self._connected()
        if prepare and container not in self._containers:
            await self._make_container(client, container)
        return client.get_blob_client(container, name)

    async def _make_container(self, client: "BlobServiceClient", container: str) -> None:
        """Once per worker: a signed URL cannot make the container that it writes into."""
        async with self._preparing:
            if container not in self._containers:
                with contextlib.suppress(BlobExists):
                    await self._call(client.get_container_client(container).create_container, self._seconds)
                self._containers.add(container)

    async def _signing_key(self, needed_until: datetime) -> dict[str, Any]:
        """What signs a URL: the account's key, or one that storage lends to our identity for some hours."""
        client = await self._connected()
        if self._credential is None:
            return {"account_key": client.credential.account_key}
        async with self._preparing:
            if self._delegation is None or self._delegation[1] < needed_until:
                now = datetime.now(UTC)
                ends = now + _KEY_LIFETIME
                key = await self._call(lambda: client.get_user_delegation_key(now - _CLOCK_SKEW, ends), self._seconds)
                self._delegation = key, ends
            return {"user_delegation_key": self._delegation[0]}

    @override
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
            "connection_timeout": CONNECT_SECONDS,
            "read_timeout": self._seconds,
            "max_single_put_size": _PIECE_BYTES,
            "max_block_size": _PIECE_BYTES,
        }
        if secret is not None:
            try:
                return BlobServiceClient.from_connection_string(secret.get_secret_value(), **options)
            except ValueError:
                raise SettingsError("AZURE_STORAGE_CONNECTION_STRING cannot be used.", retry_after=60) from None
        return BlobServiceClient(str(url), self._identity(), **options)

    @override
    def _unavailable(self) -> ServiceUnavailable:
        return ServiceUnavailable(
            "The file storage does not answer just now. Please try again in a moment.", code="storage_unavailable"
        )

    @override
    def _refused(self) -> ServiceUnavailable:
        return ServiceUnavailable(
            "The file storage refuses this app. Its operators have to look at its rights.", code="storage_refused"
        )

    @override
    def _meaning(self, error: "HttpResponseError") -> Exception:
        from azure.core import exceptions

        match error:
            case exceptions.ResourceNotFoundError():
                return BlobMissing()
            case exceptions.ResourceExistsError():  # else its container is being deleted
                return (
                    BlobExists() if str(getattr(error, "error_code", "")).endswith("AlreadyExists") else ServiceDown()
                )
            case exceptions.ResourceModifiedError():
                return ServiceDown()  # it changed while it was read: the next try reads what is there now
            case _:
                return error
