"""The lifecycle on the in-memory engine, with the real database and the model's stand-in."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.errors import AppError
from shared.models.interview import InterviewStatus
from tests.fixtures.plans import plan
from tests.fixtures.world import World
from tests.integration.lifecycle.conftest import ANSWER, Durable, Followed, until

pytestmark = [pytest.mark.integration, pytest.mark.database]


async def in_status(durable: Durable, followed: Followed, status: str, run: int = 1) -> dict[str, Any]:
    """The custom status, once it says that the interview is in this status."""
    await until(lambda: durable.custom_status(followed.id, run).get("status") == status)
    return durable.custom_status(followed.id, run)


async def held(durable: Durable, followed: Followed) -> None:
    """A whole interview of one answer, ended by the candidate."""
    lifecycle, interviews = durable.container.lifecycle, durable.container.interviews
    assert await lifecycle.begin(followed.id)
    await followed.start()
    await durable.container.orchestrations.raise_event(followed.id, 1, "started")
    await followed.say()
    await in_status(durable, followed, "in_progress")
    await interviews.transition(followed.hiring.candidate.user_id, followed.id, InterviewStatus.COMPLETED, "ended")
    await durable.container.orchestrations.raise_event(followed.id, 1, "ended")


def scores(world: World, followed: Followed) -> list[int]:
    rows = world.rows("select version from interview_scores where interview_id = %s order by version", followed.id)
    return [row["version"] for row in rows]


def status(world: World, followed: Followed) -> str:
    return world.row("select status from interviews where id = %s", followed.id)["status"]


async def test_an_interview_is_followed_from_scheduled_to_scored(
    durable: Durable, followed: Followed, world: World
) -> None:
    assert await durable.container.lifecycle.begin(followed.id)
    assert (await in_status(durable, followed, "scheduled"))["waiting_for"] == "candidate"
    await followed.start()
    await durable.container.orchestrations.raise_event(followed.id, 1, "started")
    assert (await in_status(durable, followed, "in_progress"))["stage"] == "interviewing"
    await followed.say()
    await durable.container.interviews.transition(
        followed.hiring.candidate.user_id, followed.id, InterviewStatus.COMPLETED, "ended"
    )
    await durable.container.orchestrations.raise_event(followed.id, 1, "ended")
    assert await until(lambda: durable.output(followed.id)) == "scored"
    assert durable.custom_status(followed.id) == {
        "status": "completed",
        "stage": "in_review",
        "percent": 100,
        "waiting_for": "review",
    }
    assert scores(world, followed) == [1]


async def test_its_history_holds_ids_and_no_words(durable: Durable, followed: Followed, world: World) -> None:
    await held(durable, followed)
    assert await until(lambda: durable.output(followed.id)) == "scored"
    instance = durable.instance(followed.id)
    history = "".join(str(event) for event in instance.history) + str(instance.output) + str(instance.custom_status)
    assert str(followed.id) in history
    said = world.rows("select content from transcript_segments where interview_id = %s", followed.id)
    score = world.row("select narrative_summary, dimensions from interview_scores where interview_id = %s", followed.id)
    quotes = [quote for dimension in score["dimensions"] for quote in dimension["cited_quotes"]]
    assert quotes
    for words in (followed.mark, ANSWER, score["narrative_summary"], *quotes, *(row["content"] for row in said)):
        assert words[:40] not in history


@pytest.mark.parametrize("durable", [{"no_show_hours": 0.0001}], indirect=True)
async def test_an_interview_that_nobody_comes_to_expires(durable: Durable, followed: Followed, world: World) -> None:
    await durable.container.lifecycle.begin(followed.id)
    assert await until(lambda: durable.output(followed.id)) == "expired"
    assert status(world, followed) == "expired"
    assert scores(world, followed) == []


@pytest.mark.parametrize("durable", [{"interview_grace_seconds": 0.01}], indirect=True)
async def test_the_time_limit_ends_an_interview_and_it_is_scored(
    durable: Durable, schedule: Callable[..., Any], world: World
) -> None:
    followed = await schedule(plan=plan(1, minutes=0.001))  # pyright: ignore[reportArgumentType]
    await followed.start()
    await followed.say()
    await durable.container.lifecycle.begin(followed.id)
    assert await until(lambda: durable.output(followed.id)) == "scored"
    assert status(world, followed) == "completed"
    session = world.row("select end_reason from interview_sessions where interview_id = %s", followed.id)
    assert session["end_reason"] == "time_limit"


async def test_a_cancelled_interview_is_over(durable: Durable, followed: Followed) -> None:
    lifecycle = durable.container.lifecycle
    await lifecycle.begin(followed.id)
    await in_status(durable, followed, "scheduled")
    await durable.container.interviews.transition(None, followed.id, InterviewStatus.CANCELLED, "test")
    await durable.container.orchestrations.raise_event(followed.id, 1, "cancelled")
    assert await until(lambda: durable.output(followed.id)) == "cancelled"


async def test_one_sample_of_three_that_fails_is_done_without(
    durable: Durable, followed: Followed, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = durable.container.scoring.score_sample

    async def score_sample(run_id: Any, n: int) -> None:
        if n == 2:
            raise ValueError("Invalid scoring response")
        await taken(run_id, n)

    monkeypatch.setattr(durable.container.scoring, "score_sample", score_sample)
    await held(durable, followed)
    assert await until(lambda: durable.output(followed.id)) == "scored"
    (score,) = world.rows("select dimensions from interview_scores where interview_id = %s", followed.id)
    assert [len(one["samples"]) for one in score["dimensions"]] == [2] * len(score["dimensions"])


async def test_with_the_model_down_the_scoring_fails_and_a_later_request_scores(
    durable: Durable, followed: Followed, world: World, fault: Callable[..., Any]
) -> None:
    await fault(followed.mark, "status", status=500, times=None, match={"contains": followed.mark, "task": "scoring"})
    await held(durable, followed)
    assert await until(lambda: durable.output(followed.id)) == "failed"
    assert durable.custom_status(followed.id)["waiting_for"] == "retry of scoring"
    assert scores(world, followed) == []
    await fault(followed.mark, None)
    begun = await durable.container.scoring.begin(followed.hiring.recruiter.user_id, followed.id)
    await durable.container.lifecycle.ensure_scoring(followed.id)
    assert await durable.container.scoring.wait(begun.run_id, 10) == "scored"
    assert scores(world, followed) == [1]


async def test_a_rescore_is_another_version_of_another_run(durable: Durable, followed: Followed, world: World) -> None:
    await held(durable, followed)
    assert await until(lambda: durable.output(followed.id)) == "scored"
    run = await durable.container.scoring.begin(followed.hiring.recruiter.user_id, followed.id, rescore=True)
    await durable.container.lifecycle.ensure_scoring(followed.id)
    assert await durable.container.scoring.wait(run.run_id, 10) == "scored"
    assert scores(world, followed) == [1, 2]


async def test_a_rescore_during_the_last_steps_of_a_scoring_is_taken_up_by_it(
    durable: Durable, followed: Followed, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish = durable.container.scoring.finish

    async def finish_and_ask_again(run_id: Any) -> str:
        outcome = await finish(run_id)
        if scores(world, followed) == [1]:
            await durable.container.scoring.begin(None, followed.id, rescore=True)
        return outcome

    monkeypatch.setattr(durable.container.scoring, "finish", finish_and_ask_again)
    await held(durable, followed)
    assert await until(lambda: durable.output(followed.id)) == "scored"
    assert scores(world, followed) == [1, 2]
    assert durable.runs(followed.id) == 1


async def test_a_superseded_run_ends_and_its_successor_goes_on(durable: Durable, followed: Followed) -> None:
    lifecycle = durable.container.lifecycle
    await lifecycle.begin(followed.id)
    await in_status(durable, followed, "scheduled")
    assert await lifecycle.begin(followed.id, 1)
    await durable.container.orchestrations.raise_event(followed.id, 1, "started")
    assert await until(lambda: durable.output(followed.id, 1)) == "superseded"
    await in_status(durable, followed, "scheduled", run=2)


async def test_an_interview_that_does_not_exist_has_no_facts(durable: Durable, followed: Followed) -> None:
    with pytest.raises(AppError):
        await durable.container.lifecycle.facts(followed.hiring.candidate.user_id)
