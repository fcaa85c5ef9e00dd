"""Classic HTTP functions: `func.HttpRequest` in, `func.HttpResponse` out."""

import pytest

from tests.integration.functions_host.running import RunningHost, eventually

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("name", ["Ada", "Grüße & more"])
def test_the_quickstart_reads_its_query(classic: RunningHost, name: str) -> None:
    answer = classic.client.get("/api/HttpExample", params={"name": name})
    assert answer.text == f"Hello, {name}."
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_the_quickstart_reads_its_body(classic: RunningHost) -> None:
    assert classic.client.post("/api/httpexample", json={"name": "Ada"}).text == "Hello, Ada."


def test_the_route_prefix_is_needed(classic: RunningHost) -> None:
    assert classic.client.get("/HttpExample").status_code == 404


def test_a_function_without_a_route_has_its_name_for_one(classic: RunningHost) -> None:
    assert classic.client.get("/api/by_name").text == "GET by_name"
    assert classic.client.put("/api/by_name").status_code == 405


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("ada", 200, "Hi ada"),
        ("ada/2", 200, "Hi ada Hi ada"),
        ("ada/two", 404, ""),
        ("4da", 404, ""),
    ],
)
def test_optional_and_constrained_route_values(classic: RunningHost, path: str, status: int, text: str) -> None:
    answer = classic.client.get(f"/api/greet/{path}")
    assert (answer.status_code, answer.text) == (status, text)


def test_the_function_sees_the_whole_request(classic: RunningHost) -> None:
    answer = classic.client.post(
        "/api/request/one/two/three?a=1&a=2&empty=", content="ä body", headers={"X-Custom": "yes"}
    )
    assert answer.status_code == 207
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "url": f"{classic.url}/api/request/one/two/three?a=1&a=2&empty=",
        "route": {"first": "one", "rest": "two/three"},
        "params": {"a": "1,2"},
        "header": "yes",
        "body": "ä body",
    }


def test_cookies_and_bytes_come_through(classic: RunningHost) -> None:
    answer = classic.client.get("/api/cookies")
    assert answer.content == b"\x00\x01"
    assert answer.headers.get_list("set-cookie") == [
        "session=1; Max-Age=60; Path=/; SameSite=Lax; Secure; HttpOnly",
        "theme=dark; Expires=Thu, 12 Jan 2034 13:55:08 GMT",
    ]


def test_an_answer_may_come_through_an_output_binding(classic: RunningHost) -> None:
    answer = classic.client.get("/api/out")
    assert (answer.status_code, answer.text) == (203, "through an output")


def test_an_exception_is_an_empty_500_and_a_stack_in_the_log(classic: RunningHost) -> None:
    answer = classic.client.get("/api/fail")
    assert (answer.status_code, answer.content) == (500, b"")
    eventually(lambda: "RuntimeError: a private reason" in classic.log())


def test_an_app_without_durable_functions_has_no_durable_endpoints(classic: RunningHost) -> None:
    assert classic.client.get("/runtime/webhooks/durabletask/instances").status_code == 404
