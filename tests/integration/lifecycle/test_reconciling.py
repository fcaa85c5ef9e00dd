"""Starting lifecycles once, and bringing back those that were lost: what the database says comes to pass."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from durabletask.internal import orchestrator_service_pb2 as pb

from local.supabase.processes import free_port
from shared.container import Container
from shared.errors import ServiceUnavailable
from shared.interviews import lifecycle as lifecycle_module
from shared.models.interview import InterviewStatus
from tests.fixtures.world import World
from tests.integration.lifecycle.conftest import Durable, Followed, adopt, until

pytestmark = [pytest.mark.integration, pytest.mark.database]


def run_of(world: World, followed: Followed) -> int:
    """Which lifecycle run the database knows."""
    return world.row("select lifecycle_run from interview_sessions where interview_id = %s", followed.id)[
        "lifecycle_run"
    ]


async def settled(durable: Durable, followed: Followed, status: str, run: int = 1) -> None:
    await until(lambda: durable.custom_status(followed.id, run).get("status") == status)


async def completed(followed: Followed) -> None:
    await followed.start()
    await followed.say()
    await followed.container.interviews.transition(None, followed.id, InterviewStatus.COMPLETED, "test")


@pytest.fixture
async def cut_off(durable: Durable) -> AsyncIterator[Container]:
    """Another worker, whose engine does not answer."""
    container = Container(durable.container.settings)
    adopt(container, f"127.0.0.1:{free_port()}")
    yield container
    await container.aclose()


async def test_two_who_begin_at_once_start_one_run(durable: Durable, followed: Followed, world: World) -> None:
    begun = await asyncio.gather(*(durable.container.lifecycle.begin(followed.id) for _ in range(5)))
    assert sorted(begun) == [False] * 4 + [True]
    assert (durable.runs(followed.id), run_of(world, followed)) == (1, 1)


async def test_a_run_begins_after_the_one_that_is_known_only(durable: Durable, followed: Followed) -> None:
    lifecycle = durable.container.lifecycle
    assert await lifecycle.begin(followed.id)
    assert not await lifecycle.begin(followed.id)
    assert not await lifecycle.begin(followed.id, 2)
    assert await lifecycle.begin(followed.id, 1)


async def test_a_lifecycle_that_was_never_begun_is_started(durable: Durable, followed: Followed) -> None:
    assert await durable.container.lifecycle.reconcile() == 1
    await settled(durable, followed, "scheduled")


async def test_several_reconcilers_at_once_leave_one_run_at_work(
    durable: Durable, followed: Followed, world: World
) -> None:
    await asyncio.gather(*(durable.container.lifecycle.reconcile() for _ in range(3)))
    last = run_of(world, followed)
    await settled(durable, followed, "scheduled", last)
    assert [durable.output(followed.id, run) for run in range(1, last)] in ([], ["superseded"], ["superseded"] * 2)
    assert durable.output(followed.id, last) is None


async def test_when_all_is_well_nothing_is_done(durable: Durable, followed: Followed) -> None:
    await durable.container.lifecycle.begin(followed.id)
    await settled(durable, followed, "scheduled")
    assert await durable.container.lifecycle.reconcile() == 0
    assert durable.runs(followed.id) == 1


@pytest.mark.parametrize("status", ["scheduled", "in_progress"])
async def test_a_lost_run_is_followed_by_another(durable: Durable, followed: Followed, status: str) -> None:
    lifecycle = durable.container.lifecycle
    await lifecycle.begin(followed.id)
    if status == "in_progress":
        await followed.start()
        await durable.container.orchestrations.raise_event(followed.id, 1, "started")
    await settled(durable, followed, status)
    durable.forget(followed.id)
    assert await lifecycle.reconcile() == 1
    await settled(durable, followed, status, run=2)


async def test_a_run_that_was_lost_before_scoring_is_scored_once(
    durable: Durable, followed: Followed, world: World
) -> None:
    lifecycle = durable.container.lifecycle
    await lifecycle.begin(followed.id)
    await settled(durable, followed, "scheduled")
    durable.forget(followed.id)
    await completed(followed)
    assert await lifecycle.reconcile() == 1
    assert await until(lambda: durable.output(followed.id, 2)) == "scored"
    assert await lifecycle.reconcile() == 0
    assert len(world.rows("select 1 from interview_scores where interview_id = %s", followed.id)) == 1


@pytest.mark.parametrize("over", [pb.ORCHESTRATION_STATUS_FAILED, pb.ORCHESTRATION_STATUS_TERMINATED])
async def test_a_run_that_ended_too_early_is_followed_by_another(
    durable: Durable, followed: Followed, over: Any
) -> None:
    await durable.container.lifecycle.begin(followed.id)
    await settled(durable, followed, "scheduled")
    durable.instance(followed.id).status = over
    assert await durable.container.lifecycle.reconcile() == 1
    await settled(durable, followed, "scheduled", run=2)


async def test_an_event_that_was_missed_is_raised(durable: Durable, followed: Followed) -> None:
    lifecycle = durable.container.lifecycle
    await lifecycle.begin(followed.id)
    await settled(durable, followed, "scheduled")
    await followed.start()
    assert await lifecycle.reconcile() == 1
    await settled(durable, followed, "in_progress")
    assert await lifecycle.reconcile() == 0


async def test_several_events_that_were_missed_are_made_up_for(durable: Durable, followed: Followed) -> None:
    await durable.container.lifecycle.begin(followed.id)
    await settled(durable, followed, "scheduled")
    await completed(followed)
    assert await durable.container.lifecycle.reconcile() == 1
    assert await until(lambda: durable.output(followed.id)) == "scored"


async def test_a_request_for_the_score_makes_up_for_missed_events(durable: Durable, followed: Followed) -> None:
    await durable.container.lifecycle.begin(followed.id)
    await settled(durable, followed, "scheduled")
    await completed(followed)
    await durable.container.lifecycle.ensure_scoring(followed.id)
    assert await until(lambda: durable.output(followed.id)) == "scored"


async def test_every_page_of_them_is_looked_at(
    durable: Durable, schedule: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle_module, "_PAGE", 2)
    several = [await schedule() for _ in range(5)]
    assert await durable.container.lifecycle.reconcile() == 5
    assert [durable.runs(one.id) for one in several] == [1] * 5


async def test_a_failed_scoring_comes_back_later(durable: Durable, followed: Followed, world: World) -> None:
    await completed(followed)
    aged = "update scoring_runs set status = 'failed', updated_at = now() - %s * interval '1 minute', attempts = %s"
    world.rows(f"{aged} where interview_id = %s", 4, 1, followed.id)
    assert await durable.container.lifecycle.reconcile() == 0
    world.rows(f"{aged} where interview_id = %s", 9, 2, followed.id)
    assert await durable.container.lifecycle.reconcile() == 0
    world.rows(f"{aged} where interview_id = %s", 11, 2, followed.id)
    assert await durable.container.lifecycle.reconcile() == 1
    assert await until(lambda: durable.output(followed.id)) == "scored"


async def test_a_scoring_that_failed_too_often_waits_for_a_person(
    durable: Durable, followed: Followed, world: World
) -> None:
    await completed(followed)
    world.rows(
        "update scoring_runs set status = 'failed', updated_at = now() - interval '1 day', attempts = 6"
        " where interview_id = %s",
        followed.id,
    )
    assert await durable.container.lifecycle.reconcile() == 0
    run = await durable.container.scoring.begin(followed.hiring.recruiter.user_id, followed.id)
    await durable.container.lifecycle.ensure_scoring(followed.id)
    assert await durable.container.scoring.wait(run.run_id, 10) == "scored"


async def test_without_a_client_nothing_is_begun_and_nothing_is_lost(durable: Durable, followed: Followed) -> None:
    worker = Container(durable.container.settings)
    assert not await worker.lifecycle.begin(followed.id)
    await worker.orchestrations.raise_event(followed.id, 1, "started")
    await worker.lifecycle.ensure_scoring(followed.id)
    await worker.aclose()
    assert await durable.container.lifecycle.reconcile() == 1


async def test_with_the_engine_down_nothing_is_begun_and_nothing_is_lost(
    durable: Durable, followed: Followed, cut_off: Container
) -> None:
    assert not await cut_off.lifecycle.begin(followed.id)
    await followed.start()
    await cut_off.orchestrations.raise_event(followed.id, 1, "started")
    assert await durable.container.lifecycle.reconcile() == 1
    await settled(durable, followed, "in_progress", run=2)


async def test_with_the_engine_down_a_request_for_the_score_waits_and_does_not_fail(
    durable: Durable, followed: Followed, cut_off: Container
) -> None:
    await durable.container.lifecycle.begin(followed.id)
    await completed(followed)
    run = await cut_off.scoring.begin(followed.hiring.recruiter.user_id, followed.id)
    await cut_off.lifecycle.ensure_scoring(followed.id)
    assert await cut_off.scoring.wait(run.run_id, 0) == "pending"
    view = await cut_off.interviews.open(None, followed.id)
    assert await cut_off.lifecycle.custom_status(view) is None
    await durable.container.lifecycle.reconcile()
    assert await durable.container.scoring.wait(run.run_id, 10) == "scored"


async def test_with_the_engine_down_the_reconciler_says_so(
    durable: Durable, followed: Followed, cut_off: Container
) -> None:
    await durable.container.lifecycle.begin(followed.id)
    with pytest.raises(ServiceUnavailable) as caught:
        await cut_off.lifecycle.reconcile()
    assert caught.value.code == "lifecycle_unavailable"
