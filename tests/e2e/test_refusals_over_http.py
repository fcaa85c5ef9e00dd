"""What the doors refuse, and in which order: strangers, ids of nothing, input that does not fit, too much or often."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

import function_app
from blueprints.http import ENDPOINTS, MAX_BODY_BYTES, Endpoint
from tests.fixtures.events import events_of
from tests.fixtures.over_http import ANSWER, CONSENT, Faults, Hired, SignedIn, Talk
from tests.fixtures.polling import eventually
from tests.fixtures.world import World

pytestmark = [pytest.mark.e2e, pytest.mark.security]

assert function_app.app, "importing it fills the registry"
OF_INTERVIEW = [one for one in ENDPOINTS.values() if "interview_id" in one.path_parameters]
WITH_ID = [one for one in ENDPOINTS.values() if one.path_parameters]
WITH_BODY = [one for one in ENDPOINTS.values() if one.body is not None]
NAMING_ONE = [
    one
    for one in WITH_BODY
    if not one.path_parameters and one.body and any(part.annotation is UUID for part in one.body.model_fields.values())
]
LISTS = [one for one in ENDPOINTS.values() if one.query is not None and "cursor" in one.query.model_fields]
NOTHING = "00000000-0000-4000-8000-000000000000"


def fitting_body(endpoint: Endpoint, interview_id: object = NOTHING) -> Any:
    """A body that fits the endpoint; each endpoint that must have one is here."""
    chat = {"interview_id": str(interview_id), "message": ANSWER}
    bodies: dict[str, Any] = {
        "chat": chat,
        "chat_stream": chat,
        "create_interview": {"application_id": NOTHING},
        "start_interview": CONSENT,
        "review_interview": {"decision": "hold", "reason": "Wait."},
        "apply_for_job_role": {"job_role_id": NOTHING},
        "change_job_role": {"version": 1, "title": "Data Engineer"},
        "create_job_role": {"title": "Data Engineer", "description": "Builds pipelines."},
        "extract_requirements": {"job_description": "Three years of Python."},
        "work_on_plan": {"action": "freeze"},
        "correct_own_profile": {"availability": "at once"},
        "prepare_upload": {"kind": "resume", "filename": "cv.pdf", "content_type": "application/pdf", "size": 100},
    }
    return bodies[endpoint.name] if endpoint.body is not None else None


def at(endpoint: Endpoint, value: object = NOTHING) -> str:
    path = endpoint.path
    for name in endpoint.path_parameters:
        path = path.replace(f"{{{name}}}", str(value))
    return path


def is_problem(answer: httpx.Response, status: int, code: str | None = None) -> None:
    """The answer is that problem, complete."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["correlation_id"] == answer.headers["x-correlation-id"]
    assert {"type", "title", "detail", "instance", "code"} <= set(problem)
    if code is not None:
        assert problem["code"] == code


def by_name(endpoint: Endpoint) -> str:
    return endpoint.name


@pytest.fixture(scope="module")
def underway(hire: Callable[..., Hired]) -> Talk:
    """An interview in progress in which nobody says anything."""
    return hire().start()


@pytest.fixture(scope="module")
def rival(hire: Callable[..., Hired]) -> Hired:
    return hire()


@pytest.fixture
def caller(newcomer: Callable[[], SignedIn], rival: Hired) -> Callable[[Endpoint], SignedIn]:
    """Who calls an endpoint: somebody new where few calls a minute are allowed."""
    return lambda endpoint: rival.candidate if endpoint.limit == "general" else newcomer()


@pytest.mark.parametrize("who", ["another candidate", "a recruiter of a rival", "a candidate of a rival"])
@pytest.mark.parametrize("endpoint", OF_INTERVIEW, ids=by_name)
def test_strangers_are_refused(
    endpoint: Endpoint, who: str, underway: Talk, rival: Hired, newcomer: Callable[[], SignedIn]
) -> None:
    people = {"a recruiter of a rival": rival.recruiter, "a candidate of a rival": rival.candidate}
    person = people.get(who) or newcomer()
    is_problem(person.request(endpoint.method, at(endpoint, underway.id), json=fitting_body(endpoint)), 403)


