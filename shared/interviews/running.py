"""A turn under way: what was taken, who watches it, what they get."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from shared.interviews.plan import Plan
from shared.interviews.policy import State
from shared.interviews.prompts import Utterance
from shared.interviews.wording import WordingRules
from shared.models.interview import ChatReply
from shared.models.job_role import JobRole


class RoleVersion(NamedTuple):
    """What a frozen job-role version means to an interview. It never changes, so it is read once."""

    id: UUID
    plan: Plan
    rules: WordingRules
    job_role: JobRole


@dataclass(frozen=True)
class TakenTurn:
    """A turn that somebody holds the lease of, and all that it takes to answer it."""

    interview_id: UUID
    number: int
    lease: UUID
    message: str
    role: RoleVersion
    state: State
    language: str
    elapsed_seconds: float
    recent: list[Utterance]


class RunningTurn:
    """A turn while it is answered: sentences as they are released, then the reply. Any number may watch."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.streamed = False
        self.task: asyncio.Task[ChatReply] | None = None
        self._news = asyncio.Event()

    def publish(self, sentence: str) -> None:
        """Adds a released sentence; the pieces joined are the reply."""
        self.sentences.append(f" {sentence}" if self.sentences else sentence)
        self.wake()

    def wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def watch(self) -> AsyncIterator[str]:
        """Sentences from the first one on, until the turn is over."""
        assert self.task is not None
        seen = 0
        while True:
            news, over = self._news, self.task.done()
            while seen < len(self.sentences):
                yield self.sentences[seen]
                seen += 1
            if over:
                return
            await news.wait()

    async def reply(self) -> ChatReply:
        """The reply. Cancelling the caller leaves the turn alone."""
        assert self.task is not None
        return await asyncio.shield(self.task)


@dataclass(frozen=True)
class BegunTurn:
    """What a caller gets to answer from: a running turn to watch, or a reply that stands already.

    `headers` say where the caller's limit stands.
    """

    headers: dict[str, str]
    running: RunningTurn | None = None
    stored: ChatReply | None = None

    async def reply(self) -> ChatReply:
        if self.stored is not None:
            return self.stored
        assert self.running is not None
        return await self.running.reply()

    async def deltas(self) -> AsyncIterator[str]:
        """Pieces of the reply as they come."""
        if self.stored is not None:
            yield self.stored.response
        elif self.running is not None:
            async for piece in self.running.watch():
                yield piece
