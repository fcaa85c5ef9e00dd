"""Interviews with a lifecycle: the app's orchestrator and activities on the in-memory engine, the real database."""

import asyncio
import functools
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import azure.durable_functions as df
import httpx
import pytest
from durabletask import task
from durabletask.worker import TaskHubGrpcWorker

from blueprints import lifecycle
from local.functions_host.durable_engine import Engine
from local.functions_host.durable_links import client_config
from local.openai_standin import StandIn
from shared.container import Container, install_container
from shared.models.interview import Consent, CreateInterview
from shared.services.orchestration import instance_id
from shared.settings import Settings
from tests.fixtures.world import Hiring, World

ACTIVITIES = (
    lifecycle.lifecycle_facts,
    lifecycle.expire_interview,
    lifecycle.end_interview,
    lifecycle.begin_scoring,
    lifecycle.score_sample,
    lifecycle.finish_scoring,
    lifecycle.fail_scoring,
)
ANSWER = (
    "I built a pipeline in Python, because the old one lost rows, and I measured that errors fell by thirty percent."
)
_BUSY: set[asyncio.Task[Any]] = set()  # activities at work


def user_function(built: Any) -> Any:
    return built._function._func


@dataclass
class Durable:
    """A Durable engine of the test's own, with a worker that runs the app's lifecycle."""

    engine: Engine
    container: Container

    def instance(self, interview_id: UUID, run: int = 1) -> Any:
        return self.engine._instances.get(instance_id(interview_id, run))  # pyright: ignore[reportPrivateUsage]

    def custom_status(self, interview_id: UUID, run: int = 1) -> dict[str, Any]:
        instance = self.instance(interview_id, run)
        return json.loads(instance.custom_status) if instance and instance.custom_status else {}

    def output(self, interview_id: UUID, run: int = 1) -> str | None:
        """What a run gave, once it is over."""
        instance = self.instance(interview_id, run)
        return json.loads(instance.output) if instance and instance.output else None

    def forget(self, interview_id: UUID, run: int = 1) -> None:
        """Loses a run, as a restart of the local engine does."""
        with self.engine._lock:  # pyright: ignore[reportPrivateUsage]
            del self.engine._instances[instance_id(interview_id, run)]  # pyright: ignore[reportPrivateUsage]

    def runs(self, interview_id: UUID) -> int:
        prefix = instance_id(interview_id, 0)[:-1]
        return sum(name.startswith(prefix) for name in self.engine._instances)  # pyright: ignore[reportPrivateUsage]


def adopt(container: Container, address: str) -> None:
    """Has the container adopt a client of the engine at `address`, as a binding would inject it."""
    container.orchestrations.adopt(df.DurableFunctionsClient(client_config("test", address, "http://127.0.0.1:1")))


@pytest.fixture(scope="session")
async def engine() -> AsyncIterator[Engine]:
    """A Durable engine with a worker that runs the app's lifecycle: one per test process."""
    engine = Engine()
    worker = TaskHubGrpcWorker(host_address=engine.start())
    worker.add_orchestrator(user_function(lifecycle.interview_lifecycle).orchestrator_function)
    for activity in ACTIVITIES:
        worker.add_activity(_on_this_loop(user_function(activity)))
    worker.start()
    yield engine
    engine.stop()
    await asyncio.to_thread(worker.stop)


@pytest.fixture
async def durable(
    engine: Engine, settings: Settings, world: World, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Durable]:
    """The engine, and a container that is the app's. An indirect parameter changes settings.

    Interviews that earlier tests left unfinished are called off first: the reconciler would bring them back.
    """
    world.rows("update scoring_runs set status = 'scored' where status <> 'scored'")
    world.rows("update interviews set status = 'cancelled' where status in ('scheduled', 'in_progress')")
    quick = task.RetryPolicy(first_retry_interval=timedelta(milliseconds=10), max_number_of_attempts=2)
    monkeypatch.setattr(lifecycle, "_MODEL_RETRY", quick)
    changes = getattr(request, "param", {})
    container = Container(
        settings.model_copy(
            update={"model_max_attempts": 1, "model_timeout_seconds": 10, "turn_deadline_seconds": 20} | changes
        )
    )
    previous = install_container(container)
    adopt(container, f"127.0.0.1:{engine._port}")
    yield Durable(engine, container)
    engine.reset()
    while _BUSY:  # what was begun is done before its container goes
        await asyncio.wait(_BUSY)
    await container.aclose()
    install_container(previous)


def _on_this_loop(activity: Callable[[str], Any]) -> Callable[[Any, str], str]:
    """An activity for the worker's threads whose work is done on the loop of the test, where the container lives."""
    loop = asyncio.get_running_loop()

    async def work(given: str) -> str:
        task = asyncio.current_task()
        assert task is not None
        _BUSY.add(task)
        task.add_done_callback(_BUSY.discard)
        return await activity(given)

    @functools.wraps(activity)
    def run(_: Any, given: str) -> str:
        return asyncio.run_coroutine_threadsafe(work(given), loop).result(20)

    del run.__wrapped__  # the worker looks at signatures
    return run


@dataclass
class Followed:
    """An interview; `mark` is a word of this one alone."""

    id: UUID
    hiring: Hiring
    container: Container
    mark: str

    async def start(self) -> None:
        """What the doors do: the database first, then the event."""
        consent = Consent(interview=True, transcript=True)
        await self.container.interviews.start(self.hiring.candidate.user_id, self.id, consent)

    async def say(self) -> None:
        begun = await self.container.interviews.begin_turn(
            self.hiring.candidate.user_id, self.id, f"{ANSWER} {self.mark}", None
        )
        await begun.reply()


@pytest.fixture
def schedule(durable: Durable, world: World) -> Callable[..., Any]:
    """Schedules an interview of a new candidate; its lifecycle is for the test to begin."""

    async def make(**options: Any) -> Followed:
        hiring = world.hiring(**options)
        wanted = CreateInterview(application_id=hiring.application_id)
        made = await durable.container.interviews.create(hiring.recruiter.user_id, wanted)
        return Followed(made.id, hiring, durable.container, f"mark{uuid4().hex[:12]}")

    return make


@pytest.fixture
async def followed(schedule: Callable[..., Any]) -> Followed:
    return await schedule()


async def until[T](probe: Callable[[], T | None], seconds: float = 10) -> T:
    """What `probe` gives as soon as it is something. Raises TimeoutError when it never is."""
    async with asyncio.timeout(seconds):
        while True:
            if result := probe():
                return result
            await asyncio.sleep(0.01)


@pytest.fixture
async def fault(stand_in: StandIn) -> Callable[..., Any]:
    """Makes the stand-in misbehave for prompts that hold a mark; `kind` None ends it."""

    async def put(mark: str, kind: str | None, **options: Any) -> None:
        async with httpx.AsyncClient(base_url=stand_in.url, verify=False) as client:
            if kind is not None:
                body = {"kind": kind, "match": {"contains": mark}, **options}
                (await client.put("/admin/faults", json=body)).raise_for_status()
                return
            for one in (await client.get("/admin/faults")).json()["faults"]:
                if one["match"].get("contains") == mark:
                    await client.delete(f"/admin/faults/{one['id']}")

    return put
