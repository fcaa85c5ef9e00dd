"""Event Grid's webhooks on a running host."""

import base64
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.integration.functions_host.running import eventually
from tests.integration.functions_host.storage_app import StorageApp

pytestmark = pytest.mark.integration

EVENTS = "/runtime/webhooks/eventgrid"
BLOBS = "/runtime/webhooks/blobs"


def post(storage: StorageApp, function: str, content: Any, kind: str = "Notification", path: str = EVENTS) -> Any:
    assert storage.host is not None
    headers = {"aeg-event-type": kind}
    return storage.host.client.post(path, params={"functionName": function}, json=content, headers=headers)


def event(**data: Any) -> dict[str, Any]:
    return {
        "id": uuid4().hex,
        "topic": "/subscriptions/x",
        "subject": "one",
        "eventType": "Test.Happened",
        "eventTime": "2026-11-01T10:00:00.1234567Z",
        "dataVersion": "1",
        "data": data,
    }


def test_the_handshake_gives_the_code_back(storage: StorageApp) -> None:
    validation = event(validationCode="a code", validationUrl="https://example.test/validate")
    answer = post(storage, "on_event", [validation], "SubscriptionValidation")
    assert (answer.status_code, answer.json()) == (200, {"validationResponse": "a code"})


def test_the_function_is_run_once_for_each_event_of_an_array(storage: StorageApp) -> None:
    events = [event(number=1), event(number=2)]
    assert post(storage, "ON_EVENT", events).status_code == 202
    for sent in events:
        (row,) = storage.seen("event", id=sent["id"])
        assert row["data"] == sent["data"]


def test_one_event_without_an_array_is_taken(storage: StorageApp) -> None:
    cloud = {"specversion": "1.0", "id": uuid4().hex, "source": "/acs", "type": "Test.Happened", "data": {}}
    assert post(storage, "on_cloud_event", cloud).status_code == 202
    assert storage.seen("cloud event", id=cloud["id"])[0]["source"] == "/acs"


def test_an_event_that_fails_is_answered_500_so_that_the_sender_tries_again(storage: StorageApp) -> None:
    failing = event(fail=True)
    answer = post(storage, "on_event", [event(), failing])
    assert (answer.status_code, answer.content) == (500, b"")
    assert len(storage.seen("event", id=failing["id"])) == 1


def test_a_returned_value_goes_to_its_queue(storage: StorageApp) -> None:
    sent = event()
    post(storage, "on_event", [sent])
    texts = [base64.b64decode(text).decode() for text in storage.messages("events")]
    assert f"event {sent['id']}" in texts


def test_a_function_that_is_not_there_is_404(storage: StorageApp) -> None:
    answer = post(storage, "nobody", [event()])
    assert (answer.status_code, answer.text) == (404, "cannot find function: 'nobody'")


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("Notification", b"{", 400),
        ("Notification", b"[1]", 400),
        ("SubscriptionValidation", b"[]", 400),
        ("SubscriptionValidation", b'[{"data": 3}]', 400),
        ("", b"[]", 400),
        ("Unsubscribe", b"", 202),
        ("Notification", b"[]", 202),
    ],
)
def test_what_is_no_event(storage: StorageApp, kind: str, body: bytes, status: int) -> None:
    assert storage.host is not None
    headers = {"aeg-event-type": kind}
    query = {"functionName": "on_event"}
    assert storage.host.client.post(EVENTS, params=query, content=body, headers=headers).status_code == status


def test_the_handshake_of_cloud_events_allows_the_origin(storage: StorageApp) -> None:
    assert storage.host is not None
    headers = {"WebHook-Request-Origin": "eventgrid.azure.net"}
    answer: httpx.Response = storage.host.client.options(f"{EVENTS}?functionName=on_event", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["webhook-allowed-origin"] == "eventgrid.azure.net"


def test_blob_events_reach_the_blob_trigger_once(storage: StorageApp) -> None:
    name = f"{uuid4().hex}.txt"
    storage.put("slow", name, b"told")
    created = event(url=f"{storage.azurite.blob_url}/slow/{name}") | {
        "eventType": "Microsoft.Storage.BlobCreated",
        "subject": f"/blobServices/default/containers/slow/blobs/{name}",
    }
    for _ in range(2):
        assert post(storage, "Host.Functions.on_slow", [created], path=BLOBS).status_code == 202
    storage.until_seen("slow ends", name=f"slow/{name}")
    deleted = created | {"eventType": "Microsoft.Storage.BlobDeleted"}
    gone = created | {"subject": "/blobServices/default/containers/slow/blobs/gone.txt"}
    assert post(storage, "Host.Functions.on_slow", [deleted, gone], path=BLOBS).status_code == 202
    after = f"{uuid4().hex}.txt"
    storage.put("slow", after, b"after")
    storage.until_seen("slow ends", name=f"slow/{after}")
    assert len(storage.seen("slow begins", name=f"slow/{name}")) == 1
    assert eventually(lambda: not storage.seen("slow begins", name="slow/gone.txt"))
