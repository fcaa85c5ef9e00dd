"""Fixtures that tests of every kind share: the local Supabase, the model's stand-in, settings, a container, a world.

And how a run goes: in which order, and what its processes share.
"""

import gc
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any

import pytest
from coverage import Coverage

from local.azurite import CONTAINERS, Azurite
from local.openai_standin import StandIn
from local.supabase.stack import SupabaseConfig, SupabaseStack
from shared.container import Container
from shared.settings import Settings
from tests.fixtures.workers import Scheduling, import_app, in_order, leave_unmeasured, unit, unit_of
from tests.fixtures.world import World


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays, so it is never looked through for garbage, and only the app is measured."""
    measuring = Coverage.current()
    gc.disable()
    if measuring is not None:
        import_app()
        measuring.stop()
    try:
        return (yield)
    finally:
        if measuring is not None:
            measuring.start()
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    leave_unmeasured(items)
    items[:] = in_order(items, longest_first=hasattr(config, "workerinput"))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if nextitem is None or unit_of(nextitem.nodeid) != unit_of(item.nodeid):
        unit.leave()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    return Scheduling(config, log) if config.option.dist == "loadfile" else None


@pytest.fixture(scope="session")
def supabase() -> Iterator[SupabaseStack]:
    """A throwaway Supabase with our migrations: one per test process."""
    with SupabaseStack(SupabaseConfig()) as stack:
        yield stack


@pytest.fixture(scope="session")
def stand_in() -> Iterator[StandIn]:
    """The model's stand-in: one per test process. Faults are matched by words of the test that wants them."""
    with StandIn() as model:
        yield model


@pytest.fixture(scope="session")
def azurite() -> Iterator[Azurite]:
    """A throwaway storage account with the app's containers: one per test process. Tests use names of their own."""
    with Azurite() as storage:
        storage.prepare(CONTAINERS)
        yield storage


@pytest.fixture(scope="session")
def settings(supabase: SupabaseStack, stand_in: StandIn) -> Settings:
    """Settings for the local parts, with deadlines short enough for tests of what happens after them."""
    return Settings.model_validate(
        {
            "supabase_url": supabase.url,
            "supabase_publishable_key": supabase.publishable_key,
            "supabase_secret_key": supabase.secret_key,
            "azure_openai_endpoint": stand_in.url,
            "azure_openai_api_key": "local-development-only",
            "model_timeout_seconds": 2,
            "turn_deadline_seconds": 4,
            "scoring_wait_seconds": 10,
        }
    )


@pytest.fixture
async def container(settings: Settings) -> AsyncIterator[Container]:
    """A container of the test's own."""
    made = Container(settings)
    yield made
    await made.aclose()


@pytest.fixture(scope="session")
def world(supabase: SupabaseStack) -> Iterator[World]:
    """Makes organisations, people, roles, applications and interviews straight in the database."""
    with World(supabase) as made:
        yield made
