"""The sample app with storage triggers, in a folder of its own."""

import base64
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.storage.blob import BlobServiceClient
from azure.storage.queue import QueueServiceClient

from local.azurite import Azurite
from tests.integration.functions_host.running import RunningHost, copy_app, eventually

HOST_JSON = {"version": "2.0", "extensions": {"queues": {"batchSize": 4, "newBatchThreshold": 2}}}


class StorageApp:
    """Hosts come and go; what the app saw, and what storage holds, stays."""

    def __init__(self, folder: Path, azurite: Azurite, host_json: dict[str, Any] | None = None) -> None:
        self.azurite = azurite
        self.host: RunningHost | None = None
        self._seen, self._held = folder / "seen.jsonl", folder / "held"
        string = azurite.connection_string
        values = {
            "AzureWebJobsStorage": string,
            "AzureWebJobsSTORE": string,
            "IN_AZURE__serviceUri": azurite.queue_url,
            "COPY_NAME": "copy-of",
            "SEEN": str(self._seen),
            "HELD": str(self._held),
        }
        files = {"local.settings.json": {"IsEncrypted": False, "Values": values}, "host.json": host_json or HOST_JSON}
        self.folder = copy_app("storage", folder, {name: json.dumps(content) for name, content in files.items()})
        self.blobs = BlobServiceClient.from_connection_string(string, retry_total=0)
        self.queues = QueueServiceClient.from_connection_string(string, retry_total=0)

    @contextlib.contextmanager
    def running(self) -> Iterator[RunningHost]:
        with RunningHost(self.folder) as host:
            self.host = host
            yield host

    def forget(self) -> None:
        """Empties the account."""
        for container in self.blobs.list_containers():
            self.blobs.delete_container(container.name)
        for queue in self.queues.list_queues():
            self.queues.delete_queue(queue.name)

    def close(self) -> None:
        self.blobs.close()
        self.queues.close()

    def seen(self, what: str, **values: Any) -> list[dict[str, Any]]:
        """What the app saw, oldest first, with these values."""
        lines = self._seen.read_text().splitlines() if self._seen.exists() else []
        rows = [json.loads(line) for line in lines]
        return [row for row in rows if row["what"] == what and values.items() <= row.items()]

    def until_seen(self, what: str, times: int = 1, within: float = 20, **values: Any) -> list[dict[str, Any]]:
        def enough() -> list[dict[str, Any]] | None:
            rows = self.seen(what, **values)
            return rows if len(rows) >= times else None

        return eventually(enough, within)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """While this lasts, slow functions do not end."""
        self._held.touch()
        try:
            yield
        finally:
            self._held.unlink()

    def put(self, container: str, name: str, content: bytes, **options: Any) -> None:
        with contextlib.suppress(ResourceExistsError):
            self.blobs.create_container(container)
        self.blobs.get_blob_client(container, name).upload_blob(content, overwrite=True, **options)

    def blob(self, container: str, name: str) -> bytes | None:
        try:
            return self.blobs.get_blob_client(container, name).download_blob().readall()
        except ResourceNotFoundError:
            return None

    def send(self, queue: str, text: str) -> None:
        """A message in base64, as the host expects it."""
        self.send_as_it_is(queue, base64.b64encode(text.encode()).decode())

    def send_as_it_is(self, queue: str, text: str) -> None:
        with contextlib.suppress(ResourceExistsError):
            self.queues.create_queue(queue)
        self.queues.get_queue_client(queue).send_message(text)

    def messages(self, queue: str) -> list[str]:
        """What a queue shows now, at most 32, as it is stored."""
        try:
            return [found.content for found in self.queues.get_queue_client(queue).peek_messages(32)]
        except ResourceNotFoundError:
            return []

    def count(self, queue: str) -> int:
        """How many messages a queue holds, the invisible ones included."""
        return self.queues.get_queue_client(queue).get_queue_properties().approximate_message_count or 0


@contextlib.contextmanager
def storage_app(folder: Path, azurite: Azurite, host_json: dict[str, Any] | None = None) -> Iterator[StorageApp]:
    """The app, without a host, and its storage, of which nothing is left at the end."""
    app = StorageApp(folder, azurite, host_json)
    try:
        yield app
    finally:
        app.forget()
        app.close()
