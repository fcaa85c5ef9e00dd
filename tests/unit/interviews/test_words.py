"""How a move is put into words when the model does well, badly, or only in part."""

from collections.abc import AsyncGenerator
from typing import Any, cast
from uuid import UUID

import pytest

from shared.interviews.plan import Move, MoveKind, Plan
from shared.interviews.policy import State
from shared.interviews.prompts import Utterance, as_job_role
from shared.interviews.running import RoleVersion, RunningTurn, TakenTurn
from shared.interviews.wording import WordingRules
from shared.interviews.words import Wording
from shared.services.azure_openai import AnswerCutOff, AzureOpenAIService, TokenUsage
from tests.fixtures import plans as make

pytestmark = pytest.mark.unit

# A plan that was frozen before questions had a rule: its first topic asks twice, its second not at all.
OLD_PLAN = Plan.model_validate(
    make.plan(2).model_dump()
    | {
        "topics": [
            make.topic(1).model_dump() | {"question": "Think of a bad night. What broke? How did you find out?"},
            make.topic(2).model_dump() | {"question": "Describe a report that you wrote."},
        ]
    }
)
TWICE, NEVER = (
    Move(kind=MoveKind.NEXT_TOPIC, topic_id=topic.id, topic_title=topic.title, say=topic.question)
    for topic in OLD_PLAN.topics
)


class Model:
    """Says what it is given, one wording a call, in small pieces."""

    def __init__(self, *wordings: str | Exception) -> None:
        self.wordings = list(wordings)
        self.corrections: list[str | None] = []

    async def generate_interview_response(self, **request: Any) -> str:
        self.corrections.append(request["correction"])
        wording = self.wordings.pop(0)
        if isinstance(wording, Exception):
            raise wording
        return wording

    async def stream_interview_response(self, **request: Any) -> AsyncGenerator[str]:
        wording = await self.generate_interview_response(**request)
        for start in range(0, len(wording), 5):
            yield wording[start : start + 5]


async def say(move: Move, model: Model, *, stream: bool, heard: str = "It went well.") -> str:
    """The words of a turn, which are what its watchers get."""
    role = RoleVersion(UUID(int=1), OLD_PLAN, WordingRules(OLD_PLAN), as_job_role({"title": "Tester"}))
    turn = TakenTurn(
        interview_id=UUID(int=2),
        number=3,
        lease=UUID(int=3),
        message=heard,
        role=role,
        state=State(),
        language="en",
        elapsed_seconds=1,
        recent=[Utterance("interviewer", OLD_PLAN.opening())],
    )
    running = RunningTurn()
    running.streamed = stream
    text = await Wording(cast("AzureOpenAIService", model), turn, move, TokenUsage()).say(running)
    assert "".join(running.sentences) == text
    return text


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("move", [TWICE, NEVER])
async def test_an_old_plans_words_reach_the_candidate_whole(move: Move, stream: bool) -> None:
    wording = f"Thank you. {move.say}"
    assert await say(move, Model(wording), stream=stream) == wording


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("move", [TWICE, NEVER])
async def test_an_old_plans_words_stand_in_for_bad_ones(move: Move, stream: bool) -> None:
    model = Model("Your score is fine.", "Your score is fine.")
    assert await say(move, model, stream=stream) == f"Thank you, let us move on. {move.say}"


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Thank you. Your score is fine.", f"Thank you. {TWICE.say}"),
        ("Thanks. Think of a bad night. What broke? Your score is fine.", f"Thanks. {TWICE.say}"),
        ("Thanks. Think of a bad night. What broke? And why?", f"Thanks. {TWICE.say}"),
        ("Thanks. Think of a bad night. What broke?", f"Thanks. {TWICE.say}"),
        ("How did you find out what broke? And why?", "How did you find out what broke?"),
    ],
)
async def test_a_stream_that_stops_short_is_ended_with_what_the_plan_has_left(wording: str, expected: str) -> None:
    assert await say(TWICE, Model(wording), stream=True) == expected


async def test_half_a_question_is_asked_again_with_the_reason() -> None:
    model = Model("What broke?", AnswerCutOff())
    assert await say(TWICE, model, stream=False) == f"Thank you, let us move on. {TWICE.say}"
    assert model.corrections == [None, "it left out a part of the question; ask all of it"]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("kind", [MoveKind.PAUSE, MoveKind.CLOSE])
async def test_what_is_to_be_said_as_it_is_goes_to_no_model(kind: MoveKind, stream: bool) -> None:
    move = Move(kind=kind, say="I am sorry. Take your time.", verbatim=True)
    assert await say(move, Model(), stream=stream) == move.say


@pytest.mark.parametrize("stream", [False, True])
async def test_the_candidates_own_words_may_be_taken_up(stream: bool) -> None:
    echo = "You said that a lead gives detailed examples, weighs alternatives and trade-offs."
    heard = "I think that a good lead gives detailed examples, weighs alternatives and trade-offs every day."
    wording = f"{echo} {NEVER.say}"
    assert await say(NEVER, Model(wording), stream=stream, heard=heard) == wording
    assert echo not in await say(NEVER, Model(wording, wording), stream=stream)
