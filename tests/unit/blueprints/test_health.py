"""Health: what the checks say, how often they run, and what they keep to themselves."""

import asyncio
from typing import Any

import pytest

from blueprints import health
from shared.container import Container, install_container
from shared.errors import ServiceUnavailable
from tests.unit.blueprints.doors import MemoryContainer, content, request

pytestmark = pytest.mark.unit


class Model:
    """Answers checks, or fails them."""

    def __init__(self) -> None:
        self.checks = 0
        self.failure: Exception | None = None
        self.hangs = False

    async def check(self) -> None:
        self.checks += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def model(container: MemoryContainer) -> Model:
    made = Model()
    container.__dict__["model"] = made
    return made


async def ask(function: Any) -> tuple[int, Any]:
    answer = await function(request())
    return answer.status_code, content(answer)


async def test_health_and_liveness_ask_nothing_of_anybody() -> None:
    assert await ask(health.health) == (200, {"status": "healthy"})
    assert await ask(health.health_live) == (200, {"status": "alive"})


async def test_ready_when_all_answer(model: Model) -> None:
    checks = {"database": "healthy", "azure": "healthy"}
    assert await ask(health.health_ready) == (200, {"status": "ready", "checks": checks})


async def test_not_ready_names_the_one_that_does_not(container: MemoryContainer, model: Model) -> None:
    container.kept.failure = ServiceUnavailable("host db-7 is down")
    status, body = await ask(health.health_ready)
    assert (status, body) == (
        503,
        {"status": "not_ready", "checks": {"database": "unhealthy", "azure": "healthy"}},
    )


async def test_an_error_of_a_check_stays_inside(model: Model) -> None:
    model.failure = RuntimeError("https://secret-host.example.test refused key sk-123")
    for function in (health.health_ready, health.health_detailed):
        _, body = await ask(function)
        assert "secret" not in str(body)
        assert "sk-123" not in str(body)


async def test_a_check_that_hangs_is_unhealthy(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_CHECK_SECONDS", 0.001)
    model.hangs = True
    status, body = await ask(health.health_ready)
    assert (status, body["checks"]["azure"]) == (503, "unhealthy")


async def test_the_checks_run_once_for_all_who_ask_in_a_moment(model: Model) -> None:
    await asyncio.gather(*(ask(health.health_ready) for _ in range(20)))
    await ask(health.health_detailed)
    assert model.checks == 1


async def test_a_setting_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    install_container(Container())
    status, body = await ask(health.health_ready)
    assert status == 503
    assert body["checks"] == {"database": "unhealthy", "azure": "unhealthy"}
    assert "SUPABASE_URL is not set" in body["details"]["database"]
    assert (await ask(health.health))[0] == 200
    assert (await ask(health.health_detailed))[1]["version"] == "unknown"


async def test_in_detail_there_are_version_uptime_memory_and_latencies(model: Model) -> None:
    status, body = await ask(health.health_detailed)
    assert status == 200
    assert body["version"] == "0.1.0"
    assert body["uptime"] >= 0
    assert all(value > 1 for value in body["memory"].values())
    assert all(check["latency_ms"] >= 0 for check in body["checks"].values())
