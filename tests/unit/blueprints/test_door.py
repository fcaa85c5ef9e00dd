"""What a door does around its handler: identity, limits, answers, errors."""

import logging
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel
from starlette.responses import PlainTextResponse, Response

from blueprints.http import Exchange
from local.functions_host.durable_links import client_config
from shared.auth import Principal
from shared.container import Container, install_container
from shared.errors import Conflict
from shared.models.common import Body, Model, UtcDatetime
from shared.telemetry import correlation_id
from tests.unit.blueprints.doors import SIGNED_IN, USER, MemoryContainer, content, opened, post, request

pytestmark = pytest.mark.unit

RATE_HEADERS = {"x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"}


class Thing(Model):
    name: str
    made_at: UtcDatetime


class Make(Body):
    name: str


async def greet(principal: Principal) -> dict[str, str]:
    return {"hello": str(principal.user_id)}


async def make(principal: Principal, body: Make) -> dict[str, str]:
    return {"name": body.name}


async def anyone() -> dict[str, str]:
    return {"status": "healthy"}


async def test_a_model_is_answered_as_json_with_the_status_of_the_door() -> None:
    async def create(principal: Principal, body: Make) -> Thing:
        return Thing(name=body.name, made_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))

    answer = await opened(create, gives=Thing, status=201)(post({"name": "one"}))
    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    assert content(answer) == {"name": "one", "made_at": "2026-01-02T03:04:05Z"}


async def test_a_response_is_answered_as_it_is_with_the_headers_of_every_answer() -> None:
    async def plain() -> Response:
        return PlainTextResponse("as it is", 202)

    answer = await opened(plain, "GET")(request())
    assert (answer.status_code, bytes(answer.body)) == (202, b"as it is")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "X-RateLimit-Remaining" in answer.headers["access-control-expose-headers"]
    assert UUID(answer.headers["x-correlation-id"])


async def test_the_origin_is_left_to_the_host() -> None:
    answer = await opened(anyone, "GET")(request(headers={"Origin": "https://app.example.test"}))
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("offered", ["abc-1._", "x" * 128])
async def test_a_sane_correlation_id_is_kept(offered: str) -> None:
    answer = await opened(anyone, "GET")(request(headers={"X-Correlation-Id": offered}))
    assert answer.headers["x-correlation-id"] == offered


@pytest.mark.parametrize("offered", ["", "two words", "x" * 129, "\xe4", "a\tb", "<b>"])
async def test_any_other_correlation_id_is_replaced(offered: str) -> None:
    answer = await opened(anyone, "GET")(request(headers={"X-Correlation-Id": offered}))
    assert UUID(answer.headers["x-correlation-id"])


async def test_the_handler_runs_under_the_correlation_id_of_its_answer() -> None:
    async def look() -> dict[str, str]:
        return {"id": correlation_id.get()}

    answer = await opened(look, "GET")(request())
    assert content(answer)["id"] == answer.headers["x-correlation-id"]
    assert correlation_id.get() == ""


async def test_who_is_not_signed_in_gets_401_and_is_not_counted(container: MemoryContainer) -> None:
    answer = await opened(make)(request("POST", "/here", body=b"not json"))
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert RATE_HEADERS.isdisjoint(answer.headers)
    problem = content(answer)
    assert problem["instance"] == "/here"
    assert problem["code"] == "token_missing"
    assert problem["correlation_id"] == answer.headers["x-correlation-id"]
    assert container.kept.hits == []


async def test_a_door_without_a_principal_is_open_and_not_limited(container: MemoryContainer) -> None:
    answer = await opened(anyone, "GET")(request())
    assert answer.status_code == 200
    assert RATE_HEADERS.isdisjoint(answer.headers)
    assert container.kept.hits == []


async def test_where_the_limit_stands_is_in_every_answer_that_is_counted() -> None:
    answer = await opened(greet, "GET")(request(headers=SIGNED_IN))
    assert content(answer) == {"hello": str(USER)}
    assert answer.headers["x-ratelimit-limit"] == "5"
    assert answer.headers["x-ratelimit-remaining"] == "4"
    assert answer.headers["x-ratelimit-reset"] == "4000000000"
    assert "retry-after" not in answer.headers


async def test_one_request_too_many_is_429_with_retry_after_before_its_body_is_looked_at(
    container: MemoryContainer,
) -> None:
    container.kept.hits = ["general"] * 5
    answer = await opened(make)(post(b"not json"))
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.headers["x-ratelimit-remaining"] == "0"


