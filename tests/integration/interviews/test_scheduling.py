"""Scheduling an interview: once for a call that is repeated, once for an application."""

import asyncio
from uuid import uuid4

import pytest

from shared.container import Container
from tests.fixtures.world import World

pytestmark = [pytest.mark.integration, pytest.mark.database]


async def test_a_call_that_runs_beside_its_repetition_makes_one_interview(container: Container, world: World) -> None:
    hiring = world.hiring()
    asked = {
        "p_actor": str(hiring.recruiter.user_id),
        "p_application_id": str(hiring.application_id),
        "p_mode": "chat",
        "p_scheduled_at": None,
        "p_language": "en",
        "p_accommodations": {},
    }
    same = str(uuid4())
    ids = [same, same, same, same, str(uuid4()), str(uuid4())]
    answers = await asyncio.gather(*(container.database.rpc("create_interview", {"p_id": one, **asked}) for one in ids))
    made = {answer["interview"]["id"] for answer in answers if answer["outcome"] == "ok"}
    assert len(made) == 1
    by_id = {
        one: {answer["outcome"] for asked_for, answer in zip(ids, answers, strict=True) if asked_for == one}
        for one in ids
    }
    assert by_id == {one: {"ok"} if one in made else {"exists"} for one in ids}
