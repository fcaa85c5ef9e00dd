"""HTTP functions of a FastAPI-style app: routes, streaming, errors, CORS, admin endpoints."""

import socket
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.integration.functions_host.conftest import ORIGIN
from tests.integration.functions_host.running import RunningHost, eventually

pytestmark = pytest.mark.integration


def seen(host: RunningHost, what: str) -> int:
    return host.client.get("/v1/seen").json().get(what, 0)


def test_a_literal_route_wins_over_the_parameter_that_was_registered_first(streaming: RunningHost) -> None:
    assert streaming.client.get("/v1/items/latest").json() == {"item": "the latest"}


def test_a_constrained_parameter_wins_over_a_plain_one(streaming: RunningHost) -> None:
    item = str(uuid4())
    assert streaming.client.get(f"/v1/items/{item}").json() == {"guid": item}


def test_route_values_are_decoded(streaming: RunningHost) -> None:
    assert streaming.client.get("/v1/items/a%20b%2Fc").json() == {"item": "a b/c"}


def test_literals_match_in_any_case_and_with_a_slash_at_the_end(streaming: RunningHost) -> None:
    assert streaming.client.get("/V1/Items/Latest/").json() == {"item": "the latest"}


def test_an_unknown_path_is_404(streaming: RunningHost) -> None:
    assert streaming.client.get("/v1/nothing").status_code == 404


def test_a_wrong_method_is_405_and_names_the_right_ones(streaming: RunningHost) -> None:
    answer = streaming.client.delete("/v1/items/latest")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


def test_the_method_chooses_between_functions_on_one_path(streaming: RunningHost) -> None:
    answer = streaming.client.post("/v1/items/latest", content=b"12345", headers={"content-type": "text/x"})
    assert (answer.status_code, answer.json()) == (201, {"size": 5, "type": "text/x"})


def test_a_request_body_streams_in_and_out(streaming: RunningHost) -> None:
    def parts() -> Iterator[bytes]:
        for number in range(50):
            yield f"part {number} ".encode() * 100

    assert streaming.client.post("/v1/echo", content=parts()).content == b"".join(parts())


def test_a_stream_arrives_piece_by_piece_outside_the_context_of_its_handler(streaming: RunningHost) -> None:
    with streaming.client.stream("GET", "/v1/slow-stream") as answer:
        pieces = answer.iter_text()
        assert next(pieces) == "data: nobody\n\n"
        streaming.client.post("/v1/release")
        assert next(pieces) == "data: released\n\n"


def test_a_client_that_leaves_cancels_the_stream(streaming: RunningHost) -> None:
    before = seen(streaming, "stream cancelled")
    with streaming.client.stream("GET", "/v1/slow-stream") as answer:
        next(answer.iter_text())
    eventually(lambda: seen(streaming, "stream cancelled") > before)


def test_a_client_that_leaves_does_not_stop_a_plain_handler(streaming: RunningHost) -> None:
    started, finished = seen(streaming, "patient started"), seen(streaming, "patient finished")
    with httpx.Client(base_url=streaming.url, timeout=0.1, verify=False) as hasty, pytest.raises(httpx.ReadTimeout):
        hasty.get("/v1/patient")
    assert seen(streaming, "patient started") == started + 1
    eventually(lambda: seen(streaming, "patient finished") > finished)


def test_an_exception_in_a_stream_cuts_the_connection(streaming: RunningHost) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        streaming.client.get("/v1/broken-stream")


def test_an_exception_in_a_handler_is_an_empty_500_and_a_stack_in_the_log(streaming: RunningHost) -> None:
    answer = streaming.client.post("/v1/fail", content=b"what the client said")
    assert (answer.status_code, answer.content) == (500, b"")
    log = eventually(lambda: streaming.log() if "ValueError: a private reason" in streaming.log() else "")
    assert "in fail" in log
    assert "what the client said" not in log


def test_a_handler_that_exits_does_not_take_the_host_along(streaming: RunningHost) -> None:
    assert streaming.client.get("/v1/exit").status_code == 500
    assert streaming.client.get("/v1/items/latest").status_code == 200


def test_a_handler_beyond_the_function_timeout_is_cancelled_and_answered_with_500(streaming: RunningHost) -> None:
    assert streaming.client.get("/v1/too-slow").status_code == 500
    assert seen(streaming, "too slow cancelled") >= 1
    assert "too_slow ran longer than 1 s" in streaming.log()


def test_an_http_exception_is_rendered_as_fastapi_does(streaming: RunningHost) -> None:
    answer = streaming.client.get("/v1/missing")
    assert (answer.status_code, answer.json()) == (404, {"detail": "no such thing"})


