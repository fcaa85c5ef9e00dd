"""Durable Functions: the orchestrator of an interview's lifecycle, its activities, and the reconciling timer."""

from collections.abc import Awaitable, Callable, Generator
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

import azure.durable_functions as df
import azure.functions as func
from durabletask import task

from shared.container import get_container
from shared.errors import AppError
from shared.models.interview import InterviewStatus
from shared.models.lifecycle import LifecycleFacts
from shared.models.score import ScoringRun
from shared.telemetry import log_event

bp = df.Blueprint()

# Orchestrations in flight replay this code. A change that would replay differently needs a new orchestrator name.
_DATABASE_RETRY = task.RetryPolicy(
    first_retry_interval=timedelta(seconds=1),
    max_number_of_attempts=10,
    backoff_coefficient=2,
    max_retry_interval=timedelta(seconds=30),
)
_MODEL_RETRY = task.RetryPolicy(
    first_retry_interval=timedelta(seconds=2),
    max_number_of_attempts=4,
    backoff_coefficient=2,
    max_retry_interval=timedelta(seconds=30),
)

_WHEN_DUE = {InterviewStatus.SCHEDULED: "expire_interview", InterviewStatus.IN_PROGRESS: "end_interview"}
_EVENTS = ("started", "cancelled", "ended")

type Steps = Generator[task.Task[Any], Any, Any]


@bp.orchestration_trigger(context_name="context")
def interview_lifecycle(ctx: task.OrchestrationContext, payload: dict[str, Any]) -> Steps:
    """Follows one interview from scheduled to scored. It acts on what the database says each time it wakes."""
    interview_id, run = payload["interview_id"], payload["run"]
    waits: dict[str, task.Task[Any]] = {event: ctx.wait_for_external_event(event) for event in _EVENTS}
    tried = False
    while True:
        facts = LifecycleFacts.model_validate_json(
            (yield ctx.call_activity("lifecycle_facts", input=interview_id, retry_policy=_DATABASE_RETRY))
        )
        ctx.set_custom_status(_reported(facts))
        if facts.run != run:
            return "superseded"
        if facts.due_at is not None:
            if ctx.current_utc_datetime.replace(tzinfo=UTC) < facts.due_at:
                yield from _wait(ctx, waits, facts.due_at)
            else:
                yield ctx.call_activity(_WHEN_DUE[facts.status], input=interview_id, retry_policy=_DATABASE_RETRY)
        elif facts.status is not InterviewStatus.COMPLETED:
            return facts.status.value
        elif facts.scoring == "scored" or (tried and facts.scoring == "failed"):
            return facts.scoring
        else:
            yield from _score(ctx, interview_id)
            tried = True  # a rescore that came meanwhile is pending, and taken up; a failure waits for the reconciler


def _wait(ctx: task.OrchestrationContext, waits: dict[str, task.Task[Any]], until: datetime) -> Steps:
    """Waits until something happens, or until the time has come. An event that came is waited for anew.

    Any event wakes it, whatever is expected: one of those before may have been lost. Whatever wakes it, the facts are
    looked at again before anything is done: the time may have been moved.
    """
    winner = yield task.when_any([*waits.values(), ctx.create_timer(until)])
    for event in _EVENTS:
        if winner is waits[event]:
            waits[event] = ctx.wait_for_external_event(event)


def _score(ctx: task.OrchestrationContext, interview_id: str) -> Steps:
    """Takes the samples side by side and combines those that succeeded."""
    run = ScoringRun.model_validate_json(
        (yield ctx.call_activity("begin_scoring", input=interview_id, retry_policy=_DATABASE_RETRY))
    )
    samples: list[task.Task[Any]] = [
        ctx.call_activity("score_sample", input=f"{run.run_id}/{n}", retry_policy=_MODEL_RETRY)
        for n in range(1, run.samples + 1)
    ]
    taken = 0
    for sample in samples:
        try:
            yield sample
            taken += 1
        except task.TaskFailedError:
            continue
    last = "finish_scoring" if taken else "fail_scoring"
    yield ctx.call_activity(last, input=str(run.run_id), retry_policy=_DATABASE_RETRY)


