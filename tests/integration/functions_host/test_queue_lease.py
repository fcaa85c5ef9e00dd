"""The lease of a message that takes long, with the trigger in this process and a lease of a second."""

import asyncio
import base64
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from local.azurite import Azurite
from local.functions_host import queue_trigger
from local.functions_host.queue_trigger import QueueTrigger
from local.functions_host.settings import QueueSettings
from local.functions_host.storage import Account
from local.functions_host.worker import Call, Function, Outcome, Worker

pytestmark = pytest.mark.integration


class _SlowWorker(Worker):
    """Runs one function, which takes until it is told to end."""

    def __init__(self) -> None:
        super().__init__(None)
        self.calls: list[Call] = []
        self.began = asyncio.Event()
        self.may_end = asyncio.Event()

    async def invoke(self, function: Function, call: Call, *_: object, **__: object) -> Outcome:
        self.calls.append(call)
        self.began.set()
        await self.may_end.wait()
        return Outcome(None, {}, None)


@pytest.fixture
async def account(azurite: Azurite) -> AsyncIterator[Account]:
    made = Account(azurite.connection_string)
    yield made
    await made.close()


class Slow:
    """A queue with one message, which a trigger has taken and whose function has not ended."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.queue = f"q{uuid4().hex}"
        self.worker = _SlowWorker()
        function = Function("id", "slow", {"type": "queueTrigger", "name": "message"}, [])
        settings = QueueSettings(max_polling_interval=0.1)
        self.trigger = QueueTrigger(self.worker, function, self.queue, account, settings)

    async def begin(self) -> asyncio.Task[None]:
        await self.account.send(self.queue, base64.b64encode(b"slow").decode())
        watch = asyncio.create_task(self.trigger.watch())
        await self.worker.began.wait()
        return watch

    async def end(self) -> None:
        """Lets the function end; its message must be gone then."""
        self.worker.may_end.set()
        await self.trigger.stop(5)
        assert len(self.worker.calls) == 1
        assert await self.account.receive(self.queue, 1, 1) == []

    def receipts(self) -> set[str]:
        return {held.message.receipt for held in self.trigger._held.values()}


async def test_a_message_that_takes_longer_than_its_lease_stays_with_its_host(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_trigger, "LEASE_SECONDS", 1)
    monkeypatch.setattr(queue_trigger, "_RENEW_EVERY_SECONDS", 0.2)
    slow = Slow(account)
    receipts: set[str] = set()
    async with asyncio.timeout(20):
        (await slow.begin()).cancel()
        while len(receipts) < 12:  # more than two leases
            receipts |= slow.receipts()
            assert await account.receive(slow.queue, 1, 1) == [], "another host got it"
        await slow.end()


async def test_a_message_whose_lease_ran_out_is_not_run_beside_itself(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_trigger, "LEASE_SECONDS", 1)
    monkeypatch.setattr(queue_trigger, "_RENEW_EVERY_SECONDS", 60)  # as if this process had been too busy
    slow = Slow(account)
    async with asyncio.timeout(20):
        watch = await slow.begin()
        first = slow.receipts()
        while slow.receipts() == first:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)
        watch.cancel()
        await slow.end()
