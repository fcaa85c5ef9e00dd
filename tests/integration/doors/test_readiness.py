"""What readiness says of a model that does not answer, and of an app that was started with settings that are wrong."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from blueprints import health
from local.openai_standin import StandIn
from local.parts import CHECKOUT, Part
from local.supabase.processes import Guard
from tests.integration.doors.asking import ask

pytestmark = [pytest.mark.integration, pytest.mark.database]


@pytest.fixture
def model_down(stand_in: StandIn) -> Iterator[None]:
    """The model's service answers 503 to whoever asks whether it is there."""
    fault = {"kind": "status", "status": 503, "times": None, "match": {"task": "models"}}
    with httpx.Client(base_url=stand_in.url, verify=False) as http:
        number = http.put("/admin/faults", json=fault).json()["id"]
        yield
        http.delete(f"/admin/faults/{number}")


async def test_not_ready_while_the_models_service_fails(model_down: None) -> None:
    answer = await ask(health.health_ready)
    assert (answer.status, answer.json["status"]) == (503, "not_ready")
    assert answer.json["checks"] == {"database": "healthy", "azure": "unhealthy"}
    assert int(answer.headers["retry-after"]) >= 1


async def test_in_detail_the_models_service_is_named(model_down: None) -> None:
    answer = await ask(health.health_detailed)
    assert answer.json["checks"]["azure"]["status"] == "unhealthy"


WRONG = {
    "SUPABASE_URL": "http://127.0.0.1:9",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x",
    "SUPABASE_SECRET_KEY": "sb_secret_very_secret",
    "AZURE_OPENAI_ENDPOINT": "http://127.0.0.1:9",
    "OPENAI_BASE_URL": "http://127.0.0.1:9",
    "OPENAI_MODEL": "llama",
}


@pytest.fixture(scope="module")
def misconfigured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The app under the Functions host, told of two models at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    guard, url = Guard(), f"http://127.0.0.1:{port}"
    log: Path = tmp_path_factory.mktemp("misconfigured") / "app.log"
    command = [sys.executable, "-m", "local.functions_host", "--app", str(CHECKOUT), "--port", str(port)]
    app = Part(guard, "The Functions host", command, log, {**os.environ, **WRONG})
    try:
        app.wait_until_ready(f"{url}/admin/host/status", 60)
        with httpx.Client(base_url=url, verify=False, timeout=10) as client:
            yield client
    finally:
        app.end()
        guard.dismiss()


class TestWithSettingsThatAreWrong:
    def test_health_answers(self, misconfigured: httpx.Client) -> None:
        assert misconfigured.get("/health").status_code == 200

    def test_readiness_names_the_settings(self, misconfigured: httpx.Client) -> None:
        answer = misconfigured.get("/health/ready")
        assert (answer.status_code, answer.json()["status"]) == (503, "not_ready")
        for name in ("AZURE_OPENAI_ENDPOINT", "OPENAI_BASE_URL"):
            assert name in answer.text

    def test_readiness_does_not_give_their_values(self, misconfigured: httpx.Client) -> None:
        assert "very_secret" not in misconfigured.get("/health/ready").text

    def test_a_door_says_that_it_is_misconfigured(self, misconfigured: httpx.Client) -> None:
        answer = misconfigured.get("/api/v1/me", headers={"Authorization": "Bearer x"})
        assert (answer.status_code, answer.json()["code"]) == (503, "misconfigured")
        assert "retry-after" in answer.headers

    def test_the_document_is_served(self, misconfigured: httpx.Client) -> None:
        assert misconfigured.get("/api/openapi.json").status_code == 200