def _reported(facts: LifecycleFacts) -> dict[str, Any]:
    """The custom status: what `/progress` gives beside what the database says."""
    return {
        "status": facts.status.value,
        "stage": facts.progress.stage,
        "percent": facts.progress.percent,
        "waiting_for": facts.progress.waiting_for,
    }


def activity(input_name: str) -> Callable[[Callable[[str], Awaitable[str]]], object]:
    """An activity that takes and gives a string. What fails in it keeps its text to itself: Durable would store it."""

    def declare(function: Callable[[str], Awaitable[str]]) -> object:
        @wraps(function)
        async def quiet(*args: str, **kwargs: str) -> str:
            try:
                return await function(*args, **kwargs)
            except Exception as error:
                code = error.code if isinstance(error, AppError) else type(error).__name__
                log_event("lifecycle.activity.failed", error=error, activity=function.__name__)
                raise ActivityFailed(code) from None

        return bp.activity_trigger(input_name=input_name)(quiet)

    return declare


class ActivityFailed(Exception):
    """An activity failed; its text is a short code."""


@activity("interview_id")
async def lifecycle_facts(interview_id: str) -> str:
    """What the orchestrator acts on: `LifecycleFacts` as JSON. The worker takes no type with parameters here."""
    return (await get_container().lifecycle.facts(UUID(interview_id))).model_dump_json()


@activity("interview_id")
async def expire_interview(interview_id: str) -> str:
    """Nobody came: the interview expires, unless it was started in this very moment."""
    return await _transition(interview_id, InterviewStatus.EXPIRED, "no_show")


@activity("interview_id")
async def end_interview(interview_id: str) -> str:
    """The time limit: the interview ends with what was said."""
    return await _transition(interview_id, InterviewStatus.COMPLETED, "time_limit")


@activity("interview_id")
async def begin_scoring(interview_id: str) -> str:
    """The scoring run that is due: `ScoringRun` as JSON."""
    return (await get_container().scoring.begin(None, UUID(interview_id), rescore=False)).model_dump_json()


@activity("sample")
async def score_sample(sample: str) -> str:
    """Takes the sample `run/n` and stores it; gives its name only, so that no quote enters the history."""
    run_id, _, number = sample.partition("/")
    await get_container().scoring.score_sample(UUID(run_id), int(number))
    return sample


@activity("run_id")
async def finish_scoring(run_id: str) -> str:
    """Combines the stored samples into the score."""
    await get_container().scoring.finish(UUID(run_id))
    return run_id


@activity("run_id")
async def fail_scoring(run_id: str) -> str:
    """No sample could be taken: the run says so, and is tried again later."""
    await get_container().scoring.fail(UUID(run_id), "no_sample")
    return run_id


@bp.timer_trigger(arg_name="timer", schedule="0 * * * * *", run_on_startup=True)
@bp.durable_client_input(client_name="client")
async def reconcile_lifecycles(timer: func.TimerRequest, client: df.DurableFunctionsClient) -> None:
    """Every minute, and when a worker starts: brings back interviews whose orchestration was lost."""
    container = get_container()
    try:
        container.orchestrations.adopt(client)
        await container.lifecycle.reconcile()
    except AppError as error:
        log_event("lifecycle.reconcile.postponed", reason=error.code, past_due=bool(timer.past_due))


async def _transition(interview_id: str, to: InterviewStatus, reason: str) -> str:
    """A transition by the system; one that no longer fits was overtaken by a person and is no failure."""
    try:
        await get_container().interviews.transition(None, UUID(interview_id), to, reason)
    except AppError as error:
        if error.status != 400:
            raise
        return error.code
    return to.value