@pytest.mark.parametrize("path", ["/api/v1/interview/chat", "/api/v1/interview/chat/stream"])
@pytest.mark.parametrize("who", ["recruiter", "rival", "candidate of a rival"])
def test_nobody_but_its_candidate_talks_in_an_interview(path: str, who: str, underway: Talk, rival: Hired) -> None:
    people = {"recruiter": underway.hired.recruiter, "rival": rival.recruiter, "candidate of a rival": rival.candidate}
    is_problem(people[who].post(path, underway.body()), 403)


def test_nobody_but_its_candidate_starts_an_interview(underway: Talk) -> None:
    refused = underway.hired.recruiter.post(f"{underway.path}/start", CONSENT)
    is_problem(refused, 403)
    assert refused.json()["detail"] == "Only the candidate of this interview can start it."


def test_a_candidate_does_not_score_themselves(underway: Talk) -> None:
    is_problem(underway.hired.candidate.post(f"{underway.path}/score"), 403)


def test_a_candidate_does_not_decide_on_themselves(underway: Talk) -> None:
    is_problem(underway.hired.candidate.post(f"{underway.path}/review", {"decision": "advance", "reason": "Me."}), 403)


@pytest.mark.parametrize("who", ["the candidate", "a recruiter of a rival"])
def test_nobody_but_the_organisation_schedules_an_interview(who: str, underway: Talk, rival: Hired) -> None:
    person = underway.hired.candidate if who == "the candidate" else rival.recruiter
    is_problem(person.post("/api/v1/interview", {"application_id": str(underway.hired.hiring.application_id)}), 403)


@pytest.mark.parametrize("who", ["the candidate", "a recruiter of a rival"])
def test_nobody_but_the_organisation_lists_the_interviews_of_a_role(who: str, underway: Talk, rival: Hired) -> None:
    person = underway.hired.candidate if who == "the candidate" else rival.recruiter
    is_problem(person.get(f"/api/v1/job-roles/{underway.hired.hiring.job_role_id}/interviews"), 403)


def test_a_stranger_reads_no_job_role(underway: Talk, rival: Hired) -> None:
    is_problem(rival.recruiter.get(f"/api/v1/job-roles/{underway.hired.hiring.job_role_id}"), 403)


@pytest.mark.parametrize("endpoint", LISTS, ids=by_name)
def test_a_stranger_finds_nothing_of_others_in_a_list(endpoint: Endpoint, underway: Talk, rival: Hired) -> None:
    answer = rival.recruiter.get(at(endpoint, rival.hiring.job_role_id))
    assert answer.status_code == 200
    for secret in (underway.id, underway.hired.hiring.application_id, underway.hired.hiring.job_role_id):
        assert str(secret) not in answer.text


@pytest.mark.parametrize("endpoint", WITH_ID, ids=by_name)
def test_an_id_of_nothing_is_not_found(endpoint: Endpoint, rival: Hired) -> None:
    answer = rival.recruiter.request(endpoint.method, at(endpoint, uuid4()), json=fitting_body(endpoint))
    is_problem(answer, 404)
    assert "not found" in answer.json()["detail"]


@pytest.mark.parametrize("endpoint", NAMING_ONE, ids=by_name)
def test_an_id_of_nothing_in_a_body_is_not_found(endpoint: Endpoint, rival: Hired) -> None:
    answer = rival.recruiter.post(endpoint.path, fitting_body(endpoint))
    is_problem(answer, 404)
    assert "not found" in answer.json()["detail"]


