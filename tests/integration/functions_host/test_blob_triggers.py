"""Blob triggers on a running host, against Azurite."""

import base64
import json
import signal
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from local.azurite import Azurite
from tests.integration.functions_host.running import eventually
from tests.integration.functions_host.storage_app import StorageApp, storage_app

pytestmark = pytest.mark.integration

POISON = "webjobs-blobtrigger-poison"


def poisoned(app: StorageApp, name: str) -> list[dict[str, str]]:
    messages = [json.loads(base64.b64decode(text)) for text in app.messages(POISON)]
    return [message for message in messages if message["BlobName"] == name]


def test_a_function_gets_the_blob_with_its_name_properties_and_metadata(storage: StorageApp) -> None:
    name = f"candidate/resume/{uuid4().hex}.txt"
    storage.put("resumes", name, b"hello", metadata={"kind": "cv"})
    (row,) = storage.until_seen("resume", name=f"resumes/{name}")
    assert row["content"] == "hello"
    assert row["length"] == 5
    assert row["uri"] == f"{storage.azurite.blob_url}/resumes/{name}"
    assert row["metadata"] == {"kind": "cv"}
    assert row["type"] == "application/octet-stream"


def test_an_output_blob_is_named_by_values_of_the_path_and_by_settings(storage: StorageApp) -> None:
    name = f"{uuid4().hex}.txt"
    storage.put("resumes", f"anna/1/{name}", b"hello")
    assert eventually(lambda: storage.blob("copies", f"anna/copy-of-{name}")) == b"HELLO"


def test_a_blob_elsewhere_in_the_container_is_not_meant(storage: StorageApp) -> None:
    stray, meant = f"{uuid4().hex}.txt", f"a/b/{uuid4().hex}.txt"
    storage.put("resumes", stray, b"stray")
    storage.put("resumes", meant, b"meant")
    storage.until_seen("resume", name=f"resumes/{meant}")
    assert storage.seen("resume", name=f"resumes/{stray}") == []


def test_a_blob_that_is_written_again_is_told_of_again(storage: StorageApp) -> None:
    name = f"a/b/{uuid4().hex}.txt"
    storage.put("resumes", name, b"first")
    storage.until_seen("resume", name=f"resumes/{name}", content="first")
    storage.put("resumes", name, b"second")
    storage.until_seen("resume", name=f"resumes/{name}", content="second")
    assert len(storage.seen("resume", name=f"resumes/{name}")) == 2


def test_after_five_failures_a_message_goes_to_the_poison_queue(storage: StorageApp) -> None:
    name = f"a/b/{uuid4().hex}.txt"
    storage.put("resumes", name, b"please fail")
    (message,) = eventually(lambda: poisoned(storage, name), 20)
    assert len(storage.seen("resume", name=f"resumes/{name}")) == 5
    properties = storage.blobs.get_blob_client("resumes", name).get_blob_properties()
    assert message == {
        "Type": "BlobTrigger",
        "FunctionId": "Host.Functions.on_resume",
        "BlobType": "BlockBlob",
        "ContainerName": "resumes",
        "BlobName": name,
        "ETag": properties.etag,
    }


def test_fifty_blobs_at_once_are_each_told_of_once(storage: StorageApp) -> None:
    mark = uuid4().hex
    names = {f"many/{mark}/{number}.txt" for number in range(50)}
    for name in names:
        storage.put("resumes", name, b"one of many")

    def told() -> set[str]:
        return {row["name"] for row in storage.seen("resume") if mark in row["name"]}

    eventually(lambda: len(told()) == 50, 30)
    assert len([row for row in storage.seen("resume") if mark in row["name"]]) == 50


# Hosts that come and go


