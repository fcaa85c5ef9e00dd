"""Interviews under way, and what people say in them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from local.openai_standin import StandIn
from shared.container import Container
from shared.models.interview import ChatReply, Consent, CreateInterview
from tests.fixtures.world import Hiring, World

ANSWER = (
    "I built a pipeline in Python that loads forty tables every night, because the old one lost rows, and I measured "
    "that errors fell by thirty percent."
)


@dataclass
class Underway:
    """An interview in progress. `mark` is a word of this interview alone, by which faults are aimed at it."""

    id: UUID
    hiring: Hiring
    container: Container
    mark: str

    async def say(self, text: str = ANSWER, key: str | None = None, *, stream: bool = False) -> ChatReply:
        begun = await self.container.interviews.begin_turn(
            self.hiring.candidate.user_id, self.id, f"{text} {self.mark}", key, stream=stream
        )
        return await begun.reply()


def said(world: World, interview_id: UUID) -> list[tuple[int, str, str]]:
    """Turn, speaker and words of each segment, in order."""
    rows = world.rows(
        "select turn, speaker, content from transcript_segments where interview_id = %s order by turn, sequence",
        interview_id,
    )
    return [(row["turn"], row["speaker"], row["content"]) for row in rows]


@pytest.fixture
async def begin(container: Container, world: World) -> Callable[..., Awaitable[Underway]]:
    """Starts an interview for a new candidate."""

    async def start(**options: Any) -> Underway:
        hiring = world.hiring(**options)
        made = await container.interviews.create(
            hiring.recruiter.user_id, CreateInterview(application_id=hiring.application_id)
        )
        await container.interviews.start(hiring.candidate.user_id, made.id, Consent(interview=True, transcript=True))
        return Underway(made.id, hiring, container, f"mark{uuid4().hex[:12]}")

    return start


@pytest.fixture
async def underway(begin: Callable[..., Awaitable[Underway]]) -> Underway:
    return await begin()


class Faults:
    """Makes the stand-in misbehave for the prompts that hold a mark."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def put(self, mark: str, kind: str, **options: Any) -> None:
        body = {"kind": kind, "match": {"contains": mark}, **options}
        async with httpx.AsyncClient(verify=False) as client:
            (await client.put(f"{self._url}/admin/faults", json=body)).raise_for_status()

    async def clear(self, mark: str) -> None:
        async with httpx.AsyncClient(verify=False) as client:
            for fault in (await client.get(f"{self._url}/admin/faults")).json()["faults"]:
                if fault["match"].get("contains") == mark:
                    await client.delete(f"{self._url}/admin/faults/{fault['id']}")

    async def calls(self, mark: str, **options: Any) -> dict[str, Any]:
        async with httpx.AsyncClient(verify=False) as client:
            answer = await client.get(f"{self._url}/admin/calls", params={"contains": mark, "last": 50, **options})
            return answer.json()


@pytest.fixture
def faults(stand_in: StandIn) -> Faults:
    return Faults(stand_in.url)
