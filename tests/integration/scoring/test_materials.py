"""What a worker keeps of the runs it takes samples of: no longer than they go on, and no more than fits."""

import asyncio
import gc
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.container import Container
from shared.errors import NotFound
from shared.scoring import service
from shared.scoring.service import ScoringService
from shared.settings import Settings
from tests.integration.scoring.conftest import GOOD, Complete, Completed

pytestmark = [pytest.mark.integration, pytest.mark.database]


def kept(scoring: ScoringService) -> set[UUID]:
    return set(scoring._materials)  # pyright: ignore[reportPrivateUsage]


async def test_a_run_is_kept_until_all_its_samples_are_taken(complete: Complete):
    interview = await complete(GOOD)
    scoring = interview.container.scoring
    run = await scoring.begin(None, interview.id)
    seen: list[bool] = []
    for n in (1, 2, 3):
        await scoring.score_sample(run.run_id, n)
        seen.append(run.run_id in kept(scoring))
    assert seen == [True, True, False]


async def test_a_run_that_is_scored_is_not_kept(complete: Complete):
    interview = await complete(GOOD)
    run_id = await interview.score((1,))
    await interview.container.scoring.score_sample(run_id, 2)
    assert run_id not in kept(interview.container.scoring)
    assert len(await interview.calls()) == 1


async def test_of_long_transcripts_fewer_are_kept(complete: Complete, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(service, "_CHARACTERS_KEPT", 3 * len(GOOD))
    interviews = [await complete(GOOD), await complete(GOOD), await complete(GOOD, GOOD, GOOD, GOOD)]
    scoring = interviews[0].container.scoring
    runs: list[UUID] = []
    for interview in interviews:
        runs.append((await scoring.begin(None, interview.id)).run_id)
        await scoring.score_sample(runs[-1], 1)
    assert kept(scoring).intersection(runs) == {runs[2]}


async def test_of_many_runs_the_latest_are_kept(complete: Complete, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(service, "_MATERIALS_KEPT", 1)
    interviews = [await complete(GOOD), await complete(GOOD)]
    scoring = interviews[0].container.scoring
    runs = [(await scoring.begin(None, interview.id)).run_id for interview in interviews]
    for run_id in runs:
        await scoring.score_sample(run_id, 1)
    assert kept(scoring) == {runs[1]}


async def test_a_preparation_that_fails_is_not_kept_though_nobody_waits_for_it(container: Container):
    unheard: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unheard.append(context))
    run_id = uuid4()  # no such run
    waiting = asyncio.create_task(container.scoring.score_sample(run_id, 1))
    await asyncio.sleep(0)
    preparation = container.scoring._materials[run_id]  # pyright: ignore[reportPrivateUsage]
    waiting.cancel()
    await asyncio.wait([waiting, preparation], timeout=10)
    assert waiting.cancelled()
    assert run_id not in kept(container.scoring)
    del preparation, waiting
    gc.collect()
    assert unheard == []


async def test_a_sample_that_came_too_late_counts_as_not_taken(complete: Complete):
    interview = await complete(GOOD)
    scoring = interview.container.scoring
    run = await scoring.begin(None, interview.id)
    await scoring.score_sample(run.run_id, 1)
    set_status(interview, run.run_id, "failed")
    await scoring.score_sample(run.run_id, 2)
    assert run.run_id not in kept(scoring)
    assert (await scoring.begin(None, interview.id)).run_id == run.run_id
    await scoring.score_sample(run.run_id, 2)
    assert [row["n"] for row in interview.samples(run.run_id)] == [1, 2]


async def test_a_sample_of_a_run_that_was_erased_meanwhile_is_not_found(complete: Complete):
    interview = await complete(GOOD)
    scoring = interview.container.scoring
    run = await scoring.begin(None, interview.id)
    await scoring.score_sample(run.run_id, 1)
    interview.world.rows("delete from scoring_runs where id = %s", run.run_id)
    with pytest.raises(NotFound):
        await scoring.score_sample(run.run_id, 2)
    assert run.run_id not in kept(scoring)


async def test_a_run_that_another_worker_begins_again_goes_on_here(complete: Complete, settings: Settings):
    interview = await complete(GOOD)
    here = interview.container.scoring
    other = Container(settings)
    run = await here.begin(None, interview.id)
    set_status(interview, run.run_id, "failed")
    await here.score_sample(run.run_id, 1)
    assert await interview.calls() == []
    await other.scoring.begin(None, interview.id)
    await other.aclose()
    await here.score_sample(run.run_id, 1)
    assert [row["n"] for row in interview.samples(run.run_id)] == [1]


async def test_a_run_that_is_begun_again_while_it_is_read_goes_on(complete: Complete):
    interview = await complete(GOOD)
    scoring = interview.container.scoring
    run = await scoring.begin(None, interview.id)
    set_status(interview, run.run_id, "failed")
    read = await scoring._material(run.run_id)  # pyright: ignore[reportPrivateUsage]
    assert read.status == "failed"
    await scoring.begin(None, interview.id)
    await scoring.score_sample(run.run_id, 1)
    assert [row["n"] for row in interview.samples(run.run_id)] == [1]


def set_status(interview: Completed, run_id: UUID, status: str) -> None:
    """What another worker made of the run."""
    interview.world.rows("update scoring_runs set status = %s where id = %s", status, run_id)
