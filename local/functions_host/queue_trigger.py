"""Queue triggers: takes messages under a lease, runs the function, and deletes, releases or sets aside each message."""

import asyncio
import contextlib
import json
import logging
from dataclasses import dataclass, field

from .expressions import json_values
from .in_flight import InFlight
from .protocol import TypedData
from .queue_text import UndecodableError, decoded
from .retries import run
from .settings import QueueSettings
from .storage import Account, Message, Outage, StorageError, StorageMissing
from .worker import Call, Function, Worker

logger = logging.getLogger("host.queues")

# Azure holds a message for ten minutes, so that one whose host was killed comes back late. Here it comes back soon.
LEASE_SECONDS = 15
_RENEW_EVERY_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 0.1  # doubles up to host.json's maxPollingInterval
_LONGEST_BACK_OFF_SECONDS = 5.0
_TIMES_TO_TRY_TO_SETTLE = 3
_SECONDS_TO_GIVE_BACK = 2.0


@dataclass
class _Held:
    message: Message
    settled: asyncio.Event = field(default_factory=asyncio.Event)


class QueueTrigger:
    """One function and the queue that it is run for."""

    def __init__(
        self, worker: Worker, function: Function, queue: str, account: Account, settings: QueueSettings
    ) -> None:
        self.function = function
        self.queue = queue
        self._worker = worker
        self._account = account
        self._settings = settings
        self._held: dict[str, _Held] = {}
        self._room = asyncio.Event()
        self._in_flight = InFlight()
        self._outage = Outage(account, f"Function {function.name}")

    async def watch(self) -> None:
        """Take messages until cancelled."""
        pause = _FIRST_PAUSE_SECONDS
        while True:
            if len(self._held) > self._settings.new_batch_threshold:
                self._room.clear()
                await self._room.wait()
                continue
            most = max(self._settings.max_polling_interval, _FIRST_PAUSE_SECONDS)
            try:
                messages = await self._account.receive(self.queue, self._settings.batch_size, LEASE_SECONDS)
                self._outage.is_over()
            except StorageMissing:  # the queue: it may come
                messages = []
            except StorageError as error:
                self._outage.goes_on(error)
                messages, most = [], _LONGEST_BACK_OFF_SECONDS
            for message in messages:
                self._take(message)
            if messages:
                pause = _FIRST_PAUSE_SECONDS
            else:
                await asyncio.sleep(pause)
                pause = min(pause * 2, most)

    async def stop(self, seconds: float) -> None:
        """Let what runs finish for so long, and let go of the messages of what does not."""
        await self._in_flight.finish(seconds)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_GIVE_BACK):
                for held in self._held.values():
                    with contextlib.suppress(StorageError):  # then its lease ends by itself
                        await self._account.renew(self.queue, held.message, 0)

    def _take(self, message: Message) -> None:
        if held := self._held.get(message.id):
            # The lease ran out while this process was busy: it is the same message, still being worked on.
            held.message.receipt = message.receipt
            return
        self._held[message.id] = held = _Held(message)
        self._in_flight.start(self._process(held))

    async def _process(self, held: _Held) -> None:
        message, most = held.message, self._settings.max_dequeue_count
        renewing = asyncio.create_task(self._renew(held))
        try:
            worked = await self._attempt(message)
        except asyncio.CancelledError:
            renewing.cancel()
            raise
        held.settled.set()
        await renewing
        try:
            await self._settle(message, worked, last=message.dequeue_count >= most)
        finally:
            del self._held[message.id]
            self._room.set()

    async def _attempt(self, message: Message) -> bool:
        """Run the function with a message, unless it was tried too often or cannot be read."""
        if message.dequeue_count > self._settings.max_dequeue_count:
            return False
        try:
            body = decoded(message.text, self._settings)
        except UndecodableError:
            logger.error("Queue %s holds a message that is not base64 (queues.messageEncoding).", self.queue)
            message.dequeue_count = self._settings.max_dequeue_count  # it will never be
            return False
        return await run(self._worker, self.function, _call(message, body)) is None

    async def _settle(self, message: Message, worked: bool, last: bool) -> None:
        for attempt in range(_TIMES_TO_TRY_TO_SETTLE):
            try:
                if not worked and not last:
                    await self._account.renew(self.queue, message, round(self._settings.release_after))
                    return
                if not worked:
                    logger.error("Function %s: a message goes to %s-poison.", self.function.name, self.queue)
                    await self._account.send(f"{self.queue}-poison", message.text)
                    worked = True  # what is left is to delete it
                await self._account.remove(self.queue, message)
                return
            except StorageMissing:  # deleted by somebody else, or the lease ran out
                return
            except StorageError as error:
                self._outage.goes_on(error)
                await asyncio.sleep(_FIRST_PAUSE_SECONDS * 2**attempt)

    async def _renew(self, held: _Held) -> None:
        while True:
            try:
                async with asyncio.timeout(_RENEW_EVERY_SECONDS):
                    await held.settled.wait()
                return
            except TimeoutError:
                pass
            try:
                await self._account.renew(self.queue, held.message, LEASE_SECONDS)
            except StorageError as error:
                self._outage.goes_on(error)


def _call(message: Message, body: bytes) -> Call:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text, trigger = body.decode(errors="replace"), TypedData(bytes=body)
    else:
        trigger = TypedData(string=text)
    metadata = {
        "Id": TypedData(string=message.id),
        "PopReceipt": TypedData(string=message.receipt),
        "DequeueCount": TypedData(json=json.dumps(message.dequeue_count)),
        "InsertionTime": TypedData(string=message.inserted.isoformat()),
        "ExpirationTime": TypedData(string=message.expires.isoformat()),
        "NextVisibleTime": TypedData(string=message.next_visible.isoformat()),
        "QueueTrigger": TypedData(string=text),
    }
    known = {"queueTrigger": text, "id": message.id, "dequeueCount": message.dequeue_count}
    return Call(trigger, metadata, known | json_values(body))