@pytest.mark.parametrize(
    "identity",
    [
        *("1", "undefined", "1%20or%201%3D1", "%27%3B%20drop%20table%20interviews%3B--", "..%2F..%2Fetc%2Fpasswd"),
        *("%00", "a" * 5000, f"{NOTHING}%20", "%F0%9F%92%A5", "%7B%7D", "or(id.not.is.null)", f"{NOTHING},id.gt.0"),
    ],
    ids=lambda identity: identity[:20],
)
@pytest.mark.parametrize("endpoint", WITH_ID, ids=by_name)
def test_an_id_that_is_none_is_refused(endpoint: Endpoint, identity: str, rival: Hired) -> None:
    answer = rival.recruiter.request(endpoint.method, at(endpoint, identity), json=fitting_body(endpoint))
    assert answer.status_code in (404, 422), answer.text


UNFIT: dict[str, bytes] = {
    "not JSON": b"hello",
    "half of a document": b'{"interview_id": ',
    "a list": b"[]",
    "a text": b'"hello"',
    "a number": b"1",
    "null": b"null",
    "nested deeply": b"[" * 200_000,
    "objects nested deeply": b'{"consent":' * 80_000 + b"1" + b"}" * 80_000,
    "a huge integer": b'{"interview_id": ' + b"9" * 5_000 + b"}",
    "a number out of range": b'{"interview_id": 1e999, "message": 1e999}',
    "not UTF-8": b'{"message": "\xff\xfe"}',
    "UTF-16": '{"message": "hello"}'.encode("utf-16"),
    "a form": b"interview_id=1&message=hello",
    "an unknown field": b'{"role": "org_admin"}',
}


@pytest.mark.parametrize("kind", UNFIT)
@pytest.mark.parametrize("endpoint", WITH_BODY, ids=by_name)
def test_a_body_that_does_not_fit_is_refused_with_reasons(
    endpoint: Endpoint, kind: str, caller: Callable[[Endpoint], SignedIn]
) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded" if kind == "a form" else "application/json"}
    answer = caller(endpoint).request(endpoint.method, at(endpoint), content=UNFIT[kind], headers=form)
    is_problem(answer, 422)
    errors = answer.json()["errors"]
    assert errors
    assert all(set(error) == {"loc", "msg", "type"} for error in errors)


@pytest.mark.parametrize("endpoint", [one for one in WITH_BODY if not one.body_optional], ids=by_name)
def test_a_body_that_is_missing_is_refused(endpoint: Endpoint, caller: Callable[[Endpoint], SignedIn]) -> None:
    is_problem(caller(endpoint).request(endpoint.method, at(endpoint)), 422)


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=by_name)
def test_a_field_that_nobody_knows_is_refused(endpoint: Endpoint, caller: Callable[[Endpoint], SignedIn]) -> None:
    body = {**fitting_body(endpoint), "unheard_of": "completed"}
    answer = caller(endpoint).request(endpoint.method, at(endpoint), json=body)
    is_problem(answer, 422)
    assert answer.json()["errors"][0]["loc"] == ["body", "unheard_of"]


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=by_name)
def test_a_body_one_byte_too_large_is_refused(endpoint: Endpoint, caller: Callable[[Endpoint], SignedIn]) -> None:
    raw = json.dumps(fitting_body(endpoint)).encode()
    is_problem(caller(endpoint).request(endpoint.method, at(endpoint), content=raw.ljust(MAX_BODY_BYTES + 1)), 413)


