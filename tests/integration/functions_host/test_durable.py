"""Durable Functions on a running host: orchestrations, activities, entities and the management API."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.functions_host.running import RunningHost, eventually

pytestmark = pytest.mark.integration

API = "/runtime/webhooks/durabletask"


def start(host: RunningHost, name: str, argument: object = None, instance_id: str = "") -> dict[str, str]:
    answer = host.client.post(f"/api/orchestrators/{name}/{instance_id}", json=argument)
    assert answer.status_code == 202, host.log()
    return answer.json()


def finished(host: RunningHost, links: Mapping[str, str]) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        answer = host.client.get(links["statusQueryGetUri"])
        return answer.json() if answer.status_code == 200 else None

    return eventually(look)


def output(host: RunningHost, name: str, argument: object = None) -> object:
    state = finished(host, start(host, name, argument))
    assert state["runtimeStatus"] == "Completed", state
    return state["output"]


def waiting(host: RunningHost, links: Mapping[str, str]) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        answer = host.client.get(links["statusQueryGetUri"])
        return answer.json() if answer.json()["customStatus"] else None

    return eventually(look)


def test_hello_cities_runs_and_its_status_has_durables_shape(durable: RunningHost) -> None:
    links = start(durable, "hello_cities", {"any": "input"})
    state = finished(durable, links)
    times = (state.pop("createdTime"), state.pop("lastUpdatedTime"))
    assert state == {
        "name": "hello_cities",
        "instanceId": links["id"],
        "runtimeStatus": "Completed",
        "input": {"any": "input"},
        "customStatus": None,
        "output": ["Hello Tokyo!", "Hello Seattle!", "Hello London!"],
    }
    assert all(time.endswith("Z") and len(time) == 20 for time in times)


def test_the_quickstart_in_the_style_of_version_1_runs(durable: RunningHost) -> None:
    links = durable.client.get("/api/quickstart/hello_orchestrator").json()
    assert finished(durable, links)["output"] == ["Hello Seattle!", "Hello Tokyo!", "Hello Tokyo!"]


def test_a_check_status_response_points_to_this_host(durable: RunningHost) -> None:
    answer = durable.client.post("/api/orchestrators/hello_cities")
    links = answer.json()
    assert answer.headers["location"] == links["statusQueryGetUri"]
    assert all(url.startswith(f"{durable.url}{API}/instances/") for name, url in links.items() if name != "id")
    assert "taskHub=SampleHub" in links["statusQueryGetUri"]


def test_links_without_a_request_and_a_sync_client_work(durable: RunningHost) -> None:
    links = start(durable, "hello_cities")
    about = durable.client.get(f"/api/payload/{links['id']}").json()
    assert about["found"] is True
    assert about["links"]["statusQueryGetUri"] == links["statusQueryGetUri"]


def test_an_event_decides_what_a_person_was_asked(durable: RunningHost) -> None:
    links = start(durable, "approval", 60)
    state = waiting(durable, links)
    assert (state["runtimeStatus"], state["customStatus"]) == ("Running", {"waiting_for": "approval"})
    answer = durable.client.post(links["sendEventPostUri"].replace("{eventName}", "approved"), json={"by": "Ada"})
    assert answer.status_code == 202
    state = finished(durable, links)
    assert (state["output"], state["customStatus"]) == ({"approved": {"by": "Ada"}}, "decided")


def test_a_timer_decides_when_nobody_comes(durable: RunningHost) -> None:
    assert output(durable, "approval", 0.2) == "nobody came"


def test_a_client_waits_for_a_result(durable: RunningHost) -> None:
    links = start(durable, "approval", 0.2)
    assert durable.client.get(f"/api/wait/{links['id']}").json() == "nobody came"


def test_events_reach_each_generation_and_timers_only_their_own(durable: RunningHost) -> None:
    links = start(durable, "eternal", {"round": 0, "seen": []})
    raise_next = links["sendEventPostUri"].replace("{eventName}", "next")

    def in_round(number: int) -> bool:
        return durable.client.get(links["statusQueryGetUri"]).json()["input"]["round"] == number

    assert durable.client.post(raise_next, json="first").status_code == 202
    eventually(lambda: in_round(1))
    finished(durable, start(durable, "approval", 2))  # by then the first generation's timer is due
    durable.client.post(raise_next, json="second")
    durable.client.post(raise_next, json="last")
    assert finished(durable, links)["output"] == ["first", "second"]


def test_sub_orchestrations_answer_their_parent(durable: RunningHost) -> None:
    assert output(durable, "parent") == [10, 20]


def test_entities_keep_state_between_calls_and_signals(durable: RunningHost) -> None:
    key = uuid4().hex
    assert durable.client.post(f"/api/count/{key}").status_code == 202
    eventually(lambda: durable.client.get(f"{API}/entities/counter/{key}").text == "2")
    assert output(durable, "counting", key) == 7
    assert durable.client.post(f"{API}/entities/counter/{key}?op=add", json=3).status_code == 202
    eventually(lambda: durable.client.get(f"{API}/entities/counter/{key}").text == "10")


def test_an_activity_is_retried_as_its_policy_says(durable: RunningHost) -> None:
    assert output(durable, "retrying", uuid4().hex) == 3


@pytest.mark.parametrize(
    ("activity", "details"),
    [
        ("fail_with_words", ["LookupError", "the shelf: is empty", True]),
        ("fail_without_words", ["ValueError", "ValueError", True]),
        ("no_such_activity", ["FunctionNotFound", None, False]),
    ],
)
def test_a_failed_activity_tells_type_message_and_stack(
    durable: RunningHost, activity: str, details: list[object]
) -> None:
    found = output(durable, "catching", activity)
    assert isinstance(found, list)
    message = found[1] if details[1] is not None else None
    assert [found[0], message, found[2]] == details


def test_an_orchestrator_that_fails_says_why(durable: RunningHost) -> None:
    state = finished(durable, start(durable, "failing"))
    assert state["runtimeStatus"] == "Failed"
    assert "the orchestrator failed" in state["output"]


def test_an_unknown_orchestrator_fails_at_once(durable: RunningHost) -> None:
    state = finished(durable, start(durable, "nobody"))
    assert state["runtimeStatus"] == "Failed"
    assert "'nobody' doesn't exist" in state["output"]
    assert durable.client.post(f"{API}/orchestrators/nobody").status_code == 400


def test_work_whose_worker_crashed_is_delivered_again(durable: RunningHost) -> None:
    assert output(durable, "crashing", uuid4().hex) == "delivered 3 times"


def test_an_orchestrator_whose_worker_crashed_is_delivered_again(durable: RunningHost) -> None:
    assert output(durable, "crashing_itself", uuid4().hex) is True


def test_an_instance_can_be_suspended_resumed_and_terminated(durable: RunningHost) -> None:
    links = start(durable, "approval", 60)
    waiting(durable, links)

    def status(wanted: str) -> bool:
        return durable.client.get(links["statusQueryGetUri"]).json()["runtimeStatus"] == wanted

    assert durable.client.post(links["suspendPostUri"].replace("{text}", "lunch")).status_code == 202
    eventually(lambda: status("Suspended"))
    assert durable.client.post(links["resumePostUri"].replace("{text}", "back")).status_code == 202
    eventually(lambda: status("Running"))
    assert durable.client.post(links["terminatePostUri"].replace("{text}", "enough")).status_code == 202
    state = finished(durable, links)
    assert (state["runtimeStatus"], state["output"]) == ("Terminated", "enough")
    assert durable.client.post(links["terminatePostUri"]).status_code == 410


def test_a_finished_instance_can_be_purged_and_is_gone(durable: RunningHost) -> None:
    links = start(durable, "hello_cities")
    finished(durable, links)
    answer = durable.client.delete(links["purgeHistoryDeleteUri"])
    assert (answer.status_code, answer.json()) == (200, {"instancesDeleted": 1})
    for answer in (
        durable.client.delete(links["purgeHistoryDeleteUri"]),
        durable.client.get(links["statusQueryGetUri"]),
        durable.client.post(links["sendEventPostUri"].replace("{eventName}", "any"), json=1),
        durable.client.post(links["terminatePostUri"]),
    ):
        assert answer.status_code == 404


def test_a_finished_id_can_be_started_again_and_a_running_one_cannot(durable: RunningHost) -> None:
    instance_id = f"approval-{uuid4().hex}"
    first = start(durable, "approval", 0.05, instance_id)
    finished(durable, first)
    again = start(durable, "approval", 60, instance_id)
    assert durable.client.post(f"/api/orchestrators/approval/{instance_id}", json=1).status_code == 500
    durable.client.post(again["terminatePostUri"])


def test_a_finished_instance_can_be_restarted(durable: RunningHost) -> None:
    links = start(durable, "approval", 0.05)
    finished(durable, links)
    fresh = durable.client.post(links["restartPostUri"])
    assert fresh.status_code == 202
    assert fresh.json()["id"] != links["id"]
    assert finished(durable, fresh.json())["output"] == "nobody came"


def test_instances_are_listed_by_status_and_prefix_in_pages(durable: RunningHost) -> None:
    prefix = f"listed-{uuid4().hex}"
    for number in range(3):
        finished(durable, start(durable, "approval", 0.01, f"{prefix}-{number}"))
    query = {"instanceIdPrefix": prefix, "runtimeStatus": "Completed,Failed", "top": "2", "showInput": "false"}
    page = durable.client.get(f"{API}/instances", params=query)
    token = page.headers["x-ms-continuation-token"]
    rest = durable.client.get(f"{API}/instances", params=query, headers={"x-ms-continuation-token": token})
    found = [*page.json(), *rest.json()]
    assert [state["instanceId"] for state in found] == [f"{prefix}-{number}" for number in range(3)]
    assert all(state["input"] is None for state in found)
    assert durable.client.get(f"{API}/instances", params={**query, "runtimeStatus": "Running"}).json() == []


def test_the_management_api_starts_orchestrations(durable: RunningHost) -> None:
    answer = durable.client.post(f"{API}/orchestrators/hello_cities")
    assert finished(durable, answer.json())["runtimeStatus"] == "Completed"