def test_a_sync_handler_runs_in_a_thread_and_gets_its_context(streaming: RunningHost) -> None:
    about = streaming.client.get("/v1/sync").json()
    assert (about["main_thread"], about["function"], len(about["id"])) == (False, "sync_handler", 36)


def test_a_durable_client_works_beside_a_streaming_request(streaming: RunningHost) -> None:
    assert streaming.client.get("/v1/instances/none").json() == {"found": False, "hub": "TestHubName"}


def test_the_app_gets_its_settings_and_its_folder(streaming: RunningHost) -> None:
    about = streaming.client.get("/v1/environment").json()
    assert about["cwd"].endswith("/streaming")
    assert (about["GREETING"], about["FUNCTIONS_WORKER_RUNTIME"]) == ("hello", "python")
    assert about["WEBSITE_HOSTNAME"] == streaming.url.removeprefix("http://")


def test_five_thousand_requests_leave_nothing_behind(streaming: RunningHost) -> None:
    batch = b"GET /v1/items/latest HTTP/1.1\r\nHost: localhost\r\n\r\n" * 100
    with socket.create_connection((streaming.client.base_url.host, streaming.client.base_url.port or 80)) as raw:
        for _ in range(50):
            raw.sendall(batch)
            answers = b""
            while answers.count(b"the latest") < 100:
                answers += raw.recv(65536)
            assert answers.count(b"HTTP/1.1 200 OK") == 100
    eventually(lambda: seen(streaming, "held") == 1)  # the request that asks


def test_a_preflight_from_an_allowed_origin_is_answered_by_the_host(streaming: RunningHost) -> None:
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    answer = streaming.client.options("/v1/items/latest", headers={"Origin": ORIGIN, **wanted})
    allowed = {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}
    assert answer.status_code == 204
    assert allowed == {
        "access-control-allow-origin": ORIGIN,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "authorization,content-type",
    }


def test_a_preflight_from_another_origin_allows_nothing(streaming: RunningHost) -> None:
    headers = {"Origin": "https://evil.example.com", "Access-Control-Request-Method": "POST"}
    answer = streaming.client.options("/v1/items/latest", headers=headers)
    assert (answer.status_code, "access-control-allow-origin" in answer.headers) == (204, False)


@pytest.mark.parametrize("path", ["/v1/exposed", "/v1/nothing", "/v1/too-slow"])
def test_every_answer_can_be_read_from_an_allowed_origin(streaming: RunningHost, path: str) -> None:
    answer = streaming.client.get(path, headers={"Origin": ORIGIN})
    assert (answer.headers["access-control-allow-origin"], answer.headers["vary"]) == (ORIGIN, "Origin")


def test_headers_that_the_app_exposes_come_through(streaming: RunningHost) -> None:
    answer = streaming.client.get("/v1/exposed", headers={"Origin": ORIGIN})
    assert answer.headers["access-control-expose-headers"] == "X-Correlation-Id"


def test_options_without_cors_says_what_is_allowed(streaming: RunningHost) -> None:
    answer = streaming.client.options("/v1/items/latest")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, POST")


def test_the_status_endpoint_says_running(streaming: RunningHost) -> None:
    answer = streaming.client.get("/admin/host/status")
    assert (answer.status_code, answer.json()["state"]) == (200, "Running")


def test_the_home_page_says_that_the_app_runs(streaming: RunningHost) -> None:
    assert "up and running" in streaming.client.get("/").text


def test_the_functions_are_listed_with_their_bindings(streaming: RunningHost) -> None:
    functions = {function["name"]: function for function in streaming.client.get("/admin/functions").json()}
    assert functions["tick"]["config"]["bindings"][0]["type"] == "timerTrigger"
    assert streaming.client.get("/admin/functions/TICK").json() == functions["tick"]


def test_a_trigger_without_support_is_named_and_the_others_run(streaming: RunningHost) -> None:
    assert "Function on_order is not loaded: this host does not serve a serviceBusTrigger." in streaming.log()
    assert "1 of the app's functions are not loaded:\n  on_order: " in streaming.log()
    why = "this host does not serve a serviceBusTrigger"
    assert streaming.client.get("/admin/host/status").json()["errors"] == [f"on_order: {why}"]
    assert streaming.client.get("/admin/functions/On_Order/status").json() == {"errors": [why]}
    assert streaming.client.get("/admin/functions/item/status").json() == {"errors": []}
    assert streaming.client.get("/admin/functions/nobody/status").status_code == 404


def test_an_app_whose_functions_are_all_loaded_says_so(classic: RunningHost) -> None:
    assert classic.client.get("/admin/host/status").json()["errors"] == []
    assert "All of the app's functions are loaded: " in classic.log()
    assert "not loaded" not in classic.log()
