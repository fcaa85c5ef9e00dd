"""The storage triggers of an app: makes them from its functions, starts their watches, and stops them."""

import asyncio
import hashlib
import os
from collections.abc import Iterator, Sequence

from .blob_receipts import Receipts
from .blob_trigger import BlobTrigger
from .connections import Accounts, ConnectionSettingError
from .expressions import ExpressionError, PathPattern, resolve
from .in_flight import InFlight
from .queue_trigger import QueueTrigger
from .refusals import Refusals
from .settings import HostSettings
from .storage import Account
from .storage_bindings import StorageBindings
from .worker import Function, Worker

_HOST_STORAGE = "AzureWebJobsStorage"
_SERVED_TRIGGERS = (
    "httpTrigger",
    "timerTrigger",
    "warmupTrigger",
    "blobTrigger",
    "queueTrigger",
    "eventGridTrigger",
    "orchestrationTrigger",
    "activityTrigger",
    "entityTrigger",
)
_SERVED_BINDINGS = {"durableClient": ("in", "out"), "http": ("in", "out"), "blob": ("in", "out"), "queue": ("out",)}


class StorageTriggers:
    """Blob and queue triggers, and the bindings of all functions to storage."""

    def __init__(self, worker: Worker, settings: HostSettings) -> None:
        self._worker = worker
        self._settings = settings
        self._accounts = Accounts(os.environ)
        self._bound: dict[str, Account] = {}
        self._limit = asyncio.Semaphore(settings.blobs.max_degree_of_parallelism)
        self.blobs: list[BlobTrigger] = []
        self.queues: list[QueueTrigger] = []
        self._watches = InFlight()

    def take(self, functions: Sequence[Function], refusals: Refusals) -> list[Function]:
        """The functions that this host can run; `refusals` is told of the others."""
        served: list[Function] = []
        for function in functions:
            try:
                _refuse_what_is_not_served(function)
                self._make(function)
            except (_NotServedError, ConnectionSettingError, ExpressionError) as error:
                refusals.add(function, error)
            else:
                served.append(function)
        if self._bound:
            self._worker.use_bindings(StorageBindings(self._bound, os.environ, self._settings.queues))
        return served

    def start(self) -> None:
        """Begin to watch."""
        for trigger in (*self.blobs, *self.queues):
            self._watches.start(trigger.watch())

    async def stop(self, seconds: float) -> None:
        """Take nothing more, let what runs finish for so long, and leave the rest to the next start."""
        await self._watches.finish(0)
        await asyncio.gather(*(trigger.stop(seconds) for trigger in (*self.blobs, *self.queues)))
        await self._accounts.close()

    def _make(self, function: Function) -> None:
        for binding in function.storage_bindings:
            setting = binding.get("connection", "")
            self._bound[setting] = self._accounts.named(setting)
        trigger = function.trigger
        if function.trigger_type == "blobTrigger":
            account = self._accounts.named(trigger.get("connection", ""))
            pattern = PathPattern(trigger["path"], os.environ)
            receipts = Receipts(self._host_storage(account), self._host_id(), f"Host.Functions.{function.name}")
            self.blobs.append(
                BlobTrigger(self._worker, function, pattern, account, receipts, self._limit, self._settings)
            )
        elif function.trigger_type == "queueTrigger":
            account = self._accounts.named(trigger.get("connection", ""))
            queue = resolve(trigger["queueName"], {}, os.environ)
            self.queues.append(QueueTrigger(self._worker, function, queue, account, self._settings.queues))

    def _host_storage(self, account: Account) -> Account:
        """Where receipts are kept: the host's own account, or else the one of the blobs."""
        try:
            return self._accounts.named(_HOST_STORAGE)
        except ConnectionSettingError:
            return account

    def _host_id(self) -> str:
        """Which host's the receipts are: each app folder has its own, as under Core Tools."""
        digest = hashlib.sha256(str(self._settings.app_directory).encode()).hexdigest()
        return f"local-{digest[:16]}"


class _NotServedError(Exception):
    """A function has a binding that this host does not serve; the message names it."""


def _refuse_what_is_not_served(function: Function) -> None:
    for what in _not_served(function):
        raise _NotServedError(f"this host does not serve {what}")


def _not_served(function: Function) -> Iterator[str]:
    for binding in function.bindings:
        kind, direction = binding["type"], str(binding.get("direction", "in")).lower()
        if (binding.get("properties") or {}).get("SupportsDeferredBinding"):
            yield f"{kind} {binding['name']} as a client of the SDK (azurefunctions-extensions-bindings)"
        if binding is function.trigger:
            if kind not in _SERVED_TRIGGERS:
                yield f"a {kind}"
        elif direction not in _SERVED_BINDINGS.get(kind, ()):
            yield f"the {direction}put binding {kind} of {binding['name']}"
