"""The host as a process: what stops it from starting, how it stops, whose packages an app gets."""

import signal
import socket
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.integration.functions_host.running import RunningHost, copy_app, eventually

pytestmark = pytest.mark.integration

_SLOW_APP = """
import asyncio, time
import azure.functions as func
from azurefunctions.extensions.http.fastapi import JSONResponse, Request, StreamingResponse

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route(route="stream")
async def stream(req: Request) -> StreamingResponse:
    async def forever():
        while True:
            yield "still here\\n"
            await asyncio.sleep(0.05)

    return StreamingResponse(forever())


naps = []


@app.route(route="naps")
async def naps_begun(req: Request) -> JSONResponse:
    return JSONResponse(naps)


@app.route(route="nap")
async def nap(req: Request) -> JSONResponse:
    naps.append("begun")
    await asyncio.sleep(0.5)
    return JSONResponse({"rested": True})


@app.route(route="hang")
def hang(req: Request) -> JSONResponse:
    time.sleep(60)
    return JSONResponse({})
"""


_PARTLY_WRONG_APP = """
import azure.functions as func

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.route(route="fine")
def fine(req: func.HttpRequest) -> str:
    return "fine"


@app.route(route="items/{:int}")
def wrong_route(req: func.HttpRequest) -> str:
    return ""


@app.timer_trigger(arg_name="timer", schedule="now and then")
def wrong_schedule(timer: func.TimerRequest) -> None:
    pass
"""


def app_with(folder: Path, code: str) -> Path:
    app = folder / "app"
    app.mkdir()
    (app / "function_app.py").write_text(code)
    return app


def refused(host: RunningHost) -> int:
    code = host.process.wait(timeout=20)
    host.__exit__(None, None, None)
    return code


def test_an_app_gets_its_own_packages_from_any_working_directory(tmp_path: Path) -> None:
    app = copy_app("own_packages", tmp_path)
    with RunningHost(app, cwd=Path("/")) as host:
        assert host.client.get("/api/where").json() == {
            "local": "the app's own",
            "host": "the app's module",
            "square": 49,
        }


def test_a_function_that_does_not_index_is_named_and_ends_the_host(tmp_path: Path) -> None:
    host = RunningHost(copy_app("broken", tmp_path))
    assert refused(host) == 1
    assert "cannot load the takes_too_much function" in host.log()


def test_an_app_that_does_not_import_ends_the_host_with_its_stack(tmp_path: Path) -> None:
    host = RunningHost(app_with(tmp_path, "import no_such_module_at_all\n"))
    assert refused(host) == 1
    assert "No module named 'no_such_module_at_all'" in host.log()


def test_a_route_or_schedule_that_is_not_understood_is_named_and_the_others_run(tmp_path: Path) -> None:
    with RunningHost(app_with(tmp_path, _PARTLY_WRONG_APP)) as host:
        assert host.client.get("/api/fine").text == "fine"
        errors = host.client.get("/admin/host/status").json()["errors"]
        assert sorted(error.partition(":")[0] for error in errors) == ["wrong_route", "wrong_schedule"]
        assert "now and then" in str(errors)


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        host = RunningHost(copy_app("classic", tmp_path), port=port)
        assert refused(host) == 2
    assert f"port {port}: Address already in use" in host.log()


def test_a_folder_without_an_app_is_refused(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    host = RunningHost(tmp_path / "app")
    assert refused(host) == 2
    assert "has no function_app.py" in host.log()


def test_sigterm_lets_a_request_finish_and_leaves_in_time(tmp_path: Path) -> None:
    with RunningHost(app_with(tmp_path, _SLOW_APP)) as host:
        answers: list[object] = []
        request = threading.Thread(target=lambda: answers.append(host.client.get("/api/nap").json()))
        request.start()
        with httpx.Client(base_url=host.url, verify=False) as other:
            eventually(lambda: other.get("/api/naps").json())
        assert host.stop(signal.SIGTERM) == 0
        request.join()
        assert answers == [{"rested": True}]


def test_orchestrations_that_wait_do_not_keep_a_stopped_host(tmp_path: Path) -> None:
    with RunningHost(copy_app("durable", tmp_path)) as host:
        assert host.client.post("/api/orchestrators/approval", json=3600).status_code == 202
        asked = time.monotonic()
        assert host.stop() == 0
        assert time.monotonic() - asked < 4


def test_a_hanging_thread_and_an_endless_stream_do_not_keep_a_stopped_host(tmp_path: Path) -> None:
    with RunningHost(app_with(tmp_path, _SLOW_APP)) as host:
        with httpx.Client(base_url=host.url, timeout=0.2, verify=False) as hasty, pytest.raises(httpx.ReadTimeout):
            hasty.get("/api/hang")
        with host.client.stream("GET", "/api/stream") as endless:
            next(endless.iter_bytes())
            asked = time.monotonic()
            assert host.stop(signal.SIGINT) == 0
            assert time.monotonic() - asked < 10