async def test_each_category_is_counted_by_itself(container: MemoryContainer) -> None:
    container.kept.hits = ["general"] * 5
    answer = await opened(make, limit="ai_operation")(post({"name": "one"}))
    assert answer.headers["x-ratelimit-limit"] == "3"
    assert container.kept.hits[-1] == "ai_operation"


class TestCountedByHandler:
    """The handler counts, and gives the headers; only what never reaches it is counted by the door."""

    async def test_input_that_fits_is_left_to_the_handler(self, container: MemoryContainer) -> None:
        async def count(principal: Principal, body: Make, exchange: Exchange) -> dict[str, str]:
            exchange.headers["X-RateLimit-Remaining"] = "41"
            return {}

        answer = await opened(count, limit="ai_operation", counted_by_handler=True)(post({"name": "one"}))
        assert answer.headers["x-ratelimit-remaining"] == "41"
        assert container.kept.hits == []

    async def test_its_headers_are_in_its_refusals_too(self) -> None:
        async def refuse(principal: Principal, exchange: Exchange) -> None:
            raise Conflict("Not now.", headers={"X-RateLimit-Remaining": "7", "Retry-After": "2"})

        answer = await opened(refuse, limit="ai_operation", counted_by_handler=True)(post(b""))
        assert answer.status_code == 409
        assert answer.headers["x-ratelimit-remaining"] == "7"
        assert answer.headers["retry-after"] == "2"

    @pytest.mark.parametrize(("body", "status"), [(b"{}", 422), (b"x" * 101, 413)])
    async def test_input_that_does_not_fit_is_counted(
        self, container: MemoryContainer, body: bytes, status: int
    ) -> None:
        chat = opened(make, limit="ai_operation", counted_by_handler=True, max_body_bytes=100)
        answer = await chat(post(body))
        assert answer.status_code == status
        assert answer.headers["x-ratelimit-remaining"] == "2"
        assert container.kept.hits == ["ai_operation"]

    @pytest.mark.parametrize("body", [b"{}", b"x" * 101])
    async def test_and_is_429_when_the_limit_is_spent(self, container: MemoryContainer, body: bytes) -> None:
        container.kept.hits = ["ai_operation"] * 3
        chat = opened(make, limit="ai_operation", counted_by_handler=True, max_body_bytes=100)
        assert (await chat(post(body))).status_code == 429


class TestUnexpected:
    """What nobody foresaw is a 500 without a word of it."""

    async def test_an_exception_is_500_and_logged_with_its_stack(self, caplog: pytest.LogCaptureFixture) -> None:
        async def fail() -> None:
            raise RuntimeError("a secret of the inside")

        with caplog.at_level(logging.ERROR, "talenti"):
            answer = await opened(fail, "GET")(request())
        assert answer.status_code == 500
        assert content(answer)["code"] == "internal_error"
        assert "secret" not in bytes(answer.body).decode()
        [record] = caplog.records
        assert "error=RuntimeError" in record.getMessage()
        assert "test_door.py" in record.getMessage()
        assert "secret" not in record.getMessage()

    async def test_a_model_that_the_handler_cannot_fill_is_no_422(self) -> None:
        async def misread() -> Any:
            return Thing.model_validate({"name": "one"})

        assert (await opened(misread, "GET")(request())).status_code == 500

    @pytest.mark.parametrize("result", [{"set": {1}}, Thing.model_construct(name="\ud800", made_at=datetime.now(UTC))])
    async def test_a_result_that_is_no_json_is_500(self, result: dict[str, Any] | BaseModel) -> None:
        async def give() -> Any:
            return result

        assert (await opened(give, "GET")(request())).status_code == 500


async def test_a_missing_setting_is_503_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SUPABASE_URL", "SUPABASE_PUBLISHABLE_KEY", "SUPABASE_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1")
    install_container(Container())
    answer = await opened(greet, "GET")(request(headers=SIGNED_IN))
    assert answer.status_code == 503
    assert "SUPABASE_URL is not set" in content(answer)["detail"]
    assert content(answer)["code"] == "misconfigured"


async def test_the_first_durable_client_that_comes_by_is_kept(container: MemoryContainer) -> None:
    configuration = client_config("hub", "127.0.0.1:1", "http://127.0.0.1:1")
    answer = await opened(anyone, "GET", durable=True)(request(), configuration)
    assert answer.status_code == 200
    assert container.orchestrations.ready
    await container.aclose()
