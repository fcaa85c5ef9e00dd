"""Plays an interview's orchestrator without an engine: the test says what the database holds and what happens."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from azure.durable_functions.testing import orchestrator_generator_wrapper
from durabletask import task

from blueprints import lifecycle
from shared.models.interview import InterviewStatus, Progress
from shared.models.lifecycle import LifecycleFacts
from shared.scoring.service import ScoringRun

INTERVIEW = "0f3c1f0e-7f5e-4c55-9c9e-0a4f1f1d2b01"
RUN = UUID("5a0d6f0a-9d13-4f1b-8f9e-5f9d4e9b7c11")
BEFORE = datetime(2026, 11, 23, 9, tzinfo=UTC)
NO_SHOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ENDS = datetime(2026, 11, 23, 10, tzinfo=UTC)


def facts(status: str, scoring: str = "none", *, run: int = 1, stage: str = "scheduled") -> LifecycleFacts:
    return LifecycleFacts.model_validate(
        {
            "status": InterviewStatus(status),
            "run": run,
            "scoring": scoring,
            "due_at": {"scheduled": NO_SHOW, "in_progress": ENDS}.get(status),
            "progress": Progress(stage=stage, percent=0, topics=["Pipelines"], waiting_for="candidate"),  # pyright: ignore[reportArgumentType]
        }
    )


class Context:
    """The part of an orchestration context that the orchestrator uses; it notes what is asked of it."""

    def __init__(self, activities: Mapping[str, Callable[[Any], Any]]) -> None:
        self._activities = activities
        self.current_utc_datetime = BEFORE.replace(tzinfo=None)  # without a zone, as the engine gives it
        self.called: list[tuple[str, Any]] = []
        self.retries: dict[str, task.RetryPolicy] = {}
        self.statuses: list[dict[str, Any]] = []
        self.timers: list[tuple[datetime, task.CompletableTask[None]]] = []
        self.waits: dict[str, task.CompletableTask[Any]] = {}

    def call_activity(
        self, name: str, *, input: Any = None, retry_policy: task.RetryPolicy | None = None
    ) -> task.CompletableTask[Any]:
        self.called.append((name, input))
        assert retry_policy is not None, f"{name} is not tried again"
        self.retries[name] = retry_policy
        done = task.CompletableTask[Any]()
        try:
            done.complete(self._activities[name](input))
        except Exception as error:
            done.fail(str(error), error)
        return done

    def wait_for_external_event(self, name: str) -> task.CompletableTask[Any]:
        self.waits[name] = task.CompletableTask()
        return self.waits[name]

    def create_timer(self, fire_at: datetime | timedelta) -> task.CompletableTask[None]:
        assert isinstance(fire_at, datetime)
        timer = task.CompletableTask[None]()
        self.timers.append((fire_at, timer))
        return timer

    def set_custom_status(self, status: dict[str, Any]) -> None:
        self.statuses.append(json.loads(json.dumps(status)))

    def happen(self, what: str) -> None:
        """An event comes, or (`"timer"`) the time has come."""
        if what == "timer":
            self.current_utc_datetime = self.timers[-1][0].replace(tzinfo=None)
            self.timers[-1][1].complete(None)
        else:
            self.waits[what].complete(None)


def play(
    seen: Iterable[LifecycleFacts], happenings: Iterable[str] = (), *, failing: Iterable[str] = (), samples: int = 3
) -> tuple[Context, Any]:
    """Plays it to its end. `seen` is what the database says at each look, the last one for good; `happenings` are the
    events and timers that come, one for each wait; `failing` are the inputs of the activities that fail past their
    retries. Gives the context and the output; a wait for which nothing happens fails the test."""
    looks, failing = list(seen), set(failing)

    def look(_: str) -> str:
        return (looks.pop(0) if len(looks) > 1 else looks[0]).model_dump_json()

    def sample(name: str) -> str:
        if name.rpartition("/")[2] in failing:
            raise ValueError("no answer")
        return name

    context = Context(
        {
            "lifecycle_facts": look,
            "begin_scoring": lambda _: ScoringRun(
                run_id=RUN, version=1, status="pending", samples=samples
            ).model_dump_json(),
            "score_sample": sample,
            **dict.fromkeys(
                ("expire_interview", "end_interview", "finish_scoring", "fail_scoring"), lambda given: given
            ),
        }
    )
    coming = iter(happenings)
    steps = lifecycle.interview_lifecycle._function._func.orchestrator_function(  # pyright: ignore[reportPrivateUsage, reportFunctionMemberAccess]
        context, {"interview_id": INTERVIEW, "run": 1}
    )
    yielded: Any = None
    for yielded in orchestrator_generator_wrapper(steps):
        if isinstance(yielded, task.WhenAnyTask) and not yielded.is_complete:
            context.happen(next(coming))
    assert next(coming, None) is None, "it ended before everything happened"
    return context, yielded
