"""A Durable app: chaining, human interaction, entities, retries, and everything that goes wrong."""

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Generator
from datetime import timedelta
from typing import Any

import azure.durable_functions as df
import azure.functions as func
from durabletask import entities, task

app = df.DFApp(http_auth_level=func.AuthLevel.ANONYMOUS)

attempts: Counter[str] = Counter()

type Steps = Generator[task.Task[Any], Any, Any]


@app.route(route="orchestrators/{name}/{instance_id?}", methods=["POST"])
@app.durable_client_input(client_name="client")
async def start(req: func.HttpRequest, client: df.DurableFunctionsClient) -> func.HttpResponse:
    argument = req.get_json() if req.get_body() else None
    instance_id = await client.schedule_new_orchestration(
        req.route_params["name"], input=argument, instance_id=req.route_params.get("instance_id") or None
    )
    logging.info("Started orchestration with ID = '%s'.", instance_id)
    return client.create_check_status_response(req, instance_id)


@app.route(route="payload/{instance_id}", methods=["GET"])
@app.durable_client_input(client_name="client")
def payload(req: func.HttpRequest, client: df.SyncDurableFunctionsClient) -> func.HttpResponse:
    links = client.create_http_management_payload(req.route_params["instance_id"])
    state = client.get_orchestration_state(req.route_params["instance_id"])
    return func.HttpResponse(json.dumps({"links": links, "found": state is not None}))


@app.route(route="wait/{instance_id}", methods=["GET"])
@app.durable_client_input(client_name="client")
async def wait_for(req: func.HttpRequest, client: df.DurableFunctionsClient) -> func.HttpResponse:
    state = await client.wait_for_orchestration_completion(req.route_params["instance_id"], timeout=20)
    return func.HttpResponse(state.serialized_output if state else "null")


@app.route(route="count/{key}", methods=["POST"])
@app.durable_client_input(client_name="client")
async def count(req: func.HttpRequest, client: df.DurableFunctionsClient) -> func.HttpResponse:
    await client.signal_entity(entities.EntityInstanceId("counter", req.route_params["key"]), "add", input=2)
    return func.HttpResponse(status_code=202)


@app.orchestration_trigger(context_name="context")
def hello_cities(context: task.OrchestrationContext, _: Any) -> Steps:
    first = yield context.call_activity("say_hello", input="Tokyo")
    both = yield task.when_all([context.call_activity("say_hello", input=city) for city in ("Seattle", "London")])
    return [first, *both]


@app.route(route="quickstart/{functionName}")
@app.durable_client_input(client_name="client")
async def http_start(req: func.HttpRequest, client):
    instance_id = await client.start_new(req.route_params.get("functionName"), client_input={"times": 2})
    return client.create_check_status_response(req, instance_id)


@app.orchestration_trigger(context_name="context")  # pyright: ignore[reportArgumentType]
def hello_orchestrator(context):
    times = context.get_input()["times"]
    first = yield context.call_activity("say_hello", "Seattle")
    rest = yield context.task_all([context.call_activity("say_hello", "Tokyo") for _ in range(times)])
    return [first, *rest]


@app.orchestration_trigger(context_name="context")
def approval(context: task.OrchestrationContext, patience: float) -> Steps:
    context.set_custom_status({"waiting_for": "approval"})
    approved = context.wait_for_external_event("approved")
    winner = yield task.when_any([approved, context.create_timer(timedelta(seconds=patience))])
    context.set_custom_status("decided")
    return {"approved": approved.get_result()} if winner is approved else "nobody came"


@app.orchestration_trigger(context_name="context")
def eternal(context: task.OrchestrationContext, state: dict[str, Any]) -> Steps:
    # The timer of an earlier generation must not fire in a later one, which counts its timers from the start again.
    event = context.wait_for_external_event("next")
    timer = context.create_timer(timedelta(seconds=2 if state["round"] == 0 else 30))
    winner = yield task.when_any([event, timer])
    if winner is timer:
        return f"timer fired in round {state['round']}"
    if state["round"] == 2:
        return state["seen"]
    context.continue_as_new(
        {"round": state["round"] + 1, "seen": [*state["seen"], event.get_result()]}, save_events=True
    )
    return None


@app.orchestration_trigger(context_name="context")
def parent(context: task.OrchestrationContext, _: Any) -> Steps:
    children: list[task.Task[int]] = [context.call_sub_orchestrator("child", input=number) for number in (1, 2)]
    return (yield task.when_all(children))


@app.orchestration_trigger(context_name="context")
def child(context: task.OrchestrationContext, number: int) -> Steps:
    yield context.create_timer(timedelta(milliseconds=50))
    return number * 10


@app.orchestration_trigger(context_name="context")
def counting(context: task.OrchestrationContext, key: str) -> Steps:
    counter = entities.EntityInstanceId("counter", key)
    yield context.call_entity(counter, "add", input=5)
    return (yield context.call_entity(counter, "get"))


@app.orchestration_trigger(context_name="context")
def retrying(context: task.OrchestrationContext, key: str) -> Steps:
    policy = task.RetryPolicy(first_retry_interval=timedelta(milliseconds=20), max_number_of_attempts=3)
    return (yield context.call_activity("fail_twice", input=key, retry_policy=policy))


@app.orchestration_trigger(context_name="context")
def catching(context: task.OrchestrationContext, which: str) -> Steps:
    try:
        yield context.call_activity(which, input="x")
    except task.TaskFailedError as error:
        details = error.details
        return [details.error_type, details.message, "Traceback" in (details.stack_trace or "")]
    return "no failure"


@app.orchestration_trigger(context_name="context")
def failing(context: task.OrchestrationContext, _: Any) -> Steps:
    yield context.create_timer(timedelta(0))
    raise ValueError("the orchestrator failed")


@app.orchestration_trigger(context_name="context")
def crashing(context: task.OrchestrationContext, key: str) -> Steps:
    return (yield context.call_activity("crash_once", input=key))


@app.orchestration_trigger(context_name="context")
def crashing_itself(context: task.OrchestrationContext, key: str) -> Steps:
    attempts[key] += 1
    if attempts[key] == 1:
        raise SystemExit(1)
    yield context.create_timer(timedelta(0))
    return attempts[key] > 1


@app.activity_trigger(input_name="city")
def say_hello(city: str) -> str:
    return f"Hello {city}!"


@app.activity_trigger(input_name="key")
async def fail_twice(key: str) -> int:
    attempts[key] += 1
    if attempts[key] < 3:
        raise ConnectionError("not yet")
    return attempts[key]


@app.activity_trigger(input_name="unused")
async def fail_with_words(unused: str) -> None:
    raise LookupError("the shelf: is empty")


@app.activity_trigger(input_name="unused")
def fail_without_words(unused: str) -> None:
    raise ValueError


@app.activity_trigger(input_name="key")
async def crash_once(key: str) -> str:
    attempts[key] += 1
    if attempts[key] == 1:
        raise asyncio.CancelledError
    if attempts[key] == 2:
        raise SystemExit(1)
    return f"delivered {attempts[key]} times"


@app.entity_trigger(context_name="context", entity_name="counter")
def tally(context: entities.EntityContext, argument: int | None) -> int | None:
    total = context.get_state(int, 0)
    if context.operation == "add":
        context.set_state(total + (argument or 0))
    return total if context.operation == "get" else None
