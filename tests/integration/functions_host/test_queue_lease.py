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
        self.may_end = asyncio.Event()

    async def invoke(self, function: Function, call: Call, *_: object, **__: object) -> Outcome:
        self.calls.append(call)
        await self.may_end.wait()
        return Outcome(None, {}, None)


@pytest.fixture
async def account(azurite: Azurite) -> AsyncIterator[Account]:
    made = Account(azurite.connection_string)
    yield made
    await made.close()


async def test_a_message_that_takes_longer_than_its_lease_stays_with_its_host(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_trigger, "LEASE_SECONDS", 1)
    monkeypatch.setattr(queue_trigger, "_RENEW_EVERY_SECONDS", 0.2)
    queue = f"q{uuid4().hex}"
    await account.send(queue, base64.b64encode(b"slow").decode())
    worker = _SlowWorker()
    function = Function("id", "slow", {"type": "queueTrigger", "name": "message"}, [])
    trigger = QueueTrigger(worker, function, queue, account, QueueSettings(max_polling_interval=0.1))
    watch = asyncio.create_task(trigger.watch())
    receipts: set[str] = set()
    async with asyncio.timeout(20):
        while len(receipts) < 12:  # more than two leases
            receipts |= {held.message.receipt for held in trigger._held.values()}
            await asyncio.sleep(0.01)
        worker.may_end.set()
        watch.cancel()
        await trigger.stop(5)
    assert len(worker.calls) == 1
    assert await account.receive(queue, 1, 1) == []