def test_a_body_that_hides_its_length_is_refused_when_it_is_too_large(rival: Hired) -> None:
    chunks = (b" " * 65_536 for _ in range(MAX_BODY_BYTES // 65_536 + 1))
    is_problem(rival.candidate.post("/api/v1/interview/chat", content=chunks), 413)


def test_the_largest_body_is_read(rival: Hired) -> None:
    raw = json.dumps({"interview_id": NOTHING, "message": "hello"}).encode().ljust(MAX_BODY_BYTES)
    is_problem(rival.candidate.post("/api/v1/interview/chat", content=raw), 404)


@pytest.mark.parametrize("path", ["/api/v1/interview/chat", "/api/v1/interview/chat/stream"])
@pytest.mark.parametrize(
    "message",
    ["", "   ", "\n\t", "a" * 50_001, "NUL \x00 inside", 1, True, None, ["hello"], {"content": "hello"}],
    ids=["empty", "spaces", "white space", "too long", "NUL", "number", "boolean", "null", "list", "object"],
)
def test_a_message_that_does_not_fit_is_refused(path: str, message: Any, rival: Hired) -> None:
    is_problem(rival.candidate.post(path, {"interview_id": NOTHING, "message": message}), 422)


@pytest.mark.parametrize("text", [r"\ud800", r"half \udc00 a pair", r"\udc00\ud800"])
def test_a_message_with_half_a_surrogate_pair_is_refused(text: str, rival: Hired) -> None:
    raw = f'{{"interview_id": "{NOTHING}", "message": "{text}"}}'.encode()
    is_problem(rival.candidate.post("/api/v1/interview/chat", content=raw), 422)


def test_a_field_given_twice_breaks_nothing(rival: Hired) -> None:
    raw = f'{{"interview_id": "1", "interview_id": "{NOTHING}", "message": "a", "message": "b"}}'.encode()
    assert rival.candidate.post("/api/v1/interview/chat", content=raw).status_code in (404, 422)


def test_a_message_of_the_greatest_length_is_taken_and_kept(talk: Talk) -> None:
    message = ("I measured it. " * 5_000)[: 50_000 - len(talk.mark)] + talk.mark
    answer = talk.hired.candidate.post("/api/v1/interview/chat", {"interview_id": str(talk.id), "message": message})
    assert answer.status_code == 200, answer.text
    assert talk.transcript()[1]["content"] == message


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=201", "limit=-1", "limit=ten", "limit=1e3", "limit=99999999999999999999", "page=2"),
        *("cursor=abc", "cursor=%00", "cursor=" + "A" * 300, "cursor=MjAyNi0wMS0wMQ==", "cursor=%27;--"),
    ],
    ids=lambda query: query[:20],
)
@pytest.mark.parametrize("endpoint", LISTS, ids=by_name)
def test_a_query_that_does_not_fit_is_refused(endpoint: Endpoint, query: str, rival: Hired) -> None:
    is_problem(rival.recruiter.get(f"{at(endpoint, rival.hiring.job_role_id)}?{query}"), 422)


def test_a_status_that_does_not_exist_is_refused(rival: Hired) -> None:
    is_problem(rival.recruiter.get("/api/v1/interview?status=finished"), 422)


@pytest.mark.parametrize("reason", ["", " ", "a" * 5_001, "NUL \x00"], ids=["empty", "space", "too long", "NUL"])
def test_a_decision_without_a_reason_is_refused(reason: str, underway: Talk) -> None:
    is_problem(underway.hired.recruiter.post(f"{underway.path}/review", {"decision": "hold", "reason": reason}), 422)


@pytest.mark.parametrize("path", ["/api/v1/interview/chat", "/api/v1/interview/chat/stream"])
@pytest.mark.parametrize("when", ["before its start", "after its end"])
def test_nothing_is_said_outside_of_an_interview(path: str, when: str, hire: Callable[..., Hired]) -> None:
    hired = hire()
    talk = Talk(hired.schedule()["id"], hired, "mark")
    if when == "after its end":
        hired.candidate.post(f"{talk.path}/start", CONSENT)
        hired.candidate.post(f"{talk.path}/end")
    answer = hired.candidate.post(path, talk.body())
    is_problem(answer, 400, "interview_not_in_progress")
    assert "not in progress" in answer.json()["detail"]


# The limits


def spend(person: SignedIn, times: int, world: World, category: str, limit: int) -> None:
    """Counts requests of this user as the app does, without sending them."""
    world.rows(
        "select public.hit_rate_limit(%s, %s, %s, 60000) from generate_series(1, %s)",
        str(person.user_id),
        category,
        limit,
        times,
    )


