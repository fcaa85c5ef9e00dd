"""Queue triggers, and bindings to blobs and queues, on a running host, against Azurite."""

import base64
import signal
from pathlib import Path
from uuid import uuid4

import pytest

from local.azurite import Azurite
from tests.integration.functions_host.running import eventually
from tests.integration.functions_host.storage_app import StorageApp, storage_app

pytestmark = pytest.mark.integration


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_a_function_gets_the_message_and_the_message_is_gone(storage: StorageApp) -> None:
    body = f'{{"order": "{uuid4().hex}"}}'
    storage.send("orders", body)
    (row,) = storage.until_seen("order", body=body)
    assert (row["count"], row["inserted"]) == (1, True)
    assert row["id"]
    eventually(lambda: storage.count("orders") == 0)


def test_after_five_failures_a_message_is_in_the_poison_queue(storage: StorageApp) -> None:
    body = f"please fail {uuid4().hex}"
    storage.send("orders", body)
    eventually(lambda: encoded(body) in storage.messages("orders-poison"), 20)
    assert [row["count"] for row in storage.seen("order", body=body)] == [1, 2, 3, 4, 5]
    eventually(lambda: storage.count("orders") == 0)


def test_a_message_that_is_not_base64_goes_to_the_poison_queue_as_it_is(storage: StorageApp) -> None:
    text = f"not base64: {uuid4().hex}"
    storage.send_as_it_is("orders", text)
    eventually(lambda: text in storage.messages("orders-poison"))
    assert storage.seen("order", body=text) == []


def test_many_messages_are_each_taken_once(storage: StorageApp) -> None:
    bodies = {f"{uuid4().hex}" for _ in range(40)}
    for body in bodies:
        storage.send("crowd", body)
    eventually(lambda: bodies <= {row["body"] for row in storage.seen("crowd")}, 20)
    assert len([row for row in storage.seen("crowd") if row["body"] in bodies]) == 40


def test_a_retry_policy_runs_the_function_again_within_one_delivery(storage: StorageApp) -> None:
    body = uuid4().hex
    storage.send("again", body)
    rows = storage.until_seen("again", 3, body=body)
    assert [(row["retry"], row["most"]) for row in rows] == [(0, 2), (1, 2), (2, 2)]
    eventually(lambda: storage.count("again") == 0)


def test_a_message_leads_to_a_blob_and_on_to_a_queue(storage: StorageApp) -> None:
    item = uuid4().hex
    storage.put("shelf", item, b"a book")
    storage.send("relay-in", f'{{"item": "{item}"}}')
    eventually(lambda: {encoded("first a book"), encoded("second a book")} <= set(storage.messages("relay-out")))


def test_an_input_blob_that_is_missing_is_none(storage: StorageApp) -> None:
    storage.send("relay-in", f'{{"item": "{uuid4().hex}"}}')
    eventually(lambda: {encoded("first nothing"), encoded("second nothing")} <= set(storage.messages("relay-out")))


def test_an_http_function_writes_and_reads_blobs_and_messages(storage: StorageApp) -> None:
    assert storage.host is not None
    item = uuid4().hex
    assert storage.host.client.get(f"/api/shelf/{item}").status_code == 404
    assert storage.host.client.put(f"/api/shelf/{item}", content="a lamp").text == "done"
    assert storage.host.client.get(f"/api/shelf/{item}").text == "a lamp"
    assert encoded(f"{item} is on the shelf") in storage.messages("told")


def test_an_output_whose_path_has_no_value_fails_the_call(storage: StorageApp) -> None:
    assert storage.host is not None
    assert storage.host.client.put("/api/nowhere", content="x").status_code == 500
    assert "BindingError: nowhere: shelf: {missing} in 'shelf/{missing}' has no value" in storage.host.log()


@pytest.mark.parametrize(
    ("function", "why"),
    [
        ("with_identity", "the app setting IN_AZURE__serviceUri names an account for a managed identity"),
        ("without_setting", "there is no app setting NOT_SET that names a storage account"),
        ("to_a_table", "this host does not serve the output binding table of row"),
    ],
)
def test_a_function_that_cannot_run_here_is_named_and_the_others_run(
    storage: StorageApp, function: str, why: str
) -> None:
    assert storage.host is not None
    assert f"Function {function} is not loaded: {why}" in storage.host.log()
    assert storage.host.client.get("/api/tables").status_code == 404


# Hosts that come and go


def test_a_message_whose_host_was_killed_comes_back(app: StorageApp) -> None:
    with app.held(), app.running() as host:
        app.send("orders", "please wait")
        app.until_seen("order", body="please wait")
        host.stop(signal.SIGKILL)
    with app.running():
        rows = app.until_seen("order", 2, within=30, body="please wait")
        eventually(lambda: app.count("orders") == 0)
    assert [row["count"] for row in rows] == [1, 2]


def test_a_stopped_host_lets_go_of_what_it_cannot_finish(app: StorageApp) -> None:
    with app.held(), app.running() as host:
        app.send("orders", "please wait")
        app.until_seen("order")
        assert host.stop() == 0
    with app.running():
        app.until_seen("order", 2, within=8)  # sooner than its lease would have ended


def test_host_json_says_how_often_and_in_what_encoding(lasting: Azurite, tmp_path: Path) -> None:
    settings = {"version": "2.0", "extensions": {"queues": {"maxDequeueCount": 2, "messageEncoding": "none"}}}
    with storage_app(tmp_path, lasting, settings) as app, app.running():
        app.send_as_it_is("orders", "please fail, in plain text")
        eventually(lambda: app.messages("orders-poison") == ["please fail, in plain text"])
        assert len(app.seen("order")) == 2