def test_a_restart_repeats_nothing_and_finds_what_came_meanwhile(app: StorageApp) -> None:
    with app.running() as host:
        app.put("resumes", "a/b/before.txt", b"before")
        app.put("resumes", "a/b/bad.txt", b"please fail")
        app.until_seen("resume", content="before")
        eventually(lambda: poisoned(app, "a/b/bad.txt"))
        assert host.stop() == 0
    app.put("resumes", "a/b/meanwhile.txt", b"meanwhile")
    with app.running():
        app.until_seen("resume", content="meanwhile")
        app.put("resumes", "a/b/after.txt", b"after")
        app.until_seen("resume", content="after")
    assert len(app.seen("resume", content="before")) == 1
    assert len(app.seen("resume", content="please fail")) == 5


def test_a_blob_whose_host_was_killed_is_told_of_again_at_once(app: StorageApp) -> None:
    with app.held(), app.running() as host:
        app.put("slow", "one.txt", b"one")
        app.until_seen("slow begins", name="slow/one.txt")
        host.stop(signal.SIGKILL)
    with app.running():
        app.until_seen("slow ends", name="slow/one.txt")
    assert len(app.seen("slow begins", name="slow/one.txt")) == 2


def test_a_blob_that_kills_its_host_every_time_is_given_up(lasting: Azurite, tmp_path: Path) -> None:
    twice = {"version": "2.0", "extensions": {"blobs": {"poisonBlobThreshold": 2}}}
    with storage_app(tmp_path, lasting, twice) as app:
        with app.held():
            for times in (1, 2):
                with app.running() as host:
                    if times == 1:
                        app.put("slow", "deadly.txt", b"x")
                    app.until_seen("slow begins", times)
                    host.stop(signal.SIGKILL)
            with app.running():
                assert eventually(lambda: poisoned(app, "deadly.txt"))
        assert len(app.seen("slow begins")) == 2


def test_a_stopped_host_lets_a_run_finish(app: StorageApp) -> None:
    with app.running() as host:
        with app.held():
            app.put("slow", "one.txt", b"one")
            app.until_seen("slow begins")
            host.process.send_signal(signal.SIGTERM)
            eventually(lambda: not accepts(host.url))
        assert host.process.wait(10) == 0
    with app.running():
        app.put("slow", "two.txt", b"two")
        app.until_seen("slow ends", name="slow/two.txt")
    assert len(app.seen("slow begins", name="slow/one.txt")) == 1
    assert len(app.seen("slow ends", name="slow/one.txt")) == 1


def test_a_run_that_a_stop_cuts_short_is_no_attempt(lasting: Azurite, tmp_path: Path) -> None:
    once = {"version": "2.0", "extensions": {"blobs": {"poisonBlobThreshold": 1}}}
    with storage_app(tmp_path, lasting, once) as app:
        with app.held(), app.running() as host:
            app.put("slow", "one.txt", b"x")
            app.until_seen("slow begins")
            assert host.stop() == 0
        with app.running():
            app.until_seen("slow ends")
        assert app.messages(POISON) == []


def test_storage_that_is_down_is_waited_for_and_said_once(app: StorageApp) -> None:
    with app.running() as host:
        app.put("resumes", "a/b/before.txt", b"before")
        app.send("orders", "before")
        app.until_seen("resume", content="before")
        app.until_seen("order", body="before")
        app.azurite.end()
        for function in ("on_resume", "on_order"):
            eventually(lambda name=function: f"Function {name} waits: storage at" in host.log())
        app.azurite.start()
        app.put("resumes", "a/b/after.txt", b"after")
        app.send("orders", "after")
        app.until_seen("resume", content="after")
        app.until_seen("order", body="after")
        for function in ("on_resume", "on_order"):
            assert host.log().count(f"Function {function} waits") == 1
        assert "Function on_resume goes on" in host.log()


def test_a_host_that_starts_before_storage_waits_for_it(app: StorageApp) -> None:
    app.azurite.end()
    with app.running() as host:
        assert host.client.get("/admin/host/status").json()["state"] == "Running"
        app.azurite.start()
        app.put("resumes", "a/b/one.txt", b"one")
        app.until_seen("resume", content="one")


def accepts(url: str) -> bool:
    try:
        httpx.get(url, timeout=1, verify=False)
    except httpx.TransportError:
        return False
    return True
