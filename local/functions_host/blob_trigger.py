"""Blob triggers: watches a container and runs the function once for each new version of a blob.

With `source="EventGrid"` too: nothing sends events on one machine. Events that come all the same are taken.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial

from .blob_receipts import Receipt, Receipts
from .expressions import PathPattern
from .in_flight import InFlight
from .protocol import TypedData
from .queue_text import encoded
from .retries import run
from .settings import HostSettings
from .storage import Account, Blob, Outage, StorageConflict, StorageError, StorageMissing
from .worker import Call, Function, Worker

logger = logging.getLogger("host.blobs")

POISON_QUEUE = "webjobs-blobtrigger-poison"
_LOOK_EVERY_SECONDS = 0.5
_LISTING_SHARE = 5  # a listing that takes long is made less often: at most this part of the time
_LONGEST_BACK_OFF_SECONDS = 5.0
_FIRST_RETRY_SECONDS = 0.2  # doubles each time
_SECONDS_TO_GIVE_BACK = 2.0


class BlobTrigger:
    """One function and the blobs that it is run with."""

    def __init__(
        self,
        worker: Worker,
        function: Function,
        pattern: PathPattern,
        account: Account,
        receipts: Receipts,
        limit: asyncio.Semaphore,
        settings: HostSettings,
    ) -> None:
        self.function = function
        self._worker = worker
        self._pattern = pattern
        self._account = account
        self._receipts = receipts
        self._limit = limit
        self._settings = settings
        self._taken: set[tuple[str, str]] = set()
        self._cut_short: list[Blob] = []
        self._in_flight = InFlight()
        self._outage = Outage(account, f"Function {function.name}")

    async def watch(self) -> None:
        """Look for new blobs until cancelled."""
        await self._until_it_works(self._receipts.load)
        while True:
            began = time.monotonic()
            await self._until_it_works(self._look)
            await asyncio.sleep(max(_LOOK_EVERY_SECONDS, _LISTING_SHARE * (time.monotonic() - began)))

    async def told_of(self, subject: str) -> None:
        """Take the blob of an event's subject. Raises `StorageError` when storage cannot say what it is."""
        await self._receipts.load()
        container, _, name = subject.partition("/containers/")[2].partition("/blobs/")
        if container == self._pattern.container and self._pattern.match(name) is not None:
            try:
                self._take(await self._account.blob(container, name))
            except StorageMissing:
                logger.info("Function %s was told of a blob that is gone.", self.function.name)

    async def stop(self, seconds: float) -> None:
        """Let what runs finish for so long. A run that is cut short does not count as an attempt."""
        await self._in_flight.finish(seconds)
        with contextlib.suppress(TimeoutError, StorageError):
            async with asyncio.timeout(_SECONDS_TO_GIVE_BACK):
                for blob in self._cut_short:
                    await self._receipts.write(blob, Receipt(self._receipts.of(blob).attempts - 1))

    async def _look(self) -> None:
        try:
            found = [blob async for blob in self._account.blobs(self._pattern.container, self._pattern.prefix)]
        except (StorageMissing, StorageConflict):  # the container: it may come
            return
        for blob in sorted(found, key=lambda blob: blob.modified):
            self._take(blob)

    def _take(self, blob: Blob) -> None:
        version = (blob.name, blob.etag)
        if version in self._taken or (values := self._pattern.match(blob.name)) is None:
            return
        self._taken.add(version)
        if not self._receipts.of(blob).completed:
            self._in_flight.start(self._process(blob, values))

    async def _process(self, blob: Blob, values: dict[str, str]) -> None:
        most = self._settings.blobs.poison_blob_threshold
        while (attempts := self._receipts.of(blob).attempts) < most:
            if attempts:
                await asyncio.sleep(_FIRST_RETRY_SECONDS * 2 ** (attempts - 1))
            async with self._limit:
                await self._until_it_works(lambda: self._receipts.write(blob, Receipt(attempts + 1)))
                try:
                    worked = await self._attempt(blob, values)
                except (StorageMissing, StorageConflict):  # deleted or replaced meanwhile
                    logger.info("Function %s: a blob was gone before it was read.", self.function.name)
                    return
                except asyncio.CancelledError:
                    self._cut_short.append(blob)
                    raise
            if worked:
                break
        else:
            await self._until_it_works(lambda: self._give_up(blob, most))
        await self._until_it_works(lambda: self._receipts.write(blob, Receipt(attempts, completed=True)))

    async def _attempt(self, blob: Blob, values: dict[str, str]) -> bool:
        read = partial(self._account.read_blob, blob.container, blob.name, blob.etag)
        blob, content = await self._until_it_works(read)
        return await run(self._worker, self.function, _call(blob, content, values)) is None

    async def _give_up(self, blob: Blob, attempts: int) -> None:
        logger.error("Function %s failed %d times: %s is told of it.", self.function.name, attempts, POISON_QUEUE)
        message = {
            "Type": "BlobTrigger",
            "FunctionId": f"Host.Functions.{self.function.name}",
            "BlobType": blob.kind,
            "ContainerName": blob.container,
            "BlobName": blob.name,
            "ETag": f'"{blob.etag}"',
        }
        await self._account.send(POISON_QUEUE, encoded(json.dumps(message), self._settings.queues))

    async def _until_it_works[T](self, ask: Callable[[], Awaitable[T]]) -> T:
        """What storage answers, waited for as long as it takes. Raises what waiting cannot mend."""
        pause = _LOOK_EVERY_SECONDS
        while True:
            try:
                answer = await ask()
            except (StorageMissing, StorageConflict):
                raise
            except StorageError as error:
                self._outage.goes_on(error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_BACK_OFF_SECONDS)
            else:
                self._outage.is_over()
                return answer


def _call(blob: Blob, content: bytes, values: dict[str, str]) -> Call:
    metadata = {
        "BlobTrigger": TypedData(string=blob.path),
        "Uri": TypedData(string=blob.uri),
        "Properties": TypedData(json=json.dumps(blob.properties)),
        "Metadata": TypedData(json=json.dumps(dict(blob.metadata))),
        **{name: TypedData(string=value) for name, value in values.items()},
    }
    known = {"blobTrigger": blob.path, "uri": blob.uri, "properties": blob.properties, "metadata": blob.metadata}
    return Call(TypedData(bytes=content), metadata, known | values)
