"""A FastAPI-style app: streaming, routes, timers, an event that this host has no trigger for."""

import asyncio
import os
import threading
import time
from collections import Counter
from contextvars import ContextVar
from pathlib import Path

import azure.durable_functions as df
import azure.functions as func
from azure_functions_runtime.http_v2 import http_coordinator
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, Response, StreamingResponse
from fastapi import HTTPException

app = df.DFApp(http_auth_level=func.AuthLevel.FUNCTION)

seen: Counter[str] = Counter()
release = asyncio.Event()
who: ContextVar[str] = ContextVar("who", default="nobody")


@app.route(route="v1/items/{item_id}", methods=["GET"])
async def item(req: Request) -> JSONResponse:
    return JSONResponse({"item": req.path_params["item_id"]})


@app.route(route="v1/items/{item_id:guid}", methods=["GET"])
async def item_by_guid(req: Request) -> JSONResponse:
    return JSONResponse({"guid": req.path_params["item_id"]})


@app.route(route="v1/items/latest", methods=["GET"])
async def latest(req: Request) -> JSONResponse:
    return JSONResponse({"item": "the latest"})


@app.route(route="v1/items/latest", methods=["POST"])
async def add_latest(req: Request) -> JSONResponse:
    return JSONResponse({"size": len(await req.body()), "type": req.headers["content-type"]}, status_code=201)


@app.route(route="v1/echo", methods=["POST"])
async def echo(req: Request) -> StreamingResponse:
    pieces = [piece async for piece in req.stream()]
    return StreamingResponse(iter(pieces), media_type="application/octet-stream")


@app.route(route="v1/slow-stream", methods=["GET"])
async def slow_stream(req: Request) -> StreamingResponse:
    release.clear()
    who.set("handler")

    async def words():
        try:
            yield f"data: {who.get()}\n\n"
            await release.wait()
            yield "data: released\n\n"
        except asyncio.CancelledError:
            seen["stream cancelled"] += 1
            raise

    return StreamingResponse(words(), media_type="text/event-stream")


@app.route(route="v1/release", methods=["POST"])
async def let_go(req: Request) -> JSONResponse:
    release.set()
    return JSONResponse({})


@app.route(route="v1/broken-stream", methods=["GET"])
async def broken_stream(req: Request) -> StreamingResponse:
    async def words():
        yield "first"
        raise RuntimeError("the stream broke")

    return StreamingResponse(words(), media_type="text/plain")


@app.route(route="v1/patient", methods=["GET"])
async def patient(req: Request) -> JSONResponse:
    seen["patient started"] += 1
    await asyncio.sleep(0.3)
    seen["patient finished"] += 1
    return JSONResponse({})


@app.route(route="v1/too-slow", methods=["GET"])
async def too_slow(req: Request) -> JSONResponse:
    try:
        await asyncio.sleep(30)
    except asyncio.CancelledError:
        seen["too slow cancelled"] += 1
        raise
    return JSONResponse({})


@app.route(route="v1/fail", methods=["POST"])
async def fail(req: Request) -> JSONResponse:
    await req.body()
    raise ValueError("a private reason")


@app.route(route="v1/exit", methods=["GET"])
async def leave(req: Request) -> JSONResponse:
    raise SystemExit(3)


@app.route(route="v1/missing", methods=["GET"])
async def missing(req: Request) -> JSONResponse:
    raise HTTPException(404, detail="no such thing")


@app.route(route="v1/sync", methods=["GET"])
def sync_handler(req: Request, context: func.Context) -> JSONResponse:
    thread = threading.current_thread() is threading.main_thread()
    return JSONResponse({"main_thread": thread, "function": context.function_name, "id": context.invocation_id})


@app.route(route="v1/exposed", methods=["GET"])
async def exposed(req: Request) -> Response:
    headers = {"X-Correlation-Id": "abc", "Access-Control-Expose-Headers": "X-Correlation-Id"}
    return Response("ok", headers=headers)


@app.route(route="v1/environment", methods=["GET"])
async def environment(req: Request) -> JSONResponse:
    names = ("GREETING", "FUNCTIONS_WORKER_RUNTIME", "WEBSITE_HOSTNAME")
    return JSONResponse({"cwd": str(Path.cwd()), **{name: os.environ.get(name) for name in names}})


@app.route(route="v1/seen", methods=["GET"])
async def seen_so_far(req: Request) -> JSONResponse:
    return JSONResponse({**seen, "held": len(http_coordinator._context_references)})


@app.route(route="v1/instances/{instance_id?}", methods=["GET"])
@app.durable_client_input(client_name="client")
async def instance(req: Request, client: df.DurableFunctionsClient) -> JSONResponse:
    state = await client.get_orchestration_state(req.path_params.get("instance_id", "none"))
    return JSONResponse({"found": state is not None, "hub": client.taskHubName})


@app.timer_trigger(arg_name="timer", schedule="%TICK_SCHEDULE%")
async def tick(timer: func.TimerRequest) -> None:
    seen["ticks"] += 1
    seen["ticks at once"] += 1
    await asyncio.sleep(0.9)
    seen["overlaps"] = max(seen["overlaps"], seen["ticks at once"])
    seen["ticks at once"] -= 1


@app.timer_trigger(arg_name="timer", schedule="00:00:00.100")
def failing_tick(timer: func.TimerRequest) -> None:
    seen["failing ticks"] += 1
    raise RuntimeError("this tick failed")


@app.timer_trigger(arg_name="timer", schedule="0 0 3 1 1 *", run_on_startup=True)
def yearly(timer: func.TimerRequest) -> None:
    seen["yearly"] += 1
    seen["yearly past due"] += timer.past_due
    time.sleep(0)


@app.timer_trigger(arg_name="timer", schedule="* * * * * *")
def switched_off(timer: func.TimerRequest) -> None:
    seen["switched off"] += 1


@app.warm_up_trigger(arg_name="warm")
async def warm_up(warm) -> None:
    seen["warm-ups"] += 1


@app.service_bus_queue_trigger(arg_name="message", queue_name="orders", connection="BUS")
async def on_order(message: func.ServiceBusMessage) -> None:
    seen["orders"] += 1
