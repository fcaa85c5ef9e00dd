"""Doors while the database is away, their limits in it, and readiness of the real parts."""

from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from azure.functions.warmup import WarmUpContext

from blueprints import health
from blueprints.account import read_me
from local.supabase.stack import SupabaseStack
from shared.container import Container, install_container
from shared.settings import Settings
from tests.fixtures.world import World
from tests.integration.doors.asking import Answer, ask

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def paused(supabase: SupabaseStack) -> Iterator[None]:
    supabase.pause_rest()
    yield
    supabase.resume_rest()


async def test_ready_over_the_real_parts() -> None:
    answer = await ask(health.health_ready)
    assert (answer.status, answer.json["checks"]) == (200, {"database": "healthy", "azure": "healthy"})


@pytest.mark.slow
async def test_not_ready_while_the_database_is_away(paused: None) -> None:
    answer = await ask(health.health_ready)
    assert answer.status == 503
    assert answer.json["checks"] == {"database": "unhealthy", "azure": "healthy"}
    assert (await ask(health.health)).status == 200


@pytest.mark.parametrize("fault", [{"drop": "before"}, {"drop": "after"}])
async def test_an_outage_is_503_with_retry_after_and_no_inner_text(
    world: World, supabase: SupabaseStack, fault: dict[str, Any]
) -> None:
    async with httpx.AsyncClient(base_url=supabase.url, headers={"apikey": supabase.secret_key}, verify=False) as http:
        await http.put("/admin/v1/faults", json={"rest": {"match": "memberships", "times": 8} | fault})
        answer = await ask(read_me, world.person())
        await http.delete("/admin/v1/faults")
    assert (answer.status, answer.json["code"]) == (503, "database_unavailable")
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.headers["x-ratelimit-remaining"]
    assert "127.0.0.1" not in str(answer.json)


async def test_the_limit_holds_across_workers_and_health_has_none(world: World, settings: Settings) -> None:
    person, answers = world.person(), list[Answer]()
    async with AsyncExitStack() as workers:
        for _ in range(3):
            worker = Container(settings.model_copy(update={"rate_limit_default": 2}))
            workers.push_async_callback(worker.aclose)
            install_container(worker)
            answers.append(await ask(read_me, person))
        assert [answer.status for answer in answers] == [200, 200, 429]
        assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 61  # the minute, and the rest of a second
        assert (await ask(read_me, world.person())).status == 200
        assert (await ask(health.health_live)).status == 200


async def test_a_warm_up_loads_what_a_first_request_would_wait_for(container: Container) -> None:
    await health.warm_up(WarmUpContext())
    assert {"database", "model", "tokens"} <= container.__dict__.keys()
    assert [child.is_alive for child in container.resume_reader._children._idle] == [True]


async def test_a_warm_up_without_the_database_is_put_up_with(container: Container, supabase: SupabaseStack) -> None:
    async with httpx.AsyncClient(base_url=supabase.url, headers={"apikey": supabase.secret_key}, verify=False) as http:
        await http.put("/admin/v1/faults", json={"rest": {"match": "organisations", "times": 2, "drop": "before"}})
        await health.warm_up(WarmUpContext())
        await http.delete("/admin/v1/faults")
