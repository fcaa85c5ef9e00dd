"""What a door takes: bodies, queries, headers and paths. Nothing that a caller sends is a 500."""

import json
from typing import Annotated
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field
from starlette.responses import Response

from shared.auth import Principal
from shared.models.common import Body
from shared.models.interview import ChatRequest, CreateInterview, StartInterview
from shared.models.page import InterviewQuery
from tests.unit.blueprints.doors import SIGNED_IN, MemoryContainer, content, opened, post, request

pytestmark = pytest.mark.unit

ID = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
MARK = "a-word-of-the-caller"


class Note(Body):
    text: str
    parts: list[dict[str, str]] = Field(default_factory=list[dict[str, str]])


class Headers(BaseModel):
    key: Annotated[str, Field(pattern=r"^[\x20-\x7e]{1,128}$")] | None = Field(default=None, alias="Idempotency-Key")


async def take(principal: Principal, body: Note) -> dict[str, str]:
    return {"text": body.text}


async def chat(principal: Principal, body: ChatRequest) -> dict[str, str]:
    return {}


async def schedule(principal: Principal, body: CreateInterview) -> dict[str, str]:
    return {}


async def start(principal: Principal, body: StartInterview) -> dict[str, bool]:
    return {"consent": body.consent is not None}


async def read(principal: Principal, interview_id: UUID, query: InterviewQuery) -> dict[str, str]:
    return {"id": str(interview_id), "limit": str(query.limit)}


async def keyed(principal: Principal, headers: Headers) -> dict[str, str | None]:
    return {"key": headers.key}


def locations(answer: Response) -> list[list[str | int]]:
    assert answer.status_code == 422, bytes(answer.body)
    return [error["loc"] for error in content(answer)["errors"]]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"\xff\xfe",
        b'{"text": 1}',
        b'{"text": null}',
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b'{"text": "\\u0000"}',
        b'{"text": "\x00"}',
        b'{"text": "a", "parts": [{"\\u0000": "a"}]}',
        b'{"text": "a", "text2": "a"}',
        b"[" * 100_000,
        b'{"text":' * 20_000,
        b'{"text": ' + b"9" * 20_000 + b"}",
        b'{"text": NaN}',
        b"--boundary\r\n",
    ],
    ids=lambda body: repr(body[:30]),
)
async def test_a_body_that_does_not_fit_is_422(body: bytes) -> None:
    assert all(loc[0] == "body" for loc in locations(await opened(take)(post(body))))


@pytest.mark.parametrize(
    "body",
    [
        {"interview_id": ID, "message": ""},
        {"interview_id": ID, "message": " \n "},
        {"interview_id": ID, "message": "x" * 50_001},
        {"interview_id": ID, "message": "a\0b"},
        {"interview_id": MARK, "message": "hello"},
        {"interview_id": ID, "message": "hello", "role": "system"},
        {"interview_id": ID},
    ],
    ids=lambda body: json.dumps(body)[:80],
)
async def test_a_chat_message_that_does_not_fit_is_422(body: dict[str, str]) -> None:
    answer = await opened(chat)(post(body))
    assert len(locations(answer)) == 1
    assert MARK not in bytes(answer.body).decode()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "2026-01-01T10:00:00"])
async def test_a_time_outside_of_the_calendar_or_without_a_zone_is_422(at: str) -> None:
    assert locations(await opened(schedule)(post({"application_id": ID, "scheduled_at": at})))


async def test_the_words_backslash_u0000_are_no_nul() -> None:
    answer = await opened(take)(post({"text": "\\u0000 in words"}))
    assert content(answer) == {"text": "\\u0000 in words"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.binary(max_size=64)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "parts", "x"]), inner),
        max_leaves=8,
    ).map(lambda value: json.dumps(value).encode())
)
async def test_no_body_is_a_500(container: MemoryContainer, body: bytes) -> None:
    container.kept.hits.clear()
    assert (await opened(take)(post(body))).status_code in (200, 422)


async def test_a_refusal_does_not_echo_what_was_sent() -> None:
    body = {"text": {MARK: MARK}, "parts": [MARK, {"a": [MARK]}]}
    assert MARK not in bytes((await opened(take)(post(body))).body).decode()


async def test_made_up_fields_are_named_briefly_and_not_without_end() -> None:
    answer = await opened(take)(post({f"{number}{'x' * 5_000}": 1 for number in range(100)}))
    assert len(locations(answer)) == 50
    assert len(bytes(answer.body)) < 20_000


