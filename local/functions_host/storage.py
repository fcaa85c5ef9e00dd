"""Storage accounts as the host uses them: blobs and queue messages. The only module that knows the Azure SDK.

The SDK is imported when an app first needs it: most of the host's apps never do.
"""

import base64
import contextlib
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from azure.storage.blob import BlobProperties
    from azure.storage.blob.aio import BlobClient

logger = logging.getLogger("host.storage")

_CONNECT_SECONDS = 3
_READ_SECONDS = 30


class StorageError(Exception):
    """Storage did not do what it was asked; what was asked may work later."""


class StorageMissing(StorageError):
    """There is no such container, blob, queue or message."""


class StorageConflict(StorageError):
    """It is there already, or is not any more what it was."""


@dataclass(frozen=True)
class Blob:
    """One version of a blob. `kind` is `BlockBlob`, `PageBlob` or `AppendBlob`; `uri` carries no signature."""

    container: str
    name: str
    etag: str
    kind: str
    uri: str
    size: int
    modified: datetime
    metadata: Mapping[str, str]
    properties: Mapping[str, Any] = field(repr=False)

    @property
    def path(self) -> str:
        """`container/name`, as bindings write it."""
        return f"{self.container}/{self.name}"


@dataclass
class Message:
    """A message that this host holds until its lease ends; `receipt` changes with every renewal."""

    id: str
    receipt: str
    text: str
    dequeue_count: int
    inserted: datetime
    expires: datetime
    next_visible: datetime


class Account:
    """One storage account. Calls raise `StorageError` and its children, and are not repeated here."""

    def __init__(self, string: str) -> None:
        """Raises `ValueError` when the connection string cannot be understood."""
        from azure.storage.blob.aio import BlobServiceClient
        from azure.storage.queue.aio import QueueServiceClient

        options: dict[str, Any] = {
            "retry_total": 0,
            "connection_timeout": _CONNECT_SECONDS,
            "read_timeout": _READ_SECONDS,
        }
        self._blobs = BlobServiceClient.from_connection_string(string, **options)
        self._queues = QueueServiceClient.from_connection_string(string, **options)
        self.name = str(self._blobs.url).rstrip("/")

    async def close(self) -> None:
        """Let go of its connections."""
        await self._blobs.close()
        await self._queues.close()

    async def blobs(self, container: str, prefix: str = "", metadata: bool = False) -> AsyncIterator[Blob]:
        """The blobs of a container whose names begin with a prefix, with their metadata if it is asked for."""
        include = ["metadata"] if metadata else None
        client = self._blobs.get_container_client(container)
        with _translated():
            async for found in client.list_blobs(name_starts_with=prefix or None, include=include):
                yield _blob(client.get_blob_client(found.name), found)

    async def blob(self, container: str, name: str) -> Blob:
        """One blob as it is now."""
        client = self._blobs.get_blob_client(container, name)
        with _translated():
            return _blob(client, await client.get_blob_properties())

    async def read_blob(self, container: str, name: str, etag: str | None = None) -> tuple[Blob, bytes]:
        """A blob and what it holds; with an ETag only that version of it."""
        from azure.core import MatchConditions

        client = self._blobs.get_blob_client(container, name)
        condition = {"etag": f'"{etag}"', "match_condition": MatchConditions.IfNotModified} if etag else {}
        with _translated():
            stream = await client.download_blob(**condition)
            return _blob(client, stream.properties), await stream.readall()

    async def write_blob(
        self, container: str, name: str, content: bytes, metadata: Mapping[str, str] | None = None
    ) -> None:
        """Make a blob, or replace it; its container is made when it is missing."""
        client = self._blobs.get_blob_client(container, name)

        async def write() -> None:
            with _translated():
                await client.upload_blob(content, overwrite=True, metadata=dict(metadata) if metadata else None)

        try:
            await write()
        except StorageMissing:
            with contextlib.suppress(StorageConflict), _translated():
                await self._blobs.create_container(container)
            await write()

    async def receive(self, queue: str, count: int, lease_seconds: int) -> list[Message]:
        """At most `count` messages, invisible to others until the lease ends."""
        client = self._queues.get_queue_client(queue)
        with _translated():
            received = client.receive_messages(
                messages_per_page=count, max_messages=count, visibility_timeout=lease_seconds
            )
            return [_message(found) async for found in received]

    async def renew(self, queue: str, message: Message, seconds: int) -> None:
        """Keep a message invisible for so many seconds from now; 0 lets go of it."""
        client = self._queues.get_queue_client(queue)
        with _translated():
            renewed = await client.update_message(message.id, message.receipt, visibility_timeout=seconds)
        message.receipt = str(renewed.pop_receipt)

    async def remove(self, queue: str, message: Message) -> None:
        """Delete a message that this host holds."""
        with _translated():
            await self._queues.get_queue_client(queue).delete_message(message.id, message.receipt)

    async def send(self, queue: str, text: str) -> None:
        """Put a message as it is into a queue, which is made when it is missing."""
        client = self._queues.get_queue_client(queue)

        async def send() -> None:
            with _translated():
                await client.send_message(text)

        try:
            await send()
        except StorageMissing:
            with contextlib.suppress(StorageConflict), _translated():
                await client.create_queue()
            await send()