@pytest.fixture
def limited(newcomer: Callable[[], SignedIn], e2e_world: World) -> SignedIn:
    """Somebody new who has no call of the model left in this minute."""
    person = newcomer()
    spend(person, 100, e2e_world, "ai_operation", 100)
    return person


def is_limited(answer: httpx.Response, limit: int) -> None:
    is_problem(answer, 429, "rate_limited")
    assert 1 <= int(answer.headers["retry-after"]) <= 61  # a window and the rest of a second
    assert (answer.headers["x-ratelimit-limit"], answer.headers["x-ratelimit-remaining"]) == (str(limit), "0")
    assert int(answer.headers["x-ratelimit-reset"]) > 1_700_000_000


def test_the_hundred_and_first_call_of_the_model_in_a_minute_is_refused(newcomer: Callable[[], SignedIn]) -> None:
    person = newcomer()
    bodies = ({"interview_id": NOTHING, "message": "hello"}, {"message": ""})
    statuses = [person.post("/api/v1/interview/chat", bodies[number % 2]).status_code for number in range(100)]
    assert statuses == [404, 422] * 50
    is_limited(person.post("/api/v1/interview/chat", bodies[0]), 100)


@pytest.mark.parametrize("endpoint", [one for one in ENDPOINTS.values() if one.limit == "ai_operation"], ids=by_name)
def test_all_calls_of_the_model_share_one_limit(endpoint: Endpoint, limited: SignedIn) -> None:
    is_limited(limited.request(endpoint.method, at(endpoint), json=fitting_body(endpoint)), 100)


def test_who_may_not_call_the_model_any_more_can_still_read(limited: SignedIn) -> None:
    assert limited.get("/api/v1/interview").status_code == 200


def test_the_limit_of_one_does_not_touch_another(limited: SignedIn, newcomer: Callable[[], SignedIn]) -> None:
    body = {"interview_id": NOTHING, "message": "hello"}
    assert newcomer().post("/api/v1/interview/chat", body).status_code == 404


@pytest.mark.parametrize(
    "endpoint", [one for one in ENDPOINTS.values() if one.signed_in and one.limit == "general"], ids=by_name
)
def test_everything_else_is_limited_too(endpoint: Endpoint, newcomer: Callable[[], SignedIn], e2e_world: World) -> None:
    person = newcomer()
    spend(person, 1000, e2e_world, "general", 1000)
    is_limited(person.request(endpoint.method, at(endpoint), json=fitting_body(endpoint)), 1000)


def test_health_is_not_limited(http: httpx.Client) -> None:
    assert not [name for name in http.get("/health").headers if name.startswith("x-ratelimit")]


def test_a_success_says_what_is_left_of_the_limit(talk: Talk) -> None:
    left = [int(talk.say(f"{ANSWER} {number}").headers["x-ratelimit-remaining"]) for number in range(2)]
    assert left == [99, 98]


def test_a_read_says_what_is_left_of_its_limit(newcomer: Callable[[], SignedIn]) -> None:
    headers = newcomer().get("/api/v1/me").headers
    assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("1000", "999")
    assert int(headers["x-ratelimit-reset"]) > 1_700_000_000


# The order of the checks: 401, 429, 413, 422, 404, 403, 400


