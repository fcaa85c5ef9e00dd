"""An app written for the real host: blob, queue and Event Grid triggers, and bindings to storage.

What it saw it writes to a file that outlives its process: one JSON object a line.
"""

import asyncio
import json
import os
import time
from pathlib import Path
from typing import Any, List  # noqa: UP035

import azure.functions as func

app = func.FunctionApp()
SEEN = Path(os.environ["SEEN"])
HELD = Path(os.environ["HELD"])  # while this file is there, slow functions go on


def saw(what: str, **values: Any) -> None:
    with SEEN.open("a") as file:
        file.write(json.dumps({"what": what, **values}) + "\n")


async def wait_while_held() -> None:
    while HELD.exists():  # noqa: ASYNC110, ASYNC240 - another process makes and removes the file
        await asyncio.sleep(0.02)


@app.blob_trigger(arg_name="blob", path="resumes/{candidate_id}/{resume_id}/{name}", connection="AzureWebJobsStorage")
@app.blob_output(arg_name="copy", path="copies/{candidate_id}/%COPY_NAME%-{name}", connection="AzureWebJobsStorage")
async def on_resume(blob: func.InputStream, copy: func.Out[bytes]) -> None:
    content = blob.read()
    properties = blob.blob_properties or {}  # pyright: ignore[reportAttributeAccessIssue]
    saw(
        "resume",
        name=blob.name,
        length=blob.length,
        uri=blob.uri,
        content=content.decode(),
        type=properties.get("ContentType"),
        metadata=blob.metadata,  # pyright: ignore[reportAttributeAccessIssue]
    )
    if b"fail" in content:
        raise RuntimeError("this blob cannot be read")
    copy.set(content.upper())


@app.blob_trigger(arg_name="blob", path="slow/{name}", connection="STORE", source=func.BlobSource.EVENT_GRID)
async def on_slow(blob: func.InputStream) -> None:
    saw("slow begins", name=blob.name)
    await wait_while_held()
    saw("slow ends", name=blob.name)


@app.queue_trigger(arg_name="message", queue_name="orders", connection="STORE")
async def on_order(message: func.QueueMessage) -> None:
    body = message.get_body()
    saw(
        "order",
        id=message.id,
        body=body.decode(errors="replace"),
        count=message.dequeue_count,
        inserted=message.insertion_time is not None and message.insertion_time.timestamp() <= time.time() + 1,
        expires=str(message.expiration_time),
    )
    if b"fail" in body:
        raise RuntimeError("this order cannot be filled")
    if b"wait" in body:
        await wait_while_held()


@app.queue_trigger(arg_name="message", queue_name="relay-in", connection="STORE")
@app.queue_output(arg_name="onward", queue_name="relay-out", connection="STORE")
@app.blob_input(arg_name="asked", path="shelf/{item}", connection="STORE")
def relay(
    message: func.QueueMessage,
    onward: func.Out[List[str]],  # noqa: UP006 - the worker knows no list[str]
    asked: func.InputStream,
) -> None:
    held = asked.read().decode() if asked else "nothing"
    onward.set([f"first {held}", f"second {held}"])


@app.queue_trigger(arg_name="message", queue_name="again", connection="STORE")
@app.retry(strategy="fixed_delay", max_retry_count="2", delay_interval="00:00:00")
def again(message: func.QueueMessage, context: func.Context) -> None:
    retry = context.retry_context
    saw("again", retry=retry.retry_count, most=retry.max_retry_count, body=message.get_body().decode())
    if retry.retry_count < 2:
        raise RuntimeError("not yet")


@app.queue_trigger(arg_name="message", queue_name="crowd", connection="STORE")
async def crowd(message: func.QueueMessage) -> None:
    saw("crowd", body=message.get_body().decode())


@app.event_grid_trigger(arg_name="event")
@app.queue_output(arg_name="$return", queue_name="events", connection="STORE")
def on_event(event: func.EventGridEvent) -> str:
    saw("event", id=event.id, data=event.get_json())
    if event.get_json().get("fail"):
        raise RuntimeError("this event cannot be taken")
    return f"event {event.id}"


@app.event_grid_trigger(arg_name="event")
def on_cloud_event(event: func.CloudEvent) -> None:
    saw("cloud event", id=event.id, source=event.source)


@app.route(route="shelf/{item}", methods=["PUT"])
@app.blob_output(arg_name="shelf", path="shelf/{item}", connection="STORE")
@app.queue_output(arg_name="told", queue_name="told", connection="STORE")
def put(req: func.HttpRequest, shelf: func.Out[str], told: func.Out[func.QueueMessage]) -> str:
    shelf.set(req.get_body().decode())
    told.set(func.QueueMessage(body=f"{req.route_params['item']} is on the shelf"))
    return "done"


@app.route(route="shelf/{item}", methods=["GET"])
@app.blob_input(arg_name="shelf", path="shelf/{item}", connection="STORE")
def get(req: func.HttpRequest, shelf: func.InputStream) -> func.HttpResponse:
    if shelf is None:
        return func.HttpResponse("nothing", status_code=404)
    return func.HttpResponse(shelf.read())


@app.route(route="nowhere", methods=["PUT"])
@app.blob_output(arg_name="shelf", path="shelf/{missing}", connection="STORE")
def nowhere(req: func.HttpRequest, shelf: func.Out[str]) -> str:
    shelf.set("text")
    return "done"


@app.queue_trigger(arg_name="message", queue_name="orders", connection="IN_AZURE")
def with_identity(message: func.QueueMessage) -> None:
    saw("identity")


@app.queue_trigger(arg_name="message", queue_name="orders", connection="NOT_SET")
def without_setting(message: func.QueueMessage) -> None:
    saw("unset")


@app.route(route="tables", methods=["GET"])
@app.table_output(arg_name="row", table_name="rows", connection="STORE")
def to_a_table(req: func.HttpRequest, row: func.Out[str]) -> str:
    return "never"