class Outage:
    """Says once that storage does not answer, and once that it does again."""

    def __init__(self, account: Account, what: str) -> None:
        self._account = account
        self._what = what
        self._lasts = False

    def goes_on(self, error: StorageError) -> None:
        """A call has failed."""
        if not self._lasts:
            logger.warning("%s waits: storage at %s does not answer (%s).", self._what, self._account.name, error)
        self._lasts = True

    def is_over(self) -> None:
        """A call has worked."""
        if self._lasts:
            logger.info("%s goes on: storage at %s answers again.", self._what, self._account.name)
        self._lasts = False


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """The SDK's errors as ours."""
    from azure.core.exceptions import (
        AzureError,
        HttpResponseError,
        ResourceExistsError,
        ResourceModifiedError,
        ResourceNotFoundError,
    )

    try:
        yield
    except HttpResponseError as error:
        # By class first: that a queue is there already comes with status 204.
        missing = isinstance(error, ResourceNotFoundError) or error.status_code == 404
        conflict = isinstance(error, ResourceExistsError | ResourceModifiedError) or error.status_code in (409, 412)
        kind = StorageMissing if missing else StorageConflict if conflict else StorageError
        code = getattr(error, "error_code", None) or error.reason
        raise kind(f"{error.status_code} {getattr(code, 'value', code)}") from None
    except AzureError as error:
        raise StorageError(f"{type(error).__name__}: {error.message}") from None


def _message(found: Any) -> Message:
    # The SDK types its fields as optional for messages that are only peeked at.
    return Message(
        id=found.id,
        receipt=found.pop_receipt,
        text=found.content,
        dequeue_count=found.dequeue_count,
        inserted=found.inserted_on,
        expires=found.expires_on,
        next_visible=found.next_visible_on,
    )


def _blob(client: "BlobClient", found: "BlobProperties") -> Blob:
    settings = found.content_settings
    etag = str(found.etag).strip('"')
    kind = str(getattr(found.blob_type, "value", found.blob_type))
    md5 = settings.content_md5
    properties = {
        "LastModified": found.last_modified.isoformat(),
        "CreatedOn": found.creation_time.isoformat() if found.creation_time else None,
        "ETag": f'"{etag}"',
        "BlobType": kind.removesuffix("Blob"),
        "ContentLength": found.size,
        "ContentType": settings.content_type,
        "ContentEncoding": settings.content_encoding,
        "ContentLanguage": settings.content_language,
        "ContentDisposition": settings.content_disposition,
        "CacheControl": settings.cache_control,
        "ContentHash": base64.b64encode(md5).decode() if md5 else None,
    }
    return Blob(
        container=client.container_name,
        name=client.blob_name,
        etag=etag,
        kind=kind,
        uri=client.url.partition("?")[0],
        size=found.size,
        modified=found.last_modified,
        metadata=dict(found.metadata or {}),
        properties={name: value for name, value in properties.items() if value is not None},
    )
