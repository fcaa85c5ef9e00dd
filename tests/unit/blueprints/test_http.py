"""The door of an endpoint, without anything behind it: what comes in, what a handler gets, what goes out."""

import json
import logging
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

import azure.durable_functions as df
import pytest
from pydantic import Field
from starlette.responses import Response

from blueprints.http import ENDPOINTS, Exchange, door
from shared.auth import Principal
from shared.container import Container, install_container
from shared.errors import Conflict, NotFound, Unauthorized
from shared.models.common import Body, Model, UtcDatetime
from shared.settings import Settings
from tests.fixtures.in_process import Function, content, function_of, request

pytestmark = pytest.mark.unit

USER = UUID(int=1)


class Thing(Model):
    name: str


class MakeThing(Body):
    name: str = Field(min_length=1, max_length=20)
    at: UtcDatetime | None = None
    tags: dict[str, list[str]] = Field(default_factory=dict[str, list[str]])


class OptionalThing(Body):
    name: str = "nothing"


class ThingQuery(Body):
    limit: int = Field(default=5, ge=1)


class FakeTokens:
    async def verify(self, token: str) -> Principal:
        if token != "good":
            raise Unauthorized(code="token_invalid")
        return Principal(USER, None, token)


class FakeDatabase:
    """Counts requests, up to `limit`."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.limited = False

    async def rpc(self, name: str, params: dict[str, Any]) -> Any:
        assert name == "hit_rate_limit"
        self.calls.append(params)
        return {"limited": self.limited, "remaining": 0 if self.limited else 7, "reset_at": 4_000_000_000}


@pytest.fixture
def database() -> FakeDatabase:
    return FakeDatabase()


@pytest.fixture(autouse=True)
def container(database: FakeDatabase) -> Iterator[Container]:
    """A container whose outside is made up. Doors that a test makes are taken out of the registry afterwards."""
    settings = Settings.model_validate(
        {
            "supabase_url": "http://127.0.0.1:9",
            "supabase_publishable_key": "p",
            "supabase_secret_key": "s",
            "azure_openai_endpoint": "http://127.0.0.1:9",
        }
    )
    made = Container(settings)
    made.__dict__ |= {"tokens": FakeTokens(), "database": database}
    before, known = install_container(made), dict(ENDPOINTS)
    yield made
    install_container(before)
    ENDPOINTS.clear()
    ENDPOINTS.update(known)


def made(handler: Any, method: str = "POST", path: str = "/things", **options: Any) -> Function:
    return function_of(door(df.Blueprint(), method, path, **{"who": "anyone", **options})(handler))


GOOD = {"Authorization": "Bearer good"}


def echo() -> Function:
    async def echo_thing(body: MakeThing) -> Thing:
        return Thing(name=body.name)

    return made(echo_thing, gives=Thing, status=201)


async def test_a_result_becomes_json_with_the_doors_status() -> None:
    answer = await echo()(request("POST", json={"name": "a"}))
    assert (answer.status_code, content(answer)) == (201, {"name": "a"})
    assert answer.headers["content-type"] == "application/json"


async def test_every_answer_has_the_headers_of_the_contract() -> None:
    answer = await echo()(request("POST", json={"name": "a"}))
    assert UUID(answer.headers["x-correlation-id"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    exposed = answer.headers["access-control-expose-headers"]
    for name in ("X-Correlation-Id", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After"):
        assert name in exposed


@pytest.mark.parametrize("sane", ["abc", "A-1.b_2", "x" * 128])
async def test_a_sane_correlation_id_is_kept(sane: str) -> None:
    answer = await echo()(request("POST", json={}, headers={"X-Correlation-Id": sane}))
    assert answer.headers["x-correlation-id"] == content(answer)["correlation_id"] == sane


@pytest.mark.parametrize("odd", ["", "x" * 129, "two words", "a\tb", "<script>", "caf\u00e9", "a\r\nSet-Cookie: b=c"])
async def test_an_odd_correlation_id_is_replaced(odd: str) -> None:
    answer = await echo()(request("POST", json={"name": "a"}, headers={"X-Correlation-Id": odd}))
    assert UUID(answer.headers["x-correlation-id"])


async def test_an_unexpected_error_is_a_500_without_inner_text(caplog: pytest.LogCaptureFixture) -> None:
    async def boom(body: MakeThing) -> Thing:
        raise RuntimeError(f"secret inner text about {body.name}")

    with caplog.at_level(logging.INFO):
        answer = await made(boom)(request("POST", json={"name": "Zebra"}))
    problem = content(answer)
    assert (answer.status_code, problem["code"]) == (500, "internal_error")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in bytes(answer.body).decode()
    assert "RuntimeError" not in bytes(answer.body).decode()
    assert "Zebra" not in bytes(answer.body).decode()


async def test_an_unexpected_error_is_logged_with_its_stack_and_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def boom_for_the_log(body: MakeThing) -> Thing:
        raise RuntimeError(f"secret inner text about {body.name}")

    with caplog.at_level(logging.INFO):
        await made(boom_for_the_log)(request("POST", json={"name": "Zebra"}))
    (record,) = [one for one in caplog.records if getattr(one, "event", "") == "http.unexpected_error"]
    assert record.levelno == logging.ERROR
    assert isinstance(cast("Any", record).failure, RuntimeError)
    assert "function=boom_for_the_log" in record.getMessage()
    assert "Zebra" not in record.getMessage()


async def test_an_apps_error_is_its_problem_with_its_headers() -> None:
    async def taken() -> Thing:
        raise Conflict("Somebody was first.", code="taken", headers={"Retry-After": "3"})

    answer = await made(taken)(request("POST", "/things"))
    assert (answer.status_code, answer.headers["retry-after"]) == (409, "3")
    assert content(answer) == {
        "type": "urn:talenti:problem:taken",
        "title": "Something else came first",
        "status": 409,
        "detail": "Somebody was first.",
        "instance": "/things",
        "code": "taken",
        "correlation_id": answer.headers["x-correlation-id"],
    }


async def test_a_handlers_own_response_gets_the_headers_too() -> None:
    async def page(exchange: Exchange) -> Response:
        exchange.headers["X-RateLimit-Remaining"] = "3"
        return Response("hello", media_type="text/plain")

    answer = await made(page)(request("POST"))
    assert (bytes(answer.body), answer.headers["x-ratelimit-remaining"]) == (b"hello", "3")
    assert "x-correlation-id" in answer.headers


async def test_what_does_not_fit_is_said_for_body_query_and_path_at_once() -> None:
    async def thing(thing_id: UUID, body: MakeThing, query: ThingQuery) -> Thing:
        raise AssertionError

    answer = await made(thing, path="/things/{thing_id}")(
        request("POST", query="limit=0", json={"name": "", "colour": "red"}, path_params={"thing_id": "7"})
    )
    assert answer.status_code == 422
    assert [error["loc"] for error in content(answer)["errors"]] == [
        ["body", "name"],
        ["body", "colour"],
        ["query", "limit"],
        ["path", "thing_id"],
    ]


async def test_a_refusal_does_not_repeat_what_was_sent() -> None:
    answer = await echo()(request("POST", json={"name": "Zebra" * 50, "at": "Zebra"}))
    assert answer.status_code == 422
    assert "Zebra" not in bytes(answer.body).decode()


async def test_no_more_reasons_are_given_than_a_person_can_read() -> None:
    answer = await echo()(request("POST", json={f"field{number}": 1 for number in range(5_000)}))
    assert len(content(answer)["errors"]) <= 50
    assert len(answer.body) < 20_000


async def test_a_made_up_field_name_is_not_echoed_at_length() -> None:
    answer = await echo()(request("POST", json={"a" * 100_000: 1, "name": "a"}))
    assert answer.status_code == 422
    assert len(answer.body) < 2_000


@pytest.mark.parametrize(
    "body", [{"name": "a\x00"}, {"name": "a", "tags": {"\x00": []}}, {"name": "a", "tags": {"b": ["\x00"]}}]
)
async def test_nul_characters_are_refused_wherever_they_stand(body: dict[str, Any]) -> None:
    assert (await echo()(request("POST", json=body))).status_code == 422


async def test_a_time_outside_of_the_calendar_is_refused() -> None:
    answer = await echo()(request("POST", json={"name": "a", "at": "0001-01-01T00:00:00+14:00"}))
    assert answer.status_code == 422


async def test_an_optional_body_may_be_missing() -> None:
    async def optional(body: OptionalThing) -> Thing:
        return Thing(name=body.name)

    answer = await made(optional, body_optional=True)(request("POST"))
    assert content(answer) == {"name": "nothing"}


async def test_a_body_in_pieces_is_read_whole() -> None:
    answer = await echo()(request("POST", body=(b'{"na', b'me": "', b"", b'ab"}')))
    assert content(answer) == {"name": "ab"}


async def test_a_body_is_read_no_further_than_its_limit() -> None:
    read = list[int]()

    def pieces() -> Iterator[bytes]:
        for number in range(100):
            read.append(number)
            yield b" " * 10

    async def small(body: MakeThing) -> Thing:
        raise AssertionError

    answer = await made(small, max_body_bytes=95)(request("POST", body=list(pieces())))
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["96", "9" * 18])
async def test_a_body_that_says_it_is_too_large_is_not_read(length: str) -> None:
    async def unread(body: MakeThing) -> Thing:
        raise AssertionError

    answer = await made(unread, max_body_bytes=95)(request("POST", headers={"Content-Length": length}))
    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "ten", "\u00b2", "9" * 5_000])
async def test_an_odd_content_length_breaks_nothing(length: str) -> None:
    answer = await echo()(request("POST", json={"name": "a"}, headers={"Content-Length": length}))
    assert answer.status_code in (201, 413, 422)


async def test_a_client_that_leaves_while_sending_is_no_error_of_ours() -> None:
    answer = await echo()(request("POST", body=b'{"name": ', breaks_off=True))
    assert (answer.status_code, content(answer)["code"]) == (400, "body_incomplete")


class TestSignedIn:
    def door(self, **options: Any) -> Function:
        async def own_thing(principal: Principal, body: MakeThing) -> Thing:
            if body.name == "missing":
                raise NotFound("This thing was not found.")
            return Thing(name=str(principal.user_id))

        return made(own_thing, **options)

    async def test_the_handler_gets_who_it_is(self) -> None:
        answer = await self.door()(request("POST", json={"name": "a"}, headers=GOOD))
        assert content(answer) == {"name": str(USER)}

    async def test_without_a_token_nothing_is_counted_or_read(self, database: FakeDatabase) -> None:
        answer = await self.door()(request("POST", body=b"?"))
        assert (answer.status_code, database.calls) == (401, [])
        assert answer.headers["www-authenticate"] == "Bearer"

    async def test_a_request_is_counted_once_under_its_category(self, database: FakeDatabase) -> None:
        answer = await self.door(limit="token_generation")(request("POST", json={"name": "a"}, headers=GOOD))
        assert [(call["p_subject"], call["p_category"], call["p_limit"]) for call in database.calls] == [
            (str(USER), "token_generation", 10)
        ]
        assert answer.headers["x-ratelimit-limit"] == "10"
        assert answer.headers["x-ratelimit-remaining"] == "7"
        assert answer.headers["x-ratelimit-reset"] == "4000000000"

    async def test_a_problem_after_the_count_has_the_limits_headers(self) -> None:
        answer = await self.door()(request("POST", json={"name": "missing"}, headers=GOOD))
        assert (answer.status_code, answer.headers["x-ratelimit-limit"]) == (404, "1000")

    async def test_one_too_many_is_refused_before_the_body_is_read(self, database: FakeDatabase) -> None:
        database.limited = True
        answer = await self.door()(request("POST", body=b"?" * 2_000_000, headers=GOOD))
        assert (answer.status_code, content(answer)["code"]) == (429, "rate_limited")
        assert int(answer.headers["retry-after"]) >= 1

    async def test_a_handler_that_counts_by_itself_is_not_counted_twice(self, database: FakeDatabase) -> None:
        await self.door(counted_by_handler=True)(request("POST", json={"name": "a"}, headers=GOOD))
        assert database.calls == []

    async def test_input_that_never_reaches_a_counting_handler_is_counted(self, database: FakeDatabase) -> None:
        answer = await self.door(counted_by_handler=True)(request("POST", json={}, headers=GOOD))
        assert (answer.status_code, len(database.calls)) == (422, 1)

    async def test_without_a_limit_nothing_is_counted(self, database: FakeDatabase) -> None:
        answer = await self.door(limit=None)(request("POST", json={"name": "a"}, headers=GOOD))
        assert database.calls == []
        assert "x-ratelimit-limit" not in answer.headers


def test_a_door_is_registered_as_the_contract_has_it() -> None:
    async def read_thing(principal: Principal, thing_id: UUID, query: ThingQuery) -> Thing:
        """A thing."""
        raise AssertionError

    made(read_thing, "GET", "/things/{thing_id}", gives=Thing, who="its owner")
    endpoint = ENDPOINTS["read_thing"]
    assert (endpoint.method, endpoint.path, endpoint.who) == ("GET", "/things/{thing_id}", "its owner")
    assert (endpoint.signed_in, endpoint.body, endpoint.query) == (True, None, ThingQuery)
    assert dict(endpoint.path_parameters) == {"thing_id": UUID}
    assert endpoint.summary == "A thing."


async def test_an_answer_is_valid_json_whatever_the_words() -> None:
    async def words() -> Thing:
        return Thing(name='</script>\u2028"\\ \U0001f600')

    answer = await made(words)(request("POST"))
    assert json.loads(bytes(answer.body)) == {"name": '</script>\u2028"\\ \U0001f600'}