@pytest.mark.parametrize("path", ["/api/v1/interview/chat", "/api/v1/interview/chat/stream"])
class TestOrderOfChecks:
    def test_who_it_is_comes_before_the_size(self, path: str, http: httpx.Client) -> None:
        is_problem(http.post(path, content=b" " * (MAX_BODY_BYTES + 1)), 401)

    def test_the_limit_comes_before_the_size(self, path: str, limited: SignedIn) -> None:
        is_limited(limited.post(path, content=b" " * (MAX_BODY_BYTES + 1)), 100)

    def test_the_limit_comes_before_the_fit(self, path: str, limited: SignedIn) -> None:
        is_limited(limited.post(path, {"message": ""}), 100)

    def test_the_limit_comes_before_the_fit_of_a_header(self, path: str, limited: SignedIn) -> None:
        body = {"interview_id": NOTHING, "message": "hello"}
        is_limited(limited.post(path, body, headers={"Idempotency-Key": "a" * 129}), 100)

    def test_the_limit_comes_before_what_is_not_found(self, path: str, limited: SignedIn) -> None:
        is_limited(limited.post(path, {"interview_id": NOTHING, "message": "hello"}), 100)

    def test_the_size_comes_before_the_fit(self, path: str, rival: Hired) -> None:
        is_problem(rival.candidate.post(path, content=b"?" * (MAX_BODY_BYTES + 1)), 413)

    def test_the_fit_comes_before_what_is_not_found(self, path: str, rival: Hired) -> None:
        is_problem(rival.candidate.post(path, {"interview_id": NOTHING, "message": ""}), 422)

    def test_whose_it_is_comes_before_its_state(self, path: str, rival: Hired, hire: Callable[..., Hired]) -> None:
        body = {"interview_id": hire().schedule()["id"], "message": "hello"}
        is_problem(rival.candidate.post(path, body), 403)


def test_the_fit_comes_before_whose_it_is(underway: Talk, rival: Hired) -> None:
    is_problem(rival.candidate.post(f"{underway.path}/review", {"decision": "maybe"}), 422)


def test_whose_it_is_comes_before_the_state_of_a_score(underway: Talk, rival: Hired) -> None:
    is_problem(rival.recruiter.post(f"{underway.path}/score"), 403)


# Idempotency-Key


@pytest.mark.parametrize("key", ["", "a" * 129, "tab\there", "caf\u00e9"], ids=["empty", "long", "tab", "not ASCII"])
@pytest.mark.parametrize("path", ["/api/v1/interview/chat", "/api/v1/interview/chat/stream"])
def test_a_key_that_does_not_fit_is_refused(path: str, key: str, underway: Talk) -> None:
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = underway.hired.candidate.post(path, underway.body(), headers=headers)
    is_problem(answer, 422)
    assert answer.json()["errors"][0]["loc"][:1] == ["header"]


def test_the_same_key_gives_the_same_answer(talk: Talk) -> None:
    key = {"Idempotency-Key": "~" * 128}
    first, again = (talk.say(headers=key).json() for _ in range(2))
    assert (first["turn"]["replayed"], again["turn"]["replayed"]) == (False, True)
    assert again["response"] == first["response"]
    assert len(talk.transcript()) == 3


def test_the_same_key_gives_the_same_answer_as_a_stream(talk: Talk) -> None:
    key = {"Idempotency-Key": "one"}
    first = talk.say(headers=key).json()
    again = talk.hired.candidate.post("/api/v1/interview/chat/stream", talk.body(), headers=key)
    assert [data.get("response") for _, data in events_of(again.text.split("\n"))] == [None, first["response"]]
    assert len(talk.transcript()) == 3


def test_the_same_key_with_other_words_is_refused(talk: Talk) -> None:
    key = {"Idempotency-Key": "one"}
    talk.say(headers=key)
    is_problem(talk.say("Something else.", headers=key), 409, "idempotency_mismatch")
    assert len(talk.transcript()) == 3


def test_the_same_message_several_times_at_once_is_one_turn(talk: Talk, faults: Faults) -> None:
    faults.put(talk.mark, "slow", delay_ms=800)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: talk.say(), range(4)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["response"] for answer in answers}) == 1
    assert len(talk.transcript()) == 3


def test_another_message_while_one_is_answered_is_asked_to_wait(talk: Talk, faults: Faults) -> None:
    faults.put(talk.mark, "slow", delay_ms=1_000)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(talk.say, headers={"Idempotency-Key": "one"})
        eventually(lambda: len(talk.transcript()) == 2)
        second = talk.say("Something else.", headers={"Idempotency-Key": "two"})
        is_problem(second, 409, "turn_in_progress")
        assert int(second.headers["retry-after"]) >= 1
        assert first.result().status_code == 200
    assert len(talk.transcript()) == 3