class TestSize:
    """A body larger than its door takes is 413, whatever is said about its size."""

    async def test_as_declared(self) -> None:
        answer = await opened(take, max_body_bytes=10)(post(b'{"text": "a"}'))
        assert answer.status_code == 413
        assert content(answer)["code"] == "payload_too_large"

    async def test_as_it_comes_in_and_no_further(self) -> None:
        incoming = post([b"x" * 6] * 3)
        assert (await opened(take, max_body_bytes=10)(incoming)).status_code == 413
        left = await incoming.receive()
        assert left["body"] == b"x" * 6

    @pytest.mark.parametrize("declared", ["\xb2", "-1", "+20", "1e9", "9" * 5_000, ""])
    async def test_with_a_length_that_is_no_number_of_bytes(self, declared: str) -> None:
        body = post([b'{"text":', b'"a"}'], headers={"Content-Length": declared})
        assert content(await opened(take, max_body_bytes=20)(body)) == {"text": "a"}

    async def test_of_up_to_the_limit_is_taken(self) -> None:
        assert (await opened(take, max_body_bytes=13)(post(b'{"text": "a"}'))).status_code == 200


@pytest.mark.parametrize(("path", "query"), [("/api/\xff b", b"\xff"), ("//[", b"["), ("/api/\ud800", b"%ff")])
async def test_an_address_that_is_hardly_one_is_refused_like_any_other(path: str, query: bytes) -> None:
    odd = request("POST", body=b"{}", headers=SIGNED_IN)
    odd.scope.update(path=path, query_string=query)
    answer = await opened(take)(odd)
    assert locations(answer)
    assert content(answer)["instance"].isascii()


async def test_a_client_that_leaves_before_its_body_is_whole_gets_400() -> None:
    answer = await opened(take)(post([b'{"text":'], leaves=True))
    assert answer.status_code == 400
    assert content(answer)["code"] == "body_incomplete"


@pytest.mark.parametrize("kind", [None, "text/plain", "application/json; charset=latin-1"])
async def test_the_content_type_is_not_asked_for(kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    assert (await opened(take)(post({"text": "a"}, headers=headers))).status_code == 200


class TestOptionalBody:
    async def test_none_is_the_model_with_its_defaults(self) -> None:
        assert content(await opened(start, body_optional=True)(post(b""))) == {"consent": False}

    async def test_one_that_is_there_has_to_fit(self) -> None:
        assert locations(await opened(start, body_optional=True)(post({"consent": {}})))


class TestPathAndQuery:
    async def test_are_read_by_their_types(self) -> None:
        found = request(headers=SIGNED_IN, query="limit=7", path_params={"interview_id": ID})
        assert content(await opened(read, "GET")(found)) == {"id": ID, "limit": "7"}

    @pytest.mark.parametrize("given_id", ["", "x", "6f9619ff", "'; drop table interviews", "\x00"])
    async def test_an_id_that_is_no_uuid_is_422(self, given_id: str) -> None:
        found = request(headers=SIGNED_IN, path_params={"interview_id": given_id})
        assert locations(await opened(read, "GET")(found)) == [["path", "interview_id"]]

    @pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "limit=" + "9" * 5_000, "status=x", "x=1"])
    async def test_a_query_that_does_not_fit_is_422(self, query: str) -> None:
        found = request(headers=SIGNED_IN, query=query, path_params={"interview_id": ID})
        assert [loc[0] for loc in locations(await opened(read, "GET")(found))] == ["query"]

    async def test_all_that_does_not_fit_is_said_at_once(self) -> None:
        found = request(headers=SIGNED_IN, query="limit=0&cursor=x", path_params={"interview_id": "x"})
        assert locations(await opened(read, "GET")(found)) == [
            ["query", "limit"],
            ["query", "cursor"],
            ["path", "interview_id"],
        ]


class TestHeaders:
    @pytest.mark.parametrize("key", [None, "a", "x" * 128, "~ key 1 ~"])
    async def test_are_read_by_their_alias(self, key: str | None) -> None:
        headers = {} if key is None else {"idempotency-key": key}
        assert content(await opened(keyed)(post(b"", headers=headers))) == {"key": key}

    @pytest.mark.parametrize("key", ["", "x" * 129, "\xe4", "a\tb"])
    async def test_one_that_does_not_fit_is_422(self, key: str) -> None:
        assert locations(await opened(keyed)(post(b"", headers={"Idempotency-Key": key}))) == [
            ["header", "Idempotency-Key"]
        ]
