"""Whose file is opened next: so many at once, each owner's one after another, and nobody waits without end."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

from shared.errors import ServiceUnavailable
from shared.telemetry import log_event

_RETRY_SECONDS: Final = 10


class Turns:
    """`at_once` turns at the same time, of which one owner has one at most. For the tasks of one event loop.

    Files that take long so delay their owner's other files and not everybody's: they never have all the room.
    """

    def __init__(self, at_once: int, patience: float) -> None:
        self._room = asyncio.Semaphore(at_once)
        self._patience = patience
        self._owners: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, owner: UUID | None) -> AsyncGenerator[None]:
        """Waits for a turn and holds it. Raises `ServiceUnavailable` after `patience` seconds of waiting."""
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(self._patience):
                    if owner is not None:
                        await held.enter_async_context(self._owners.setdefault(owner, asyncio.Lock()))
                    await held.enter_async_context(self._room)
            except TimeoutError:
                log_event("resume.reading.crowded")
                raise ServiceUnavailable(
                    "Many files are being read just now. Please try again in a moment.",
                    code="reading_busy",
                    retry_after=_RETRY_SECONDS,
                ) from None
            yield
