"""Completed interviews with a given transcript, and a way to look at what the model was asked."""

import importlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from local.openai_standin import StandIn
from shared.container import Container
from shared.models.interview import Consent, CreateInterview
from shared.models.score import Score
from shared.services.tokens import count_tokens
from tests.fixtures.world import Hiring, World

GOOD = (
    "I built a pipeline in Python that loads forty tables every night, because the old one lost rows. "
    "I measured that errors fell by thirty percent, and I decided to split the load instead of retrying it."
)


@dataclass
class Completed:
    """A completed interview. `mark` stands in the candidate's first answer, so faults can be aimed at it."""

    id: UUID
    hiring: Hiring
    container: Container
    world: World
    stand_in: StandIn
    mark: str

    async def fault(self, kind: str, **options: Any) -> None:
        """Makes the stand-in misbehave for this interview's scoring."""
        body = {"kind": kind, "match": {"task": "scoring", "contains": self.mark}, **options}
        async with httpx.AsyncClient(verify=False) as client:
            (await client.put(f"{self.stand_in.url}/admin/faults", json=body)).raise_for_status()

    async def calls(self) -> list[dict[str, Any]]:
        """What the model was asked about this interview."""
        async with httpx.AsyncClient(verify=False) as client:
            query = {"contains": self.mark, "task": "scoring", "prompts": 1, "last": 100}
            return (await client.get(f"{self.stand_in.url}/admin/calls", params=query)).json()["calls"]

    async def score(self, samples: Sequence[int] = (1, 2, 3), *, rescore: bool = False) -> UUID:
        """Takes the samples one after the other and finishes; gives the run's id."""
        scoring = self.container.scoring
        run = await scoring.begin(self.hiring.recruiter.user_id, self.id, rescore)
        for n in samples:
            await scoring.score_sample(run.run_id, n)
        await scoring.finish(run.run_id)
        return run.run_id

    def stored(self) -> Score:
        """The newest score in the database."""
        view = self.world.rpc("scoring_view", p_interview_id=self.id)
        return Score.model_validate(view["score"] | {"candidate_feedback": view["candidate_feedback"]})

    def samples(self, run_id: UUID) -> list[dict[str, Any]]:
        return self.world.rows("select n, output from scoring_samples where run_id = %s order by n", run_id)


@pytest.fixture(scope="session", autouse=True)
def loaded() -> None:
    """Reads before any test is timed what a process reads once, in a second each: the tokenizer's tables, the SDK."""
    importlib.import_module("openai")
    count_tokens("a")


type Complete = Callable[..., Awaitable[Completed]]


@pytest.fixture
async def complete(container: Container, world: World, stand_in: StandIn) -> Complete:
    """Completes an interview in which the candidate gave these answers, one per topic of the plan if not told else."""

    async def make(*answers: str, topics: Sequence[str | None] | None = None, **options: Any) -> Completed:
        hiring, mark = world.hiring(**options), f"mark{uuid4().hex[:12]}"
        made = await container.interviews.create(
            hiring.recruiter.user_id, CreateInterview(application_id=hiring.application_id)
        )
        await container.interviews.start(hiring.candidate.user_id, made.id, Consent(interview=True, transcript=True))
        plan = (await container.interviews.open(None, made.id)).plan
        on = topics or [topic.id for topic in plan.topics]
        questions = {topic.id: topic.question for topic in plan.topics}
        for number, (answer, topic) in enumerate(zip(answers, on, strict=False), start=1):
            add_segment(world, made.id, number, topic, "candidate", f"{answer} {mark}" if answer else "")
            following = on[number] if number < len(answers) else None
            add_segment(world, made.id, number, following, "interviewer", questions.get(following or "", "Thank you."))
        world.rows("update interviews set status = 'completed', ended_at = clock_timestamp() where id = %s", made.id)
        return Completed(made.id, hiring, container, world, stand_in, mark)

    return make


def add_segment(world: World, interview_id: UUID, turn: int, topic: str | None, speaker: str, content: str) -> None:
    world.rows(
        "insert into transcript_segments (interview_id, turn, topic, speaker, content) values (%s, %s, %s, %s, %s)",
        interview_id,
        turn,
        topic,
        speaker,
        content,
    )
