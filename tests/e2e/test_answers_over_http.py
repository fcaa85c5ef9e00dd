"""What all answers share, as a browser and a client see them: origins, ids, types, documents, no crash on any input."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import function_app
from blueprints.http import ENDPOINTS
from local.stack import CHECKOUT, DEVELOPMENT_ORIGINS
from tests.fixtures.over_http import Hired, Talk

pytestmark = pytest.mark.e2e

assert function_app.app, "importing it fills the registry"
ORIGIN = DEVELOPMENT_ORIGINS.partition(",")[0]
EXPOSED = ("X-Correlation-Id", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After")
our_origins = pytest.mark.skipif(
    (CHECKOUT / "local.settings.json").exists(), reason="local.settings.json has origins of its own"
)


@our_origins
@pytest.mark.parametrize("header", ["authorization", "content-type", "idempotency-key", "x-correlation-id"])
def test_a_preflight_of_a_front_end_is_allowed(http: httpx.Client, header: str) -> None:
    asked = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": header,
    }
    answer = http.options("/api/v1/interview/chat", headers=asked)
    assert answer.status_code in (200, 204)
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert header in answer.headers["access-control-allow-headers"].lower()


@our_origins
@pytest.mark.parametrize("path", ["/health", "/api/v1/me"])
def test_a_front_end_may_read_answers_and_problems(http: httpx.Client, path: str) -> None:
    headers = http.get(path, headers={"Origin": ORIGIN}).headers
    assert headers.get_list("access-control-allow-origin") == [ORIGIN]
    for name in EXPOSED:
        assert name in headers["access-control-expose-headers"]


@pytest.mark.parametrize("origin", ["https://evil.test", f"{ORIGIN}.evil.test", "null"])
def test_another_origin_may_not_read_answers(http: httpx.Client, origin: str) -> None:
    assert "access-control-allow-origin" not in http.get("/health", headers={"Origin": origin}).headers


@our_origins
def test_a_front_end_may_read_a_stream(talk: Talk) -> None:
    answer = talk.hired.candidate.post("/api/v1/interview/chat/stream", talk.body(), headers={"Origin": ORIGIN})
    assert answer.headers["access-control-allow-origin"] == ORIGIN


@pytest.mark.parametrize("path", ["/health", "/api/v1/me", "/api/docs", "/api/openapi.json"])
def test_every_answer_has_an_id_and_a_fixed_type(http: httpx.Client, path: str) -> None:
    headers = http.get(path, headers={"X-Correlation-Id": "mine-7"}).headers
    assert headers.get_list("x-correlation-id") == ["mine-7"]
    assert headers.get_list("x-content-type-options") == ["nosniff"]


def test_an_odd_correlation_id_is_replaced(http: httpx.Client) -> None:
    assert http.get("/health", headers={"X-Correlation-Id": "<b>odd</b>"}).headers["x-correlation-id"] != "<b>odd</b>"


def test_health_answers_anyone(http: httpx.Client) -> None:
    assert http.get("/health").json() == {"status": "healthy"}
    assert http.get("/health/live").json() == {"status": "alive"}


def test_a_running_stack_is_ready(http: httpx.Client) -> None:
    answer = http.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert answer.json()["checks"] == {"database": "healthy", "azure": "healthy", "storage": "healthy"}


def test_health_in_detail_has_latencies(http: httpx.Client) -> None:
    detail = http.get("/health/detailed").json()
    assert {"version", "uptime", "memory", "checks"} <= set(detail)
    assert all(check["latency_ms"] >= 0 for check in detail["checks"].values())


@pytest.mark.parametrize("path", ["/api", "/api/v1/nothing", "/api/v1/interview/chat/stream/more"])
def test_a_path_that_is_none_is_not_found(http: httpx.Client, path: str) -> None:
    assert http.get(path).status_code == 404


def test_another_method_is_no_door(talk: Talk) -> None:
    assert talk.hired.candidate.request("DELETE", talk.path).status_code in (404, 405)


def test_the_document_has_every_door(http: httpx.Client) -> None:
    answer = http.get("/api/openapi.json")
    document = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert document["openapi"].startswith("3.1.")
    doors = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods}
    assert doors == {(endpoint.path, endpoint.method) for endpoint in ENDPOINTS.values()}


def test_the_page_of_the_doors_runs_no_scripts(http: httpx.Client) -> None:
    answer = http.get("/api/docs")
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert "<code>application_id</code></td><td>uuid</td><td>required</td>" in answer.text  # what is taken
    assert "<a href=#model-CandidateReport>" in answer.text  # what is given
    for endpoint in ENDPOINTS.values():
        assert endpoint.path in answer.text


@pytest.mark.slow
def test_no_input_that_fits_the_document_breaks_a_read(http: httpx.Client, hire: Callable[..., Hired]) -> None:
    import schemathesis  # takes long to import

    recruiter = hire().recruiter
    schema = schemathesis.openapi.from_dict(json.loads(http.get("/api/openapi.json").text))
    tried = set[str]()

    def read(case: Any) -> None:
        answer = recruiter.get(case.formatted_path, params=case.query or None)
        assert answer.status_code < 500, answer.text
        assert answer.headers["content-type"] in ("application/json", "application/problem+json")
        tried.add(case.operation.label)

    for result in schema.get_all_operations():
        operation: Any = result.ok()  # pyright: ignore[reportAttributeAccessIssue]  # an Err fails the test here
        if operation.method.upper() == "GET" and operation.path.startswith("/api/v1/"):
            limited = settings(
                max_examples=12,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
            )
            limited(given(case=operation.as_strategy())(read))()
    assert len(tried) == sum(one.method == "GET" and one.path.startswith("/api/v1/") for one in ENDPOINTS.values())
