"""Which blobs a function has been told of: receipts in the host's storage account, where the real host keeps its own.

`azure-webjobs-hosts/blobreceipts/HOST/FUNCTION/ETAG/CONTAINER/BLOB`, an empty blob whose metadata says how often the
function was run and whether that is over. So a host that was killed goes on where it was, and does nothing twice.
"""

import hashlib
from dataclasses import dataclass

from .storage import Account, Blob, StorageConflict, StorageError, StorageMissing

_CONTAINER = "azure-webjobs-hosts"
_LONGEST_NAME = 1024  # of a blob, in characters


@dataclass(frozen=True)
class Receipt:
    """How often the function was run with the blob, and whether it has succeeded or was given up."""

    attempts: int = 0
    completed: bool = False


class Receipts:
    """The receipts of one function."""

    def __init__(self, account: Account, host_id: str, function_id: str) -> None:
        self.account = account
        self._prefix = f"blobreceipts/{host_id}/{function_id}/"
        self._known: dict[str, Receipt] = {}
        self._loaded = False

    async def load(self) -> None:
        """Read all of them, once. Raises `StorageError`."""
        if self._loaded:
            return
        try:
            async for blob in self.account.blobs(_CONTAINER, self._prefix, metadata=True):
                attempts, completed = blob.metadata.get("attempts", "0"), blob.metadata.get("completed") == "true"
                self._known.setdefault(blob.name, Receipt(int(attempts), completed))
        except StorageMissing:  # the first one will make the container
            pass
        self._loaded = True

    def of(self, blob: Blob) -> Receipt:
        """What is known of this version of a blob."""
        return self._known.get(self._name(blob), Receipt())

    async def write(self, blob: Blob, receipt: Receipt) -> None:
        """Keep a receipt. Raises `StorageError`."""
        metadata = {"attempts": str(receipt.attempts), "completed": str(receipt.completed).lower()}
        name = self._name(blob)
        try:
            await self.account.write_blob(_CONTAINER, name, b"", metadata)
        except (StorageMissing, StorageConflict) as error:  # the container is being deleted; it will be made again
            raise StorageError(str(error)) from None
        self._known[name] = receipt

    def _name(self, blob: Blob) -> str:
        name = f"{self._prefix}{blob.etag}/{blob.path}"
        if len(name) <= _LONGEST_NAME:
            return name
        return f"{self._prefix}{blob.etag}/{hashlib.sha256(blob.path.encode()).hexdigest()}"
